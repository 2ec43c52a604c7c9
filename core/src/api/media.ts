import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CaseNo, EndReasonWord, Id, Instant, Problem, Purpose } from './words.ts';

/** First message from the browser on `/api/live`, within 5 s. Nothing about the viewing is in the URL. */
export const LiveHello = z.object({
  camera: Id,
  /** `mse`: fMP4 for Media Source Extensions; `webrtc`: RTP straight to the player, with `offer`; `mjpeg`: each message one JPEG; any other name is a ViewerTransport, `mpeg1`. */
  transport: z.string().max(32),
  /** SDP, for `webrtc`. */
  offer: z.string().max(20_000).optional(),
  /** `keys`: only pictures that stand for themselves, about one a second or two: for a slow line. */
  pace: z.enum(['all', 'keys']).default('all'),
  /** Lines she has room for; the hub picks the stream, or makes it smaller. Never more than is allowed. */
  maxHeight: z.int().min(90).max(4_320).optional(),
  /** Of `video/mp4; codecs="…"`, what this browser plays: h264, h265. */
  plays: z.array(z.enum(['h264', 'h265'])).default(['h264']),
  /** An officer says for which unit and why; an owner leaves both out. */
  unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional(), ask: Id.optional(),
  role: z.enum(['main', 'sub']).default('main'), audio: z.boolean().default(false),
});
export type LiveHello = z.infer<typeof LiveHello>;
/** What the page may say later, as text. */
export const LiveSay = z.discriminatedUnion('type', [z.object({ type: z.literal('pace'), pace: z.enum(['all', 'keys']) })]);
export type LiveSay = z.infer<typeof LiveSay>;
/** Text messages from the hub. Binary messages are media: after `format` the init segment, then fragments. */
export const LiveEvent = z.discriminatedUnion('type', [
  /** `made`: the camera's own coding, or made anew by the hub (masks, caps, another codec). */
  z.object({ type: z.literal('opened'), viewing: Id, until: Instant.nullable(), watermark: z.string().nullable(), own: z.boolean(), role: z.enum(['main', 'sub']), made: z.enum(['sent', 'anew']) }),
  /** SDP for the player, `webrtc` only. */
  z.object({ type: z.literal('answer'), sdp: z.string() }),
  z.object({ type: z.literal('format'), mime: z.string(), width: z.int(), height: z.int() }),
  /** From here on: all pictures, or only those that stand for themselves; `stills`: one of these every few seconds. `uplink`: the line out of the house has no room for more, and it is not what the page asked for. */
  z.object({ type: z.literal('pace'), pace: z.enum(['all', 'keys']), stills: z.boolean(), why: z.enum(['asked', 'uplink']) }),
  z.object({ type: z.literal('waiting'), problem: Problem }),
  z.object({ type: z.literal('ended'), reason: EndReasonWord, problem: Problem }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

export const ExportRow = z.object({
  id: Id, camera: Id, cameraName: z.string(), from: Instant, to: Instant, status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']), progress: z.number(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })), problem: Problem.nullable(), createdAt: Instant, doneAt: Instant.nullable(),
  /** `still`: one picture; `redacted`: a copy with parts covered. */
  kind: z.enum(['film', 'still', 'redacted']), at: Instant.nullable(),
  /** The same for cameras asked for together; they can be fetched as one ZIP. */
  bundle: Id.nullable(), leftOut: z.array(z.object({ camera: Id, problem: Problem })),
  /** While it is written, as far as it can be told. */
  secondsLeft: z.int().nullable(),
  /** Whose footage it is: her own house's, or somebody's who allowed it. */
  own: z.boolean(),
});
export type ExportRow = z.infer<typeof ExportRow>;
const anyViewer = ['owner', 'co_owner', 'manager', 'officer', 'leader'] as const;
const why = { unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional() };

export const mediaRoutes = routes({
  'GET /api/live': { who: ['owner', 'co_owner', 'manager', 'viewer', 'officer', 'leader'], sends: 'socket' },
  /** Officers: only under a grant with `clip`, with purpose and unit. At most 2 hours. */
  'POST /api/exports': { who: [...anyViewer], perMinute: 20, body: z.object({ camera: Id, from: Instant, to: Instant, ...why, ask: Id.optional() }), reply: ExportRow },
  /** Several cameras at once, each under a permit of its own: those that are refused are left out and named. Refused as a whole only when none is left. */
  'POST /api/exports/bundles': { who: [...anyViewer], perMinute: 10, body: z.object({ cameras: z.array(Id).min(2).max(9), from: Instant, to: Instant, ...why }), reply: z.array(ExportRow) },
  /** One ZIP of all that were written, with ranges. `not-ready` while one of them still is. */
  'GET /api/exports/bundles/:id/file': { who: [...anyViewer], params: byId, sends: 'file' },
  /** The picture at an instant, or the next, as JPEG. An approved ask is for its interval, in which the instant lies. */
  'POST /api/exports/stills': { who: [...anyViewer], perMinute: 30, body: z.object({ camera: Id, at: Instant, ...why, ask: Id.optional() }), reply: ExportRow },
  /** What failed or was cancelled, once more, under a new permit. */
  'POST /api/exports/:id/again': { who: [...anyViewer], perMinute: 20, params: byId, reply: ExportRow },
  'GET /api/exports': { who: [...anyViewer], reply: z.array(ExportRow) },
  'DELETE /api/exports/:id': { who: [...anyViewer], params: byId },
  'GET /api/exports/:id/files/:name': { who: [...anyViewer], params: byId.extend({ name: z.string().max(120).regex(/^[A-Za-z0-9._-]+$/) }), sends: 'file' },
});
