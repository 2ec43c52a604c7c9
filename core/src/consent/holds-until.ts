import type { Effect } from '../domain/consent.ts';
import type { Instant } from '../domain/time.ts';
import { couldCover, firstFailure, nextCoverChange } from './covers.ts';
import type { Facts } from './facts.ts';
import { hitsAt, nextHitChange } from './hits.ts';

/** Far more than legal grants of 180 days can need. Beyond it the answer is early, which costs a recheck and opens nothing. */
const longestWalk = 4_096;

/** What the records say at `t`, without the reasons. */
export function effectAt(facts: Facts, t: Instant): Effect {
  if (facts.restrictions.some((restriction) => hitsAt(restriction, t))) return 'deny';
  let effect: Effect = 'deny';
  for (const grant of facts.grants) {
    const failure = firstFailure(grant, facts, t);
    if (failure === undefined) return 'permit';
    if (failure === 'NEEDS_APPROVAL') effect = 'ask';
  }
  return effect;
}

/** First instant after `t` at which the effect is another one; Infinity if it never is. Steps from change point to change point, and over those that cannot matter. */
export function holdsUntil(facts: Facts, t: Instant): Instant {
  const able: Facts = { ...facts, grants: facts.grants.filter((grant) => couldCover(grant, facts)) };
  if (able.grants.length === 0) return Infinity;
  const effect = effectAt(able, t);
  let at = t;
  for (let step = 0; step < longestWalk; step += 1) {
    at = nextPoint(able, effect, at);
    if (at === Infinity || effectAt(able, at) !== effect) return at;
  }
  return at;
}

/** Before the returned instant the effect is certainly still `effect`. */
function nextPoint(facts: Facts, effect: Effect, at: Instant): Instant {
  const hitting = facts.restrictions.filter((restriction) => hitsAt(restriction, at));
  // While one restriction refuses, nothing else matters.
  if (hitting.length > 0) return Math.max(...hitting.map((restriction) => nextHitChange(restriction, at)));
  const changes = (grants: Facts['grants']): Instant[] => grants.map((grant) => nextCoverChange(grant, facts, at));
  // A refusal for want of a grant can only end by a grant.
  if (effect === 'deny') return earliest(changes(facts.grants));
  const nextHit = earliest(facts.restrictions.map((restriction) => nextHitChange(restriction, at)));
  if (effect === 'ask') return Math.min(nextHit, earliest(changes(facts.grants)));
  // A permit lasts as long as the last of the grants that each alone give it.
  return Math.min(nextHit, Math.max(...changes(facts.grants.filter((grant) => firstFailure(grant, facts, at) === undefined))));
}

function earliest(points: readonly Instant[]): Instant {
  return Math.min(Infinity, ...points);
}
