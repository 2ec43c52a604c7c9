import { expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { seconds } from '../domain/time.ts';
import { recognise, type MarkFacts } from './disk-mark.ts';
import type { Disk, GrowingFile } from './disk.ts';
import { feed, gateCamera, morning, play, record, recordingPlace, type RecordingPlace } from './footage.fixture.ts';
import { RecordingDisks, faultOf, type DiskState } from './recording-disks.ts';
import { recoverSegments } from './recover-segments.ts';
import { Recorder } from './recorder.ts';
import { FolderDisk } from './disk.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';

const error = (code: string): Error => Object.assign(new Error(code), { code });

/** A real folder behind a switch: it breaks when and as it is told to. */
class SwitchedDisk implements Disk {
  fault: Error | undefined;
  free = 1_000_000_000;
  readonly #disk: Disk;
  constructor(disk: Disk) { this.#disk = disk; }
  #on(): Disk {
    if (this.fault) throw this.fault;
    return this.#disk;
  }
  async create(path: string): Promise<GrowingFile> {
    const file = await this.#on().create(path);
    return { write: async (bytes) => { this.#on(); await file.write(bytes); }, sync: async () => { this.#on(); await file.sync(); }, cut: async (bytes) => { this.#on(); await file.cut(bytes); }, close: () => file.close() };
  }
  async read(path: string): Promise<Buffer> { return this.#on().read(path); }
  async cut(path: string, bytes: number): Promise<void> { await this.#on().cut(path, bytes); }
  async remove(path: string): Promise<void> { await this.#on().remove(path); }
  async list(folder: string): Promise<readonly string[]> { return this.#on().list(folder); }
  async room(): Promise<{ readonly free: number; readonly total: number }> { this.#on(); return { free: this.free, total: 10_000_000_000 }; }
}
interface Two {
  readonly first: SwitchedDisk;
  readonly second: SwitchedDisk;
  readonly disks: RecordingDisks;
  readonly told: [string, DiskState][];
  readonly lows: number[];
}
async function two(place: RecordingPlace): Promise<Two> {
  const first = new SwitchedDisk(place.disk);
  const second = new SwitchedDisk(new FolderDisk(`${place.recordings}/../${place.recordings.split('/').pop() ?? ''}-2`));
  const told: [string, DiskState][] = [];
  const lows: number[] = [];
  const rule = { keepFreeBytes: 100, keepFreePercent: 0 };
  const mark = (disk: SwitchedDisk) => ({ look: async () => { await disk.room(); return 'here' as const; }, probe: async () => { await disk.room(); } });
  const disks = new RecordingDisks({
    places: [{ id: 'main', disk: first, rule, mark: mark(first) }, { id: 'usb1', disk: second, rule, mark: mark(second) }], clock: place.clock,
    low: ({ free }) => { lows.push(free); }, changed: (id, state) => { told.push([id, state]); },
  });
  for (const id of await disks.check()) disks.ready(id);
  return { first, second, disks, told, lows };
}
function recorderOn(place: RecordingPlace, disks: RecordingDisks): Recorder {
  return new Recorder(gateCamera, { disk: disks, guard: disks, journal: place.journal, clock: place.clock, log: silentLog, syncParts: () => true });
}
const paths = async (place: RecordingPlace): Promise<string[]> => (await place.store.read.selectFrom('segment').select('path').orderBy('from_at').execute()).map(({ path }) => path.replace(/gate.*\//, '…/'));

it('goes on to the next disk when one is full, gone or read-only, in the middle of a file too, and comes back to the first by itself', async () => {
  await using place = await recordingPlace();
  const { first, second, disks, told } = await two(place);
  const recorder = recorderOn(place, disks);
  const { format, fragments } = feed(30);
  recorder.format(format);
  for (const fragment of fragments.slice(0, 125)) recorder.fragment(fragment);
  await recorder.drained();
  first.fault = error('EIO');
  for (const fragment of fragments.slice(125, 400)) {
    recorder.fragment(fragment);
    await recorder.drained();
  }
  await recorder.drained();
  first.fault = undefined;
  // A disk that is back is compared with the rows before it is written to.
  const back = await disks.check();
  expect(back).toEqual(['main']);
  expect(disks.shelves()).toEqual(['usb1:']);
  const found = await recoverSegments({ ...place, audit: place.log, log: silentLog, disk: disks }, 'main');
  disks.ready('main');
  expect(disks.shelves()).toEqual(['', 'usb1:']);
  for (const fragment of fragments.slice(400)) recorder.fragment(fragment);
  await recorder.close();
  const rows = await place.store.read.selectFrom('segment').select(['path', 'from_at', 'to_at']).orderBy('from_at').execute();
  expect(rows.map(({ path, from_at, to_at }) => [path.startsWith('usb1:') ? 'usb1' : 'main', from_at - morning, to_at - morning])).toEqual([
    // Half a part was lost with the disk, and up to the next key picture.
    ['main', 0, expect.toSatisfy((end: number) => end >= 4_000 && end <= 5_000)], ['usb1', 6_000, 16_000], ['main', 16_000, 26_000], ['main', 26_000, 30_000],
  ]);
  expect({ adopted: found.adopted, told }).toEqual({ adopted: 1, told: [['main', 'broken'], ['main', 'here']] });
  expect(disks.facts().map(({ id, state }) => [id, state])).toEqual([['main', 'here'], ['usb1', 'here']]);
  await second.remove('nothing');
});

it('fills disks in their order and says that there is no room only when none has any', async () => {
  await using place = await recordingPlace();
  const { first, second, disks, told, lows } = await two(place);
  first.free = 50;
  await disks.check();
  expect([disks.shelves(), disks.isLow, [...disks.short], lows]).toEqual([['usb1:'], false, [], []]);
  second.free = 40;
  await disks.check();
  expect([disks.shelves(), disks.isLow, [...disks.short], lows]).toEqual([[], true, [['main', 50], ['usb1', 60]], [40]]);
  expect(disks.facts().map(({ state, free, kept }) => [state, free, kept])).toEqual([['full', 50, 100], ['full', 40, 100]]);
  first.free = 500;
  await disks.check();
  expect([disks.shelves(), told]).toEqual([[''], []]);
});

it('a disk that says it is full in the middle of a file is left for a while, whatever it says of its room', async () => {
  await using place = await recordingPlace();
  const { first, disks } = await two(place);
  first.fault = new HubError('disk-full', 'There is no room left for recordings.');
  const recorder = recorderOn(place, disks);
  play(recorder, feed(12));
  await recorder.close();
  expect(await paths(place)).toEqual([`usb1:…/${morning}.mp4`, `usb1:…/${morning + 10_000}.mp4`]);
  first.fault = undefined;
  await place.clock.advance(seconds(31));
  await disks.check();
  expect(disks.shelves()).toEqual(['', 'usb1:']);
});

it('never looks for files on a disk that is not there: an empty mount point is not a deleted file', async () => {
  await using place = await recordingPlace();
  const { first, disks } = await two(place);
  await record(place, feed(2));
  const [path = ''] = (await place.store.read.selectFrom('segment').select('path').execute()).map((row) => row.path);
  first.fault = error('ENODEV');
  await disks.check();
  await expect(disks.remove(path)).rejects.toMatchObject({ code: 'not-ready' });
  await expect(disks.read('usb9:gate/x.mp4')).rejects.toMatchObject({ code: 'not-ready' });
  expect(disks.reachable).toEqual(['usb1']);
});

it.each([['ENOSPC by the disk', new HubError('disk-full', ''), 'full'], ['EROFS', error('EROFS'), 'read-only'], ['EACCES', error('EACCES'), 'read-only'], ['ENODEV', error('ENODEV'), 'gone'], ['ENOENT', error('ENOENT'), 'gone'], ['EIO', error('EIO'), 'broken'], ['EEXIST', error('EEXIST'), undefined]] as const)('%s says %s', (_, failure, fault) => {
  expect(faultOf(failure)).toBe(fault);
});

const facts: MarkFacts = { exists: true, mark: undefined, known: undefined, isOwn: false, wasOwn: false, isMain: false };
it.each<[string, Partial<MarkFacts>, ReturnType<typeof recognise>]>([
  ['a folder with the mark it was given', { mark: 'usb1 7', known: 'usb1 7' }, 'ours'],
  ['a folder with another mark', { mark: 'usb1 8', known: 'usb1 7' }, 'foreign'],
  ['a marked folder this hub never saw', { mark: 'usb1 8' }, 'foreign'],
  ['a folder somebody put an empty mark into', { mark: '', known: 'usb1 7' }, 'take'],
  ['a new disk of its own', { isOwn: true }, 'take'],
  ['the mount point of a disk that is not there', { known: 'usb1 7', wasOwn: true }, 'gone'],
  ['a mount point whose disk was never there', {}, 'gone'],
  ['no folder at all', { exists: false, known: 'usb1 7' }, 'gone'],
  ['the hub\'s own folder, at its first start', { isMain: true, exists: false }, 'take'],
  ['the hub\'s own folder from before marks', { isMain: true }, 'take'],
  ['the hub\'s own folder that was emptied', { isMain: true, known: 'main 1' }, 'take'],
  ['the mount point of the hub\'s first disk', { isMain: true, known: 'main 1', wasOwn: true }, 'gone'],
  ['the same without a folder', { isMain: true, exists: false, known: 'main 1', wasOwn: true }, 'gone'],
])('%s', (_, given, expected) => {
  expect(recognise({ ...facts, ...given })).toBe(expected);
});

