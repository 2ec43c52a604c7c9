import type { WrittenRequestTable } from '../store/schema-consent.ts';
import type { Instant } from '../domain/time.ts';

export const writtenStates = ['received', 'checking', 'clarifying', 'executing', 'delivered', 'recalled', 'refused', 'withdrawn', 'closed'] as const satisfies readonly WrittenRequestTable['status'][];
export type WrittenState = (typeof writtenStates)[number];
export const writtenMoves = ['check', 'ask', 'answer', 'refuse', 'execute', 'finish', 'fail', 'withdraw', 'recall', 'destroy'] as const;
export type WrittenMove = (typeof writtenMoves)[number];
/** `owner`: whoever keeps the camera's house. `unit`: who asks. `hub`: the work itself. */
export type WrittenSide = 'owner' | 'unit' | 'hub';

export const refusalGrounds = ['not_valid', 'unclear', 'too_wide', 'no_footage', 'other'] as const;
export type RefusalGround = (typeof refusalGrounds)[number];

interface Step {
  readonly to: WrittenState;
  readonly by: WrittenSide;
}
const step = (by: WrittenSide, to: WrittenState): Step => ({ by, to });

/** All that can happen to a written request, and who may do it. What is not here does not happen. Silence moves nothing: an owner who does not answer has not said yes. */
export const legalMoves: { readonly [S in WrittenState]: { readonly [M in WrittenMove]?: Step } } = {
  received: { check: step('owner', 'checking'), refuse: step('owner', 'refused'), withdraw: step('unit', 'withdrawn') },
  checking: { ask: step('owner', 'clarifying'), refuse: step('owner', 'refused'), execute: step('owner', 'executing'), withdraw: step('unit', 'withdrawn') },
  clarifying: { answer: step('unit', 'checking'), refuse: step('owner', 'refused'), withdraw: step('unit', 'withdrawn') },
  // She may stop while it is being cut: back to checking.
  executing: { check: step('owner', 'checking'), finish: step('hub', 'delivered'), fail: step('hub', 'checking'), withdraw: step('unit', 'withdrawn') },
  delivered: { recall: step('owner', 'recalled'), destroy: step('unit', 'closed') },
  // What was fetched before still has to be destroyed.
  recalled: { destroy: step('unit', 'closed') },
  refused: {},
  withdrawn: {},
  closed: {},
};

/** Where the move leads, or why it does not: `not-allowed` for another side's move, `conflict` for one that this state does not know. */
export function moved(from: WrittenState, move: WrittenMove, sides: readonly WrittenSide[]): { readonly to: WrittenState } | { readonly refused: 'not-allowed' | 'conflict' } {
  const legal = legalMoves[from][move];
  if (legal) return sides.includes(legal.by) ? { to: legal.to } : { refused: 'not-allowed' };
  const isOthers = Object.values(legalMoves).every((moves) => moves[move] === undefined || !sides.includes(moves[move].by));
  return { refused: isOthers ? 'not-allowed' : 'conflict' };
}

/** Footage stays locked while an answer is owed, or what was delivered may still be needed again. */
export const isHeld = (state: WrittenState): boolean => ['received', 'checking', 'clarifying', 'executing', 'delivered'].includes(state);
/** An answer is owed. */
export const isOpen = (state: WrittenState): boolean => ['received', 'checking', 'clarifying', 'executing'].includes(state);

export type Overdue = 'answer' | 'destruction';
/** What is late: the owner's answer, or the receiver's word that it destroyed what it fetched. What was never fetched need not be destroyed. */
export function overdueOf({ status, deadline_at, destroy_by, first_fetched_at }: Pick<WrittenRequestTable, 'status' | 'deadline_at' | 'destroy_by' | 'first_fetched_at'>, now: Instant): Overdue | undefined {
  if (isOpen(status)) return now > deadline_at ? 'answer' : undefined;
  return (status === 'delivered' || status === 'recalled') && first_fetched_at !== null && now > destroy_by ? 'destruction' : undefined;
}
