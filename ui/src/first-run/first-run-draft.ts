import type { NewPersonDraft } from '../sign-in/new-person.ts';

/** Everything typed so far; going back and forth never loses it. Kept in memory only: it holds a password. */
export interface FirstRunDraft {
  readonly code: string;
  readonly person: NewPersonDraft;
  readonly ownerKind: 'household' | 'business';
  readonly ownerName: string;
}
export const steps = ['you', 'home', 'cameras', 'sharing'] as const;
export type Step = (typeof steps)[number];

/** Which step holds the field that the hub refused. */
export function stepOf(problem: { readonly code: string; readonly fields: Readonly<Record<string, string>> }): Step {
  if (problem.code === 'weak-password' || problem.code === 'login-taken' || problem.code === 'wrong-code' || problem.code === 'notice-changed') return 'you';
  return ['code', 'name', 'login', 'password', 'consent'].some((field) => field in problem.fields) ? 'you' : 'home';
}
