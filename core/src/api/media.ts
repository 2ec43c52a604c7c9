import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CaseNo, EndReasonWord, Id, Instant, Problem, Purpose } from './words.ts';

/** First message from the browser on `/api/live`, within 5 s. Nothing about the viewing is in the URL. */
export const LiveHello = z.object({
  camera: Id,
  /** `mse`: fMP4 for Media Source Extensions; any other name is a ViewerTransport, `mpeg1`. */
  transport: z.string().max(32),
  /** Of `video/mp4; codecs="…"`, what this browser plays: h264, h265. */
  plays: z.array(z.enum(['h264', 'h265'])).default(['h264']),
  /** An officer says for which unit and why; an owner leaves both out. */
  unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional(), ask: Id.optional(),
  role: z.enum(['main', 'sub']).default('main'), audio: z.boolean().default(false),
});
export type LiveHello = z.infer<typeof LiveHello>;
/** Text messages from the hub. Binary messages are media: after `format` the init segment, then fragments. */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), viewing: Id, until: Instant.nullable(), watermark: z.string().nullable(), own: z.boolean() }),
  z.object({ type: z.literal('format'), mime: z.string(), width: z.int(), height: z.int() }),
  z.object({ type: z.literal('waiting'), problem: Problem }),
  z.object({ type: z.literal('ended'), reason: EndReasonWord, problem: Problem }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

export const ExportRow = z.object({
  id: Id, camera: Id, cameraName: z.string(), from: Instant, to: Instant, status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']), progress: z.number(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })), problem: Problem.nullable(), createdAt: Instant, doneAt: Instant.nullable(),
});
export type ExportRow = z.infer<typeof ExportRow>;
const anyViewer = ['owner', 'co_owner', 'manager', 'officer', 'leader'] as const;

export const mediaRoutes = routes({
  'GET /api/live': { who: ['owner', 'co_owner', 'manager', 'viewer', 'officer', 'leader'], sends: 'socket' },
  /** Officers: only under a grant with `clip`, with purpose and unit. At most 2 hours. */
  'POST /api/exports': { who: [...anyViewer], perMinute: 20, body: z.object({ camera: Id, from: Instant, to: Instant, unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional(), ask: Id.optional() }), reply: ExportRow },
  'GET /api/exports': { who: [...anyViewer], reply: z.array(ExportRow) },
  'DELETE /api/exports/:id': { who: [...anyViewer], params: byId },
  'GET /api/exports/:id/files/:name': { who: [...anyViewer], params: byId.extend({ name: z.string().max(120).regex(/^[A-Za-z0-9._-]+$/) }), sends: 'file' },
});
