import type { Purpose } from '../domain/consent.ts';
import type { CameraId, OwnerId, UnitId } from '../domain/ids.ts';
import { minutes, type Instant } from '../domain/time.ts';

/** One request of one officer about one camera: an ask to its owner, a look under a standing grant, or a try that was refused. How it was answered is no part of it. */
export interface Act {
  readonly at: Instant;
  readonly camera: CameraId;
  readonly owner: OwnerId;
  /** Where the camera is, in its owner's words. */
  readonly place: string;
  readonly unit: UnitId;
  readonly officerNo: string;
  /** Undefined where the hub only counted. */
  readonly purpose?: Purpose | undefined;
  readonly caseNo?: string | undefined;
}

/** A lost connection opened again is no second look. */
const sameLook = minutes(10);
/** Work on one case at one sitting. */
const sitting = minutes(120);

/**
 * Acts that stand for themselves, oldest first: of several on one camera at one sitting of one case, or within minutes, the first.
 * @param acts oldest first
 */
export function episodes(acts: readonly Act[]): readonly Act[] {
  const last = new Map<string, Instant>();
  return acts.filter(({ at, camera, caseNo }) => {
    const key = `${camera}\n${caseNo ?? ''}`;
    const before = last.get(key);
    const isNew = before === undefined || at - before > (caseNo === undefined ? sameLook : sitting);
    if (isNew) last.set(key, at);
    return isNew;
  });
}
