import type { Action, Asker, Grant, Interval, Purpose } from '../domain/consent.ts';
import { purposes } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { hours } from '../domain/time.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import { renditions, type Offer } from '../consent/renditions.ts';

/** What an officer may do, or ask for, with one camera; no hours, no reasons. */
export interface OfferFacts {
  readonly action: Action;
  readonly effect: 'permit' | 'ask';
  readonly purposes: readonly Purpose[];
  readonly caseRequired: boolean;
  readonly maxHeight: number;
  readonly audio: boolean;
  readonly until: Instant | undefined;
  readonly lookbackHours: number;
}
/** What this hub has a way to deliver to an officer. */
const offered: readonly Action[] = ['live', 'snapshot', 'playback', 'clip', 'ptz', 'talk'];
/** A still has no form to ask for it by: it is named where a grant gives it as it stands. */
const effectsOf = (action: Action): readonly ('permit' | 'ask')[] => (action === 'snapshot' ? ['permit'] : ['permit', 'ask']);
const anyCase = 'any';
type States = Pick<ConsentRecords, 'stateFor'>;

/** Answered by the same engine that will decide, so that nothing is offered that it would refuse. */
export async function officerOffers(records: States, who: Asker, camera: CameraId, now: Instant): Promise<readonly OfferFacts[]> {
  const all = await records.stateFor(camera);
  return offered.flatMap((action) => {
    // The engine is asked only about what the grants name: most hold one action, one purpose and no case.
    const state = { ...all, grants: all.grants.filter((grant) => mayConcern(grant, who, action)) };
    if (state.grants.length === 0) return [];
    // A case number would be typed in: the question is what an open case would allow.
    const withCase = { ...state, cases: who.units.map((unit) => ({ caseNo: anyCase, unit, from: 0, until: 8.64e15 })) };
    const found = purposes.filter((purpose) => state.grants.some(({ why }) => why?.purposes?.includes(purpose))).flatMap((purpose) => footageProbes(action, state.grants, now).flatMap((footage) => {
      const any = renditions(withCase, who, camera, action, purpose, anyCase, now, footage);
      const bare = any.length > 0 && state.grants.some(({ why }) => why?.caseRequired) ? renditions({ ...state, cases: [] }, who, camera, action, purpose, undefined, now, footage) : any;
      return any.map((offer) => ({ purpose, offer, caseRequired: !bare.some(({ grant }) => grant === offer.grant) }));
    }));
    return effectsOf(action).flatMap((effect): OfferFacts[] => {
      const these = found.filter(({ offer }) => offer.effect === effect);
      if (these.length === 0) return [];
      const grants = state.grants.filter(({ id }) => these.some(({ offer }) => offer.grant === id));
      return [{
        action, effect, purposes: purposes.filter((purpose) => these.some((each) => each.purpose === purpose)), caseRequired: these.every((each) => each.caseRequired),
        maxHeight: Math.max(...these.map(({ offer }) => offer.ask.rendition.maxHeight)), audio: these.some(({ offer }) => offer.ask.rendition.audio),
        // What an emergency opens lasts as long as the emergency.
        until: effect === 'permit' ? Math.max(...grants.map(({ id, mode, when }) => (mode === 'emergency' ? Math.min(when.until, ...state.emergencies.filter(({ grant }) => grant === id).map((each) => each.until)) : when.until))) : undefined,
        lookbackHours: Math.floor(Math.max(0, ...grants.map(({ when }) => when.footage?.lookbackMs ?? 0)) / hours(1)),
      }];
    });
  });
}

/** Footage to ask the engine about: the last minute, and where a grant is for what was filmed up to a day that is past, its last minute. */
export function footageProbes(action: Action, grants: readonly Grant[], now: Instant): readonly (Interval | undefined)[] {
  if (action !== 'clip' && action !== 'playback') return [undefined];
  const past = grants.flatMap(({ when }): Interval[] => {
    const { from = 0, until = now } = when?.footage ?? {};
    return until < now && from < until ? [[Math.max(from, until - 60_000), until]] : [];
  });
  return [[now - 60_000, now], ...past];
}

/** Whether the engine can say anything but no: a sieve, not a decision. */
function mayConcern({ who, what, mode, revokedAt }: Grant, asker: Asker, action: Action): boolean {
  // What went before an emergency has a page of its own.
  return revokedAt === undefined && !(mode === 'emergency' && action === 'playback') && what?.actions?.includes(action) && (who?.unit === undefined || asker.units.includes(who.unit)) && (who?.person === undefined || who.person === asker.person);
}

/** The best one offer for an ask in words: permit before ask, then the clearest. */
export async function bestOffer<A extends Action>(records: States, who: Asker, camera: CameraId, action: A, about: { readonly purpose: Purpose; readonly caseNo?: string | undefined; readonly footage?: Interval | undefined }, now: Instant): Promise<Offer<A> | undefined> {
  const found = renditions(await records.stateFor(camera), who, camera, action, about.purpose, about.caseNo, now, about.footage);
  return found.toSorted((a, b) => Number(b.effect === 'permit') - Number(a.effect === 'permit') || b.ask.rendition.maxHeight - a.ask.rendition.maxHeight)[0];
}
