/** The longest export, ms. */
export const longest = 2 * 3_600_000;
export type IntervalFault = 'missing' | 'wrongOrder' | 'tooLong' | 'future';

/** What is wrong with an interval to export; nothing when it may be sent. */
export function faultOf(from: number, to: number, now: number): IntervalFault | undefined {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return 'missing';
  if (to <= from) return 'wrongOrder';
  if (to - from > longest) return 'tooLong';
  return to > now ? 'future' : undefined;
}

/** An instant as `<input type="datetime-local">` writes it, in the reader's zone, to the second. */
export function toLocal(at: number): string {
  const moved = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return moved.toISOString().slice(0, 19);
}

/** What such an input holds as an instant; NaN while it is empty. */
export const fromLocal = (text: string): number => (text ? new Date(text).getTime() : Number.NaN);
