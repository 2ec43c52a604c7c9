/** Rows of the media plane (migration 4). `schema.ts` names the tables. */
import type { Purpose } from '../domain/consent.ts';
import type { CameraId, PersonId, RestrictionId, UnitId } from '../domain/ids.ts';
import type { PictureFact } from '../domain/picture.ts';
import type { Instant } from '../domain/time.ts';

/** A program that a person let in with credentials of its own. Its password is in the vault. */
export interface AppTable {
  id: string;
  person: PersonId;
  name: string;
  username: string;
  /** In which office and what for; null: as one of the house. */
  unit: UnitId | null;
  purpose: Purpose | null;
  case_no: string | null;
  sound: 0 | 1;
  snapshot: 0 | 1;
  made_at: Instant;
  until_at: Instant;
  used_at: Instant | null;
  ended_at: Instant | null;
}
export interface AppCameraTable { app: string; camera: CameraId }
/** How a scene looks when all is well; the signature is 288 bytes. */
export interface PictureReferenceTable { camera: CameraId; light: 'day' | 'dim' | 'infrared'; signature: Buffer; detail: number; taken_at: Instant }
export interface PictureFactTable { camera: CameraId; fact: PictureFact; since: Instant }
/** What may go out of the house; `owner` is empty for the whole hub. */
export interface UplinkCapTable { owner: string; kbps: number; set_by: PersonId; set_at: Instant }
/** Laid by the hub itself; gone when lifted. */
export interface PicturePauseTable { camera: CameraId; restriction: RestrictionId }
