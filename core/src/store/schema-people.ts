import type { OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Language, MemberRole, OwnerKind, UnitKind, UnitRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';

// Rows of people, their houses and units, and how they sign in. `schema.ts` names the tables.

export interface PersonTable {
  id: PersonId;
  /** Folded: NFC, trimmed, lower case. Unique. */
  login: string;
  name: string;
  language: Language;
  /** argon2id, PHC string; null while only passkeys are used. */
  password: string | null;
  /** The hub's operator: runs the machine, sees no picture. */
  operator: 0 | 1;
  created_at: Instant;
  disabled_at: Instant | null;
}
export interface PasskeyTable {
  /** Credential id, base64url. */
  id: string;
  person: PersonId;
  public_key: Buffer;
  counter: number;
  transports: string;
  name: string;
  created_at: Instant;
  used_at: Instant | null;
}
export interface SessionTable {
  id: string;
  /** SHA-256 of the 256-bit token, hex. */
  token_hash: string;
  person: PersonId;
  created_at: Instant;
  seen_at: Instant;
  /** Last time the person proved who she is; widening needs it recent. */
  proved_at: Instant;
  expires_at: Instant;
  ended_at: Instant | null;
  user_agent: string;
  address: string;
}
export interface LoginFailureTable {
  /** `login:<login>` or `address:<ip>`. */
  key: string;
  count: number;
  first_at: Instant;
  locked_until: Instant | null;
}
export interface InvitationTable {
  id: string;
  token_hash: string;
  kind: 'member' | 'officer' | 'owner';
  owner: OwnerId | null;
  unit: UnitId | null;
  /** MemberRole or UnitRole by kind. */
  role: string;
  officer_no: string | null;
  /** Owner's name and kind for `owner` invitations, JSON. */
  about: string | null;
  created_by: PersonId;
  created_at: Instant;
  expires_at: Instant;
  used_at: Instant | null;
  used_by: PersonId | null;
}
export interface OwnerTable { id: OwnerId; kind: OwnerKind; name: string; created_at: Instant }
export interface MemberTable { owner: OwnerId; person: PersonId; role: MemberRole; since: Instant; ended_at: Instant | null }
export interface UnitTable {
  id: UnitId;
  kind: UnitKind;
  name: string;
  created_at: Instant;
  /** What its case numbers look like (`casePattern`); null: any. */
  case_pattern: string | null;
}
export interface OfficerTable { unit: UnitId; person: PersonId; role: UnitRole; officer_no: string; since: Instant; ended_at: Instant | null }
