import type { Decision, Permit } from '../domain/consent.ts';
import type { ViewingId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';

/** The gate's no. */
export interface Refusal {
  readonly refused: true;
  readonly viewing: ViewingId;
  /** With every reason: for the owner. Officers get `forOfficer(decision)`. */
  readonly decision: Decision;
  /** `consent-refused`, `needs-approval`, `consent-ended` (it ended while being admitted), `too-many-requests` (a limit of the grant), `not-recorded`, `not-ready` (records unreadable). */
  readonly error: HubError;
}

export function isRefusal(answer: Permit | Refusal): answer is Refusal {
  return 'refused' in answer;
}

export function refusalError({ effect, why }: Decision): HubError {
  if (effect === 'ask') return new HubError('needs-approval', 'The owner has to agree this time.');
  const isLimit = why.some(({ code }) => code === 'LIMIT');
  return isLimit ? new HubError('too-many-requests', 'A limit of the grant is used up.') : new HubError('consent-refused', why.map(({ code }) => code).join(' '));
}
