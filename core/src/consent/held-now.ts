import type { Grant, Restriction, RestrictionKind } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { hitsAt } from './hits.ts';
import { validRestriction } from './validate.ts';

/** What keeps a grant shut on one camera at this moment whatever is asked: a pause, private hours, a merged unit. A cap or a mask leaves something, and is none. Pure. */
export function heldNow(restrictions: readonly Restriction[], { owner, who }: Pick<Grant, 'owner' | 'who'>, camera: CameraId, now: Instant): RestrictionKind | undefined {
  return restrictions.find((restriction) => {
    if (!validRestriction(restriction)) return false;
    const { scope, cap } = restriction;
    return cap === undefined && scope.actions === undefined && (scope.owner === undefined || scope.owner === owner) && (scope.cameras?.includes(camera) ?? true)
      && (scope.who?.unit === undefined || scope.who.unit === who.unit) && (scope.who?.person === undefined || scope.who.person === who.person) && hitsAt(restriction, now);
  })?.kind;
}

/** The same for all of its cameras at once: undefined while one of them is free. */
export function allHeldNow(restrictions: readonly Restriction[], grant: Pick<Grant, 'owner' | 'who' | 'what'>, now: Instant): RestrictionKind | undefined {
  const held = grant.what.cameras.map((camera) => heldNow(restrictions, grant, camera, now));
  return held.every((kind) => kind !== undefined) ? held[0] : undefined;
}
