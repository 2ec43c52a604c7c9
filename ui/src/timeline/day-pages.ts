import type { TimelinePage } from '@matpho/core/api';
import { problemOf, isAbort, type HubProblem } from '../hub/hub-problem.ts';
import { footageBounds } from './strip-facts.ts';
import type { Span } from './view-window.ts';

export interface DayPages {
  readonly day: Span;
  readonly pages: ReadonlyMap<string, TimelinePage>;
  /** Of a camera that could not be asked for. */
  readonly problem: HubProblem | undefined;
}

/** A day of several cameras at once. One that fails leaves the others; all failing throws. */
export async function loadDay(cameras: readonly string[], day: Span, load: (camera: string) => Promise<TimelinePage>): Promise<DayPages> {
  const pages = new Map<string, TimelinePage>();
  let problem: HubProblem | undefined;
  await Promise.all(cameras.map(async (camera) => {
    try {
      pages.set(camera, await load(camera));
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown;
      problem = problemOf(thrown);
    }
  }));
  if (problem && pages.size === 0) throw problem;
  return { day, pages, problem };
}

/** A minute before the end of what there is: one sees something at once. On a day that is over, where it begins. */
export function startIn({ day, pages }: DayPages, now: number): number {
  const bounds = footageBounds([...pages.values()]);
  if (!bounds) return now < day.to ? Math.max(day.from, now - 60_000) : day.from;
  return now < day.to ? Math.max(bounds.from, bounds.to - 60_000) : bounds.from;
}
