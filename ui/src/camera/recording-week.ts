import type { RecordingHoursRow } from '@matpho/core/api';

export type RecordingMode = RecordingHoursRow['otherwise'];
/** Minutes since midnight, half-open. */
export interface WeekPiece {
  readonly from: number;
  readonly to: number;
  readonly mode: RecordingMode;
}
const dayMinutes = 1_440;

/** How each day of the wall clock's week is recorded, Sunday first, without a hole. Where windows overlap the first in the list counts, as on the hub. */
export function weekOf({ windows, otherwise }: Pick<RecordingHoursRow, 'windows' | 'otherwise'>): readonly (readonly WeekPiece[])[] {
  const week = Array.from({ length: 7 * dayMinutes }, () => otherwise);
  for (const { days, from, to, mode } of windows.toReversed()) {
    const length = to > from ? to - from : to - from + dayMinutes;
    for (const day of days) for (let minute = 0; minute < length; minute += 1) week[(day * dayMinutes + from + minute) % week.length] = mode;
  }
  return Array.from({ length: 7 }, (_, day) => {
    const pieces: { from: number; to: number; mode: RecordingMode }[] = [];
    for (let minute = 0; minute < dayMinutes; minute += 1) {
      const mode = week[day * dayMinutes + minute] ?? otherwise;
      const last = pieces.at(-1);
      if (last?.mode === mode) last.to = minute + 1;
      else pieces.push({ from: minute, to: minute + 1, mode });
    }
    return pieces;
  });
}

/** Whether it waits for something to happen at some hour of the week. */
export function usesEvents(mode: RecordingMode, hours: RecordingHoursRow | null): boolean {
  if (mode === 'off' || hours === null) return mode === 'events';
  return weekOf(hours).some((day) => day.some((piece) => piece.mode === 'events'));
}
