/** Rows of the consent work (migration 3): cases and requests, emergencies, written requests, masks, records, oversight. `schema.ts` names the tables. */
import type { EmergencyEnd, EmergencyGround, EmergencyStatus, SuspensionCause } from '../domain/emergency.ts';
import type { CameraId, GrantId, MaskId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Purpose } from '../domain/consent.ts';
import type { Language, UnitRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';

/** Footage that must stay. In force while `released_at` is null and `until` lies ahead. */
export interface FootageHoldTable {
  id: string;
  camera: CameraId;
  owner: OwnerId;
  from_at: Instant;
  to_at: Instant;
  reason: 'ask' | 'written';
  /** AskId, or the id of the written request. */
  ref: string;
  placed_at: Instant;
  until: Instant;
  /** Of what was recorded when it was laid. */
  bytes: number;
  released_at: Instant | null;
}

/** The paper of a written request, as scanned; its bytes lie sealed in a file named by the id. */
export interface WrittenScanTable {
  id: string;
  person: PersonId;
  type: 'application/pdf' | 'image/jpeg' | 'image/png';
  bytes: number;
  sha256: string;
  created_at: Instant;
}
/** A written request (R4) to one owner. */
export interface WrittenRequestTable {
  id: string;
  owner: OwnerId;
  /** Null: of a unit this hub does not know. */
  unit: UnitId | null;
  unit_name: string;
  entered_by: 'unit' | 'owner';
  person: PersonId;
  officer_no: string | null;
  status: 'received' | 'checking' | 'clarifying' | 'executing' | 'delivered' | 'recalled' | 'refused' | 'withdrawn' | 'closed';
  document_no: string;
  case_no: string;
  purpose: Purpose;
  deadline_at: Instant;
  /** Until when the receiver promised to have destroyed what it got. */
  destroy_by: Instant;
  scan: string;
  /** What else the paper says, JSON, sealed. */
  body: string;
  created_at: Instant;
  status_at: Instant;
  decided_by: PersonId | null;
  refused_ground: 'not_valid' | 'unclear' | 'too_wide' | 'no_footage' | 'other' | null;
  /** Why the last cutting came to nothing, an error code. */
  trouble: string | null;
  release_until: Instant | null;
  first_fetched_at: Instant | null;
  overdue_told: 'answer' | 'destruction' | null;
}
/** One camera and one interval of a written request. */
export interface WrittenPieceTable {
  request: string;
  n: number;
  camera: CameraId;
  from_at: Instant;
  to_at: Instant;
  held: 0 | 1;
  status: 'asked' | 'cutting' | 'cut' | 'no_footage' | 'left_out';
  job: string | null;
  /** ExportedFile[], JSON. */
  files: string;
}
export interface WrittenMessageTable {
  request: string;
  n: number;
  at: Instant;
  kind: 'question' | 'answer' | 'refusal' | 'destruction';
  person: PersonId;
  /** JSON, sealed. */
  body: string;
}

/** One event of what a person said about her own data; the newest counts. */
export interface ConsentRecordTable {
  id: string;
  event: number;
  person: PersonId;
  /** W3C DPV. */
  state: 'ConsentGiven' | 'RenewedConsentGiven' | 'ConsentWithdrawn';
  at: Instant;
  by_person: PersonId;
  method: 'set-up' | 'invitation' | 'settings';
  notice_version: string;
  notice_language: Language;
  /** Hex. */
  notice_sha256: string;
}
export interface NoticeSignTable {
  /** In the QR code; unguessable. */
  code: string;
  owner: OwnerId;
  /** Null: all cameras of the house. */
  camera: CameraId | null;
  responsible: string;
  contact: string;
  /** SignPurpose[], JSON. */
  purposes: string;
  made_by: PersonId;
  made_at: Instant;
  ended_at: Instant | null;
}
export interface SignMessageTable { id: string; sign: string; owner: OwnerId; kind: 'mask' | 'complaint'; words: string; reply_to: string | null; at: Instant; closed_by: PersonId | null; closed_at: Instant | null }
export interface LeavingTable {
  id: string;
  /** SHA-256 of the code that opens the receipt, hex. */
  code_hash: string;
  owner: OwnerId;
  person: PersonId;
  /** LeavingStep, or `done`. */
  step: string;
  /** LeavingFigures, JSON. */
  figures: string;
  started_at: Instant;
  done_at: Instant | null;
}
export interface PurgeRequestTable {
  id: string;
  leaving: string;
  unit: UnitId;
  /** PurgeItem[], JSON. */
  items: string;
  made_at: Instant;
  acknowledged_by: PersonId | null;
  acknowledged_at: Instant | null;
}

/** What the gate refused an officer about one camera, an hour. */
export interface RefusedTryTable { camera: CameraId; person: PersonId; hour: Instant; owner: OwnerId; unit: UnitId | null; unit_name: string | null; officer_no: string | null; tries: number; last_at: Instant }
/** The street an officer says he lives on. */
export interface OfficerStreetTable { person: PersonId; street: string; declared_at: Instant }
export interface OversightAlertTable {
  id: string;
  kind: 'no_progress' | 'fixation' | 'own_street' | 'night_spike' | 'several_households' | 'area_scraping' | 'returning';
  person: PersonId;
  unit: UnitId;
  officer_no: string;
  /** SHA-256 of what it is about, hex. */
  subject: string;
  acts: number;
  from_at: Instant;
  to_at: Instant;
  /** string[], JSON. */
  cases: string;
  /** Purpose[], JSON. */
  purposes: string;
  opened_at: Instant;
}
export interface OversightAnswerTable { alert: string; side: 'leader' | 'oversight'; by_person: PersonId; at: Instant; reason: string }
export interface OversightToldTable { alert: string; told: string; at: Instant }
/** `month` is `2026-10`. */
export interface LetterToldTable { owner: OwnerId; month: string; at: Instant }

/** One emergency (R3), from its declaration to its review. */
export interface EmergencyTable {
  id: string;
  unit: UnitId;
  status: EmergencyStatus;
  ground: EmergencyGround;
  purpose: Purpose;
  words: string;
  place: string;
  latitude: number;
  longitude: number;
  radius_m: number;
  case_no: string | null;
  /** ms. */
  lasts: number;
  declared_by: PersonId;
  declared_role: UnitRole;
  declared_no: string;
  declared_at: Instant;
  lapses_at: Instant;
  seconded_by: PersonId | null;
  seconded_role: UnitRole | null;
  seconded_no: string | null;
  opened_at: Instant | null;
  until_at: Instant | null;
  /** Null where the hub ended it. */
  ended_by: PersonId | null;
  ended_at: Instant | null;
  ended_why: EmergencyEnd | null;
  review_due_at: Instant | null;
  reviewed_by: PersonId | null;
  reviewed_at: Instant | null;
  review_words: string | null;
}
export interface EmergencyCameraTable {
  emergency: string;
  place_no: number;
  camera: CameraId;
  owner: OwnerId;
  grant_id: GrantId;
  stopped_at: Instant | null;
  stopped_by: PersonId | null;
  told_at: Instant | null;
}
/** In force while `lifted_at` is null. */
export interface EmergencySuspensionTable {
  id: string;
  unit: UnitId;
  emergency: string;
  cause: SuspensionCause;
  since: Instant;
  lifted_by: PersonId | null;
  lifted_at: Instant | null;
  lifted_words: string | null;
}
export interface EmergencyComplaintTable {
  id: string;
  emergency: string;
  owner: OwnerId;
  person: PersonId;
  words: string;
  at: Instant;
}

export interface MaskVersionTable {
  id: string;
  version: number;
  camera: CameraId;
  owner: OwnerId;
  name: string;
  /** Polygon[], JSON. */
  polygons: string;
  /** Laid before the business's own staff too. */
  staff: 0 | 1;
  /** The name it is asked for by, and the id of its restriction. */
  laid_as: MaskId;
  drawn_by: PersonId;
  drawn_at: Instant;
  removed_by: PersonId | null;
  removed_at: Instant | null;
}

export interface CaseNoteTable { id: string; case_id: string; by: PersonId; at: Instant; text: string }
/** One question to every owner of a camera near a place. */
export interface AreaAskTable {
  id: string;
  case_id: string;
  unit: UnitId;
  person: PersonId;
  officer_no: string;
  role: UnitRole;
  action: 'live' | 'clip';
  purpose: Purpose;
  message: string;
  latitude: number;
  longitude: number;
  radius_m: number;
  /** What was filmed then; null for live. */
  from_at: Instant | null;
  to_at: Instant | null;
  created_at: Instant;
  lapses_at: Instant;
  withdrawn_at: Instant | null;
  /** When the asks to the owners were made; null while that is still to be done. */
  spread_at: Instant | null;
  /** Corners in order, JSON [{latitude, longitude}]; null: the circle. With corners the circle is the least around them. */
  polygon: string | null;
}
export interface AskBucketTable { name: string; tokens: number; at: Instant }

/** A unit that became part of another. */
export interface UnitMergeTable { from_unit: UnitId; into_unit: UnitId; reason: string; merged_by: PersonId; merged_at: Instant }
