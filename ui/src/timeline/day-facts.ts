import type { DayRow } from '@matpho/core/api';

/** A day of several cameras: the longest recording, and every movement. */
export interface DayFact {
  readonly from: number;
  readonly recordedMs: number;
  readonly events: number;
}

/** The days of several cameras as one. @param lists one list a camera */
export function joinDays(lists: readonly (readonly Pick<DayRow, 'from' | 'recordedMs' | 'events'>[])[]): ReadonlyMap<number, DayFact> {
  const days = new Map<number, DayFact>();
  for (const { from, recordedMs, events } of lists.flat()) {
    const before = days.get(from);
    days.set(from, { from, recordedMs: Math.max(before?.recordedMs ?? 0, recordedMs), events: (before?.events ?? 0) + events });
  }
  return days;
}
