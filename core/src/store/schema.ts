import type { Generated } from 'kysely';
import type { CameraId, GrantId, AskId, OwnerId, PersonId, RestrictionId, UnitId, ViewingId } from '../domain/ids.ts';
import type { Action, EndReason, Mark, Purpose, RestrictionKind, Route } from '../domain/consent.ts';
import type { Language, MemberRole, OwnerKind, UnitKind, UnitRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import type { NoticeKind } from '../domain/notice.ts';

/** The database as TypeScript sees it. The annotated SQL is in migrations/; a test compares the two. JSON columns hold canonical text. Booleans are 0 or 1. */
export interface Database {
  person: PersonTable;
  passkey: PasskeyTable;
  session: SessionTable;
  login_failure: LoginFailureTable;
  invitation: InvitationTable;
  owner: OwnerTable;
  member: MemberTable;
  unit: UnitTable;
  officer: OfficerTable;
  camera: CameraTable;
  grant_version: GrantVersionTable;
  restriction: RestrictionTable;
  ask: AskTable;
  viewing: ViewingTable;
  unit_case: UnitCaseTable;
  audit_entry: AuditEntryTable;
  audit_body: AuditBodyTable;
  audit_node: AuditNodeTable;
  audit_checkpoint: AuditCheckpointTable;
  segment: SegmentTable;
  export_job: ExportJobTable;
  notice: NoticeTable;
  notice_delivery: NoticeDeliveryTable;
  notice_address: NoticeAddressTable;
  plugin: PluginTable;
  plugin_value: PluginValueTable;
  secret: SecretTable;
  hub_value: HubValueTable;
}

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
export interface UnitTable { id: UnitId; kind: UnitKind; name: string; created_at: Instant }
export interface OfficerTable { unit: UnitId; person: PersonId; role: UnitRole; officer_no: string; since: Instant; ended_at: Instant | null }
export interface CameraTable {
  id: CameraId;
  owner: OwnerId;
  name: string;
  place: string;
  /** Compass degrees the camera looks to, 0 north; null unknown. */
  direction: number | null;
  provider: string;
  native_id: string;
  /** As the camera says of itself. */
  maker: string | null;
  model: string | null;
  device_uri: string | null;
  snapshot_uri: string | null;
  /** Source[], JSON, without credentials. */
  sources: string;
  clock_offset_ms: number | null;
  confirmed_at: Instant | null;
  recording: 'off' | 'continuous';
  record_days: number;
  record_bytes: number;
  created_at: Instant;
  removed_at: Instant | null;
  /** WGS 84 degrees; null where the owner did not say. */
  latitude: number | null;
  longitude: number | null;
  /** How wide it sees, degrees. */
  view_degrees: number | null;
}
export interface GrantVersionTable {
  id: GrantId;
  version: number;
  owner: OwnerId;
  /** Grant, JSON, without revokedAt. */
  body: string;
  sentence_vi: string;
  sentence_en: string;
  signed_by: PersonId;
  signed_at: Instant;
  revoked_by: PersonId | null;
  revoked_at: Instant | null;
}
export interface RestrictionTable {
  id: RestrictionId;
  owner: OwnerId | null;
  kind: RestrictionKind;
  /** Restriction, JSON. */
  body: string;
  created_by: PersonId | null;
  created_at: Instant;
  lifted_by: PersonId | null;
  lifted_at: Instant | null;
}
export interface AskTable {
  id: AskId;
  grant_id: GrantId;
  grant_version: number;
  owner: OwnerId;
  camera: CameraId;
  person: PersonId;
  unit: UnitId;
  officer_no: string;
  /** Ask, JSON. */
  body: string;
  /** SHA-256 of the canonical ask, hex. */
  hash: string;
  /** What the officer writes to the owner, one sentence. */
  message: string;
  status: 'pending' | 'approved' | 'declined' | 'lapsed' | 'withdrawn';
  created_at: Instant;
  lapses_at: Instant;
  decided_by: PersonId | null;
  decided_at: Instant | null;
  /** Until when an approval can be used. */
  approved_until: Instant | null;
  used_at: Instant | null;
}
/** A unit's cases (vụ việc), by number. */
export interface UnitCaseTable { unit: UnitId; case_no: string; opened_by: PersonId; opened_at: Instant; closed_at: Instant | null }
/** The ledger as it is read: one row a viewing. The truth is the audit log. */
export interface ViewingTable {
  id: ViewingId;
  camera: CameraId;
  owner: OwnerId;
  person: PersonId;
  person_name: string;
  unit: UnitId | null;
  unit_name: string | null;
  officer_no: string | null;
  route: Route;
  action: Action;
  purpose: Purpose | null;
  case_no: string | null;
  grant_id: GrantId | null;
  footage_from: Instant | null;
  footage_to: Instant | null;
  /** Obligations, JSON. */
  obligations: string;
  opened_at: Instant;
  closed_at: Instant | null;
  end_reason: EndReason | null;
  /** Seconds during which media was delivered. */
  seconds: number;
  bytes: number;
  /** How the name mark was carried; null while open, when it went without, and when nobody knows. */
  mark: Mark | null;
}
export interface AuditEntryTable { seq: Generated<number>; at: Instant; type: string; camera: CameraId | null; camera_seq: number | null; entry: string; leaf_hash: Buffer }
export interface AuditBodyTable { seq: number; salt: Buffer; body: string }
/** Complete subtree hashes, RFC 6962: level 0 are leaves. */
export interface AuditNodeTable { level: number; idx: number; hash: Buffer }
export interface AuditCheckpointTable { size: number; root: Buffer; note: string; at: Instant }
export interface SegmentTable {
  id: Generated<number>;
  camera: CameraId;
  from_at: Instant;
  to_at: Instant;
  /** Relative to the recordings folder. */
  path: string;
  bytes: number;
  sha256: string;
  /** Being deleted: the file goes first, then the row. */
  garbage: 0 | 1;
}
export interface ExportJobTable {
  id: string;
  camera: CameraId;
  owner: OwnerId;
  person: PersonId;
  from_at: Instant;
  to_at: Instant;
  format: string;
  status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  progress: number;
  /** ExportedFile[], JSON. */
  files: string;
  error: string | null;
  viewing: ViewingId | null;
  created_at: Instant;
  done_at: Instant | null;
}
export interface NoticeTable {
  id: string;
  person: PersonId;
  kind: NoticeKind;
  at: Instant;
  title_vi: string;
  title_en: string;
  body_vi: string;
  body_en: string;
  link: string | null;
  read_at: Instant | null;
}
export interface NoticeDeliveryTable { notice: string; channel: string; tries: number; next_at: Instant | null; done_at: Instant | null; error: string | null }
export interface NoticeAddressTable { person: PersonId; channel: string; address: string; enabled: 0 | 1 }
export interface PluginTable {
  id: string;
  /** Settings without secrets, JSON. */
  config: string;
  enabled: 0 | 1;
  updated_at: Instant;
}
export interface PluginValueTable { plugin: string; name: string; value: string }
/** AES-256-GCM; the name is authenticated. */
export interface SecretTable { name: string; nonce: Buffer; sealed: Buffer }
export interface HubValueTable { name: string; value: string }
