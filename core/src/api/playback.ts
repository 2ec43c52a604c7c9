import { z } from 'zod';
import type { GapCause } from '../domain/recording.ts';
import { routes } from './route.ts';
import { byId, CaseNo, EndReasonWord, Id, Instant, Problem, Purpose } from './words.ts';

/** Most of a recording that one session or one strip is about. */
export const longestTimeline = 31 * 86_400_000;
/** Most that is asked for at once. */
export const longestWant = 60_000;

const gapCauses = ['off', 'hours', 'events', 'offline', 'disk', 'hub_off', 'clock', 'retention', 'removed', 'damaged', 'unknown'] as const satisfies readonly GapCause[];
/** Why there is no footage. */
export const GapCauseWord = z.enum(gapCauses);
export const GapRow = z.object({ from: Instant, to: Instant, cause: GapCauseWord });
export type GapRow = z.infer<typeof GapRow>;
const Role = z.enum(['main', 'sub']);

/** First message from the browser on `/api/playback`, within 20 s. Nothing about the viewing is in the URL. */
export const PlaybackHello = z.object({
  camera: Id,
  /** What the session is about, half-open; at most 31 days. The permit covers this and nothing else. */
  from: Instant, to: Instant,
  /** An officer says for which unit and why; the house leaves these out. */
  unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional(), ask: Id.optional(),
  role: Role.default('main'),
  /** Of `video/mp4; codecs="…"`, what this browser plays; the rest is made anew as H.264. */
  plays: z.array(z.enum(['h264', 'h265'])).default(['h264']),
  /** Lines she has room for: the smaller recording is taken where it does. Never more than is allowed. */
  maxHeight: z.int().min(90).max(4_320).optional(),
  audio: z.boolean().default(false),
}).refine(({ from, to }) => from < to && to - from <= longestTimeline);
export type PlaybackHello = z.infer<typeof PlaybackHello>;

/** What the page says later, as text. Ids are the page's own and only ever grow. */
export const PlaybackSay = z.discriminatedUnion('type', [
  /** Footage of [from, to), at most 60 s. `keys`: only pictures that stand for themselves. `replace`: those asked for before are not wanted any more. */
  z.object({ type: z.literal('want'), id: z.int().min(0), from: Instant, to: Instant, pace: z.enum(['all', 'keys']).default('all'), replace: z.boolean().default(false) }),
  /** The picture shown at this instant. A newer one takes the place of one that waits. */
  z.object({ type: z.literal('still'), id: z.int().min(0), at: Instant }),
]);
export type PlaybackSay = z.infer<typeof PlaybackSay>;

/**
 * Text messages from the hub. Every binary message is media: the one after `format` the init segment, the one after a `still` with bytes a JPEG, all others fragments of fMP4
 * whose decode time is (wall clock - `origin`), so that players with one origin are in step when their `currentTime` is.
 */
export const PlaybackEvent = z.discriminatedUnion('type', [
  /** `from`, `to`: what this permit covers. `origin`: wall clock of media time 0. `made`: as it was recorded, or made anew under conditions. */
  z.object({ type: z.literal('opened'), viewing: Id, from: Instant, to: Instant, origin: Instant, until: Instant.nullable(), watermark: z.string().nullable(), own: z.boolean(), made: z.enum(['sent', 'anew']) }),
  z.object({ type: z.literal('format'), mime: z.string(), width: z.int(), height: z.int() }),
  /** Everything there is of this want was sent; `gaps`: where there is nothing in it. */
  z.object({ type: z.literal('given'), id: z.int(), from: Instant, to: Instant, gaps: z.array(GapRow) }),
  /** `bytes` 0: there is no picture at this instant, and no binary message follows. `at`: when the picture was taken. */
  z.object({ type: z.literal('still'), id: z.int(), at: Instant, bytes: z.int() }),
  /** This want or still came to nothing, the session goes on. */
  z.object({ type: z.literal('problem'), id: z.int(), problem: Problem }),
  z.object({ type: z.literal('ended'), reason: EndReasonWord, problem: Problem }),
]);
export type PlaybackEvent = z.infer<typeof PlaybackEvent>;

/** A JPEG of many small pictures, row by row from `from` on, one every `everyMs`; where nothing was recorded the place is grey. */
export const SheetRow = z.object({ from: Instant, to: Instant, everyMs: z.int(), columns: z.int(), rows: z.int(), width: z.int(), height: z.int(), name: z.string() });
export type SheetRow = z.infer<typeof SheetRow>;
export const SpanRow = z.object({ from: Instant, to: Instant, role: Role, origin: z.enum(['recorded', 'outside']) });
export type SpanRow = z.infer<typeof SpanRow>;
export const TimelinePage = z.object({
  camera: Id, name: z.string(), from: Instant, to: Instant,
  /** What the reader may look at now, of [from, to). Outside of it nothing is said at all. */
  covered: z.array(z.object({ from: Instant, to: Instant })),
  spans: z.array(SpanRow),
  /** For the house only. */
  gaps: z.array(GapRow),
  /** `to` null: it lasts. */
  events: z.array(z.object({ from: Instant, to: Instant.nullable(), kind: z.enum(['motion']) })),
  /** For those who keep the house. */
  holds: z.array(z.object({ from: Instant, to: Instant, until: Instant, reason: z.enum(['ask', 'written']) })),
  /** For the house only. */
  sheets: z.array(SheetRow),
});
export type TimelinePage = z.infer<typeof TimelinePage>;
/** A day of Asia/Ho_Chi_Minh that touches what was asked for. */
export const DayRow = z.object({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), from: Instant, to: Instant, recordedMs: z.int(), events: z.int(), gapsMs: z.partialRecord(GapCauseWord, z.int()),
  /** The day at a glance: one picture an hour. */
  sheet: SheetRow.nullable(),
});
export type DayRow = z.infer<typeof DayRow>;

const span = z.object({ from: z.coerce.number().pipe(Instant), to: z.coerce.number().pipe(Instant) });
const sound = ({ from, to }: { readonly from: number; readonly to: number }): boolean => from < to && to - from <= longestTimeline;
const house = ['owner', 'co_owner', 'manager', 'viewer'] as const;
/** As a timeline names it. */
const SheetName = z.string().max(40).regex(/^[A-Za-z0-9._-]+$/);

export const playbackRoutes = routes({
  /** Under a permit for `playback`, on record like every viewing. Messages: `PlaybackHello`, `PlaybackSay`, `PlaybackEvent`. */
  'GET /api/playback': { who: [...house, 'officer', 'leader'], sends: 'socket' },
  /** What there is of a camera; at most 31 days. */
  'GET /api/cameras/:id/timeline': { who: [...house], params: byId, query: span, reply: TimelinePage },
  /** What a permit for `playback` could cover at this moment, and what there is within it. */
  'POST /api/officer/timeline': { who: ['officer', 'leader'], perMinute: 60, body: z.object({ unit: Id, camera: Id, purpose: Purpose, caseNo: CaseNo.optional(), ask: Id.optional(), from: Instant, to: Instant }).refine(sound), reply: TimelinePage },
  'GET /api/cameras/:id/sheets/:name': { who: [...house], perMinute: 600, params: byId.extend({ name: SheetName }), sends: 'image/jpeg' },
  'GET /api/cameras/:id/days': { who: [...house], params: byId, query: span, reply: z.array(DayRow) },
});
