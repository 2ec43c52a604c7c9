import type { OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { MemberRole, UnitRole } from '../domain/people.ts';

/** Facts of this room, told after they are committed. Whoever holds permits asks again on each that ends something. */
export interface PeopleFacts {
  'member.joined': { readonly owner: OwnerId; readonly person: PersonId; readonly role: MemberRole };
  'member.ended': { readonly owner: OwnerId; readonly person: PersonId; readonly role: MemberRole };
  'officer.joined': { readonly unit: UnitId; readonly person: PersonId; readonly role: UnitRole };
  'officer.ended': { readonly unit: UnitId; readonly person: PersonId; readonly role: UnitRole };
  'person.ended': { readonly person: PersonId };
  /** Somebody else ended all her sessions: what she has open ends with them. */
  'person.cut': { readonly person: PersonId };
  'session.ended': { readonly session: string; readonly person: PersonId };
}
