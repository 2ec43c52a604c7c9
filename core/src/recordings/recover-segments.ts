import { createHash } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { hours, type Instant } from '../domain/time.ts';
import { footageFacts } from '../media/cut-footage.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Disk } from './disk.ts';
import { noteGone } from './footage-gone.ts';
import { encodeGroups, indexOfFile } from './group-index.ts';
import { hourOf, readSegmentPath, shelfOf, withinDisk } from './segment-path.ts';
import { writeSegments, type ClosedSegment } from './segment-journal.ts';
import { runOf } from './segment-run.ts';
import { SegmentRows } from './segment-table.ts';

export interface RecoveryParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
  readonly opened?: () => number | undefined;
  /** When something was last recorded, by the clock of that time: where the clock was set back, files since then are older than the newest row. */
  readonly alive?: Instant;
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
 * Makes rows and files of one disk agree, after a stop that was none and when a disk comes back: only hours from the last known file of each camera on
 * are looked at.
 * @param isWritten being written at this moment, where something records meanwhile
 */
export async function recoverSegments(parts: RecoveryParts, diskId = 'main', isWritten: (path: string) => boolean = () => false): Promise<Recovered> {
  const known = await parts.store.read.selectFrom('camera').select('id').execute();
  const cameras = new Set<string>(known.map((row) => row.id));
  const total = { adopted: 0, mended: 0, lost: 0, empty: 0 };
  for (const name of await parts.disk.list(`${shelfOf(diskId)}.`)) {
    if (!cameras.has(name)) continue;
    const found = await recoverCamera(parts, id<CameraId>(name), shelfOf(diskId), isWritten);
    for (const key of ['adopted', 'mended', 'lost', 'empty'] as const) total[key] += found[key];
  }
  return total;
}

async function recoverCamera(parts: RecoveryParts, camera: CameraId, shelf: string, isWritten: (path: string) => boolean): Promise<Recovered> {
  const rows = new SegmentRows(parts.store);
  const newest = await rows.newestOn(camera, shelf);
  // The files of the last minutes may span the hour.
  const since = newest ? Math.min(newest.from, parts.alive ?? Infinity) - hours(1) : -Infinity;
  const files = await filesSince(parts.disk, camera, shelf, since);
  const entered = newest ? await rows.sinceOn(camera, shelf, hourOf(since)) : [];
  const enteredPaths = new Set(entered.map(({ path }) => path));
  const found = { adopted: 0, mended: 0, lost: 0, empty: 0 };
  for (const path of files) {
    if (enteredPaths.has(path) || isWritten(path)) continue;
    try {
      const adopted = await adopt(parts, rows, camera, path);
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
      for (let at = 0; at < lost.length; at += 300) await trx.deleteFrom('segment').where('id', 'in', lost.slice(at, at + 300).map((row) => row.id)).execute();
      await noteGone(trx, camera, lost, 'damaged');
      await parts.audit.append(trx, { type: 'purge', camera, at: parts.clock.now(), body: { what: 'segments', why: ['file-missing'], count: lost.length, sha256: lost.slice(0, 300).map(({ sha256 }) => sha256) } });
    });
    found.lost = lost.length;
  }
  return found;
}

/** Enters files of [from, to) that no row knows, as fetched from outside: what a fetch had written when it was broken off. */
export async function adoptOutside(parts: RecoveryParts, camera: CameraId, { from, to }: { readonly from: Instant; readonly to: Instant }, disks: readonly string[], isWritten: (path: string) => boolean): Promise<void> {
  const rows = new SegmentRows(parts.store);
  for (const disk of disks) {
    const shelf = shelfOf(disk);
    for (let at = Math.floor((from - hours(1)) / hours(1)) * hours(1); at < to; at += hours(1)) {
      const folder = `${camera}/${hourOf(at)}`;
      const files = (await parts.disk.list(shelf + folder)).filter((name) => readSegmentPath(`${folder}/${name}`) !== undefined).map((name) => `${shelf}${folder}/${name}`);
      if (files.length === 0) continue;
      const entered = new Set((await parts.store.read.selectFrom('segment').select('path').where('path', 'in', files).execute()).map(({ path }) => path));
      for (const path of files) if (!entered.has(path) && !isWritten(path)) await adopt(parts, rows, camera, path, 'outside');
    }
  }
}

async function filesSince(disk: Disk, camera: CameraId, shelf: string, since: number): Promise<readonly string[]> {
  const first = since === -Infinity ? '' : hourOf(since);
  const paths: string[] = [];
  for (const day of await disk.list(`${shelf}${camera}`)) {
    if (day < first.slice(0, 10)) continue;
    for (const hour of await disk.list(`${shelf}${camera}/${day}`)) {
      if (`${day}/${hour}` < first) continue;
      for (const name of await disk.list(`${shelf}${camera}/${day}/${hour}`)) {
        const path = `${camera}/${day}/${hour}/${name}`;
        if (readSegmentPath(path)) paths.push(shelf + path);
      }
    }
  }
  return paths;
}

/** Undefined when there was no picture in it, so that it was deleted. */
async function adopt({ store, audit, disk, clock, opened }: RecoveryParts, rows: SegmentRows, camera: CameraId, path: string, origin?: 'outside'): Promise<'whole' | 'mended' | undefined> {
  const { from = 0, role = 'main' } = readSegmentPath(withinDisk(path)) ?? {};
  const bytes = await disk.read(path);
  const map = mapFmp4(bytes);
  const facts = map.init ? footageFacts(bytes, map) : undefined;
  if (!facts) {
    await disk.remove(path);
    return undefined;
  }
  const isTorn = map.wholeBytes < bytes.length;
  if (isTorn) await disk.cut(path, map.wholeBytes);
  const whole = bytes.subarray(0, map.wholeBytes);
  const to = from + Math.max(1, Math.round(facts.lengthMs));
  const index = indexOfFile(whole);
  const sha256 = createHash('sha256').update(whole).digest('hex');
  const segment: ClosedSegment = {
    camera, role, from, to, path, bytes: map.wholeBytes, sha256, ...(origin ? { origin } : {}),
    ...(index ? { index: { init: index.init, groups: encodeGroups(index.groups), run: runOf(await rows.runBefore(camera, role, from), from, to) } } : {}),
  };
  await writeSegments({ store, audit, clock, ...(opened ? { opened } : {}) }, [segment]);
  return isTorn ? 'mended' : 'whole';
}
