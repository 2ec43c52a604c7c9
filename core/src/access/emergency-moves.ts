import { emergencyLimits, type EmergencyEnd, type EmergencyStatus } from '../domain/emergency.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import type { UnitRole } from '../domain/people.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import type { HubErrorCode } from '../sdk/errors.ts';

export type EmergencyMove = 'second' | 'withdraw' | 'lapse' | 'end' | 'justify' | 'condemn' | 'miss';

/** Every move there is. What is not here does not happen: nothing that is over opens again. */
export const legalMoves: { readonly [S in EmergencyStatus]: { readonly [M in EmergencyMove]?: EmergencyStatus } } = {
  declared: { second: 'running', withdraw: 'withdrawn', lapse: 'lapsed' },
  running: { end: 'ended' },
  ended: { justify: 'justified', condemn: 'unjustified', miss: 'unreviewed' },
  // A late word is worth having; what the unit lost by being late it does not get back by it.
  unreviewed: { justify: 'justified', condemn: 'unjustified' },
  lapsed: {}, withdrawn: {}, justified: {}, unjustified: {},
};

/** An office as it is held now. */
export interface OfficeHolder {
  readonly person: PersonId;
  readonly unit: UnitId;
  readonly role: UnitRole;
}
/** One emergency, from its declaration to its review. */
export interface EmergencyLife {
  readonly status: EmergencyStatus;
  readonly unit: UnitId;
  /** How long it would run. */
  readonly lasts: Milliseconds;
  readonly declared: { readonly by: PersonId; readonly role: UnitRole; readonly at: Instant; readonly lapsesAt: Instant };
  readonly opened?: { readonly by: PersonId; readonly role: UnitRole; readonly at: Instant; readonly until: Instant };
  /** Without `by` the hub ended it. */
  readonly ended?: { readonly by?: PersonId; readonly at: Instant; readonly why: EmergencyEnd; readonly reviewDue: Instant };
  readonly review?: { readonly by: PersonId; readonly at: Instant };
}
/** What the hub knows about a unit, and whether it believes its own clock. */
export interface UnitStanding {
  readonly suspended: boolean;
  readonly clockTrusted: boolean;
}
export type EmergencyAct =
  | { readonly do: 'second'; readonly by: OfficeHolder; readonly at: Instant; /** What the declarer is in the unit now; undefined when nothing any more. */ readonly declarer: UnitRole | undefined; readonly unit: UnitStanding }
  /** Withdraws one that waits, ends one that runs. */
  | { readonly do: 'end'; readonly by: OfficeHolder; readonly at: Instant }
  | { readonly do: 'review'; readonly by: OfficeHolder; readonly at: Instant; readonly verdict: 'justified' | 'unjustified' }
  /** What time and circumstances do by themselves. `open` counts the cameras no owner has stopped. */
  | { readonly do: 'look'; readonly at: Instant; readonly declarerServes: boolean; readonly seconderServes: boolean; readonly open: number; readonly unit: UnitStanding };
export type Advance = { readonly life: EmergencyLife } | { readonly refused: HubErrorCode };

/** The state machine. Pure: no clock, no I/O; a `look` at which nothing is due gives back the same life. */
export function advance(life: EmergencyLife, act: EmergencyAct): Advance {
  switch (act.do) {
    case 'second': return seconded(life, act);
    case 'end': return endedBy(life, act.by, act.at);
    case 'review': return reviewed(life, act);
    case 'look': return { life: looked(life, act) };
  }
}

function seconded(life: EmergencyLife, { by, at, declarer, unit }: Extract<EmergencyAct, { do: 'second' }>): Advance {
  const status = legalMoves[life.status].second;
  if (by.unit !== life.unit) return { refused: 'not-found' };
  if (status === undefined || at < life.declared.at || at >= life.declared.lapsesAt || declarer === undefined) return { refused: 'emergency-over' };
  if (!unit.clockTrusted) return { refused: 'clock-untrusted' };
  if (unit.suspended) return { refused: 'emergency-suspended' };
  // Neither the role she declared in, nor the one she was moved to since.
  if (by.person === life.declared.by || by.role === life.declared.role || by.role === declarer) return { refused: 'emergency-second' };
  return { life: { ...life, status, opened: { by: by.person, role: by.role, at, until: at + Math.min(life.lasts, emergencyLimits.lasts) } } };
}

function endedBy(life: EmergencyLife, by: OfficeHolder, at: Instant): Advance {
  if (by.unit !== life.unit) return { refused: 'not-found' };
  const isInvolved = involved(life, by.person);
  if (!isInvolved && by.role !== 'unit_leader') return { refused: 'not-allowed' };
  const withdrawn = legalMoves[life.status].withdraw;
  if (withdrawn !== undefined) return { life: { ...life, status: withdrawn } };
  return legalMoves[life.status].end === undefined ? { refused: 'emergency-over' } : { life: over(life, at, isInvolved ? 'officer' : 'leader', by.person) };
}

function reviewed(life: EmergencyLife, { by, at, verdict }: Extract<EmergencyAct, { do: 'review' }>): Advance {
  const status = legalMoves[life.status][verdict === 'justified' ? 'justify' : 'condemn'];
  if (by.unit !== life.unit) return { refused: 'not-found' };
  if (by.role !== 'unit_leader') return { refused: 'not-allowed' };
  if (involved(life, by.person)) return { refused: 'emergency-reviewer' };
  if (status === undefined) return { refused: 'conflict' };
  // Late, it first counts as missed.
  if (life.status === 'ended' && at >= (life.ended?.reviewDue ?? 0)) return { refused: 'conflict' };
  return { life: { ...life, status, review: { by: by.person, at } } };
}

function looked(life: EmergencyLife, { at, declarerServes, seconderServes, open, unit }: Extract<EmergencyAct, { do: 'look' }>): EmergencyLife {
  const { lapse, end, miss } = legalMoves[life.status];
  if (lapse !== undefined) {
    const isOver = !unit.clockTrusted || unit.suspended || !declarerServes || open === 0 || at >= life.declared.lapsesAt || at < life.declared.at;
    return isOver ? { ...life, status: lapse } : life;
  }
  if (end !== undefined && life.opened) {
    // A clock that stands before the beginning, or that is not believed, can no longer say how long this has lasted.
    if (!unit.clockTrusted || at < life.opened.at) return over(life, at, 'clock');
    if (at >= life.opened.until) return over(life, life.opened.until, 'time');
    if (unit.suspended) return over(life, at, 'suspended');
    if (!declarerServes || !seconderServes) return over(life, at, 'membership');
    return open === 0 ? over(life, at, 'owner') : life;
  }
  return miss !== undefined && unit.clockTrusted && life.ended && at >= life.ended.reviewDue ? { ...life, status: miss } : life;
}

function over(life: EmergencyLife, at: Instant, why: EmergencyEnd, by?: PersonId): EmergencyLife {
  const ended = Math.max(life.opened?.at ?? at, Math.min(at, life.opened?.until ?? at));
  return { ...life, status: 'ended', ended: { at: ended, why, reviewDue: ended + emergencyLimits.review, ...(by !== undefined && { by }) } };
}

/** Declared it or confirmed it. */
export function involved({ declared, opened }: Pick<EmergencyLife, 'declared' | 'opened'>, person: PersonId): boolean {
  return person === declared.by || person === opened?.by;
}

/** Why a unit may not declare one now; undefined when it may. */
export function whyNotDeclare(unit: UnitStanding, used: { readonly thisMonth: number; readonly most: number; readonly waiting: boolean; readonly lately: number }): HubErrorCode | undefined {
  if (!unit.clockTrusted) return 'clock-untrusted';
  if (unit.suspended) return 'emergency-suspended';
  if (used.thisMonth >= used.most) return 'emergency-quota';
  if (used.waiting) return 'conflict';
  return used.lately >= triesPerHour ? 'too-many-requests' : undefined;
}
/** Of one unit, however they ended: where it finds cameras and where not tells where the opted-in homes are (THREATS 24). */
export const triesPerHour = 6;
