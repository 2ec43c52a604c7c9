import { createHash } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { hours } from '../domain/time.ts';
import { footageFacts } from '../media/cut-footage.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Disk } from './disk.ts';
import { hourOf, readSegmentPath } from './segment-path.ts';
import { writeSegments, type ClosedSegment } from './segment-journal.ts';
import { SegmentRows } from './segment-table.ts';

export interface RecoveryParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
}
export interface Recovered {
  /** Files that had no row. */
  readonly adopted: number;
  /** Of them, those whose torn end was cut off. */
  readonly mended: number;
  /** Rows whose file is gone. */
  readonly lost: number;
  /** Files without a picture, deleted. */
  readonly empty: number;
}

/**
 * Makes rows and files agree after a stop that was none: only hours from the last known file of each camera on are looked at.
 * Called once at the start, before anything records.
 */
export async function recoverSegments(parts: RecoveryParts): Promise<Recovered> {
  const known = await parts.store.read.selectFrom('camera').select('id').execute();
  const cameras = new Set<string>(known.map((row) => row.id));
  const total = { adopted: 0, mended: 0, lost: 0, empty: 0 };
  for (const name of await parts.disk.list('.')) {
    if (!cameras.has(name)) continue;
    const found = await recoverCamera(parts, id<CameraId>(name));
    for (const key of ['adopted', 'mended', 'lost', 'empty'] as const) total[key] += found[key];
  }
  return total;
}

async function recoverCamera(parts: RecoveryParts, camera: CameraId): Promise<Recovered> {
  const rows = new SegmentRows(parts.store);
  const newest = await rows.newest(camera);
  // The files of the last minutes may span the hour.
  const since = newest ? newest.from - hours(1) : -Infinity;
  const files = await filesSince(parts.disk, camera, since);
  const entered = newest ? await rows.since(camera, Math.floor(since / hours(1)) * hours(1)) : [];
  const enteredPaths = new Set(entered.map(({ path }) => path));
  const found = { adopted: 0, mended: 0, lost: 0, empty: 0 };
  for (const path of files) {
    if (enteredPaths.has(path)) continue;
    try {
      const adopted = await adopt(parts, camera, path);
      if (adopted === undefined) {
        found.empty += 1;
        continue;
      }
      found.adopted += 1;
      found.mended += adopted === 'mended' ? 1 : 0;
    } catch (error) {
      parts.log.error('a recording that was found could not be entered', { path, error });
    }
  }
  const present = new Set(files);
  const lost = entered.filter(({ path, isGarbage }) => !isGarbage && !present.has(path));
  if (lost.length > 0) {
    await parts.store.write(async (trx) => {
      await trx.deleteFrom('segment').where('id', 'in', lost.map((row) => row.id)).execute();
      await parts.audit.append(trx, { type: 'purge', camera, at: parts.clock.now(), body: { what: 'segments', why: ['file-missing'], count: lost.length, sha256: lost.slice(0, 300).map(({ sha256 }) => sha256) } });
    });
    found.lost = lost.length;
  }
  return found;
}

async function filesSince(disk: Disk, camera: CameraId, since: number): Promise<readonly string[]> {
  const first = since === -Infinity ? '' : hourOf(since);
  const paths: string[] = [];
  for (const day of await disk.list(camera)) {
    if (day < first.slice(0, 10)) continue;
    for (const hour of await disk.list(`${camera}/${day}`)) {
      if (`${day}/${hour}` < first) continue;
      for (const name of await disk.list(`${camera}/${day}/${hour}`)) {
        const path = `${camera}/${day}/${hour}/${name}`;
        if (readSegmentPath(path)) paths.push(path);
      }
    }
  }
  return paths;
}

/** Undefined when there was no picture in it, so that it was deleted. */
async function adopt({ store, audit, disk, clock }: RecoveryParts, camera: CameraId, path: string): Promise<'whole' | 'mended' | undefined> {
  const from = readSegmentPath(path)?.from ?? 0;
  const bytes = await disk.read(path);
  const map = mapFmp4(bytes);
  const facts = map.init ? footageFacts(bytes, map) : undefined;
  if (!facts) {
    await disk.remove(path);
    return undefined;
  }
  const isTorn = map.wholeBytes < bytes.length;
  if (isTorn) await disk.cut(path, map.wholeBytes);
  const sha256 = createHash('sha256').update(bytes.subarray(0, map.wholeBytes)).digest('hex');
  const segment: ClosedSegment = { camera, from, to: from + Math.max(1, Math.round(facts.lengthMs)), path, bytes: map.wholeBytes, sha256 };
  await writeSegments({ store, audit, clock }, [segment]);
  return isTorn ? 'mended' : 'whole';
}
