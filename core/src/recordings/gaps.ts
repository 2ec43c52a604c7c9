import type { CameraId } from '../domain/ids.ts';
import type { Gap, GapCause, RecorderWord } from '../domain/recording.ts';
import { seconds, type Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { SegmentRole } from './segment-path.ts';
import { footageSpans } from './footage-spans.ts';

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}
/** What a recorder did from this moment on. */
export interface RecorderChange {
  readonly at: Instant;
  readonly state: RecorderWord;
}
export interface GapFacts {
  /** Nothing is a gap that has not been yet. */
  readonly now: Instant;
  /** What was there and is not any more, and why. */
  readonly gone?: readonly (Span & { readonly cause: 'retention' | 'removed' | 'damaged' })[];
  /** Being written at this moment; no row tells of it. */
  readonly open?: Span | undefined;
  /** Nothing was kept of this stream before; later, what is missing has a cause that nobody wrote down. */
  readonly known?: Instant;
}
type Part = { readonly from: Instant; to: Instant; cause: GapCause };

/** Files that follow each other so closely are one stretch. */
const smallest = seconds(1);
/** The recorders are looked at every other second: what is shorter at the edge of a gap belongs to what is beside it. */
const edge = seconds(5);
/** A silence that was over before the hub called it one. */
const shortSilence = seconds(10);
/** A file that was closed a moment ago may not have its row yet. */
const settling = seconds(30);

/**
 * Where there is no footage in [from, to), and why, in order and without overlap. Pure.
 * @param spans footage without a gap, in order
 * @param states in the order in which they were written down, beginning with the one that held at `from`: where the clock was set back, what was written later counts
 */
export function gapsOf(spans: readonly Span[], states: readonly RecorderChange[], from: Instant, to: Instant, { now, gone = [], open, known }: GapFacts): Gap[] {
  const history = historyOf(states);
  const lost = gone.toSorted((a, b) => a.to - b.to);
  const footage = [...spans, ...open ? [open] : []].toSorted((a, b) => a.from - b.from);
  const found: Gap[] = [];
  let at = from;
  for (const span of [...footage, { from: Math.min(to, now), to: Infinity }]) {
    const end = Math.min(span.from, to, now);
    if (end - at > (span.to === Infinity && at === from ? 0 : smallest)) found.push(...joined(partsOf({ from: at, to: end }, history, lost, known), now));
    at = Math.max(at, span.to);
  }
  return found;
}

/** From when on which word counts: one written later takes the place of all that stands at or after its own time. */
function historyOf(states: readonly RecorderChange[]): readonly RecorderChange[] {
  const history: RecorderChange[] = [];
  for (const state of states) {
    while ((history.at(-1)?.at ?? -Infinity) >= state.at) history.pop();
    history.push(state);
  }
  return history;
}

function partsOf({ from, to }: Span, history: readonly RecorderChange[], gone: NonNullable<GapFacts['gone']>, known: Instant | undefined): Part[] {
  // A month holds thousands of them: only those of this gap are looked at.
  const words = history.slice(Math.max(0, firstAfter(history, from) - 1), firstAfter(history, to));
  const lost: (typeof gone)[number][] = [];
  for (let n = firstAfter(gone, from); (gone[n]?.from ?? Infinity) < to; n += 1) lost.push(...gone.slice(n, n + 1));
  const cuts = [from, ...[...words.map(({ at }) => at), ...lost.flatMap((each) => [each.from, each.to])].filter((at) => at > from && at < to).toSorted((a, b) => a - b), to];
  return cuts.slice(1).map((end, nth): Part => {
    const begin = cuts[nth] ?? from;
    const was = lost.find((each) => each.from <= begin && each.to >= end);
    const word = words.findLast(({ at }) => at <= begin)?.state;
    return { from: begin, to: end, cause: was?.cause ?? (word === undefined ? (end <= (known ?? Infinity) ? 'off' : 'unknown') : word === 'recording' ? 'unknown' : word) };
  }).filter((part) => part.to > part.from);
}

/** How many of a list in order are, or are over, at an instant. */
function firstAfter(list: readonly ({ readonly at: Instant } | { readonly to: Instant })[], instant: Instant): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const each = list[middle];
    if (each && ('at' in each ? each.at : each.to) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Parts of one gap with one cause are one; slivers and moments nobody explained go to the longer of those beside them. */
function joined(parts: readonly Part[], now: Instant): Gap[] {
  const list = parts.map((part) => ({ ...part }));
  for (;;) {
    for (let n = list.length - 1; n > 0; n -= 1) {
      const [before, after] = [list[n - 1], list[n]];
      if (before && after && before.cause === after.cause) {
        before.to = after.to;
        list.splice(n, 1);
      }
    }
    const sliver = list.length < 2 ? -1 : list.findIndex(({ from, to, cause }) => to - from < (cause === 'unknown' ? shortSilence : edge));
    if (sliver < 0) break;
    const beside = [list[sliver - 1], list[sliver + 1]].filter((part) => part !== undefined);
    const longer = beside.reduce((a, b) => (a.cause === 'unknown' || (b.cause !== 'unknown' && b.to - b.from > a.to - a.from) ? b : a));
    const part = list[sliver];
    if (part) part.cause = longer.cause;
  }
  return list.flatMap(({ from, to, cause }): Gap[] => {
    if (cause !== 'unknown') return [{ from, to, cause }];
    if (to > now - settling && to - from <= settling) return [];
    return [{ from, to, cause: to - from <= shortSilence ? 'offline' : cause }];
  });
}

/** Where there is no footage of a camera, and why. */
export class FootageGaps {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #openSince: (camera: CameraId, role: SegmentRole) => Instant | undefined;
  /** @param openSince when the file being written at this moment began */
  constructor(store: Store, clock: Clock, openSince: (camera: CameraId, role: SegmentRole) => Instant | undefined) {
    this.#store = store;
    this.#clock = clock;
    this.#openSince = openSince;
  }

  /** Of [from, to) up to now, in order. @param footage stretches that are there, where they are known already */
  async of(camera: CameraId, role: SegmentRole, from: Instant, to: Instant, footage?: readonly Span[]): Promise<Gap[]> {
    const now = this.#clock.now();
    const since = this.#openSince(camera, role);
    const { read } = this.#store;
    const changes = read.selectFrom('recorder_state').select(['id', 'at', 'state']).where('camera', '=', camera).where('role', '=', role);
    const [spans, first, later, gone, oldest] = await Promise.all([
      footage ?? footageSpans(this.#store, camera, role, from, to),
      changes.where('at', '<=', from).orderBy('id', 'desc').limit(1).execute(),
      changes.where('at', '>', from).where('at', '<', to).orderBy('id').execute(),
      read.selectFrom('footage_gone').select(['from_at as from', 'to_at as to', 'cause']).where('camera', '=', camera).where('role', '=', role).where('from_at', '<', to).where('to_at', '>', from).execute(),
      read.selectFrom('segment').select('from_at').where('camera', '=', camera).where('role', '=', role).orderBy('from_at').limit(1).executeTakeFirst(),
    ]);
    return gapsOf(spans, [...first, ...later].toSorted((a, b) => a.id - b.id), from, to, { now, gone, open: since === undefined || since >= to ? undefined : { from: since, to: Math.max(now, since) }, ...(oldest ? { known: oldest.from_at } : {}) });
  }
}
