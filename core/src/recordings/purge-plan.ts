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
  /** Bytes the disk is short of what must stay free. */
  readonly short: number;
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
export function planPurge<S extends Segment>({ now, rules, totals, oldest, maxBytes, short, isHeld }: PurgeFacts<S>): Purge<S>[] {
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
  let freed = [...plan.keys()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const segment of others) {
    const isOverHub = maxBytes !== undefined && total > maxBytes;
    const isOverDisk = freed < short && segment.to <= now - alwaysKept;
    if (!isOverHub && !isOverDisk) continue;
    drop(segment, isOverHub ? 'hub-bytes' : 'disk');
    total -= segment.bytes;
    freed += segment.bytes;
  }
  return [...plan].map(([segment, why]) => ({ segment, why }));
}
