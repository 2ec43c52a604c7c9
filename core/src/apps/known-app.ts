import type { Purpose } from '../domain/consent.ts';
import type { CameraId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import type { LiveWish } from '../viewing/opening.ts';

/** A program that proved who it is, with what its person may do at this moment. */
export interface KnownApp {
  /** Undefined for credentials that are good for one showing. */
  readonly id: string | undefined;
  /** What its sessions are counted and cut by. */
  readonly username: string;
  /** As its person called it. */
  readonly name: string;
  /** It is over then, whatever it has open. Undefined for credentials that are good for one showing. */
  readonly until: Instant | undefined;
  readonly person: KnownPerson;
  readonly cameras: ReadonlySet<CameraId>;
  readonly unit?: UnitId;
  readonly purpose?: Purpose;
  readonly caseNo?: string;
  readonly sound: boolean;
  readonly snapshot: boolean;
}

/** What it asks the one way to live pictures for. A program lays nothing over the picture: a name mark has to be in the pixels. */
export function liveWishOf({ unit, purpose, caseNo, sound, name }: KnownApp, camera: CameraId, role: 'main' | 'sub'): LiveWish {
  return { camera, transport: undefined, plays: ['h264', 'h265'], role, audio: sound, unit, purpose, caseNo, overlays: false, program: name };
}
