import type { Camera } from '../domain/camera.ts';
import type { OwnerId, UnitId } from '../domain/ids.ts';
import type { MemberRole } from '../domain/people.ts';
import type { HeldMembership, HeldOffice, KnownPerson } from './signed-in.ts';
import { HubError } from '../sdk/errors.ts';

/** Owners for whom this person holds one of the roles. */
export function ownersOf(by: KnownPerson, roles: readonly MemberRole[] = ['owner', 'co_owner', 'manager', 'viewer']): readonly OwnerId[] {
  return by.memberships.filter(({ role }) => roles.includes(role)).map(({ owner }) => owner);
}
export const keepers: readonly MemberRole[] = ['owner', 'co_owner', 'manager'];

/** Existence itself is secret: what is not hers is not found. @throws HubError `not-found`, `not-allowed` */
export function membershipOf(by: KnownPerson, owner: OwnerId, roles?: readonly MemberRole[]): HeldMembership {
  const held = by.memberships.find((each) => each.owner === owner);
  if (!held) throw new HubError('not-found', 'It does not belong to this person.');
  if (roles && !roles.includes(held.role)) throw new HubError('not-allowed', `The role ${held.role} is not enough.`);
  return held;
}
/** @throws HubError `not-found`, `not-allowed` */
export function ownCamera<C extends Camera>(by: KnownPerson, camera: C | undefined, roles?: readonly MemberRole[]): C {
  if (!camera) throw new HubError('not-found', 'There is no such camera.');
  membershipOf(by, camera.owner, roles);
  return camera;
}
/** @throws HubError `not-allowed` when the person holds no office in the unit */
export function officeIn(by: KnownPerson, unit: UnitId | undefined): HeldOffice {
  const office = by.offices.find((each) => each.unit === unit) ?? (unit === undefined && by.offices.length === 1 ? by.offices[0] : undefined);
  if (!office || office.unitKind === 'peoples_committee') throw new HubError('not-allowed', 'The person is no officer of this unit.');
  return office;
}
