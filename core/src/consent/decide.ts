import type { Ask, ConsentState, Decision, Effect, Grant, Obligations, Reason } from '../domain/consent.ts';
import type { Instant } from '../domain/time.ts';
import { firstFailure } from './covers.ts';
import { factsFor } from './facts.ts';
import type { Facts } from './facts.ts';
import { hitsAt } from './hits.ts';
import { holdsUntil } from './holds-until.ts';
import { isInstant, validAsk } from './validate.ts';

/** Of nothing: what a refusal carries. */
export const nothing: Obligations = { maxHeight: 0, maxFps: 0, audio: false, masks: [], watermark: true, store: 'none' };

const modeRank = { standing: 0, ask: 1, emergency: 2 } as const;

/**
 * The whole policy for everyone who is not of the owner's own people (CONSENT §4). Pure and total: no clock, no random, no I/O, never throws.
 * `holdsUntil` is worked out when it is read, from the same records; they must not be changed in place.
 *
 * An approval with `usedAt` set gives nothing here. The one viewing that used it stays open because the gate, which knows
 * that viewing, hands its own approval back unused when it rechecks: so an approval is good for one session and for all of it.
 */
export function decide(state: ConsentState, ask: Ask, now: Instant): Decision {
  try {
    if (state.clockTrusted !== true) return refusal('CLOCK');
    if (!isInstant(now) || !validAsk(ask) || state.camera !== ask.camera) return refusal('INVALID');
    return decideOn(factsFor(state, ask), now);
  } catch {
    // A state of the wrong shape altogether; fail closed.
    return refusal('INVALID');
  }
}

function decideOn(facts: Facts, now: Instant): Decision {
  const hit = facts.restrictions.filter((restriction) => hitsAt(restriction, now));
  if (hit.length > 0) return decision('deny', undefined, hit.map(({ id }) => ({ code: 'RESTRICTED', restriction: id })), facts, now);
  let covering: Grant | undefined;
  let askable: Grant | undefined;
  const why: Reason[] = [];
  for (const grant of facts.grants) {
    const failure = firstFailure(grant, facts, now);
    if (failure === undefined) covering = preferred(covering, grant);
    else why.push({ code: failure, grant: grant.id });
    if (failure === 'NEEDS_APPROVAL') askable = preferred(askable, grant);
  }
  if (covering) return decision('permit', covering, [], facts, now);
  if (askable) return decision('ask', askable, why, facts, now);
  return decision('deny', undefined, why.length > 0 || facts.absent.length > 0 ? why : [{ code: 'NO_GRANT' }], facts, now);
}

function decision(effect: Effect, grant: Grant | undefined, why: readonly Reason[], facts: Facts, now: Instant): Decision {
  return {
    effect,
    ...(grant && { grant: grant.id }),
    obligations: grant ? obligationsOf(grant, facts.ask) : nothing,
    get holdsUntil() { return holdsUntil(facts, now); },
    why: facts.absent.length > 0 ? [...why, ...facts.absent] : why,
  };
}

/** What covers needs no cutting: the ask lies within the grant, so the ask's own rendition is the intersection of the two. */
function obligationsOf({ limits, mode }: Grant, { rendition }: Ask): Obligations {
  const { maxHeight, maxFps, audio, masks } = rendition;
  const isEmergency = mode === 'emergency';
  return { maxHeight, maxFps, audio, masks: [...masks].toSorted(), watermark: limits.watermark || isEmergency, store: isEmergency ? 'none' : limits.store };
}

/** Which of several grants that would each do is named must not depend on the order of the records. A standing one spares an approval. */
function preferred(one: Grant | undefined, other: Grant): Grant {
  if (one === undefined) return other;
  if (one.mode !== other.mode) return modeRank[one.mode] < modeRank[other.mode] ? one : other;
  if (one.id !== other.id) return one.id < other.id ? one : other;
  return one.version >= other.version ? one : other;
}

function refusal(code: 'CLOCK' | 'INVALID'): Decision {
  return { effect: 'deny', obligations: nothing, holdsUntil: Infinity, why: [{ code }] };
}
