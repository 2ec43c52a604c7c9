import type { Ask, Grant, ReasonCode } from '../domain/consent.ts';
import { minutes, seconds } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Facts } from './facts.ts';
import { inWeekly, nextChange } from './weekly.ts';

/** CONSENT §2 R3. */
const emergencyLasts = minutes(30);
const emergencyPreBuffer = seconds(60);

/**
 * The first test of a grant that fails at `t`; undefined if the grant alone covers the whole ask.
 * Always in this order: SCOPE (the action; camera and asker are settled in `Facts`), REVOKED, OUTSIDE_VALIDITY, OUTSIDE_SCHEDULE, PURPOSE,
 * CASE_REQUIRED, RESOLUTION, FPS, AUDIO, MASK, LOOKBACK, FOOTAGE_RANGE, then NEEDS_APPROVAL or NO_EMERGENCY.
 */
export function firstFailure(grant: Grant, facts: Facts, t: Instant): ReasonCode | undefined {
  const { ask } = facts;
  const { when, why } = grant;
  if (!offers(grant, ask)) return 'SCOPE';
  if (grant.revokedAt !== undefined) return 'REVOKED';
  if (t < when.from || t >= when.until) return 'OUTSIDE_VALIDITY';
  if (!inWeekly(when.access, t)) return 'OUTSIDE_SCHEDULE';
  if (!why.purposes.includes(ask.purpose)) return 'PURPOSE';
  if (why.caseRequired && !caseIsOpen(grant, facts, t)) return 'CASE_REQUIRED';
  return renditionFailure(grant, ask) ?? footageFailure(grant, ask, t) ?? modeFailure(grant, facts, t);
}

/** False when no passing of time alone can make this grant cover the ask. */
export function couldCover(grant: Grant, { ask }: Facts): boolean {
  return offers(grant, ask) && grant.revokedAt === undefined && grant.why.purposes.includes(ask.purpose) && renditionFailure(grant, ask) === undefined
    && (ask.footage === undefined || wasFilmedInside(grant, ask.footage));
}

/** An instant after `t` before which `firstFailure` of a grant that could cover does not change; Infinity if it never will. */
export function nextCoverChange(grant: Grant, { ask, approvals, emergencies, cases }: Facts, t: Instant): Instant {
  const { when, why, mode } = grant;
  if (t >= when.until) return Infinity;
  if (t < when.from) return when.from;
  let next = Math.min(when.until, nextChange(when.access, t));
  const consider = (point: Instant): void => {
    if (point > t) next = Math.min(next, point);
  };
  if (why.caseRequired) for (const open of cases) { consider(open.from); consider(open.until); }
  if (ask.footage !== undefined) {
    consider(ask.footage[1]);
    consider(ask.footage[0] + (when.footage?.lookbackMs ?? 0) + 1);
  } else if (when.footage !== undefined && filmsNow(ask)) {
    consider(when.footage.from ?? 0);
    consider(when.footage.until ?? Infinity);
    consider(nextChange(when.footage.hours, t));
  }
  if (mode === 'ask') for (const approval of approvals) { consider(approval.from); consider(approval.until); }
  if (mode === 'emergency') for (const emergency of emergencies) { consider(emergency.from); consider(Math.min(emergency.until, emergency.from + emergencyLasts)); }
  return next;
}

/** No action implies another. In an emergency nothing is taken away or said through the camera. */
function offers(grant: Grant, { action }: Ask): boolean {
  return grant.what.actions.includes(action) && !(grant.mode === 'emergency' && (action === 'clip' || action === 'talk'));
}

function caseIsOpen({ who }: Grant, { cases }: Facts, t: Instant): boolean {
  return cases.some((open) => (who.unit === undefined || open.unit === who.unit) && open.from <= t && t < open.until);
}

function renditionFailure({ what, mode }: Grant, { rendition }: Ask): ReasonCode | undefined {
  if (rendition.maxHeight > what.maxHeight) return 'RESOLUTION';
  if (rendition.maxFps > what.maxFps) return 'FPS';
  if (rendition.audio && (!what.audio || mode === 'emergency')) return 'AUDIO';
  return what.masks.every((mask) => rendition.masks.has(mask)) ? undefined : 'MASK';
}

/** What is filmed while it is looked at must lie inside the hours of filming too, else a live view would get round them. */
function footageFailure({ when }: Grant, ask: Ask, t: Instant): ReasonCode | undefined {
  const { footage } = when;
  if (ask.footage === undefined) {
    if (footage === undefined || !filmsNow(ask)) return undefined;
    return (footage.from ?? 0) <= t && t < (footage.until ?? Infinity) && inWeekly(footage.hours, t) ? undefined : 'FOOTAGE_RANGE';
  }
  // A grant that says nothing of recorded footage gives none.
  if (footage === undefined || ask.footage[0] < t - footage.lookbackMs) return 'LOOKBACK';
  return ask.footage[1] <= t && wasFilmedInside({ when }, ask.footage) ? undefined : 'FOOTAGE_RANGE';
}

function wasFilmedInside({ when: { footage } }: Pick<Grant, 'when'>, [from, to]: readonly [Instant, Instant]): boolean {
  return footage !== undefined && (footage.from ?? 0) <= from && to <= (footage.until ?? Infinity)
    && inWeekly(footage.hours, from) && nextChange(footage.hours, from) >= to;
}

function filmsNow({ action }: Ask): boolean {
  return action === 'live' || action === 'snapshot' || action === 'event';
}

function modeFailure(grant: Grant, { ask, approvals, emergencies }: Facts, t: Instant): ReasonCode | undefined {
  if (grant.mode === 'standing') return undefined;
  if (grant.mode === 'ask') {
    const isApproved = approvals.some((approval) => approval.grant === grant.id && approval.version === grant.version && approval.from <= t && t < approval.until);
    return isApproved ? undefined : 'NEEDS_APPROVAL';
  }
  const isDeclared = emergencies.some((emergency) => emergency.grant === grant.id
    && emergency.from <= t && t < Math.min(emergency.until, emergency.from + emergencyLasts)
    && (ask.footage === undefined || ask.footage[0] >= emergency.from - emergencyPreBuffer));
  return isDeclared ? undefined : 'NO_EMERGENCY';
}
