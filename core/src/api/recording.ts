import { z } from 'zod';
import { recordingModes, type RecorderWord } from '../domain/recording.ts';
import { routes } from './route.ts';
import { byId, Id, Instant } from './words.ts';

const recorderWords = ['recording', 'off', 'hours', 'events', 'offline', 'disk', 'hub_off', 'clock'] as const satisfies readonly RecorderWord[];
export const RecordingModeWord = z.enum(recordingModes);
/** A mode for each hour of the week; where windows overlap the first in the list counts. `to <= from` crosses midnight. Days: 0 Sunday .. 6 Saturday. */
export const RecordingHoursRow = z.object({
  tz: z.string().max(64), otherwise: RecordingModeWord,
  windows: z.array(z.object({ days: z.array(z.int().min(0).max(6)).min(1).max(7), from: z.int().min(0).max(1_439), to: z.int().min(0).max(1_440), mode: RecordingModeWord })).min(1).max(21),
});
export type RecordingHoursRow = z.infer<typeof RecordingHoursRow>;
const plan = {
  mode: RecordingModeWord,
  /** Null: always. */
  hours: RecordingHoursRow.nullable(),
  preMs: z.int().min(0).max(60_000), postMs: z.int().min(0).max(300_000),
  sub: z.boolean(), days: z.int().min(1).max(365), bytes: z.int().min(100_000_000).max(1e14),
};
/** How one camera is recorded, and what its recorder does at this moment. */
export const RecordingPage = z.object({
  camera: Id, ...plan,
  /** Of the hub: for hours that are chosen anew. */
  zone: z.string(),
  /** It has a smaller stream that could be kept. */
  hasSub: z.boolean(),
  now: z.enum(recorderWords),
  /** Since when the file that is being written. */
  since: Instant.nullable(),
  /** The hours of the week say something else then. */
  until: Instant.nullable(),
  /** Whether the camera tells the hub when something moves: `deaf` if it cannot, `trying` if it does not answer at present. */
  hearing: z.enum(['listening', 'trying', 'deaf']),
});
export type RecordingPage = z.infer<typeof RecordingPage>;
/** `full`: less is free than must stay, so others take what is new; `foreign`: another disk is in its place; `broken`: it answers with errors. */
export const DiskStateWord = z.enum(['here', 'full', 'gone', 'foreign', 'read-only', 'broken']);
/** What recordings lie on. Sizes in bytes. */
export const StoragePage = z.object({
  /** In the order in which new files go to them. `keepFree`: of `free`, what stays free. */
  disks: z.array(z.object({ id: z.string(), state: DiskStateWord, free: z.number(), total: z.number(), keepFree: z.number(), recordings: z.number(), files: z.int() })),
  /** What recordings may take in all. */
  capacity: z.number(), maxBytes: z.number().nullable(), bytesPerDay: z.number(),
  /** Days that fit at the present rate where the disks decide; null: what owners keep fits, or nothing is recorded. */
  days: z.number().nullable(),
  /** Days until the disks are full; null: they will not be. */
  fullIn: z.number().nullable(),
});
export type StoragePage = z.infer<typeof StoragePage>;
/** How long one camera's footage stays at the present rate. */
export const CameraForecast = z.object({
  /** Null: nothing is recorded at present. */
  days: z.number().nullable(),
  /** What decides: the days that were asked for, the camera's share of bytes, or the disks of the hub. */
  limit: z.enum(['days', 'bytes', 'hub']),
  oldestGoesAt: Instant.nullable(), bytesPerDay: z.number(),
});
export type CameraForecast = z.infer<typeof CameraForecast>;
const keepers = ['owner', 'co_owner', 'manager'] as const;
const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;

/** How cameras are recorded, and on what. */
export const recordingRoutes = routes({
  /** Disks, and how long they last. */
  'GET /api/storage': { who: ['operator'], reply: StoragePage },
  'GET /api/cameras/:id/recording/forecast': { who: [...member], params: byId, reply: CameraForecast },
  'GET /api/cameras/:id/recording': { who: [...member], params: byId, reply: RecordingPage },
  /** What is left out stays as it is. Hours of an unknown zone or of no length are refused. */
  'PUT /api/cameras/:id/recording': { who: [...keepers], params: byId, body: z.object(plan).partial(), reply: RecordingPage },
});
