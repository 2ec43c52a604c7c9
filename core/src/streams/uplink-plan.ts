import type { Route } from '../domain/consent.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import { seconds } from '../domain/time.ts';
import { paces, type Pace } from './pace.ts';

/**
 * Who goes first on a narrow line: the house herself (R0), then a declared emergency (R3), then what an owner agreed to for this once (R2) or on a written request (R4), then a standing permission (R1).
 * Within one rank the heaviest gives way first, then the newest.
 */
export function rankOf(route: Route): number {
  return { R0: 0, R3: 1, R2: 2, R4: 2, R1: 3 }[route];
}
/** Somebody who watches from outside. */
export interface FarViewer {
  readonly id: number;
  readonly rank: number;
  readonly since: Instant;
  /** What the hub lets her have. */
  readonly pace: Pace;
  /** 1,000 bits a second, measured; expected as long as nothing was. */
  readonly kbps: number;
  /** What each pace takes, as far as is known. */
  readonly takes: Readonly<Record<Pace, number>>;
}
/** Of the whole line, for those who are not of the house: the rest is hers, also while she does not look. */
const shareOfOthers = 0.75;
/** Nobody is let back up before the line is this empty, and only to here. */
const calmBelow = 0.7;
export const calmAfter = 0.85;
/** Between two steps up. */
export const calmFor: Milliseconds = seconds(10);

/** What is left on the line for somebody new, kbit/s: those behind her count as if they had stills already, for they will. Pure. */
export function roomFor(rank: number, viewers: readonly FarViewer[], capKbps: number): number {
  const taken = viewers.reduce((sum, { rank: theirs, kbps, takes }) => sum + (theirs > rank ? Math.min(kbps, takes.stills) : kbps), 0);
  return capKbps * (rank === 0 ? 1 : shareOfOthers) - taken;
}

/** The first of the choices, best first, that fits into the room. Pure. */
export function firstFitting<C extends { readonly kbps: number }>(choices: readonly C[], room: number): C | undefined {
  return choices.find(({ kbps }) => kbps <= room);
}

/** Who has to change, and to what, to keep under the cap; everybody else goes on. Pure. @param mayRise long enough since the last step */
export function planFor(viewers: readonly FarViewer[], capKbps: number, mayRise: boolean): ReadonlyMap<number, Pace> {
  const changes = new Map<number, Pace>();
  let use = viewers.reduce((sum, { kbps }) => sum + kbps, 0);
  if (use > capKbps) {
    // First everybody behind goes down to key pictures, then to stills: two who see little are better than one who sees nothing.
    for (const pace of ['keys', 'stills'] as const) for (const viewer of viewers.toSorted(givesWayFirst)) {
      if (use <= capKbps) return changes;
      const has = changes.get(viewer.id) ?? viewer.pace;
      if (paces.indexOf(has) >= paces.indexOf(pace)) continue;
      use -= Math.max(0, takenBy(viewer, has) - viewer.takes[pace]);
      changes.set(viewer.id, pace);
    }
    return changes;
  }
  if (!mayRise || use > capKbps * calmBelow) return changes;
  for (const viewer of viewers.toSorted(givesWayFirst).toReversed()) {
    const better = paces[paces.indexOf(viewer.pace) - 1];
    if (better === undefined || use - viewer.kbps + viewer.takes[better] > capKbps * calmAfter) continue;
    // One at a time: what it really takes is seen before the next.
    changes.set(viewer.id, better);
    break;
  }
  return changes;
}

function takenBy({ pace, kbps, takes }: FarViewer, has: Pace): number {
  return has === pace ? kbps : takes[has];
}
function givesWayFirst(a: FarViewer, b: FarViewer): number {
  return b.rank - a.rank || b.kbps - a.kbps || b.since - a.since || b.id - a.id;
}
