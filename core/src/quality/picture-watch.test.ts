import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Emitter } from '../base/emitter.ts';
import { CameraHealth } from '../cameras/camera-health.ts';
import { gateCamera, house, lan, storedHouse, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import { minutes, seconds } from '../domain/time.ts';
import { unitsOf, makeH264 } from '../media/clips.fixture.ts';
import { FragmentWriter, type LiveFragment } from '../media/fragment-writer.ts';
import { openQuality } from '../open-quality.ts';
import { OwnedScope } from '../base/scope.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { NoticeDesk } from '../notices/notice-desk.ts';
import type { HubEvents } from '../sdk/events.ts';
import type { Ffmpeg, FfmpegRun } from '../sdk/services.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import { LiveFormat, type StreamConsumer } from '../streams/live-stream.ts';
import { flat, noisy, scene } from './scenes.fixture.ts';

const { format, units } = unitsOf('h264', makeH264(['-bf', '0', '-frames:v', '1']));
const key = ((): LiveFragment => {
  const out: LiveFragment[] = [];
  const writer = new FragmentWriter(format, (fragment) => out.push(fragment));
  for (const unit of units.slice(0, 1)) writer.write(unit);
  writer.flush();
  return out[0]!;
})();

/** The room on a real database, with a camera whose picture a test paints. */
async function room(from: StoredHouse) {
  const { clock, desk, grantFacts, place: { store } } = from;
  const scope = new OwnedScope();
  const events = new Emitter<HubEvents>(() => {});
  const health = new CameraHealth(events, clock);
  const told: string[] = [];
  const warned: string[] = [];
  let picture = (n: number): Uint8Array => noisy(scene(1), n);
  let count = 0;
  let isBroken = false;
  const ffmpeg = {
    path: () => 'ffmpeg',
    run: (): FfmpegRun => {
      let ended = (): void => {};
      const whole = new Promise<void>((resolve) => { ended = resolve; });
      return {
        stdin: { write: () => true, end: () => ended() }, drained: async () => {}, exit: Promise.resolve(0), words: () => '', [Symbol.asyncDispose]: async () => {},
        stdout: (async function* () { await whole; count += 1; if (!isBroken) yield picture(count); })(),
      };
    },
  } satisfies Ffmpeg;
  let eye: StreamConsumer | undefined;
  const streams = { of: () => ({ join: (consumer: StreamConsumer) => { eye = consumer; consumer.format(new LiveFormat(format)); return { [Symbol.dispose]: () => {} }; } }) } as unknown as LiveStreams;
  const log = { debug: () => {}, info: () => {}, warn: (text: string) => { warned.push(text); }, error: (text: string) => { warned.push(text); } };
  const notices = { tell: async (people: readonly string[], { title }: { readonly title: { readonly vi: string } }) => { told.push(`${people.join()}: ${title.vi}`); } } as unknown as NoticeDesk;
  const registry = { all: async () => [{ id: gateCamera }] } as unknown as CameraRegistry;
  const quality = openQuality({ store, registry, streams, health, desk, gate: { onChange: () => ({ [Symbol.dispose]: () => {} }) }, notices, ffmpeg, events, grantFacts, clock, timers: clock, log, loops: false }, scope);
  quality.start();
  const settles = async (isSo: () => boolean | Promise<boolean>): Promise<void> => { while (!(await isSo())) await new Promise((resolve) => { setImmediate(resolve); }); };
  await settles(() => eye !== undefined);
  return {
    quality, health, told, warned, store,
    breaks: (): void => { isBroken = true; },
    runs: () => count,
    paints: (paint: (n: number) => Uint8Array): void => { picture = paint; },
    shows: (): void => eye?.fragment({ ...key, at: clock.now() }),
    /** A key picture each 5 s, and what became of each look awaited. */
    passes: async (span: number): Promise<void> => {
      for (let ms = 0; ms < span; ms += seconds(5)) {
        eye?.fragment({ ...key, at: clock.now() });
        const before = quality.watch.lookAt(gateCamera).lookedAt;
        await clock.advance(seconds(5));
        const isDue = before === undefined || clock.now() - before >= seconds(10);
        if (isDue) await settles(() => quality.watch.lookAt(gateCamera).lookedAt !== before);
        await quality.watch.idle();
      }
    },
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}
const facts = (health: CameraHealth): readonly string[] => health.picture(gateCamera).map(({ fact }) => fact);

describe('a camera that looks somewhere else', () => {
  let from: StoredHouse;
  beforeEach(async () => { from = await storedHouse(); });
  afterEach(() => from[Symbol.asyncDispose]());

  it('because somebody who may turns it, is shared on, and what it sees when she lets go is the new scene', async () => {
    await using here = await room(from);
    await from.give();
    await here.passes(minutes(1));
    const turn = here.quality.watch.turning(gateCamera);
    here.paints((n) => noisy(scene(2), n));
    const before = here.quality.watch.lookAt(gateCamera).lookedAt;
    here.shows();
    await from.clock.advance(minutes(1));
    await here.quality.watch.round();
    const meanwhile = here.quality.watch.lookAt(gateCamera).lookedAt === before;
    await turn[Symbol.asyncDispose]();
    await here.passes(minutes(2));
    expect([meanwhile, facts(here.health), await from.admits(), here.told]).toEqual([true, [], 'permit', []]);
    here.paints((n) => noisy(scene(1), n));
    await here.passes(minutes(1));
    expect([facts(here.health), await from.admits()]).toEqual([['moved'], 'consent-refused']);
  });
  it('is not shared any more within a minute; the house is told, and the owner\'s word shares it again with the new scene', async () => {
    await using here = await room(from);
    await from.give();
    await here.passes(minutes(1));
    const well = [facts(here.health), await from.admits(), here.told];
    here.paints((n) => noisy(scene(2), n));
    await here.passes(minutes(1));
    const pause = await here.quality.pauseOf(gateCamera);
    const moved = [facts(here.health), await from.admits(), here.told.splice(0), pause !== undefined];
    await here.passes(minutes(1));
    const once = [here.told, (await here.store.read.selectFrom('restriction').select('created_by').execute())];
    await from.desk.lift(pause!, house, lan);
    await from.clock.advance(0);
    await here.quality.watch.idle();
    while (facts(here.health).length > 0 || (await here.quality.pauseOf(gateCamera)) !== undefined) await new Promise((resolve) => { setImmediate(resolve); });
    await here.passes(minutes(2));
    expect([well, moved, once, facts(here.health), await from.admits(), here.told, here.warned]).toEqual([
      [[], 'permit', []], [['moved'], 'consent-refused', ['lan: gate: camera nhìn chỗ khác so với trước'], true], [[], [{ created_by: null }]], [], 'permit', [], [],
    ]);
  });

  it('is known to after a restart, and is paused only once', async () => {
    {
      await using here = await room(from);
      await here.passes(minutes(1));
      here.paints((n) => noisy(scene(2), n));
      await here.passes(minutes(1));
      expect(facts(here.health)).toEqual(['moved']);
    }
    await using here = await room(from);
    here.paints((n) => noisy(scene(2), n));
    await here.passes(minutes(1));
    expect([facts(here.health), here.told, (await here.store.read.selectFrom('restriction').select('kind').execute()).length]).toEqual([['moved'], [], 1]);
  });

  it('cannot be decoded, is tried about once a minute and no more often', async () => {
    await using here = await room(from);
    await here.passes(minutes(1));
    here.breaks();
    const before = here.runs();
    for (let n = 0; n < 120; n += 1) {
      here.shows();
      await from.clock.advance(seconds(5));
      await here.quality.watch.idle();
    }
    const tries = here.runs() - before;
    expect([tries >= 8, tries <= 14, facts(here.health)]).toEqual([true, true, []]);
  });

  it('or at nothing is told once, however often it comes and goes', async () => {
    await using here = await room(from);
    await here.passes(minutes(1));
    for (let times = 0; times < 2; times += 1) {
      here.paints((n) => noisy(flat(8), n, 1));
      await here.passes(seconds(40));
      here.paints((n) => noisy(scene(1), n));
      await here.passes(seconds(40));
    }
    const kept = await here.store.read.selectFrom('picture_fact').selectAll().execute();
    expect([here.told, facts(here.health), kept, await here.quality.pauseOf(gateCamera)]).toEqual([['lan: gate: hình đen: camera không thấy gì'], [], [], undefined]);
  });
});
