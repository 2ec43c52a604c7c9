import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CaseNo, Id, Instant, Name, Purpose } from './words.ts';

export const AppRow = z.object({
  id: Id, name: z.string(), username: z.string(),
  /** In which office and what for; null: as one of the house. */
  unit: Id.nullable(), unitName: z.string().nullable(), purpose: Purpose.nullable(), caseNo: z.string().nullable(),
  sound: z.boolean(), snapshot: z.boolean(), madeAt: Instant, until: Instant, usedAt: Instant.nullable(), endedAt: Instant.nullable(),
  /** Without credentials. `uri` null: the hub runs no RTSP server, or the camera is gone. */
  cameras: z.array(z.object({ id: Id, name: z.string(), uris: z.array(z.object({ role: z.enum(['main', 'sub']), uri: z.string() })), snapshotUri: z.string() })),
});
export type AppRow = z.infer<typeof AppRow>;
/** Where a player is pointed, and a drawing of it as SVG. */
export const AppAddress = z.object({ camera: Id, name: z.string(), role: z.enum(['main', 'sub']), uri: z.string(), qr: z.string() });
const about = { unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional() };
export const AppDraft = z.object({
  name: Name.max(80), cameras: z.array(Id).min(1).max(64), sound: z.boolean().default(false), snapshot: z.boolean().default(true),
  /** At most 180 days from now; absent: 180 days. */
  until: Instant.optional(),
  /** An officer says for which unit and why; a member of the house leaves these out. */
  ...about,
});
const people = ['owner', 'co_owner', 'manager', 'viewer', 'officer', 'leader'] as const;

export const appRoutes = routes({
  /** `rtsp`: where the hub's RTSP server is, `rtsp://192.168.1.5:8554`; null: the operator runs none. */
  'GET /api/apps': { who: [...people], reply: z.object({ rtsp: z.string().nullable(), apps: z.array(AppRow) }) },
  /** The password is told this once. */
  'POST /api/apps': { who: [...people], fresh: true, perMinute: 20, body: AppDraft, reply: z.object({ app: AppRow, password: z.string(), addresses: z.array(AppAddress) }) },
  'DELETE /api/apps/:id': { who: [...people], params: byId },
  /** Credentials for one showing, begun within a minute: for a player opened by hand. Whoever may look in the page may look in VLC. */
  'POST /api/apps/once': { who: [...people], perMinute: 20, body: z.object({ camera: Id, role: z.enum(['main', 'sub']).default('main'), sound: z.boolean().default(false), ...about }), reply: z.object({ username: z.string(), password: z.string(), address: AppAddress, until: Instant }) },
  'GET /api/apps/snapshot/:camera': { who: ['app'], perMinute: 600, params: z.object({ camera: Id }), sends: 'image/jpeg' },
});
