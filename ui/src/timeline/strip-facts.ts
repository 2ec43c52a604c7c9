import { unite } from './spans.ts';
import type { LanePage } from './strip-paint.ts';
import type { Span } from './view-window.ts';

type Pages = readonly (Pick<LanePage, 'spans' | 'events'> | undefined)[];
const near = 1_500;
/** A little before it began: one sees how. */
const lead = 2_000;

/** From the first to the last of what any of them recorded. */
export function footageBounds(pages: Pages): Span | undefined {
  const all = unite(pages.flatMap((page) => page?.spans ?? []));
  const [first, last] = [all[0], all.at(-1)];
  return first && last && { from: first.from, to: last.to };
}

/** The instant itself where somebody recorded it, else the next that somebody did; undefined after the last. */
export function footageFrom(pages: Pages, at: number): number | undefined {
  const span = unite(pages.flatMap((page) => page?.spans ?? [])).find(({ to }) => to > at);
  return span && Math.max(at, span.from);
}

/** Where the next movement (1) or the one before (-1) is worth looking at from. */
export function eventBeside(pages: Pages, at: number, by: 1 | -1): number | undefined {
  const starts = pages.flatMap((page) => page?.events ?? []).map(({ from }) => from - lead).toSorted((a, b) => a - b);
  return by === 1 ? starts.find((start) => start > at + near) : starts.findLast((start) => start < at - near);
}
