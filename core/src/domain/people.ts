import type { OwnerId, PersonId, UnitId } from './ids.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];
/** A text a person reads: Vietnamese first, English complete. */
export type Text = { readonly [L in Language]: string };

export const ownerKinds = ['household', 'business'] as const;
export type OwnerKind = (typeof ownerKinds)[number];
/** Who a camera belongs to (chủ camera): a household or a business. */
export interface Owner {
  readonly id: OwnerId;
  readonly kind: OwnerKind;
  readonly name: string;
}
/** `owner` is the registered owner (only she widens); `co_owner` an adult of the house (may pause and revoke); `manager` and `viewer` are a business's staff. */
export const memberRoles = ['owner', 'co_owner', 'manager', 'viewer'] as const;
export type MemberRole = (typeof memberRoles)[number];

export const unitKinds = ['ward_police', 'peoples_committee', 'grassroots'] as const;
export type UnitKind = (typeof unitKinds)[number];
export interface Unit {
  readonly id: UnitId;
  readonly kind: UnitKind;
  readonly name: string;
}
export const unitRoles = ['duty_officer', 'investigator', 'unit_leader'] as const;
export type UnitRole = (typeof unitRoles)[number];

export interface Membership {
  readonly owner: OwnerId;
  readonly person: PersonId;
  readonly role: MemberRole;
}
export interface Officership {
  readonly unit: UnitId;
  readonly person: PersonId;
  readonly role: UnitRole;
  /** Số hiệu: shown to owners with every view. */
  readonly officerNo: string;
}
