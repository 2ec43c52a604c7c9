import type { AskRow } from '@matpho/core/api';

/** An ask as it stands now: the hub marks lapsed ones a little later than the clock does. */
export function stageOf(ask: Pick<AskRow, 'status' | 'lapsesAt'>, now: number): AskRow['status'] {
  return ask.status === 'pending' && ask.lapsesAt <= now ? 'lapsed' : ask.status;
}

/** As an officer sees it: an owner's no and her silence look the same. */
export function stageForOfficer(ask: Pick<AskRow, 'status' | 'lapsesAt'>, now: number): Exclude<AskRow['status'], 'declined'> {
  const stage = stageOf(ask, now);
  return stage === 'declined' ? 'lapsed' : stage;
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
export function inOrder<A extends AskRow>(asks: readonly A[], now: number): { readonly waiting: readonly A[]; readonly past: readonly A[] } {
  const waiting = asks.filter((ask) => stageOf(ask, now) === 'pending').toSorted((a, b) => a.lapsesAt - b.lapsesAt);
  const past = asks.filter((ask) => stageOf(ask, now) !== 'pending').toSorted((a, b) => b.createdAt - a.createdAt);
  return { waiting, past };
}

type Approval = Pick<AskRow, 'status' | 'approvedUntil' | 'usedAt'>;

/** An approval opens one viewing or one export; this one did. */
export const spent = (ask: Pick<Approval, 'status' | 'usedAt'>): boolean => ask.status === 'approved' && ask.usedAt !== null;

/** Whether an approval can still be used. */
export const usable = (ask: Approval, now: number): boolean => ask.status === 'approved' && !spent(ask) && ask.approvedUntil !== null && ask.approvedUntil > now;
