import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import type { CameraId } from '../domain/ids.ts';
import type { RecordingHours, RecordingPlan } from '../domain/recording.ts';
import { hours, minutes, seconds } from '../domain/time.ts';
import { decode } from '../media/clips.fixture.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { HubError } from '../sdk/errors.ts';
import type { StreamConsumer } from '../streams/live-stream.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import type { Disk, GrowingFile } from './disk.ts';
import { feed, gateCamera, morning, recordingPlace, type Feed, type RecordingPlace } from './footage.fixture.ts';
import { alwaysOn } from './plan.ts';
import { Recordings } from './recordings.ts';

let footage: Feed | undefined;
/** Made once: that is what costs time. */
const filmed = (): Feed => (footage ??= feed(90));

/** A hub that records one camera, with a clock a test moves and another that never steps. */
class Stage {
  readonly place: RecordingPlace;
  readonly seats = new Map<string, Set<StreamConsumer>>();
  recordings: Recordings;
  /** Of the wall clock, over the one that never steps. */
  #set = 0;
  #kill = async (): Promise<void> => {};
  /** Pictures sent so far: the camera counts on whatever the hub's clock says. */
  #pictures = 0;
  readonly #all = filmed();

  constructor(place: RecordingPlace) {
    this.place = place;
    this.recordings = this.#open();
  }
  now(): number {
    return this.place.clock.now() + this.#set;
  }
  #open(): Recordings {
    const { store, log: audit, disk, clock: steady } = this.place;
    let isAlive = true;
    const files = new Set<GrowingFile>();
    this.#kill = async () => {
      isAlive = false;
      await this.written();
      for (const file of files) await file.close().catch(() => {});
    };
    const kept: Disk = { create: async (path) => {
      const file = await disk.create(path);
      files.add(file);
      return { write: (bytes) => file.write(bytes), sync: () => file.sync(), cut: (bytes) => file.cut(bytes), close: () => { files.delete(file); return file.close(); } };
    }, read: (path, part) => disk.read(path, part), cut: (path, bytes) => disk.cut(path, bytes), remove: (path) => disk.remove(path), list: (folder) => disk.list(folder), room: () => disk.room() };
    const ifAlive = (call: () => void) => (): void => { if (isAlive) call(); };
    const timers = { after: (delay: number, call: () => void) => steady.after(delay, ifAlive(call)), every: (period: number, call: () => void) => steady.every(period, ifAlive(call)) };
    const clock = { now: () => this.now() };
    const streams = { of: (camera: CameraId, role: string) => ({ join: (consumer: StreamConsumer) => {
      const key = `${camera}/${role}`;
      this.seats.set(key, (this.seats.get(key) ?? new Set()).add(consumer));
      consumer.format(this.#all.format);
      return { [Symbol.dispose]: () => void this.seats.get(key)?.delete(consumer) };
    } }) };
    return new Recordings({ store, audit, streams, disk: kept, rule: { keepFreeBytes: 0, keepFreePercent: 0, maxBytes: undefined }, clock, timers, log: silentLog, diskLow: () => {}, steady: () => steady.now() });
  }
  /** As if it had been killed: nothing is closed, another hub comes up. */
  async killed(lasts: number): Promise<void> {
    this.seats.clear();
    await this.#kill();
    await this.place.clock.advance(lasts);
    this.recordings = this.#open();
    await this.recordings.start();
  }
  follow(plan: Partial<RecordingPlan>): void {
    this.recordings.follow([{ id: gateCamera, recording: 'continuous', recordPlan: { ...alwaysOn, ...plan }, sources: [{ role: 'main', uri: 'rtsp://x/' }, { role: 'sub', uri: 'rtsp://x/sub' }] }]);
  }
  async film(length: number): Promise<void> {
    for (let second = 0; second < length; second += 1) {
      const now = this.now();
      for (const fragment of this.#all.fragments.slice(this.#pictures, this.#pictures + 25)) for (const seats of this.seats.values()) for (const consumer of seats) consumer.fragment({ ...fragment, at: now + (fragment.at - morning) % 1_000 });
      this.#pictures += 25;
      await this.place.clock.advance(1_000);
      // A real database on a busy machine: its beats keep up with a clock that leaps.
      await this.written();
    }
  }
  async offline(length: number): Promise<void> {
    for (const seats of this.seats.values()) for (const consumer of seats) consumer.waiting(new HubError('camera-offline', 'gone'));
    await this.place.clock.advance(length);
  }
  setClock(by: number): void {
    this.#set += by;
  }
  motion(isOn: boolean): void {
    this.recordings.motion(gateCamera, isOn, this.now());
  }
  /** Seconds after the start. */
  async files(role = 'main'): Promise<(readonly [number, number])[]> {
    await this.recordings.close();
    const rows = await this.place.store.read.selectFrom('segment').select(['from_at', 'to_at']).where('role', '=', role as 'main').orderBy('id').execute();
    return rows.map(({ from_at, to_at }) => [(from_at - morning) / 1_000, (to_at - morning) / 1_000]);
  }
  /** A file that is being written has so many pictures, as long as a busy disk takes. */
  async onDisk(path: string, pictures: number): Promise<void> {
    await vi.waitFor(async () => expect(mapFmp4(await this.place.disk.read(path)).fragments.length).toBeGreaterThanOrEqual(pictures), { timeout: 30_000, interval: 10 });
  }
  /** What was handed to the database is there: writes go one after another. */
  async written(): Promise<void> {
    for (let round = 0; round < 3; round += 1) await this.place.store.write(async () => {});
  }
  async states(): Promise<(readonly [number, string])[]> {
    await this.written();
    return (await this.place.store.read.selectFrom('recorder_state').select(['at', 'state']).where('role', '=', 'main').orderBy('id').execute()).map(({ at, state }) => [(at - morning) / 1_000, state]);
  }
  async gaps(to: number): Promise<(readonly [number, number, string])[]> {
    await this.written();
    return (await this.recordings.gaps.of(gateCamera, 'main', morning, morning + to * 1_000)).map(({ from, to: end, cause }) => [(from - morning) / 1_000, (end - morning) / 1_000, cause]);
  }
}
async function stage(place: RecordingPlace, plan: Partial<RecordingPlan>): Promise<Stage> {
  const made = new Stage(place);
  await made.recordings.start();
  made.follow(plan);
  return made;
}
/** Zone UTC; the morning begins at 01:59:55. */
const at = (from: string, to: string, mode: RecordingHours['windows'][number]['mode'], otherwise: RecordingHours['otherwise'] = 'off'): RecordingHours => {
  const minute = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return { tz: 'UTC', otherwise, windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: minute(from), to: minute(to), mode }] };
};

it('keeps what comes before and after an event in whole groups of pictures, and joins events that overlap', async () => {
  await using place = await recordingPlace();
  const hub = await stage(place, { mode: 'events', preMs: seconds(3), postMs: seconds(4) });
  await hub.film(1);
  // The end of what nobody heard begin.
  hub.motion(false);
  await hub.film(7);
  hub.motion(true);
  await hub.film(2);
  hub.motion(false);
  // Still within the time after it: one file.
  await hub.film(3);
  hub.motion(true);
  hub.motion(false);
  await hub.film(10);
  hub.motion(true);
  await hub.film(1);
  hub.motion(false);
  await hub.film(6);
  expect([await hub.files(), await hub.states(), await hub.gaps(30)]).toEqual([
    [[5, 15], [15, 17], [20, 28]],
    [[0, 'events'], [8, 'recording'], [17, 'events'], [23, 'recording'], [28, 'events'], [30, 'hub_off']],
    [[0, 5, 'events'], [17, 20, 'events'], [28, 30, 'events']],
  ]);
  const rows = await place.store.read.selectFrom('segment').selectAll().execute();
  for (const { path, sha256 } of rows) {
    const file = await place.disk.read(path);
    expect([createHash('sha256').update(file).digest('hex'), decode(file).errors]).toEqual([sha256, '']);
  }
});

it('begins and ends with the hours of the week, at key pictures, with nothing from outside of them', async () => {
  await using place = await recordingPlace();
  // From 02:00:00 (second 5) on, for a minute.
  const hub = await stage(place, { hours: at('02:00', '02:01', 'continuous') });
  await hub.film(80);
  const files = await hub.files();
  expect([files[0]?.[0], files.at(-1)?.[1], files.length, hub.seats.get('gate/main')?.size]).toEqual([5, 65, 6, 0]);
  expect([await hub.gaps(80), await hub.states()]).toEqual([[[0, 5, 'hours'], [65, 80, 'hours']], [[0, 'hours'], [5, 'offline'], [5, 'recording'], [65, 'hours'], [80, 'hub_off']]]);
});

it('goes from all the time to around events at an hour, and hears what began before', async () => {
  await using place = await recordingPlace();
  const hub = await stage(place, { hours: at('00:00', '02:00', 'continuous', 'events'), preMs: seconds(2), postMs: seconds(1) });
  await hub.film(3);
  hub.motion(true);
  await hub.film(5);
  hub.motion(false);
  await hub.film(4);
  expect(await hub.files()).toEqual([[0, 9]]);
});

it('records the smaller stream beside the main one, under a name and a row of its own, hashed and entered alike', async () => {
  await using place = await recordingPlace();
  const hub = await stage(place, { sub: true });
  await hub.film(12);
  hub.follow({ sub: false });
  await hub.film(2);
  expect([await hub.files(), await hub.files('sub')]).toEqual([[[0, 10], [10, 14]], [[0, 10], [10, 12]]]);
  const [sub] = await place.store.read.selectFrom('segment').selectAll().where('role', '=', 'sub').orderBy('from_at').execute();
  expect(sub?.path).toBe(`gate/2026-11-21/01/${morning}-sub.mp4`);
  const [, entry] = (await place.log.entriesFor(gateCamera, { limit: 9, types: ['segment.closed'] })).filter(({ body }) => (body as { role?: string }).role === 'sub');
  expect(entry?.body).toMatchObject({ role: 'sub', sha256: sub?.sha256 });
  expect((await hub.recordings.footage.segmentsIn(gateCamera, morning, morning + 10_000)).map(({ path }) => path)).toEqual([`gate/2026-11-21/01/${morning}.mp4`]);
});

it('writes down one row a change, and a kill is seen to within five seconds', async () => {
  await using place = await recordingPlace();
  const hub = await stage(place, {});
  await hub.film(10);
  await hub.offline(seconds(20));
  await hub.film(13);
  await hub.onDisk(`gate/2026-11-21/02/${morning + 40_000}.mp4`, 66);
  await hub.killed(minutes(2));
  hub.follow({});
  await hub.film(10);
  expect([(await hub.states()).map(([, word]) => word), hub.recordings.now(gateCamera).word]).toEqual([['offline', 'recording', 'offline', 'recording', 'hub_off', 'offline', 'recording'], 'recording']);
  const [off] = (await hub.states()).filter(([, word]) => word === 'hub_off');
  expect(off?.[0]).toBeGreaterThanOrEqual(43 - 5);
  expect(await hub.gaps(170)).toEqual([[10, 30, 'offline'], [42.64, 163, 'hub_off']]);
  await hub.recordings.close();
});

it.each([['forward', hours(1)], ['back', -hours(1)]] as const)('goes on recording when the clock is set %s by an hour', async (_, by) => {
  await using place = await recordingPlace();
  const hub = await stage(place, {});
  await hub.film(12);
  hub.setClock(by);
  await hub.film(12);
  const [files, states] = [await hub.files(), await hub.states()];
  const jump = by / 1_000;
  // A new file begins with the first key picture by the new clock; nothing is lost.
  expect(files).toEqual([[0, 10], [10, 12], [12 + jump, 22 + jump], [22 + jump, 24 + jump]]);
  expect([...new Set(states.map(([, word]) => word))]).toEqual(['offline', 'recording', 'clock', 'hub_off']);
  expect(await hub.gaps(24)).toEqual(by > 0 ? [[12, 24, 'clock']] : []);
  if (by > 0) expect(await hub.gaps(24 + jump)).toEqual([[12, 12 + jump, 'clock']]);
  // Both hours are there, each by its own time.
  expect((await hub.recordings.footage.spans(gateCamera, morning - hours(2), morning + hours(2))).map(({ from, to }) => (to - from) / 1_000)).toEqual([12, 12]);
});

it('an event that lasts over a clock that was set back is not recorded for an hour more', async () => {
  await using place = await recordingPlace();
  const hub = await stage(place, { mode: 'events', preMs: 0, postMs: seconds(5) });
  await hub.film(2);
  hub.motion(true);
  await hub.film(2);
  hub.motion(false);
  hub.setClock(-hours(1));
  await hub.film(20);
  const files = await hub.files();
  expect(files.at(-1)?.[1]).toBeLessThan(-3_600 + 14);
});
