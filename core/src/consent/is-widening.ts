import type { Grant } from '../domain/consent.ts';
import { validGrant } from './validate.ts';
import { isWithin } from './weekly-within.ts';

/**
 * Whether a new version of a grant could give anybody anything that the old one does not. Whatever is not provably narrower is widening:
 * it needs a fresh proof of who signs, the registered owner, and every co-owner is told (THREATS 7). Pure, never throws.
 */
export function isWidening(before: Grant, after: Grant): boolean {
  if (!validGrant(before) || !validGrant(after) || before.id !== after.id || before.owner !== after.owner) return true;
  return !(isNarrowerWho(before, after) && isLessPicture(before, after) && isLessTime(before, after) && isLessFootage(before, after) && isLessReason(before, after) && isLessUse(before, after));
}

function isNarrowerWho({ who: before }: Grant, { who: after }: Grant): boolean {
  return (['unit', 'role', 'person', 'cert'] as const).every((field) => before[field] === undefined || before[field] === after[field]);
}
/** A picture that is asked for each time is less than one that is not; an emergency is another thing altogether. */
function isLessPicture(before: Grant, after: Grant): boolean {
  return within(after.what.cameras, before.what.cameras) && within(after.what.actions, before.what.actions) && within(before.what.masks, after.what.masks)
    && after.what.maxHeight <= before.what.maxHeight && after.what.maxFps <= before.what.maxFps && (before.what.audio || !after.what.audio)
    && (before.mode === after.mode || (before.mode === 'standing' && after.mode === 'ask'));
}
function isLessTime({ when: before, revokedAt }: Grant, { when: after, revokedAt: stillRevoked }: Grant): boolean {
  return (revokedAt === undefined || stillRevoked !== undefined) && after.from >= before.from && after.until <= before.until && isWithin(after.access, before.access);
}
/** Bounds of filming also bind what is watched live, so leaving them out is no narrowing. */
function isLessFootage({ when: { footage: before } }: Grant, { when: { footage: after } }: Grant): boolean {
  if (before === undefined) return after === undefined;
  if (after === undefined) return before.from === undefined && before.until === undefined && before.hours === undefined;
  return after.lookbackMs <= before.lookbackMs && (after.from ?? 0) >= (before.from ?? 0) && (after.until ?? Infinity) <= (before.until ?? Infinity) && isWithin(after.hours, before.hours);
}
function isLessReason({ why: before }: Grant, { why: after }: Grant): boolean {
  return within(after.purposes, before.purposes) && (!before.caseRequired || after.caseRequired);
}
function isLessUse({ limits: before }: Grant, { limits: after }: Grant): boolean {
  return after.maxSessionMs <= before.maxSessionMs && after.maxConcurrent <= before.maxConcurrent && after.maxPerDay <= before.maxPerDay
    && (after.watermark || !before.watermark) && (after.store === 'none' || before.store === 'case');
}
function within<T>(some: readonly T[], all: readonly T[]): boolean {
  return some.every((each) => all.includes(each));
}
