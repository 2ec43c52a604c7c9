import { beforeAll, describe, expect, it } from 'vitest';
import { gateScene, liveAsk, permitted, standing } from '../consent/test/gate.fixture.ts';
import type { MaskCovers } from '../consent/masks.ts';
import { ownAsk } from '../consent/owner-access.ts';
import type { Permit } from '../domain/consent.ts';
import { coverOf } from '../domain/mask.ts';
import { seconds } from '../domain/time.ts';
import { FfmpegRunner } from '../ffmpeg/ffmpeg-runner.ts';
import { ffmpeg, ffmpegBin, makeH265, unitsOf } from '../media/clips.fixture.ts';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import type { LiveStreams } from './live-streams.ts';
import { annexB, jpegOf } from './picture.ts';
import { Stills } from './stills.ts';
import { clip, FakeConsumer, streamScene } from './stream.fixture.ts';

const real = new FfmpegRunner({ path: ffmpegBin, version: 'test', from: 'PATH' });
const anySignal = new AbortController().signal;
let large: { readonly format: MediaFormat; readonly units: readonly AccessUnit[] };
beforeAll(() => { large = clip('640x360'); });

/** Width and height as ffmpeg reads the JPEG. */
function sizeOf(jpeg: Uint8Array): readonly [number, number] {
  const [first = ''] = ffmpeg(['-f', 'mjpeg', '-i', 'pipe:0', '-vf', 'showinfo', '-f', 'framehash', '-hash', 'crc32', 'pipe:1'], jpeg).toString().split('\n').filter((line) => line.startsWith('#dimensions'));
  const [, width, height] = /(\d+)x(\d+)/.exec(first) ?? [];
  return [Number(width), Number(height)];
}
/** Counts, and can be made to wait or to fail. */
class CountingFfmpeg implements Ffmpeg {
  runs = 0;
  isBroken = false;
  path(): string { return real.path(); }
  run(args: readonly string[], options: Parameters<Ffmpeg['run']>[1]): ReturnType<Ffmpeg['run']> {
    this.runs += 1;
    return this.isBroken ? real.run(['-f', 'nonsense', '-i', 'pipe:0', 'pipe:1'], options) : real.run(args, options);
  }
}
/** One mask is known: the left half. */
const covers: MaskCovers = {
  coverOf: async (_, masks) => coverOf([...masks].map((mask) => {
    if (mask !== 'left') throw new HubError('obligation-unmet', 'unknown');
    return [{ x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 0.5, y: 1 }, { x: 0, y: 1 }];
  })),
};
async function scene() {
  const { gate, records, clock } = gateScene({ grants: [{ ...standing, what: { ...standing.what, actions: ['snapshot'] } }] });
  const one = streamScene();
  one.stream.join(new FakeConsumer());
  const counting = new CountingFfmpeg();
  const stills = new Stills({ of: () => one.stream } as unknown as LiveStreams, counting, gate, clock, covers);
  const own = async (maxHeight = 2_160): Promise<Permit<'snapshot'>> => permitted(await gate.admit({ as: 'member', ask: ownAsk(liveAsk.who.person, liveAsk.camera, 'snapshot', { maxHeight, maxFps: 60, audio: false, masks: new Set() }) }));
  const officers = async (): Promise<Permit<'snapshot'>> => permitted(await gate.admit({ as: 'officer', ask: { ...liveAsk, action: 'snapshot' } }));
  const film = (): void => {
    one.camera.now.sink.format(large.format);
    for (const unit of large.units.slice(0, 3)) one.camera.now.sink.unit(unit);
  };
  return { ...one, gate, records, gateClock: clock, stills, counting, own, officers, film };
}
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'a still', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));

describe('a still', () => {
  it('is the newest key picture, no taller than the permit says', async () => {
    const one = await scene();
    one.film();
    expect([sizeOf(await one.stills.take(await one.own())), sizeOf(await one.stills.take(await one.own(180)))]).toEqual([[640, 360], [320, 180]]);
  });

  it('has its masks and its mark burnt in, and is refused without one of them', async () => {
    const one = await scene();
    one.film();
    const masked = async (mask: string): Promise<Permit<'snapshot'>> => permitted(await one.gate.admit({ as: 'member', ask: ownAsk(liveAsk.who.person, liveAsk.camera, 'snapshot', { maxHeight: 360, maxFps: 60, audio: false, masks: new Set([mask as never]) }) }));
    const grey = (jpeg: Uint8Array, crop: string): number => {
      const pixels = ffmpeg(['-f', 'mjpeg', '-i', 'pipe:0', '-vf', `crop=${crop},format=gray`, '-f', 'rawvideo', 'pipe:1'], jpeg);
      return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    };
    const [still, plain] = [await one.stills.take(await masked('left')), await one.stills.take(await one.own())];
    expect([grey(still, '300:340:4:4') < 20, grey(plain, '300:340:4:4') > 60, Math.abs(grey(still, '300:300:330:4') - grey(plain, '300:300:330:4')) < 4]).toEqual([true, true, true]);
    expect(await codeOf(one.stills.take(await masked('right')))).toBe('obligation-unmet');
    expect([await codeOf(one.stills.take(await one.officers())), await codeOf(one.stills.take(await one.officers(), 'U · U-2'))]).toEqual(['obligation-unmet', 'a still']);
  });

  it('is decoded once in 5 s, however many ask', async () => {
    const one = await scene();
    one.film();
    const permit = await one.own();
    const [a, b] = await Promise.all([one.stills.take(permit), one.stills.take(permit)]);
    await one.gateClock.advance(seconds(4));
    const c = await one.stills.take(permit);
    expect([one.counting.runs, a === b, b === c]).toEqual([1, true, true]);
    await one.gateClock.advance(seconds(1));
    await one.stills.take(permit);
    expect(one.counting.runs).toBe(2);
  });

  it('that cannot be decoded is not tried again before its time, and the one before stands in', async () => {
    const one = await scene();
    one.film();
    const permit = await one.own();
    one.counting.isBroken = true;
    expect([await codeOf(one.stills.take(permit)), await codeOf(one.stills.take(permit)), one.counting.runs]).toEqual(['camera-broken-answer', 'camera-broken-answer', 1]);
    await one.gateClock.advance(seconds(5));
    one.counting.isBroken = false;
    const good = await one.stills.take(permit);
    await one.gateClock.advance(seconds(5));
    one.counting.isBroken = true;
    expect(await codeOf(one.stills.take(permit))).toBe('camera-broken-answer');
    expect([await one.stills.take(permit) === good, one.counting.runs]).toEqual([true, 3]);
  });

  it('that cannot be decoded is nothing for anyone else: the one before was filmed before they were let in', async () => {
    const one = await scene();
    one.film();
    const mark = 'Công an phường U · U-2';
    await one.stills.take(await one.officers(), mark);
    await one.gateClock.advance(seconds(5));
    one.counting.isBroken = true;
    const later = await one.officers();
    expect([await codeOf(one.stills.take(later, mark)), await codeOf(one.stills.take(later, mark))]).toEqual(['camera-broken-answer', 'camera-broken-answer']);
  });

  it('needs a permit before and after', async () => {
    const one = await scene();
    one.film();
    const permit = await one.officers();
    const mark = 'Công an phường U · U-2';
    expect(await codeOf(one.stills.take({ ...permit } as Permit<'snapshot'>))).toBe('consent-refused');
    const taking = codeOf(one.stills.take(permit, mark));
    await one.gate.endAll('revoked');
    expect([await taking, await codeOf(one.stills.take(permit, mark))]).toEqual(['consent-ended', 'consent-refused']);
  });

  it('of a camera that is away is the last one for the house itself, and none for anyone else', async () => {
    const one = await scene();
    expect(await codeOf(one.stills.take(await one.own()))).toBe('camera-offline');
    one.film();
    const last = await one.stills.take(await one.own());
    one.lose('camera-offline');
    expect([await one.stills.take(await one.own()) === last, await codeOf(one.stills.take(await one.officers(), 'U · U-2'))]).toEqual([true, 'camera-offline']);
    one.stills.forget(liveAsk.camera);
    expect(await codeOf(one.stills.take(await one.own()))).toBe('camera-offline');
  });
});

describe('a key picture', () => {
  it.each(['h264', 'h265'] as const)('of %s as Annex B is what a decoder takes', (codec) => {
    const { format, units } = codec === 'h264' ? large : unitsOf('h265', makeH265());
    const key = units.find((unit) => unit.key);
    if (!key) throw new Error('no key picture');
    const decoded = ffmpeg(['-f', codec === 'h264' ? 'h264' : 'hevc', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], annexB(format.video, key));
    expect(decoded.length).toBe(codec === 'h264' ? 640 * 360 : 160 * 90);
  });

  it('with hostile lengths ends, and is refused as broken', async () => {
    const broken = { parts: [Buffer.from('ffffffff0102', 'hex'), Buffer.alloc(3)] };
    expect(annexB(large.format.video, broken).length).toBeLessThan(200);
    expect(await codeOf(jpegOf(real, large.format.video, broken, { signal: anySignal }))).toBe('camera-broken-answer');
  });

  it('needs an ffmpeg, and says so', async () => {
    const [key] = large.units;
    if (!key) throw new Error('no key picture');
    const gone = new FfmpegRunner({ path: '/nowhere/ffmpeg', version: 'test', from: 'PATH' });
    expect(await Promise.all([gone, new FfmpegRunner(undefined)].map((each) => codeOf(jpegOf(each, large.format.video, key, { signal: anySignal }))))).toEqual(['ffmpeg-missing', 'ffmpeg-missing']);
  });
});
