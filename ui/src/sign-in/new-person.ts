/** What a new account needs, as typed so far. */
export interface NewPersonDraft {
  readonly name: string;
  readonly login: string;
  readonly password: string;
  /** The hash of the notice about her data that she said yes to; '' while she has not. */
  readonly consent: string;
}
export const shortestPassword = 10;
export type PersonFault = 'name' | 'login' | 'password-short' | 'password-same' | 'consent';

/** What is still missing, in the order of the fields; the hub checks again and may know better (a password that is easy to guess). */
export function faultsOf(draft: NewPersonDraft): readonly PersonFault[] {
  const faults: PersonFault[] = [];
  if (draft.name.trim() === '') faults.push('name');
  if (!/^[\p{L}\p{N}._@+-]{3,64}$/u.test(draft.login.trim())) faults.push('login');
  if ([...draft.password].length < shortestPassword) faults.push('password-short');
  else if (draft.password.toLowerCase() === draft.login.trim().toLowerCase()) faults.push('password-same');
  if (draft.consent === '') faults.push('consent');
  return faults;
}
