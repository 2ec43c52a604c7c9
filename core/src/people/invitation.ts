import type { OwnerId, UnitId } from '../domain/ids.ts';
import type { MemberRole, OwnerKind, UnitRole } from '../domain/people.ts';
import type { InvitationTable } from '../store/schema-people.ts';
import type { KnownPerson } from './signed-in.ts';

/** What somebody is invited to. */
export type Invitation =
  | { readonly kind: 'member'; readonly owner: OwnerId; readonly role: Exclude<MemberRole, 'owner'> }
  | { readonly kind: 'officer'; readonly unit: UnitId; readonly role: UnitRole; readonly officerNo: string }
  | { readonly kind: 'owner'; readonly ownerKind: OwnerKind; readonly ownerName: string };

/** Pure: whether a person, with the roles she holds now, may give this away. */
export function mayInvite(known: KnownPerson, invitation: Invitation): boolean {
  switch (invitation.kind) {
    case 'member': return known.memberships.some(({ owner, role }) => owner === invitation.owner && role === 'owner');
    case 'officer': return known.offices.some(({ unit, role }) => unit === invitation.unit && role === 'unit_leader') || (known.operator && invitation.role === 'unit_leader');
    case 'owner': return known.operator;
  }
}

/** The columns that say what it is to. */
export function rowOf(invitation: Invitation): Pick<InvitationTable, 'kind' | 'owner' | 'unit' | 'role' | 'officer_no' | 'about'> {
  switch (invitation.kind) {
    case 'member': return { kind: 'member', owner: invitation.owner, unit: null, role: invitation.role, officer_no: null, about: null };
    case 'officer': return { kind: 'officer', owner: null, unit: invitation.unit, role: invitation.role, officer_no: invitation.officerNo, about: null };
    case 'owner': return { kind: 'owner', owner: null, unit: null, role: 'owner', officer_no: null, about: JSON.stringify({ ownerKind: invitation.ownerKind, ownerName: invitation.ownerName }) };
  }
}

/** Rows are written by `rowOf` alone, and the database checks which columns a kind has. */
export function targetOf(row: InvitationTable): Invitation {
  switch (row.kind) {
    case 'member': return { kind: 'member', owner: row.owner as OwnerId, role: row.role as Exclude<MemberRole, 'owner'> };
    case 'officer': return { kind: 'officer', unit: row.unit as UnitId, role: row.role as UnitRole, officerNo: row.officer_no ?? '' };
    case 'owner': return { kind: 'owner', ...aboutOf(row) };
  }
}
export function aboutOf(row: InvitationTable): { readonly ownerKind: OwnerKind; readonly ownerName: string } {
  return JSON.parse(row.about ?? '{}') as { ownerKind: OwnerKind; ownerName: string };
}
