import type { CameraId } from '../domain/ids.ts';
import { days, type Instant } from '../domain/time.ts';
import type { Segment } from '../domain/recording.ts';

/** What an owner wants kept of one camera. */
export interface KeepRule {
  readonly camera: CameraId;
  readonly days: number;
  readonly bytes: number;
}
export interface PurgeFacts<S extends Segment> {
  readonly now: Instant;
  readonly rules: readonly KeepRule[];
  /** All bytes kept, by camera; also of what is not listed in `oldest`. */
  readonly totals: ReadonlyMap<CameraId, number>;
  /** Of each camera, the oldest in order: as many as may go at once. */
  readonly oldest: ReadonlyMap<CameraId, readonly S[]>;
  /** Of all cameras together; undefined: as far as the disk goes. */
  readonly maxBytes: number | undefined;
  /** By disk, bytes it is short of what must stay free; of all disks that are there, or none: while any takes recordings nothing goes for its sake. */
  readonly short: ReadonlyMap<string, number>;
  /** Where a file lies. */
  readonly diskOf: (segment: S) => string;
  /** Footage in use, which stays. */
  readonly isHeld: (segment: S) => boolean;
}
/** `removed`: of a camera that is no longer here, whatever is left. */
export type PurgeCause = 'days' | 'camera-bytes' | 'hub-bytes' | 'disk' | 'removed';
export interface Purge<S extends Segment> {
  readonly segment: S;
  readonly why: PurgeCause;
}
/** When something else fills the disk, a day of footage stays; recording then pauses. */
const alwaysKept = days(1);

/** Which footage goes now, oldest first: what is too old, what is beyond a camera's share, then what the hub has no room for. Pure. */
export function planPurge<S extends Segment>({ now, rules, totals, oldest, maxBytes, short, diskOf, isHeld }: PurgeFacts<S>): Purge<S>[] {
  const plan = new Map<S, PurgeCause>();
  const left = new Map(totals);
  const drop = (segment: S, why: PurgeCause): void => {
    plan.set(segment, why);
    left.set(segment.camera, (left.get(segment.camera) ?? 0) - segment.bytes);
  };
  for (const rule of rules) {
    for (const segment of oldest.get(rule.camera) ?? []) {
      if (isHeld(segment)) continue;
      if (segment.to <= now - days(rule.days)) drop(segment, 'days');
      else if ((left.get(rule.camera) ?? 0) > rule.bytes) drop(segment, 'camera-bytes');
    }
  }
  const others = [...oldest.values()].flat().filter((segment) => !plan.has(segment) && !isHeld(segment)).toSorted((a, b) => a.from - b.from);
  let total = [...left.values()].reduce((sum, bytes) => sum + bytes, 0);
  const missing = new Map(short);
  const free = (segment: S): void => {
    const wanting = missing.get(diskOf(segment));
    if (wanting !== undefined) missing.set(diskOf(segment), wanting - segment.bytes);
  };
  for (const segment of plan.keys()) free(segment);
  for (const segment of others) {
    const isOverHub = maxBytes !== undefined && total > maxBytes;
    // Oldest first, wherever it lies, until one disk has room: new files go there.
    const isOverDisk = missing.size > 0 && [...missing.values()].every((bytes) => bytes > 0) && segment.to <= now - alwaysKept;
    if (!isOverHub && !isOverDisk) continue;
    drop(segment, isOverHub ? 'hub-bytes' : 'disk');
    total -= segment.bytes;
    free(segment);
  }
  return [...plan].map(([segment, why]) => ({ segment, why }));
}
