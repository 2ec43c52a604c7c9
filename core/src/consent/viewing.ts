import type { Action, Ask, Asker, ConsentState, Decision, EndReason, Grant, Obligations, Permit, Route } from '../domain/consent.ts';
import type { AskId, ViewingId } from '../domain/ids.ts';
import type { MemberRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { askHash } from './ask-hash.ts';
import { decide, nothing } from './decide.ts';
import type { GateScope, OpenViewing, PermitFacts, Standing, ViewingRequest, Watched } from './gate-ports.ts';
import { decideForMember } from './owner-access.ts';
import { decideForRelease, type Release } from './release.ts';

/** The gate's own page on one viewing, from before its records are read until it is over. Never leaves the gate. */
export interface Viewing<A extends Action = Action> {
  readonly id: ViewingId;
  readonly as: Standing;
  readonly ask: Ask<A>;
  /** The delivery of a written request that it fetches from. */
  readonly release?: string;
  /** The program that looks in her name. */
  readonly program?: string;
  readonly controller: AbortController;
  readonly openedAt: Instant;
  phase: 'admitting' | 'recorded' | 'live' | 'over';
  /** Only ever gets earlier. */
  due: Instant;
  grant?: Grant;
  /** The approval this viewing uses up. */
  approval?: AskId;
  obligations: Obligations;
  permit?: Permit<A>;
  ended?: EndReason;
  /** How often the records changed under it. */
  changes: number;
  alarm?: Disposable;
  watched?: () => Watched;
}

/** What the records say at one moment about one viewing. */
export interface Sight {
  readonly state: ConsentState;
  readonly asker?: Asker;
  readonly role?: MemberRole;
  readonly release?: Release;
}

export function openViewing<A extends Action>(id: ViewingId, as: Standing, ask: Ask<A>, now: Instant, { release, program }: Pick<ViewingRequest, 'release' | 'program'> = {}): Viewing<A> {
  return { id, as, ask, ...(release !== undefined && { release }), ...(program !== undefined && { program }), controller: new AbortController(), openedAt: now, phase: 'admitting', due: Infinity, obligations: nothing, changes: 0 };
}

/**
 * Decides a viewing on what was seen. Once it has a grant it lives and dies with that grant: another one that would also do
 * is for another viewing. Its own approval counts as unused, one that another viewing holds does not count at all.
 */
export function judge(viewing: Viewing, { state, asker, role, release }: Sight, held: ReadonlySet<AskId>, now: Instant): Decision {
  const { ask, grant } = viewing;
  if (viewing.as === 'member') {
    const restrictions = state.restrictions.filter(({ scope }) => scope?.owner === undefined || scope.owner === state.owner);
    return decideForMember(role, ask.action, restrictions, now, ask);
  }
  if (asker === undefined) return { effect: 'deny', obligations: nothing, holdsUntil: Infinity, why: [{ code: 'NO_GRANT' }] };
  if (viewing.release !== undefined) return decideForRelease(release, ask, narrowed(ask.who, asker), state, now);
  const approvals = state.approvals.flatMap((approval) => {
    if (approval.ask !== viewing.approval) return held.has(approval.ask) ? [] : [approval];
    const { usedAt: _, ...unused } = approval;
    return [unused];
  });
  const grants = grant === undefined ? state.grants : state.grants.filter(({ id }) => id === grant.id);
  return decide({ ...state, grants, approvals }, { ...ask, who: narrowed(ask.who, asker) }, now);
}

/** Never more than the viewing began with, never more than the person has now. */
function narrowed(before: Asker, now: Asker): Asker {
  return {
    ...before,
    units: before.units.filter((unit) => now.units.includes(unit)),
    roles: before.roles.filter((role) => now.roles.includes(role)),
    certs: before.certs.filter((cert) => now.certs.includes(cert)),
  };
}

/** The hand on the controls of a camera one is looking at is no second viewer: it takes no place of its own. */
export function isCompanion(one: Viewing, other: Viewing): boolean {
  const controls = (viewing: Viewing): boolean => viewing.ask.action === 'ptz' || viewing.ask.action === 'talk';
  return one.ask.who.person === other.ask.who.person && one.ask.camera === other.ask.camera && one.ask.action !== other.ask.action && (controls(one) || controls(other));
}

export function touches(scope: GateScope, { ask, as, grant }: Viewing): boolean {
  return (scope.cameras === undefined || scope.cameras.includes(ask.camera))
    && (scope.person === undefined || scope.person === ask.who.person)
    && (scope.unit === undefined || ask.who.units.includes(scope.unit))
    && (scope.as === undefined || scope.as === as)
    // Still being admitted, it may come to rest on any grant.
    && (scope.grant === undefined || (as === 'officer' && (grant === undefined || grant.id === scope.grant)));
}

export function routeOf({ as, release }: Pick<Viewing, 'as' | 'release'>, grant: Grant | undefined): Route | undefined {
  if (as === 'member') return 'R0';
  if (release !== undefined) return 'R4';
  return grant && ({ standing: 'R1', ask: 'R2', emergency: 'R3' } as const)[grant.mode];
}

export function factsOf(viewing: Viewing): PermitFacts {
  const { as, ask, grant, obligations } = viewing;
  return { as, ask, route: routeOf(viewing, grant) ?? 'R1', ...(grant && { grant: grant.id }), obligations };
}

export function openFacts(viewing: Viewing, permit: Permit): OpenViewing {
  return { ...factsOf(viewing), viewing: viewing.id, permit, since: viewing.openedAt, until: viewing.due };
}

/** Frozen; its standing is that the gate keeps it, not how it looks. */
export function makePermit<A extends Action>(viewing: Viewing<A>): Permit<A> {
  const { route, obligations } = factsOf(viewing);
  const permit = { id: viewing.id, ask: viewing.ask, route, obligations, get until() { return viewing.due; }, signal: viewing.controller.signal };
  return Object.freeze(permit) as unknown as Permit<A>;
}

/** Why a viewing that is no longer permitted ends, in the ledger's words. */
export function endReasonOf({ why }: Decision, { state, asker }: Sight, viewing: Viewing): EndReason {
  if (viewing.as === 'officer' && asker === undefined) return 'signed_out';
  const first = why[0];
  switch (first?.code) {
    case 'CLOCK': return 'clock';
    case 'RESTRICTED': {
      const kind = state.restrictions.find(({ id }) => id === first.restriction)?.kind;
      return kind === 'pause' || kind === 'privacy_hours' ? 'paused' : 'refused';
    }
    case 'REVOKED': case 'NO_GRANT': return 'revoked';
    case 'OUTSIDE_VALIDITY': case 'OUTSIDE_SCHEDULE': case 'CASE_REQUIRED': case 'LOOKBACK': case 'NEEDS_APPROVAL': case 'NO_EMERGENCY': return 'expired';
    default: return 'refused';
  }
}

export function sameObligations(one: Obligations, other: Obligations): boolean {
  return one.maxHeight === other.maxHeight && one.maxFps === other.maxFps && one.audio === other.audio && one.watermark === other.watermark
    && one.store === other.store && one.masks.length === other.masks.length && one.masks.every((mask, at) => mask === other.masks[at]);
}

/** When the grant's own limit ends a session, by the grant as it is now. */
export function sessionEnd({ openedAt, grant }: Viewing, { state }: Sight): Instant {
  const current = state.grants.find(({ id }) => id === grant?.id);
  return current ? openedAt + current.limits.maxSessionMs : Infinity;
}

/** When the case that is named stops carrying anything, as far as the records know; also under a grant that needs none. An emergency has its own end. */
export function caseEnd({ ask: { caseNo, who }, grant }: Viewing, { state }: Sight, now: Instant): Instant {
  if (caseNo === undefined || grant?.mode === 'emergency') return Infinity;
  const open = state.cases.filter((each) => each?.caseNo === caseNo && who.units.includes(each.unit) && each.from <= now && now < each.until);
  return open.length === 0 ? Infinity : Math.max(...open.map(({ until }) => until));
}

export function counted({ watched }: Viewing): Watched | undefined {
  try {
    return watched?.();
  } catch {
    return undefined;
  }
}

/** The yes that is good for exactly this ask under this grant, and was not used yet. */
export function approvalFor({ ask }: Viewing, grant: Grant, { approvals }: Sight['state'], now: Instant): AskId | undefined {
  if (grant.mode !== 'ask') return undefined;
  const hash = askHash(ask);
  return approvals.find((each) => each.usedAt === undefined && each.grant === grant.id && each.version === grant.version && each.person === ask.who.person
    && each.camera === ask.camera && each.askHash === hash && each.from <= now && now < each.until)?.ask;
}
