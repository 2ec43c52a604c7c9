/** Rows of one table that are about a person or a house, as they leave in her export. */
export interface HeldTable {
  readonly table: string;
  /** The column that holds the person, the owner or one of the owner's cameras. */
  readonly by: string;
  /** What she is not given: secrets, hashes of secrets, what names other people, and what is of no meaning outside. */
  readonly omit?: readonly string[];
}

/** What the hub holds on a person. */
export const heldOnPerson: readonly HeldTable[] = [
  { table: 'person', by: 'id', omit: ['password'] },
  { table: 'passkey', by: 'person', omit: ['id', 'public_key', 'counter'] },
  { table: 'session', by: 'person', omit: ['id', 'token_hash'] },
  { table: 'invitation', by: 'created_by', omit: ['token_hash', 'used_by'] },
  { table: 'member', by: 'person' }, { table: 'officer', by: 'person' },
  { table: 'notice', by: 'person' }, { table: 'notice_address', by: 'person' }, { table: 'consent_record', by: 'person' },
  { table: 'officer_street', by: 'person' }, { table: 'app', by: 'person' },
  { table: 'evidence_bag', by: 'person' }, { table: 'custody_event', by: 'person', omit: ['jws'] },
];
/** What she did as an officer: her own acts, of other people's houses only what their own rows say of her. */
export const heldOnOfficer: readonly HeldTable[] = [
  // A no looks like silence, and why a picture ended stays with the household (THREATS 13, 14, 25).
  { table: 'ask', by: 'person', omit: ['owner', 'decided_by', 'decided_at', 'status', 'held'] }, { table: 'area_ask', by: 'person' }, { table: 'viewing', by: 'person', omit: ['owner', 'end_reason'] },
  { table: 'export_job', by: 'person', omit: ['owner'] }, { table: 'oversight_alert', by: 'person', omit: ['subject'] }, { table: 'written_scan', by: 'person' },
];
/** What the hub holds on a house. */
export const heldOnOwner: readonly HeldTable[] = [
  { table: 'owner', by: 'id' }, { table: 'member', by: 'owner' }, { table: 'invitation', by: 'owner', omit: ['token_hash'] },
  { table: 'camera', by: 'owner' }, { table: 'mask_version', by: 'owner' }, { table: 'uplink_cap', by: 'owner', omit: ['set_by'] },
  { table: 'grant_version', by: 'owner' }, { table: 'restriction', by: 'owner' },
  // Who serves in a unit is told to owners by number; the account behind it is not theirs to keep.
  { table: 'ask', by: 'owner', omit: ['person'] }, { table: 'ask_redaction', by: 'owner' }, { table: 'viewing', by: 'owner', omit: ['person'] }, { table: 'refused_try', by: 'owner', omit: ['person'] },
  { table: 'emergency_camera', by: 'owner' }, { table: 'emergency_complaint', by: 'owner' }, { table: 'footage_hold', by: 'owner' },
  // What is sealed stays so here; she reads it on its own page.
  { table: 'written_request', by: 'owner', omit: ['person', 'body'] }, { table: 'export_job', by: 'owner', omit: ['person', 'bundle', 'left_out'] }, { table: 'evidence_piece', by: 'owner' }, { table: 'outside_fetch', by: 'owner', omit: ['person'] },
  { table: 'notice_sign', by: 'owner' }, { table: 'sign_message', by: 'owner' }, { table: 'letter_told', by: 'owner' },
];
/** By camera: lists of what was recorded, without the footage itself. */
export const heldOnCamera: readonly HeldTable[] = [{ table: 'camera_event', by: 'camera' }, { table: 'recorder_state', by: 'camera' }, { table: 'segment', by: 'camera', omit: ['path', 'init', 'opened', 'groups'] }, { table: 'footage_gone', by: 'camera' }, { table: 'footage_sheet', by: 'camera' }, { table: 'picture_fact', by: 'camera' }, { table: 'picture_pause', by: 'camera' }];

/** Tables that name a person, a house or a camera and are in no export, each with its reason. A test holds this list and the database together. */
export const heldNot: Readonly<Record<string, string>> = {
  secret: 'credentials are given to nobody', audit_entry: 'the log is exported by itself, with its proofs', audit_body: 'the log is exported by itself, with its proofs',
  unit_case: 'a unit\'s case, not a person\'s data', case_note: 'a unit\'s case', emergency: 'a unit\'s act; what it did to a house is in emergency_camera', emergency_suspension: 'about a unit', unit_merge: 'about units', oversight_answer: 'a unit\'s and the oversight\'s work',
  oversight_told: 'who was told of an alert', written_message: 'sealed; read on its own page', written_piece: 'part of a written request, read on its own page', leaving: 'its receipt is told to whoever holds the code', purge_request: 'about a unit', app_camera: 'part of a program; who let it in reads it on her own page', login_failure: 'kept minutes',
  footage_total: 'sums of what stands in segment', footage_hour: 'sums of what stands in segment',
  picture_reference: 'numbers the hub compares a scene by, of no meaning outside',
};
