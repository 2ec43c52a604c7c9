import type { GrantRow } from '@matpho/core/api';

export type Weekly = NonNullable<GrantRow['access']>;
export type Window = Weekly['windows'][number];
export const everyDay = [1, 2, 3, 4, 5, 6, 0] as const;
const two = (value: number): string => String(value).padStart(2, '0');

/** `22:00`, the form an `input type=time` takes; the end of a day reads as midnight. */
export const clockOf = (minutes: number): string => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;

/** Minutes since midnight; undefined for what is no time of a day. */
export function minutesOf(clock: string): number | undefined {
  const found = /^(\d{2}):(\d{2})$/.exec(clock);
  if (!found) return undefined;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return minutes < 1440 ? minutes : undefined;
}

/** With one of its ends moved. Midnight as an end is the end of that day. */
export function moved(window: Window, end: 'from' | 'to', clock: string): Window {
  const minutes = minutesOf(clock);
  if (minutes === undefined) return window;
  return { ...window, [end]: end === 'to' && minutes === 0 ? 1440 : minutes };
}

/** With a day taken in or left out; the last one stays. */
export function toggled(window: Window, day: number): Window {
  const days = window.days.includes(day) ? window.days.filter((each) => each !== day) : [...window.days, day];
  return days.length === 0 ? window : { ...window, days: days.toSorted((a, b) => a - b) };
}
