import type { Action, ConsentState, Effect, Grant, Purpose, Rendition, Restriction } from '../domain/consent.ts';
import type { GrantId, RestrictionId } from '../domain/ids.ts';
import { days, type Instant, type Milliseconds } from '../domain/time.ts';
import { decide } from './decide.ts';
import { hitsAt, nextHitChange } from './hits.ts';
import { renditions } from './renditions.ts';
import { aloneWithCase, anyCase, holdersOf, meant, type Holder, type Office } from './rights-holders.ts';
import { latestFootage, leastDecision, merged, nextTurn, stretchesOf, type Stretch } from './rights-week.ts';
import { missingOf, type Missing } from './rights-why.ts';
import { validGrant, validRestriction } from './validate.ts';

/** What one grant gives somebody at this moment. */
export interface Right {
  readonly grant: GrantId;
  readonly effect: Exclude<Effect, 'deny'>;
  readonly actions: readonly Action[];
  /** The most it gives under the restrictions of the moment. */
  readonly rendition: Rendition;
  readonly purposes: readonly Purpose[];
  readonly caseRequired: boolean;
  /** Recorded footage: how far back; 0 where none is given. */
  readonly lookbackMs: Milliseconds;
  /** When the engine's answer changes; Infinity if never. */
  readonly until: Instant;
}
/** A grant that gives nothing at this moment, and all that keeps it from giving. */
export interface Shut {
  readonly grant: GrantId;
  readonly missing: readonly Missing[];
  /** When it next gives something within the week; undefined if it does not. */
  readonly opensAt: Instant | undefined;
}
export interface HolderRights {
  readonly holder: Holder;
  /** Best of all rights. */
  readonly effect: Effect;
  readonly rights: readonly Right[];
  readonly shut: readonly Shut[];
  /** When it could see a picture, live or recorded, within seven days. */
  readonly week: readonly Stretch[];
}
export interface CameraRights {
  readonly at: Instant;
  readonly holders: readonly HolderRights[];
  /** Holders left out because there are too many to work out. */
  readonly more: number;
  readonly restrictions: readonly InForce[];
}
/** A restriction that is there, and whether it holds at this moment. */
export interface InForce {
  readonly restriction: RestrictionId;
  readonly kind: Restriction['kind'];
  readonly now: boolean;
  /** When that changes; Infinity if never. */
  readonly until: Instant;
}

/** How far the strip looks. */
export const weekAhead = days(7);
const mostHolders = 64;
const mostSteps = 64;
/** A grant of 180 days that asks each time may be one of many; each is walked for a week. */
const mostGrants = 400;
const pictures: readonly (readonly Action[])[] = [['live', 'snapshot'], ['playback', 'clip']];

/** Who may do what with one camera now and in the coming week. Pure; every answer is `decide`'s. Grants that ended or were revoked are not told of. */
export function rightsOf(state: ConsentState, offices: readonly Office[], t: Instant): CameraRights {
  const grants = state.grants.filter((grant) => validGrant(grant) && grant.owner === state.owner && grant.revokedAt === undefined && grant.when.until > t && grant.what.cameras.includes(state.camera)).slice(0, mostGrants);
  const holders = holdersOf(grants, offices);
  const work = worker(state, t);
  const told = holders.slice(0, mostHolders).map((holder) => holderRights(work, grants.filter((grant) => meant(grant, holder)), holder));
  return { at: t, holders: told, more: holders.length - told.length, restrictions: inForce(state, t) };
}

/** All that one grant comes to. */
interface Worked {
  readonly rights: readonly Right[];
  readonly week: readonly Stretch[];
  readonly shut: Shut | undefined;
}

/** A grant is worked out once for all whom it means, unless something holds off one unit or person of them. */
function worker(state: ConsentState, t: Instant): (grant: Grant, holder: Holder) => Worked {
  const alike = !state.restrictions.some((restriction) => restriction?.scope?.who !== undefined);
  const known = new Map<GrantId, Worked>();
  return (grant, holder) => {
    const before = alike ? known.get(grant.id) : undefined;
    if (before) return before;
    const walked = new Map<Action, readonly Stretch[]>();
    const walk = (action: Action): readonly Stretch[] => {
      const stretches = walked.get(action) ?? stretchesOf(state, grant, holder, action, t, t + weekAhead);
      walked.set(action, stretches);
      return stretches;
    };
    const week = weekOf(state, grant, walk);
    const rights = rightsBy(state, grant, holder, t, walk);
    const shut = rights.length > 0 ? undefined : { grant: grant.id, missing: missingOf(state, grant, holder, t), opensAt: week[0]?.from };
    const worked = { rights, week, shut };
    known.set(grant.id, worked);
    return worked;
  };
}

function holderRights(work: ReturnType<typeof worker>, grants: readonly Grant[], holder: Holder): HolderRights {
  const worked = grants.map((grant) => work(grant, holder));
  const rights = worked.flatMap((each) => each.rights);
  const effect = rights.some((right) => right.effect === 'permit') ? 'permit' : rights.length > 0 ? 'ask' : 'deny';
  return { holder, effect, rights, shut: worked.flatMap(({ shut }) => shut ?? []), week: merged(worked.map(({ week }) => week)) };
}

/** Live and still, recorded and copied, have the same hours unless a restriction tells actions apart: the first of either that the grant gives then stands for both. */
function weekOf(state: ConsentState, grant: Grant, walk: (action: Action) => readonly Stretch[]): readonly Stretch[] {
  const apart = state.restrictions.some((restriction) => restriction?.scope?.actions !== undefined);
  return merged(pictures.flatMap((kind) => {
    const given = kind.filter((each) => grant.what.actions.includes(each));
    return (apart ? given : given.slice(0, 1)).map(walk);
  }));
}

/** Its actions by what is given of them; those that are shut at this moment are in none. */
function rightsBy(state: ConsentState, grant: Grant, holder: Holder, t: Instant, walk: (action: Action) => readonly Stretch[]): readonly Right[] {
  const alone = aloneWithCase(state, grant, holder);
  const found = grant.what.actions.flatMap((action) => {
    const isRecorded = action === 'playback' || action === 'clip';
    const [best] = renditions(alone, holder.asker, state.camera, action, grant.why.purposes[0] ?? 'crime', anyCase, t, isRecorded ? latestFootage(grant, t) : undefined);
    const least = leastDecision(state, grant, holder, action, t);
    if (best === undefined || least === undefined || least.effect === 'deny') return [];
    return [{ action, effect: least.effect, rendition: best.ask.rendition, until: isRecorded ? slidingEnd(state, grant, holder, action, least.effect, t, walk) : least.holdsUntil }];
  });
  // A cap may bind one action and not another.
  const alike = new Map<string, typeof found>();
  for (const each of found.toSorted((a, b) => Number(b.effect === 'permit') - Number(a.effect === 'permit'))) {
    const { maxHeight, maxFps, audio, masks } = each.rendition;
    const key = [each.effect, maxHeight, maxFps, audio, ...[...masks].toSorted()].join('|');
    alike.set(key, [...alike.get(key) ?? [], each]);
  }
  return [...alike.values()].flatMap((these): Right[] => {
    const [first] = these;
    if (!first) return [];
    return [{
      grant: grant.id, effect: first.effect, actions: these.map(({ action }) => action), rendition: first.rendition, purposes: grant.why.purposes, caseRequired: grant.why.caseRequired,
      lookbackMs: these.some(({ action }) => action === 'playback' || action === 'clip') ? grant.when.footage?.lookbackMs ?? 0 : 0, until: Math.min(...these.map(({ until }) => until)),
    }];
  });
}

/** What slides with the moment of looking is asked anew at each change point: those of the week are known, and from there on. */
function slidingEnd(state: ConsentState, grant: Grant, holder: Holder, action: Action, effect: Effect, t: Instant, walk: (action: Action) => readonly Stretch[]): Instant {
  const end = walk(action).find(({ from, to }) => from <= t && t < to)?.to ?? t;
  if (end < t + weekAhead) return end;
  let at = end;
  for (let step = 0; step < mostSteps; step += 1) {
    if (at === Infinity || leastDecision(state, grant, holder, action, at)?.effect !== effect) return at;
    at = nextTurn(state, grant, holder, action, at);
  }
  return at;
}

function inForce({ restrictions, camera, owner }: ConsentState, t: Instant): readonly InForce[] {
  return restrictions.filter((each) => validRestriction(each) && each.until > t && (each.scope.owner === undefined || each.scope.owner === owner) && (each.scope.cameras?.includes(camera) ?? true))
    .map((each) => ({ restriction: each.id, kind: each.kind, now: hitsAt(each, t), until: nextHitChange(each, t) }));
}

/** An owner's yes that is not used yet: good for exactly that ask. */
export function isGoodFor(state: ConsentState, ask: Parameters<typeof decide>[1], t: Instant): { readonly until: Instant } | undefined {
  const { effect, holdsUntil } = decide(state, ask, t);
  return effect === 'permit' ? { until: holdsUntil } : undefined;
}
