import type { Decision, Effect, ReasonCode } from '../domain/consent.ts';

/** All that an officer learns of a refusal (THREATS 25). */
export const refusalClasses = ['needs_owner', 'ask_differently', 'not_shared', 'not_now', 'invalid'] as const;
export type RefusalClass = (typeof refusalClasses)[number];

/** What depends on the household's life (hours, pauses, revocations, expiry, what was filmed when) is one class, the same as having been given nothing. */
const classes: { readonly [Code in ReasonCode]: RefusalClass } = {
  NO_GRANT: 'not_shared', REVOKED: 'not_shared', OUTSIDE_VALIDITY: 'not_shared', OUTSIDE_SCHEDULE: 'not_shared', RESTRICTED: 'not_shared',
  SCOPE: 'not_shared', FOOTAGE_RANGE: 'not_shared',
  PURPOSE: 'ask_differently', CASE_REQUIRED: 'ask_differently', RESOLUTION: 'ask_differently', FPS: 'ask_differently', AUDIO: 'ask_differently',
  MASK: 'ask_differently', LOOKBACK: 'ask_differently', NO_EMERGENCY: 'ask_differently',
  NEEDS_APPROVAL: 'needs_owner',
  CLOCK: 'not_now', LIMIT: 'not_now',
  INVALID: 'invalid',
};

/** The most helpful class first; an INVALID of a record the asker never sees must not hide what the others say, nor show that it exists. */
export function refusalClass({ effect, why }: Pick<Decision, 'effect' | 'why'>): RefusalClass | undefined {
  if (effect === 'permit') return undefined;
  const named = why.filter(({ code, grant, restriction }) => code !== 'INVALID' || (grant === undefined && restriction === undefined)).map(({ code }) => classes[code]);
  return refusalClasses.find((each) => named.includes(each)) ?? 'not_shared';
}

/** A decision as an officer may see it: no codes, no ids, no hours. */
export function forOfficer(decision: Decision): { readonly effect: Effect; readonly because?: RefusalClass } {
  const because = refusalClass(decision);
  return { effect: decision.effect, ...(because && { because }) };
}
