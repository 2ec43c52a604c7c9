import type { OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Language, MemberRole, OwnerKind, UnitKind, UnitRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';

export interface HeldMembership {
  readonly owner: OwnerId;
  readonly ownerName: string;
  readonly ownerKind: OwnerKind;
  readonly role: MemberRole;
}
export interface HeldOffice {
  readonly unit: UnitId;
  readonly unitName: string;
  readonly unitKind: UnitKind;
  readonly role: UnitRole;
  readonly officerNo: string;
}
/** A person with the roles she holds now. */
export interface KnownPerson {
  readonly person: PersonId;
  readonly login: string;
  readonly name: string;
  readonly language: Language;
  /** Runs the machine; no picture. */
  readonly operator: boolean;
  readonly memberships: readonly HeldMembership[];
  readonly offices: readonly HeldOffice[];
}
/** A live session and whose it is: read anew for every request, so a role that ended is gone at once. */
export interface SignedIn extends KnownPerson {
  readonly session: string;
  readonly provedAt: Instant;
}
