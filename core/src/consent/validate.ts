import { actions, grantModes, purposes, restrictionKinds } from '../domain/consent.ts';
import type { Approval, Ask, Emergency, Grant, Interval, OpenCase, Restriction, Weekly } from '../domain/consent.ts';
import { unitRoles } from '../domain/people.ts';
import { zoneOf } from './zone.ts';

/** The end of the year 9999; later than that no calendar and no sentence can say. */
const lastInstant = 253_402_300_799_999;
const actionSet = new Set<string>(actions);
const purposeSet = new Set<string>(purposes);

// A record that fails here counts as absent (CONSENT §6.24). Records may come from an older or newer hub, so nothing about their shape is assumed.

export function validGrant(grant: Grant): boolean {
  return soundly(() => {
    const { who, what, when, why, limits } = grant;
    return isName(grant.id) && isCount(grant.version) && isName(grant.owner)
      && (who.unit !== undefined || who.person !== undefined)
      && isOptionalName(who.unit) && isOptionalName(who.person) && isOptionalName(who.cert)
      && (who.role === undefined || (unitRoles as readonly string[]).includes(who.role))
      && what.cameras.every(isName) && isPositive(what.maxHeight) && isPositive(what.maxFps) && typeof what.audio === 'boolean' && what.masks.every(isName)
      && what.actions.every((action) => actionSet.has(action))
      && isInstant(when.from) && isInstant(when.until) && when.from < when.until
      && (when.access === undefined || validWeekly(when.access))
      && (when.footage === undefined || validFootage(when.footage))
      && why.purposes.every((purpose) => purposeSet.has(purpose)) && typeof why.caseRequired === 'boolean'
      && grantModes.includes(grant.mode)
      && isCount(limits.maxSessionMs) && limits.maxSessionMs > 0 && isCount(limits.maxConcurrent) && isCount(limits.maxPerDay)
      && typeof limits.watermark === 'boolean' && (limits.store === 'none' || limits.store === 'case')
      && (grant.revokedAt === undefined || Number.isFinite(grant.revokedAt));
  });
}

/** `until` may be Infinity: a pause without an end is a pause, not a broken record. */
export function validRestriction(restriction: Restriction): boolean {
  return soundly(() => {
    const { scope, cap } = restriction;
    return isName(restriction.id) && restrictionKinds.includes(restriction.kind)
      && isOptionalName(scope.owner) && isOptionalName(scope.who?.unit) && isOptionalName(scope.who?.person)
      && (scope.cameras === undefined || scope.cameras.every(isName))
      && (scope.actions === undefined || scope.actions.every((action) => actionSet.has(action)))
      && Number.isSafeInteger(restriction.from) && isEnd(restriction.until) && restriction.from < restriction.until
      && (restriction.hours === undefined || validWeekly(restriction.hours))
      && (restriction.staff === undefined || typeof restriction.staff === 'boolean')
      && (cap === undefined || ((cap.maxHeight === undefined || (Number.isFinite(cap.maxHeight) && cap.maxHeight >= 0))
        && (cap.forbidAudio === undefined || typeof cap.forbidAudio === 'boolean') && isOptionalName(cap.mask)));
  });
}

export function validApproval(approval: Approval): boolean {
  return soundly(() => isName(approval.ask) && isCount(approval.version) && spans(approval.from, approval.until) && typeof approval.askHash === 'string');
}

/** At most eight cameras (CONSENT §2 R3). */
export function validEmergency(emergency: Emergency): boolean {
  return soundly(() => isName(emergency.declaredBy) && isOptionalName(emergency.secondedBy) && emergency.cameras.length <= 8 && spans(emergency.from, emergency.until));
}

export function validCase(open: OpenCase): boolean {
  return soundly(() => isName(open.caseNo) && isName(open.unit) && Number.isSafeInteger(open.from) && isEnd(open.until) && open.from < open.until);
}

/** Recorded footage must be named where it is asked for and nowhere else: a live ask that carries an interval says two things at once. */
export function validAsk(ask: Ask): boolean {
  return soundly(() => {
    const { who, rendition, footage } = ask;
    return isName(who.person) && who.units.every(isName) && who.roles.every(isName) && who.certs.every(isName) && isName(ask.camera)
      && actionSet.has(ask.action) && purposeSet.has(ask.purpose) && isOptionalName(ask.caseNo)
      && isPositive(rendition.maxHeight) && isPositive(rendition.maxFps) && typeof rendition.audio === 'boolean' && rendition.masks instanceof Set
      && [...rendition.masks].every(isName)
      && (footage === undefined ? ask.action !== 'playback' && ask.action !== 'clip' : mayHaveFootage(ask) && validInterval(footage));
  });
}

function validWeekly(weekly: Weekly): boolean {
  if (zoneOf(weekly.tz) === undefined) return false;
  for (const { days, from, to } of weekly.windows) {
    if (!isMinute(from) || !isMinute(to)) return false;
    for (const day of days) if (!Number.isInteger(day) || day < 0 || day > 6) return false;
  }
  return true;
}

export function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= lastInstant;
}

function validFootage(footage: NonNullable<Grant['when']['footage']>): boolean {
  const { from, until, hours, lookbackMs } = footage;
  return (from === undefined || isInstant(from)) && (until === undefined || isInstant(until)) && (from === undefined || until === undefined || from < until)
    && (hours === undefined || validWeekly(hours)) && isCount(lookbackMs);
}

function mayHaveFootage({ action }: Ask): boolean {
  return action === 'playback' || action === 'clip' || action === 'snapshot' || action === 'event';
}

function validInterval([from, to]: Interval): boolean {
  return spans(from, to);
}

function spans(from: number, until: number): boolean {
  return isInstant(from) && isInstant(until) && from < until;
}

/** Infinity where a record may stay without an end. */
function isEnd(value: unknown): boolean {
  return Number.isInteger(value) || value === Infinity;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isOptionalName(value: unknown): boolean {
  return value === undefined || isName(value);
}

function isPositive(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) > 0;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isMinute(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 1_440;
}

function soundly(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
