import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CameraState, Id, Instant, Name, Text } from './words.ts';

const codec = z.enum(['h264', 'h265', 'mjpeg', 'other']);
export const FoundCameraRow = z.object({
  provider: z.string(), nativeId: z.string(), name: z.string(), maker: z.string().nullable(), model: z.string().nullable(), address: z.string(),
  /** Already registered here. */
  taken: z.boolean(),
  /** Where this maker's user name and password usually are. */
  hint: Text,
});
export type FoundCameraRow = z.infer<typeof FoundCameraRow>;
export const SourceRow = z.object({ role: z.enum(['main', 'sub']), width: z.int().nullable(), height: z.int().nullable(), codec: codec.nullable(), audio: z.boolean() });
export const EnrolmentRow = z.object({
  id: Id, name: z.string(), maker: z.string().nullable(), model: z.string().nullable(), address: z.string(), sources: z.array(SourceRow),
  clockOffsetMs: z.int().nullable(), picture: z.boolean(), expiresAt: Instant,
});
/** WGS 84 degrees: only the house sees them, and the hub that looks for cameras near the place of a case. */
const CameraPosition = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });
export const CameraRow = z.object({
  id: Id, owner: Id, ownerName: z.string(), name: z.string(), place: z.string(), direction: z.int().nullable(), position: CameraPosition.nullable(), viewDegrees: z.int().nullable(), state: CameraState, stateText: Text, stateSince: Instant,
  maker: z.string().nullable(), address: z.string().nullable(), sources: z.array(SourceRow), clockOffsetMs: z.int().nullable(), confirmed: z.boolean(),
  recording: z.enum(['off', 'continuous']), recordDays: z.int(), recordBytes: z.int(), recordedBytes: z.int(), oldestFootage: Instant.nullable(),
  /** It may have a memory of its own that can be asked about the past. */
  archive: z.boolean(),
  /** "hỏi từng lần", "không với ai": the phrase after "Chia sẻ:". */
  sharing: Text, paused: z.boolean(),
  /** People of a unit who watch it at this moment. */
  watching: z.int(),
});
export type CameraRow = z.infer<typeof CameraRow>;
const keepers = ['owner', 'co_owner', 'manager'] as const;
const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;
const login = { username: z.string().max(128), password: z.string().max(256) };

export const cameraRoutes = routes({
  'GET /api/found-cameras': { who: [...keepers], reply: z.object({ cameras: z.array(FoundCameraRow), searching: z.boolean() }) },
  /** Asks one typed host (`192.168.1.20`, `192.168.1.20:8000`). */
  'POST /api/found-cameras': { who: [...keepers], perMinute: 20, body: z.object({ address: z.string().trim().min(1).max(255) }), reply: z.array(FoundCameraRow) },
  /** Signs in to the camera. What is found waits 15 minutes for the owner's word that it is hers. */
  'POST /api/enrolments': {
    who: [...keepers], perMinute: 20, reply: EnrolmentRow,
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('found'), provider: z.string().max(64), nativeId: z.string().max(256), ...login }),
      z.object({ kind: z.literal('rtsp'), main: z.string().max(2048), sub: z.string().max(2048).optional(), ...login }),
    ]),
  },
  'GET /api/enrolments/:id/picture': { who: [...keepers], params: byId, sends: 'image/jpeg' },
  'POST /api/enrolments/:id/confirm': {
    who: [...keepers], params: byId, reply: CameraRow,
    body: z.object({ owner: Id, mine: z.literal(true), name: Name, place: z.string().trim().max(200), direction: z.int().min(0).max(359).nullable(), position: CameraPosition.nullable().optional(), viewDegrees: z.int().min(10).max(360).nullable().optional() }),
  },
  'DELETE /api/enrolments/:id': { who: [...keepers], params: byId },
  'GET /api/cameras': { who: [...member], reply: z.array(CameraRow) },
  'GET /api/cameras/:id': { who: [...member], params: byId, reply: CameraRow },
  'PATCH /api/cameras/:id': {
    who: [...keepers], params: byId, reply: CameraRow,
    body: z.object({ name: Name.optional(), place: z.string().trim().max(200).optional(), direction: z.int().min(0).max(359).nullable().optional(), position: CameraPosition.nullable().optional(), viewDegrees: z.int().min(10).max(360).nullable().optional(), recording: z.enum(['off', 'continuous']).optional(), recordDays: z.int().min(1).max(365).optional(), recordBytes: z.int().min(100_000_000).max(1e14).optional() }),
  },
  'POST /api/cameras/:id/credentials': { who: [...keepers], params: byId, body: z.object(login), reply: CameraRow },
  'DELETE /api/cameras/:id': { who: ['owner', 'manager'], params: byId },
  /** The newest still, under the member's own permit; audited once a minute, not per picture. */
  'GET /api/cameras/:id/picture': { who: [...member], params: byId, sends: 'image/jpeg' },
  'GET /api/cameras/:id/recordings': { who: [...member], params: byId, query: z.object({ from: z.coerce.number().int(), to: z.coerce.number().int() }), reply: z.array(z.object({ from: Instant, to: Instant })) },
});
