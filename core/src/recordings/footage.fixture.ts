import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditPlace, type AuditPlace } from '../audit/testing/audit-place.fixture.ts';
import { id, type CameraId, type OwnerId, type PersonId } from '../domain/ids.ts';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { makeAac, makeH264, unitsOf } from '../media/clips.fixture.ts';
import { FragmentWriter, type LiveFragment } from '../media/fragment-writer.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { LiveFormat, type StreamConsumer } from '../streams/live-stream.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { FolderDisk, type Disk } from './disk.ts';
import { DiskGuard, type DiskLow } from './disk-guard.ts';
import { Recorder } from './recorder.ts';
import { SegmentJournal, type ClosedSegment } from './segment-journal.ts';

export const gateCamera = id<CameraId>('gate');
export const house = id<OwnerId>('house');
export const lan = id<PersonId>('lan');
export const morning = Date.UTC(2026, 10, 21, 1, 59, 55);

export interface Feed {
  readonly format: LiveFormat;
  readonly fragments: readonly LiveFragment[];
}

/** Pictures by size: making them is what costs time. */
const made = new Map<string, ReturnType<typeof unitsOf>>();
function picturesOf(size: string): ReturnType<typeof unitsOf> {
  const pictures = made.get(size) ?? unitsOf('h264', makeH264(['-bf', '0'], size));
  made.set(size, pictures);
  return pictures;
}

/** A camera's stream as viewers and recorder get it: 25 pictures a second, a key picture each second. */
export function feed(seconds: number, from = morning, { size = '160x90', sound = false }: { readonly size?: string; readonly sound?: boolean } = {}): Feed {
  const { format: video, units } = picturesOf(size);
  const aac = sound ? makeAac() : undefined;
  const format: MediaFormat = { ...video, ...(aac ? { audio: { codec: 'aac', clockRate: 48_000, channels: 2, config: aac.config } } : {}) };
  const pictures = Array.from({ length: seconds * 25 }, (_, n): AccessUnit => ({ ...unitAt(units, n), ticks: n * 3_600, at: from + n * 40 }));
  const sounds = aac ? Array.from({ length: Math.floor((seconds * 48_000) / 1_024) }, (_, n): AccessUnit => ({ ...unitAt(aac.units, n), ticks: n * 1_024, at: from + Math.round((n * 1_024) / 48) })) : [];
  const fragments: LiveFragment[] = [];
  const writer = new FragmentWriter(format, (fragment) => fragments.push(fragment), { audio: true });
  for (const unit of [...pictures, ...sounds].toSorted((a, b) => a.at - b.at)) writer.write(unit);
  return { format: new LiveFormat(format), fragments };
}
function unitAt(units: readonly AccessUnit[], n: number): AccessUnit {
  const unit = units[n % units.length];
  if (!unit) throw new Error('There are no units.');
  return unit;
}
/** Says it all to a consumer at once, as a stream does. */
export function play(to: StreamConsumer, { format, fragments }: Feed): void {
  to.format(format);
  for (const fragment of fragments) to.fragment(fragment);
}

/** A house with a camera, a database with its log, and a folder for recordings. */
export interface RecordingPlace extends AuditPlace {
  readonly recordings: string;
  readonly disk: FolderDisk;
  readonly clock: FakeClock;
  readonly lows: DiskLow[];
  readonly written: ClosedSegment[];
  readonly journal: SegmentJournal;
  recorder(disk?: Disk): { readonly recorder: Recorder; readonly guard: DiskGuard };
}

export async function recordingPlace(): Promise<RecordingPlace> {
  const place = await auditPlace();
  const recordings = await mkdtemp(join(tmpdir(), 'matpho-recordings-'));
  const disk = new FolderDisk(recordings);
  const clock = new FakeClock(morning);
  const lows: DiskLow[] = [];
  const written: ClosedSegment[] = [];
  const { store, log: audit } = place;
  await store.write(async (trx) => {
    await trx.insertInto('person').values({ id: lan, login: 'lan', name: 'Lan', language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute();
    await trx.insertInto('owner').values({ id: house, kind: 'household', name: 'Nhà số 5', created_at: 1 }).execute();
    await trx.insertInto('member').values({ owner: house, person: lan, role: 'owner', since: 1, ended_at: null }).execute();
    await trx.insertInto('camera').values({
      id: gateCamera, owner: house, name: 'Cổng', place: 'cổng trước', direction: null, provider: 'onvif', native_id: 'n1', maker: null, model: null, device_uri: null, snapshot_uri: null, sources: '[]', clock_offset_ms: null,
      confirmed_at: 1, recording: 'continuous', record_days: 7, record_bytes: 1_000_000_000, created_at: 1, removed_at: null,
    }).execute();
  });
  const journal = new SegmentJournal({ store, audit, clock, log: silentLog, written: (segments) => { written.push(...segments); } });
  return {
    ...place, recordings, disk, clock, lows, written, journal,
    recorder: (on: Disk = disk) => {
      const guard = new DiskGuard(on, { keepFreeBytes: 0, keepFreePercent: 0 }, clock, (fact) => { lows.push(fact); });
      return { guard, recorder: new Recorder(gateCamera, { disk: on, guard, journal, clock, log: silentLog, syncParts: () => true }) };
    },
    [Symbol.asyncDispose]: async () => {
      await journal.settled();
      await place[Symbol.asyncDispose]();
      await rm(recordings, { recursive: true, force: true });
    },
  };
}

/** Records a feed and closes. */
export async function record(place: RecordingPlace, what: Feed): Promise<void> {
  const { recorder } = place.recorder();
  play(recorder, what);
  await recorder.close();
}
