import type { WrittenRow, WrittenState } from '@matpho/core/api';

export type Tone = 'plain' | 'good' | 'warn' | 'danger';
/** What a state looks like. Late is what counts, whatever the state. */
export function toneOf({ status, overdue }: Pick<WrittenRow, 'status' | 'overdue'>, side: 'owner' | 'unit'): Tone {
  if (overdue) return 'danger';
  const waitsFor: { readonly [S in WrittenState]?: 'owner' | 'unit' } = { received: 'owner', checking: 'owner', clarifying: 'unit' };
  if (waitsFor[status] === side) return 'warn';
  return status === 'delivered' || status === 'executing' ? 'good' : 'plain';
}
const openStates: readonly WrittenState[] = ['received', 'checking', 'clarifying', 'executing'];
/** An answer is owed. */
export const isWaiting = ({ status }: Pick<WrittenRow, 'status'>): boolean => openStates.includes(status);
/** What still needs somebody: an answer, or the word that it was destroyed. */
export const isLive = (row: Pick<WrittenRow, 'status' | 'overdue'>): boolean => isWaiting(row) || row.status === 'delivered' || row.overdue !== null;

/** It is the owner's turn; or it was the other side's and the time to answer is over all the same. */
export const waitsForOwner = ({ status, overdue }: Pick<WrittenRow, 'status' | 'overdue'>): boolean => status === 'received' || status === 'checking' || overdue === 'answer';

/** Late ones first, then by the deadline; what is over, newest first. */
export function sorted(rows: readonly WrittenRow[]): { readonly live: readonly WrittenRow[]; readonly past: readonly WrittenRow[] } {
  return {
    live: rows.filter(isLive).toSorted((a, b) => Number(b.overdue !== null) - Number(a.overdue !== null) || Number(isWaiting(b)) - Number(isWaiting(a)) || a.deadline - b.deadline),
    past: rows.filter((row) => !isLive(row)).toSorted((a, b) => b.statusAt - a.statusAt),
  };
}

/** The reasons of a refusal, and the ways to destroy, as words. A key that ends in `_other` would be a plural. */
export const groundWords = { not_valid: 'written.groundNotValid', unclear: 'written.groundUnclear', too_wide: 'written.groundTooWide', no_footage: 'written.groundNoFootage', other: 'written.groundElse' } as const;
export const methodWords = { erased: 'written.methodErased', media_destroyed: 'written.methodMedia', other: 'written.methodElse' } as const;
