import type { CameraId } from '../domain/ids.ts';
import type { Gap, GapCause } from '../domain/recording.ts';
import { days, hours, type Instant } from '../domain/time.ts';
import { footageSpans } from '../recordings/footage-spans.ts';
import type { Store } from '../store/open-store.ts';
import type { GapsOf } from './playback-sessions.ts';

export interface TimelineSpan {
  readonly from: Instant;
  readonly to: Instant;
  readonly role: 'main' | 'sub';
  readonly origin: 'recorded' | 'outside';
}
export interface TimelineEvent {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly kind: 'motion';
}
export interface TimelineHold {
  readonly from: Instant;
  readonly to: Instant;
  readonly until: Instant;
  readonly reason: 'ask' | 'written';
}
export interface TimelineSheet {
  readonly from: Instant;
  readonly to: Instant;
  readonly everyMs: number;
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
}
export interface TimelineDay {
  /** `2026-01-31` in Asia/Ho_Chi_Minh. */
  readonly day: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly recordedMs: number;
  readonly events: number;
  readonly gapsMs: Partial<Record<GapCause, number>>;
  readonly sheet: TimelineSheet | null;
}
/** Small pictures that are there, for whoever may see them. */
export interface SheetsOf {
  within(camera: CameraId, from: Instant, to: Instant): Promise<readonly TimelineSheet[]>;
  /** The day at a glance; undefined where there is no picture of it. */
  ofDay(camera: CameraId, from: Instant, to: Instant): Promise<TimelineSheet | undefined>;
}
const mostEvents = 20_000;
/** Asia/Ho_Chi_Minh has no summer time. */
const zoneOffset = hours(7);
const longestEvent = hours(24);

/** What there is of a camera, as a strip draws it. */
export class Timelines {
  readonly #store: Store;
  readonly #gaps: GapsOf;
  constructor(store: Store, gaps: GapsOf) {
    this.#store = store;
    this.#gaps = gaps;
  }

  async spans(camera: CameraId, from: Instant, to: Instant): Promise<readonly TimelineSpan[]> {
    const [main, sub] = await Promise.all((['main', 'sub'] as const).map(async (role) => (await footageSpans(this.#store, camera, role, from, to)).map((span) => ({ ...span, role }))));
    return [...main ?? [], ...sub ?? []];
  }
  /** @param spans what `spans` said of the same interval */
  async gaps(camera: CameraId, from: Instant, to: Instant, spans: readonly Pick<TimelineSpan, 'from' | 'to' | 'role'>[]): Promise<readonly Gap[]> {
    return this.#gaps.of(camera, 'main', from, to, spans.filter(({ role }) => role === 'main'));
  }
  async events(camera: CameraId, from: Instant, to: Instant): Promise<readonly TimelineEvent[]> {
    const rows = await this.#store.read.selectFrom('camera_event').select(['from_at', 'to_at', 'kind']).where('camera', '=', camera).where('from_at', '>', from - longestEvent).where('from_at', '<', to)
      .where((event) => event.or([event('to_at', 'is', null), event('to_at', '>=', from)])).orderBy('from_at', 'desc').limit(mostEvents).execute();
    return rows.toReversed().map(({ from_at, to_at, kind }) => ({ from: from_at, to: to_at, kind }));
  }
  async holds(camera: CameraId, from: Instant, to: Instant, now: Instant): Promise<readonly TimelineHold[]> {
    const rows = await this.#store.read.selectFrom('footage_hold').select(['from_at', 'to_at', 'until', 'reason']).where('camera', '=', camera).where('released_at', 'is', null).where('until', '>', now).where('from_at', '<', to).where('to_at', '>', from).orderBy('from_at').execute();
    return rows.map(({ from_at, to_at, until, reason }) => ({ from: from_at, to: to_at, until, reason }));
  }
  /** Whole days of the wall clock that touch [from, to). */
  async days(camera: CameraId, from: Instant, to: Instant, sheets: SheetsOf | undefined): Promise<readonly TimelineDay[]> {
    const list = daysOf(from, to);
    const [begin, end] = [list[0]?.from ?? from, list.at(-1)?.to ?? to];
    const spans = await footageSpans(this.#store, camera, 'main', begin, end);
    const [gaps, events] = await Promise.all([this.#gaps.of(camera, 'main', begin, end, spans), this.events(camera, begin, end)]);
    return Promise.all(list.map(async (day) => ({
      ...day, recordedMs: lengthWithin(spans, day), events: events.filter((event) => event.from >= day.from && event.from < day.to).length, gapsMs: byCause(gaps, day),
      sheet: (await sheets?.ofDay(camera, day.from, day.to)) ?? null,
    })));
  }
}

/** Pure. */
export function daysOf(from: Instant, to: Instant): readonly { readonly day: string; readonly from: Instant; readonly to: Instant }[] {
  const list: { day: string; from: Instant; to: Instant }[] = [];
  for (let at = Math.floor((from + zoneOffset) / days(1)) * days(1) - zoneOffset; at < to; at += days(1)) list.push({ day: new Date(at + zoneOffset).toISOString().slice(0, 10), from: at, to: at + days(1) });
  return list;
}
function lengthWithin(spans: readonly { readonly from: Instant; readonly to: Instant }[], { from, to }: { readonly from: Instant; readonly to: Instant }): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0);
}
function byCause(gaps: readonly Gap[], day: { readonly from: Instant; readonly to: Instant }): Partial<Record<GapCause, number>> {
  const sums: Partial<Record<GapCause, number>> = {};
  for (const gap of gaps) {
    const length = lengthWithin([gap], day);
    if (length > 0) sums[gap.cause] = (sums[gap.cause] ?? 0) + length;
  }
  return sums;
}
