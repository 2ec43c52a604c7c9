import type { Ask, Rendition, Restriction } from '../domain/consent.ts';
import type { OwnerId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { inWeekly, nextChange } from './weekly.ts';

/** A restriction that refuses this ask at `t`. Any one of them overrides every grant. */
export function hits(restriction: Restriction, ask: Ask, owner: OwnerId, t: Instant): boolean {
  return couldHit(restriction, ask, owner) && hitsAt(restriction, t);
}

/** The part of `hits` that does not depend on time. */
export function couldHit({ scope, cap }: Restriction, ask: Ask, owner: OwnerId | undefined): boolean {
  return (scope.owner === undefined || scope.owner === owner)
    && (scope.who?.unit === undefined || ask.who.units.includes(scope.who.unit))
    && (scope.who?.person === undefined || scope.who.person === ask.who.person)
    && (scope.cameras === undefined || scope.cameras.includes(ask.camera))
    && (scope.actions === undefined || scope.actions.includes(ask.action))
    && (cap === undefined || exceeds(cap, ask.rendition));
}

/** The part of `hits` that does. */
export function hitsAt({ from, until, hours }: Restriction, t: Instant): boolean {
  return from <= t && t < until && inWeekly(hours, t);
}

/** An instant after `t` before which `hitsAt` does not change; Infinity if it never will. */
export function nextHitChange({ from, until, hours }: Restriction, t: Instant): Instant {
  if (t >= until) return Infinity;
  if (t < from) return from;
  return Math.min(until, nextChange(hours, t));
}

/** A cap that says nothing is no cap: the restriction then refuses everything in its scope. */
function exceeds(cap: NonNullable<Restriction['cap']>, rendition: Rendition): boolean {
  if (cap.maxHeight === undefined && cap.forbidAudio !== true && cap.mask === undefined) return true;
  return rendition.maxHeight > (cap.maxHeight ?? Infinity)
    || (cap.forbidAudio === true && rendition.audio)
    || (cap.mask !== undefined && !rendition.masks.has(cap.mask));
}
