import type { Action, Asker, Interval, Purpose } from '../domain/consent.ts';
import { purposes } from '../domain/consent.ts';
import type { CameraId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { hours } from '../domain/time.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import { renditions, type Offer } from '../consent/renditions.ts';
import type { Cases } from './cases.ts';

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
const offered: readonly Action[] = ['live', 'clip'];
const anyCase = 'any';
type States = Pick<ConsentRecords, 'stateFor'>;

/** Answered by the same engine that will decide, so that nothing is offered that it would refuse. */
export async function officerOffers(records: States, who: Asker, camera: CameraId, now: Instant): Promise<readonly OfferFacts[]> {
  const state = await records.stateFor(camera);
  // A case number would be typed in: the question is what an open case would allow.
  const withCase = { ...state, cases: [...state.cases, ...who.units.map((unit) => ({ caseNo: anyCase, unit, from: 0, until: 8.64e15 }))] };
  return offered.flatMap((action) => {
    const footage: Interval | undefined = action === 'clip' ? [now - 60_000, now] : undefined;
    const found = purposes.flatMap((purpose) => {
      const bare = renditions(state, who, camera, action, purpose, undefined, now, footage);
      const any = renditions(withCase, who, camera, action, purpose, anyCase, now, footage);
      return any.map((offer) => ({ purpose, offer, caseRequired: !bare.some(({ grant }) => grant === offer.grant) }));
    });
    return (['permit', 'ask'] as const).flatMap((effect): OfferFacts[] => {
      const these = found.filter(({ offer }) => offer.effect === effect);
      if (these.length === 0) return [];
      const grants = state.grants.filter(({ id }) => these.some(({ offer }) => offer.grant === id));
      return [{
        action, effect, purposes: purposes.filter((purpose) => these.some((each) => each.purpose === purpose)), caseRequired: these.every((each) => each.caseRequired),
        maxHeight: Math.max(...these.map(({ offer }) => offer.ask.rendition.maxHeight)), audio: these.some(({ offer }) => offer.ask.rendition.audio),
        until: effect === 'permit' ? Math.max(...grants.map(({ when }) => when.until)) : undefined,
        lookbackHours: Math.floor(Math.max(0, ...grants.map(({ when }) => when.footage?.lookbackMs ?? 0)) / hours(1)),
      }];
    });
  });
}

/** The best one offer for an ask in words: permit before ask, then the clearest. */
export async function bestOffer<A extends Action>(records: States, who: Asker, camera: CameraId, action: A, about: { readonly purpose: Purpose; readonly caseNo?: string | undefined; readonly footage?: Interval | undefined }, now: Instant): Promise<Offer<A> | undefined> {
  const found = renditions(await records.stateFor(camera), who, camera, action, about.purpose, about.caseNo, now, about.footage);
  return found.toSorted((a, b) => Number(b.effect === 'permit') - Number(a.effect === 'permit') || b.ask.rendition.maxHeight - a.ask.rendition.maxHeight)[0];
}

/** The records as they would be with this case opened, so that what is offered is known before anything is written. A case the unit has already stands as it is. */
export function withCaseOpened(records: States, cases: Pick<Cases, 'isKnown'>, unit: UnitId, caseNo: string | undefined): States {
  if (caseNo === undefined) return records;
  return {
    stateFor: async (camera) => {
      const [state, isKnown] = await Promise.all([records.stateFor(camera), cases.isKnown(unit, caseNo)]);
      return isKnown ? state : { ...state, cases: [...state.cases, { caseNo, unit, from: 0, until: 8.64e15 }] };
    },
  };
}
