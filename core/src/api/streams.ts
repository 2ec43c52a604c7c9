import { z } from 'zod';
import { pictureFacts } from '../domain/picture.ts';
import { routes } from './route.ts';
import { byId, CameraState, Id, Instant, Text } from './words.ts';

/** One stream of a camera. Null: not known, or nothing comes. */
export const StreamRow = z.object({
  role: z.enum(['main', 'sub']),
  /** Off: nobody watches or records it; the main one is always held open. */
  state: CameraState,
  /** When its pictures began to come; how often it came back since the hub started. */
  since: Instant.nullable(), reconnects: z.int(),
  codec: z.string().nullable(), width: z.int().nullable(), height: z.int().nullable(),
  /** Over the last 5 s. `claimedFps`: as the camera says of itself. */
  kilobits: z.number().nullable(), fps: z.number().nullable(), claimedFps: z.number().nullable(),
  /** Since this connection began; the percentage is of the last minute. */
  packets: z.int().nullable(), lost: z.int().nullable(), lossPercent: z.number().nullable(), jitterMs: z.number().nullable(),
  /** From one key picture to the next. */
  gopPictures: z.int().nullable(), gopSeconds: z.number().nullable(), keyAgeMs: z.int().nullable(),
  transport: z.enum(['tcp', 'udp']).nullable(), encrypted: z.boolean().nullable(),
  /** Where the pictures' times come from: the camera's clock, or when they arrived. */
  clock: z.enum(['camera', 'arrival']).nullable(),
});
export type StreamRow = z.infer<typeof StreamRow>;
const Tone = z.enum(['good', 'warn', 'danger', 'quiet']);
export const CameraStreams = z.object({
  camera: Id,
  /** How it is, in one sentence. */
  text: Text, tone: Tone,
  /** Live pictures of it that are open now; whether it is set to be recorded. */
  viewers: z.int(), recording: z.boolean(),
  streams: z.array(StreamRow),
});
export type CameraStreams = z.infer<typeof CameraStreams>;
export const PictureRow = z.object({
  /** What is wrong with the picture. */
  facts: z.array(z.object({ fact: z.enum(pictureFacts), text: Text, since: Instant })),
  /** When the hub looked last; whether it knows yet how the scene should look. */
  lookedAt: Instant.nullable(), knowsScene: z.boolean(),
  /** The hub paused sharing because the camera looks somewhere else: the owner says that it is right, and it is shared again. */
  paused: z.boolean(),
});
export type PictureRow = z.infer<typeof PictureRow>;
export const CameraStreamsPage = CameraStreams.extend({ picture: PictureRow });
export type CameraStreamsPage = z.infer<typeof CameraStreamsPage>;

export const streamRoutes = routes({
  'GET /api/cameras/:id/streams': { who: ['owner', 'co_owner', 'manager', 'viewer'], params: byId, reply: CameraStreamsPage },
  /** The scene as it is now is the right one. Lifts the hub's own pause; whoever else paused keeps theirs. */
  'POST /api/cameras/:id/picture-right': { who: ['owner'], fresh: true, params: byId, reply: CameraStreamsPage },
  /** Every camera by its number: no name, no place, no picture. */
  'GET /api/streams': { who: ['operator'], reply: z.array(CameraStreams.extend({ pictureFacts: z.array(Text) })) },
  /** Prometheus text. Programs come with a bearer token of their own (`metrics.tokenSha256`); numbers, with no name in them. */
  'GET /metrics': { who: ['operator', 'metrics'], sends: 'text', perMinute: 60 },
});
