import type { AskRow } from '@matpho/core/api';

/** An ask as it stands now: the hub marks lapsed ones a little later than the clock does. */
export function stageOf(ask: Pick<AskRow, 'status' | 'lapsesAt'>, now: number): AskRow['status'] {
  return ask.status === 'pending' && ask.lapsesAt <= now ? 'lapsed' : ask.status;
}

/** How much of the time to answer is left, 1 down to 0: for the bar under a countdown. */
export function shareLeft(ask: Pick<AskRow, 'createdAt' | 'lapsesAt'>, now: number): number {
  const whole = ask.lapsesAt - ask.createdAt;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (ask.lapsesAt - now) / whole));
}

/** `m:ss` until an instant; 0:00 from then on. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Waiting ones first, the most urgent on top; then the newest. */
export function inOrder(asks: readonly AskRow[], now: number): { readonly waiting: readonly AskRow[]; readonly past: readonly AskRow[] } {
  const waiting = asks.filter((ask) => stageOf(ask, now) === 'pending').toSorted((a, b) => a.lapsesAt - b.lapsesAt);
  const past = asks.filter((ask) => stageOf(ask, now) !== 'pending').toSorted((a, b) => b.createdAt - a.createdAt);
  return { waiting, past };
}

/** Whether an approval can still be used. */
export const usable = (ask: Pick<AskRow, 'status' | 'approvedUntil'>, now: number): boolean => ask.status === 'approved' && ask.approvedUntil !== null && ask.approvedUntil > now;
