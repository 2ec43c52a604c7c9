import type { Action, Ask, Decision, Obligations, Rendition, Restriction } from '../domain/consent.ts';
import type { CameraId, MaskId, PersonId } from '../domain/ids.ts';
import { memberRoles } from '../domain/people.ts';
import type { MemberRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { nothing } from './decide.ts';
import { couldHit, hitsAt, nextHitChange } from './hits.ts';
import { isInstant, validAsk, validRestriction } from './validate.ts';

const viewerActions: readonly Action[] = ['status', 'event', 'snapshot', 'live', 'playback'];
const longestWalk = 4_096;

/**
 * R0: the owner's own people, by their role in the house. Grants are about others, and so is a pause;
 * only a quarantined camera and a legal block bind the house itself, and a mask laid for its staff binds them. The clock need not be trusted. Pure and total.
 * `restrictions` are those of the camera's owner.
 */
export function decideForMember(role: MemberRole | undefined, action: Action, restrictions: readonly Restriction[], now: Instant, ask: Ask): Decision {
  if (!isInstant(now) || !validAsk(ask) || ask.action !== action || (role !== undefined && !memberRoles.includes(role))) return refusal('INVALID');
  if (role === undefined) return refusal('NO_GRANT');
  if (role === 'viewer' && !viewerActions.includes(action)) return refusal('SCOPE');
  const binding = restrictions.filter((restriction) => validRestriction(restriction) && binds(restriction, role) && couldHit(restriction, ask, restriction.scope.owner));
  const hit = binding.filter((restriction) => hitsAt(restriction, now));
  const isHit = hit.length > 0;
  return {
    effect: isHit ? 'deny' : 'permit',
    obligations: isHit ? nothing : ownObligations(ask.rendition),
    get holdsUntil() { return heldUntil(binding, isHit, now); },
    why: hit.map(({ id }) => ({ code: 'RESTRICTED', restriction: id })),
  };
}

/** The masks this member's pictures of a camera come with: an own ask has to name them. */
export function masksForMember(role: MemberRole | undefined, camera: CameraId, action: Action, restrictions: readonly Restriction[], now: Instant): ReadonlySet<MaskId> {
  return new Set(restrictions.flatMap((restriction) => {
    const { kind, scope, cap } = restriction;
    const isDue = kind === 'mask' && cap?.mask !== undefined && validRestriction(restriction) && binds(restriction, role) && hitsAt(restriction, now)
      && (scope.cameras?.includes(camera) ?? true) && (scope.actions?.includes(action) ?? true);
    return isDue && cap.mask !== undefined ? [cap.mask] : [];
  }));
}

function binds({ kind, staff }: Restriction, role: MemberRole | undefined): boolean {
  return kind === 'quarantine' || kind === 'legal_block' || (kind === 'mask' && staff === true && (role === 'manager' || role === 'viewer'));
}

/** An ask in the owner's own house. No purpose applies to it: the ledger leaves the purpose of an R0 entry out. */
export function ownAsk<A extends Action>(person: PersonId, camera: CameraId, action: A, rendition: Rendition, footage?: readonly [Instant, Instant]): Ask<A> {
  return { who: { person, units: [], roles: [], certs: [] }, camera, action, rendition, purpose: 'maintenance', ...(footage && { footage }) };
}

function heldUntil(binding: readonly Restriction[], isHit: boolean, now: Instant): Instant {
  let at = now;
  for (let step = 0; step < longestWalk; step += 1) {
    const from = at;
    const changes = (isHit ? binding.filter((restriction) => hitsAt(restriction, from)) : binding).map((restriction) => nextHitChange(restriction, from));
    // Refused as long as the last of those that refuse; free until the first that could.
    at = isHit ? Math.max(...changes) : Math.min(Infinity, ...changes);
    if (at === Infinity || binding.some((restriction) => hitsAt(restriction, at)) !== isHit) return at;
  }
  return at;
}

function ownObligations({ maxHeight, maxFps, audio, masks }: Rendition): Obligations {
  return { maxHeight, maxFps, audio, masks: [...masks].toSorted(), watermark: false, store: 'case' };
}

function refusal(code: 'INVALID' | 'NO_GRANT' | 'SCOPE'): Decision {
  return { effect: 'deny', obligations: nothing, holdsUntil: Infinity, why: [{ code }] };
}
