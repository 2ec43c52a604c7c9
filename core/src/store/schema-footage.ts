/** Rows of recordings and evidence (migration 5). `schema.ts` names the tables. */
import type { Generated, Insertable, Selectable } from 'kysely';
import type { Purpose } from '../domain/consent.ts';
import type { AskId, CameraId, OwnerId, PersonId, UnitId, ViewingId } from '../domain/ids.ts';
import type { RecorderWord } from '../domain/recording.ts';
import type { Instant } from '../domain/time.ts';

/** A row of a table as it is read. */
export type Row<Table> = Selectable<Table>;

export interface CameraEventTable { id: Generated<number>; camera: CameraId; kind: 'motion'; from_at: Instant; to_at: Instant | null }
export interface RecorderStateTable { id: Generated<number>; camera: CameraId; role: 'main' | 'sub'; at: Instant; state: RecorderWord }
/** What leaves only covered, of an ask she agreed to; `regions` is JSON, RedactionRegion[]. */
export interface AskRedactionTable { ask: AskId; owner: OwnerId; regions: string; sha256: string; at: Instant }

/** Each start of the hub; `closed_at` null: it runs, or stopped suddenly. */
export interface HubOpenTable { id: Generated<number>; at: Instant; closed_at: Instant | null }
/** Init segments, each kept once. */
export interface MediaInitTable { id: Generated<number>; sha256: string; bytes: Buffer }
/** Kept by triggers on `segment`; garbage does not count. `disk` is the id of the configuration, `main` for the first. */
export interface FootageTotalTable { camera: CameraId; disk: string; bytes: number; files: number }
/** Footage that was there once, in unbroken stretches. */
export interface FootageGoneTable { id: Generated<number>; camera: CameraId; role: 'main' | 'sub'; from_at: Instant; to_at: Instant; cause: 'retention' | 'removed' | 'damaged' }
export interface RecordingDiskTable { id: string; marker: string; own_filesystem: 0 | 1; since: Instant }

/** `receiver`: JSON {name, certificate, fingerprint}; `receipt`: JSON {at, subject}. */
export interface EvidenceBagTable {
  id: string; status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'destroyed'; progress: number; person: PersonId; route: 'R0' | 'R1' | 'R2' | 'R3' | 'R4';
  unit: UnitId | null; unit_name: string | null; officer_no: string | null; purpose: Purpose | null; case_no: string | null; ask: AskId | null; request: string | null;
  originals: 'inside' | 'with-owner'; receiver: string | null; sha256: string | null; bytes: number | null; stamped: 'none' | 'stamped' | 'late'; receipt: string | null; unwrapped_at: Instant | null;
  error: string | null; created_at: Instant; done_at: Instant | null;
}
export interface EvidencePieceTable {
  bag: string; n: number; camera: CameraId; owner: OwnerId; from_at: Instant; to_at: Instant; viewing: ViewingId | null; outcome: 'waiting' | 'footage' | 'no-footage' | 'refused'; recorded_ms: Generated<number>; gaps: Generated<number>;
}
/** `body`: CustodyEvent, RFC 8785 text. `person` null: the hub itself. */
export interface CustodyEventTable { bag: string; n: number; at: Instant; event: string; person: PersonId | null; body: string; jws: string }

export interface OutsideFetchTable {
  id: string; camera: CameraId; owner: OwnerId; person: PersonId; from_at: Instant; to_at: Instant; status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'; reached_at: Instant; fetched_ms: number; error: string | null; created_at: Instant; done_at: Instant | null;
}

/** What began in each hour of UTC; kept by triggers. `whole` 0: the files themselves are looked at. */
export interface FootageHourTable { camera: CameraId; role: 'main' | 'sub'; hour: number; from_at: Instant; to_at: Instant; origin: 'recorded' | 'outside'; files: number; whole: 0 | 1 }
/** Small pictures of footage, many in one JPEG; `filled` has a 1 for each place that holds one. */
export interface FootageSheetTable { camera: CameraId; from_at: Instant; to_at: Instant; every_ms: number; columns: number; rows: number; width: number; height: number; filled: string; covered_ms: number; bytes: number; made_at: Instant }

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
  kind: Generated<'film' | 'still' | 'redacted'>;
  still_at: Instant | null;
  /** RedactionRegion[], JSON. */
  regions: string | null;
  bundle: string | null;
  left_out: string | null;
}
export type ExportJobRow = Selectable<ExportJobTable>;
export type NewExportJob = Insertable<ExportJobTable>;
