import type { Generated } from 'kysely';
import type { CameraId, GrantId, AskId, OwnerId, PersonId, RestrictionId, UnitId, ViewingId } from '../domain/ids.ts';
import type { Action, EndReason, Mark, Purpose, RestrictionKind, Route } from '../domain/consent.ts';
import type { Instant } from '../domain/time.ts';
import type { NoticeKind } from '../domain/notice.ts';
import type { AreaAskTable, AskBucketTable, CaseNoteTable, ConsentRecordTable, EmergencyCameraTable, EmergencyComplaintTable, EmergencySuspensionTable, EmergencyTable, FootageHoldTable, LeavingTable, LetterToldTable, MaskVersionTable, NoticeSignTable, OfficerStreetTable, OversightAlertTable, OversightAnswerTable, OversightToldTable, PurgeRequestTable, RefusedTryTable, SignMessageTable, UnitMergeTable, WrittenMessageTable, WrittenPieceTable, WrittenRequestTable, WrittenScanTable } from './schema-consent.ts';
import type { AppCameraTable, AppTable, PictureFactTable, PicturePauseTable, PictureReferenceTable, UplinkCapTable } from './schema-media.ts';
import type { AskRedactionTable, CameraEventTable, CustodyEventTable, EvidenceBagTable, EvidencePieceTable, FootageGoneTable, FootageSheetTable, FootageHourTable, FootageTotalTable, HubOpenTable, MediaInitTable, OutsideFetchTable, RecorderStateTable, RecordingDiskTable, ExportJobTable } from './schema-footage.ts';
import type { PersonTable, PasskeyTable, SessionTable, LoginFailureTable, InvitationTable, OwnerTable, MemberTable, UnitTable, OfficerTable } from './schema-people.ts';

/** The database as TypeScript sees it. The annotated SQL is in migrations/; a test compares the two. JSON columns hold canonical text. Booleans are 0 or 1. */
export interface Database {
  uplink_cap: UplinkCapTable;
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
  mask_version: MaskVersionTable;
  emergency: EmergencyTable;
  emergency_camera: EmergencyCameraTable;
  emergency_suspension: EmergencySuspensionTable;
  emergency_complaint: EmergencyComplaintTable;
  footage_hold: FootageHoldTable;
  case_note: CaseNoteTable;
  area_ask: AreaAskTable;
  ask_redaction: AskRedactionTable;
  ask_bucket: AskBucketTable;
  written_scan: WrittenScanTable;
  written_request: WrittenRequestTable;
  written_piece: WrittenPieceTable;
  written_message: WrittenMessageTable;
  consent_record: ConsentRecordTable;
  unit_merge: UnitMergeTable;
  notice_sign: NoticeSignTable;
  sign_message: SignMessageTable;
  leaving: LeavingTable;
  purge_request: PurgeRequestTable;
  refused_try: RefusedTryTable;
  officer_street: OfficerStreetTable;
  oversight_alert: OversightAlertTable;
  oversight_answer: OversightAnswerTable;
  oversight_told: OversightToldTable;
  letter_told: LetterToldTable;
  app: AppTable;
  app_camera: AppCameraTable;
  picture_reference: PictureReferenceTable;
  picture_fact: PictureFactTable;
  picture_pause: PicturePauseTable;
  camera_event: CameraEventTable;
  footage_sheet: FootageSheetTable;
  recorder_state: RecorderStateTable;
  hub_open: HubOpenTable;
  media_init: MediaInitTable;
  footage_total: FootageTotalTable;
  footage_hour: FootageHourTable;
  footage_gone: FootageGoneTable;
  recording_disk: RecordingDiskTable;
  evidence_bag: EvidenceBagTable;
  evidence_piece: EvidencePieceTable;
  custody_event: CustodyEventTable;
  outside_fetch: OutsideFetchTable;
}

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
  record_events: Generated<0 | 1>;
  /** RecordingHours, JSON; null: always. */
  record_hours: string | null;
  record_pre_ms: Generated<number>;
  record_post_ms: Generated<number>;
  record_sub: Generated<0 | 1>;
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
  /** The area ask it is part of. */
  area: string | null;
  /** What she said yes to where it is less than what was asked: Ask, JSON, and its hash. */
  approved_body: string | null;
  approved_hash: string | null;
  /** Whether its footage could be held until she answers; null where there is none. */
  held: 0 | 1 | null;
  /** SHA-256 of what her yes covers of the picture (ask_redaction), hex; null: nothing. */
  covered: string | null;
}
/** A unit's register of cases (vụ việc). A number is used once; a closed case stays closed. */
export interface UnitCaseTable {
  id: string;
  unit: UnitId;
  case_no: string;
  kind: Purpose;
  title: string;
  place: string;
  latitude: number | null;
  longitude: number | null;
  happened_from: Instant;
  happened_to: Instant;
  opened_by: PersonId;
  opened_at: Instant;
  /** A leader who did not open it; without it the case carries nothing after a day. */
  countersigned_by: PersonId | null;
  countersigned_at: Instant | null;
  closed_by: PersonId | null;
  closed_at: Instant | null;
  outcome: 'solved' | 'handed_over' | 'unfounded' | 'suspended' | null;
  outcome_note: string | null;
}
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
  /** Whether every obligation was met, and the ask, the emergency or the written request behind it; null: none, or unknown. */
  obligations_met: 0 | 1 | null;
  ask: AskId | null;
  emergency: string | null;
  request: string | null;
  /** The program that looked in her name, as she called it. */
  program: string | null;
}
export interface AuditEntryTable { seq: Generated<number>; at: Instant; type: string; camera: CameraId | null; camera_seq: number | null; entry: string; leaf_hash: Buffer; owner: OwnerId | null }
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
  role: Generated<'main' | 'sub'>;
  origin: Generated<'recorded' | 'outside'>;
  init: number | null;
  opened: number | null;
  run_from: Instant | null;
  run_offset: number | null;
  /** `decodeGroups` of recordings/group-index.ts; null: to be read from the file. */
  groups: Buffer | null;
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
