import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, statfs, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DiskMark, markName } from './disk-mark.ts';
import { FolderDisk } from './disk.ts';
import { feed, gateCamera, morning, play, recordingPlace, type RecordingPlace } from './footage.fixture.ts';
import { RecordingDisks } from './recording-disks.ts';
import { Recorder } from './recorder.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';

const isRoot = process.getuid?.() === 0;
const mount = (...args: readonly string[]): void => { execFileSync('mount', args, { stdio: 'ignore' }); };
/** Whether this process may mount; in most containers it may not. */
function canMount(folder: string): boolean {
  try {
    mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder);
    return true;
  } catch {
    return false;
  }
}
function marked(place: RecordingPlace, id: string, folder: string): { readonly disk: FolderDisk; readonly mark: DiskMark } {
  const disk = new FolderDisk(folder);
  return { disk, mark: new DiskMark({ id, folder, disk, store: place.store, clock: place.clock, dataDir: place.recordings }) };
}

it('takes the hub\'s own folder, marks it, and knows another disk by its mark', async () => {
  await using place = await recordingPlace();
  const folder = join(place.recordings, 'first');
  const { mark } = marked(place, 'main', folder);
  expect(await mark.look()).toBe('here');
  const said = await readFile(join(folder, markName), 'utf8');
  expect(said).toMatch(/^main [0-9a-f-]{36}$/);
  await unlink(join(folder, markName));
  expect([await mark.look(), await readFile(join(folder, markName), 'utf8')]).toEqual(['here', said]);
  await writeFile(join(folder, markName), 'main of another hub');
  expect(await mark.look()).toBe('foreign');
  await mark.probe();
});

it('does not take an empty folder for a further disk until somebody says so', async () => {
  await using place = await recordingPlace();
  const folder = join(place.recordings, 'usb1');
  const { mark } = marked(place, 'usb1', folder);
  const looks = [await mark.look()];
  await mkdir(folder);
  looks.push(await mark.look());
  await writeFile(join(folder, markName), '');
  looks.push(await mark.look(), await mark.look());
  expect(looks).toEqual(['gone', 'gone', 'here', 'here']);
});

it.runIf(isRoot)('a real small disk: full in the middle of a file, unmounted, back, read-only', async ({ skip }) => {
  await using place = await recordingPlace();
  const folder = await mkdtemp(join(tmpdir(), 'matpho-disk-'));
  const isMounted = canMount(folder);
  if (!isMounted) {
    await rm(folder, { recursive: true });
    skip('This process may not mount.');
  }
  try {
    const usb = marked(place, 'usb1', folder);
    const main = marked(place, 'main', place.recordings);
    const rule = { keepFreeBytes: 0, keepFreePercent: 0 };
    const disks = new RecordingDisks({ places: [{ id: 'usb1', disk: usb.disk, mark: usb.mark, rule }, { id: 'main', disk: main.disk, mark: main.mark, rule }], clock: place.clock, low: () => {}, changed: () => {} });
    const look = async (): Promise<string[]> => {
      for (const id of await disks.check()) disks.ready(id);
      return disks.facts().map(({ id, state }) => `${id} ${state}`);
    };
    const record = async (from: number): Promise<void> => {
      const recorder = new Recorder(gateCamera, { disk: disks, guard: disks, journal: place.journal, clock: place.clock, log: silentLog, syncParts: () => true });
      play(recorder, feed(5, from));
      await recorder.close();
    };
    const where = async (): Promise<string[]> => (await place.store.read.selectFrom('segment').select('path').orderBy('from_at').execute()).map(({ path }) => (path.startsWith('usb1:') ? 'usb1' : 'main'));
    expect(await look()).toEqual(['usb1 here', 'main here']);
    await record(morning);
    expect(await where()).toEqual(['usb1']);

    // Full: all but a few pages.
    const { bavail, bsize } = await statfs(folder);
    await writeFile(join(folder, 'ballast'), Buffer.alloc((bavail - 4) * bsize, 1));
    await record(morning + 10_000);
    expect([disks.facts()[0]?.state, (await where()).at(-1)]).toEqual(['full', 'usb1']);
    const cut = (await place.store.read.selectFrom('segment').select('bytes').orderBy('from_at', 'desc').executeTakeFirst())?.bytes ?? 0;
    expect(cut).toBeLessThan(5 * bsize);
    await record(morning + 20_000);
    expect((await where()).at(-1)).toBe('main');
    await unlink(join(folder, 'ballast'));
    await place.clock.advance(31_000);
    expect(await look()).toEqual(['usb1 here', 'main here']);

    mount('-o', 'remount,ro', folder);
    await record(morning + 30_000);
    expect([await look(), (await where()).at(-1)]).toEqual([['usb1 read-only', 'main here'], 'main']);
    mount('-o', 'remount,rw', folder);
    expect(await look()).toEqual(['usb1 here', 'main here']);

    // Away between two looks: nothing is written into the mount point.
    execFileSync('umount', [folder]);
    await record(morning + 40_000);
    expect([await look(), (await where()).at(-1)]).toEqual([['usb1 gone', 'main here'], 'main']);
    expect(await new FolderDisk(folder).list('.')).toEqual([]);
    expect((await where()).filter((disk) => disk === 'usb1')).toHaveLength(2);
  } finally {
    try { execFileSync('umount', [folder], { stdio: 'ignore' }); } catch { /* it is not mounted */ }
    await rm(folder, { recursive: true, force: true });
  }
});
