import type { Action, Ask, Asker, ConsentState, Effect, Grant, Interval, Purpose, Restriction } from '../domain/consent.ts';
import type { CameraId, GrantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { decide } from './decide.ts';
import { couldHit, hitsAt } from './hits.ts';
import { validRestriction } from './validate.ts';

/** An ask that would be answered `permit` or `ask` as it stands. */
export interface Offer<A extends Action = Action> {
  readonly effect: Exclude<Effect, 'deny'>;
  readonly grant: GrantId;
  readonly ask: Ask<A>;
}

/**
 * The best this person may have of a camera at `t`: for each grant the most it gives under the restrictions of the moment.
 * Offers that another offer of the same effect contains are left out. Grants are never joined, so two offers may differ in kind (clearer, or with sound).
 */
export function renditions<A extends Action>(state: ConsentState, who: Asker, camera: CameraId, action: A, purpose: Purpose, caseNo: string | undefined, t: Instant, footage?: Interval): readonly Offer<A>[] {
  const offers: Offer<A>[] = [];
  for (const grant of state.grants) {
    const ask = narrowed(state, { who, camera, action, rendition: most(grant), purpose, ...(caseNo !== undefined && { caseNo }), ...(footage && { footage }) }, t);
    const decision = decide({ ...state, grants: [grant] }, ask, t);
    if (decision.effect !== 'deny' && decision.grant !== undefined) offers.push({ effect: decision.effect, grant: decision.grant, ask });
  }
  return offers.filter((offer, at) => !offers.some((other, otherAt) => other !== offer && other.effect === offer.effect
    && contains(other.ask, offer.ask) && (otherAt < at || !contains(offer.ask, other.ask))));
}

/** An emergency never has sound, whatever its grant says. */
function most({ what, mode }: Grant): Ask['rendition'] {
  return { maxHeight: what.maxHeight, maxFps: what.maxFps, audio: what.audio && mode !== 'emergency', masks: new Set(what.masks) };
}

/** Under every cap of the moment, so that no capped restriction refuses it. */
function narrowed<A extends Action>(state: ConsentState, ask: Ask<A>, t: Instant): Ask<A> {
  return state.restrictions.reduce<Ask<A>>((narrower, restriction) => {
    if (!validRestriction(restriction) || !couldHit(restriction, narrower, state.owner) || !hitsAt(restriction, t)) return narrower;
    return { ...narrower, rendition: under(restriction.cap, narrower.rendition) };
  }, ask);
}

function under(cap: Restriction['cap'], { maxHeight, maxFps, audio, masks }: Ask['rendition']): Ask['rendition'] {
  return {
    maxHeight: Math.min(maxHeight, cap?.maxHeight ?? Infinity),
    maxFps,
    audio: audio && cap?.forbidAudio !== true,
    masks: cap?.mask === undefined ? masks : new Set([...masks, cap.mask]),
  };
}

function contains(big: Ask, small: Ask): boolean {
  const { rendition: upper } = big;
  const { rendition: least } = small;
  return upper.maxHeight >= least.maxHeight && upper.maxFps >= least.maxFps && (upper.audio || !least.audio) && [...upper.masks].every((mask) => least.masks.has(mask));
}
