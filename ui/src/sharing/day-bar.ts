import type { GrantRow } from '@matpho/core/api';

type Weekly = NonNullable<GrantRow['access']>;
/** Minutes since midnight, half-open. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}
export const wholeDay = 1440;

/** The stretches of a day in which some day of the week is open, merged and in order. No hours at all means the whole day. */
export function stretchesOf(access: Weekly | null): readonly Stretch[] {
  if (!access) return [{ from: 0, to: wholeDay }];
  const pieces = access.windows.flatMap(({ from, to }): Stretch[] => (to > from ? [{ from, to }] : [{ from, to: wholeDay }, { from: 0, to }]));
  const merged: Stretch[] = [];
  for (const piece of pieces.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && piece.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, piece.to) };
    else merged.push(piece);
  }
  return merged;
}

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
/** `22:00–06:00`: what runs over midnight is one stretch again. Empty for the whole day. */
export function hoursText(stretches: readonly Stretch[]): string {
  const [first] = stretches;
  const last = stretches.at(-1);
  if (!first || !last || (first.from === 0 && first.to === wholeDay)) return '';
  const overMidnight = stretches.length > 1 && first.from === 0 && last.to === wholeDay;
  const shown = overMidnight ? [...stretches.slice(1, -1), { from: last.from, to: first.to }] : stretches;
  return shown.map(({ from, to }) => `${clock(from)}–${to === wholeDay ? '24:00' : clock(to)}`).join(', ');
}
