import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { eachTime, gateScene, liveAsk, permitted, standing } from '../consent/test/gate.fixture.ts';
import type { Grant, Permit } from '../domain/consent.ts';
import { seconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { makeAac } from '../media/clips.fixture.ts';
import { clip, streamScene } from './stream.fixture.ts';
import { View, type ViewSink } from './view.ts';

let small: { readonly format: MediaFormat; readonly units: readonly AccessUnit[] };
let aac: ReturnType<typeof makeAac>;
beforeAll(() => {
  small = clip();
  aac = makeAac();
});

class FakeSink implements ViewSink {
  readonly lines: string[] = [];
  bytes = 0;
  unsent = 0;
  /** Whether the bytes stay unsent. */
  isStuck = false;
  format({ mime, height }: Parameters<ViewSink['format']>[0]): void { this.lines.push(`format ${height}${mime.includes('mp4a') ? ' with sound' : ''}`); }
  media(bytes: Uint8Array): void {
    this.lines.push('media');
    this.bytes += bytes.length;
    if (this.isStuck) this.unsent += bytes.length;
  }
  pending(): number { return this.unsent; }
  waiting(error: HubError): void { this.lines.push(`waiting ${error.code}`); }
  ended(reason: string): void { this.lines.push(`ended ${reason}`); }
  get deliveries(): number { return this.lines.filter((line) => line === 'media').length; }
}
const loud: Grant = { ...standing, what: { ...standing.what, maxHeight: 720, maxFps: 30, audio: true } };

/** A permit of the real gate, and a stream that a test plays. */
async function scene(grant: Grant = standing, audio = false) {
  const gate = gateScene({ grants: [grant] });
  const permit = permitted(await gate.gate.admit({ as: 'officer', ask: { ...liveAsk, rendition: { ...liveAsk.rendition, maxFps: grant.what.maxFps, audio } } }));
  const stream = streamScene();
  const sink = new FakeSink();
  const view = new View(permit, sink, stream.clock, true, 'overlay');
  const play = (...units: readonly (AccessUnit | undefined)[]): void => { for (const unit of units) if (unit) stream.camera.now.sink.unit(unit); };
  /** A picture of so many bytes. */
  const picture = (n: number, size: number, key = false): AccessUnit => ({ track: 'video', ticks: n * 3_600, at: 1_000_000 + n * 40, key, parts: [new Uint8Array(size)], size });
  return { ...stream, gateScene: gate, gate: gate.gate, permit, sink, view, play, picture };
}
/** The clip says 25 pictures a second. */
const fast: Grant = { ...standing, what: { ...standing.what, maxFps: 30 } };

describe('a view', () => {
  it('is refused for a permit the gate did not make, or no longer stands for', async () => {
    const one = await scene(fast);
    const forged = { ...one.permit, signal: one.permit.signal } as Permit<'live'>;
    expect(() => new View(forged, one.sink, one.clock, false, 'overlay').open(one.stream, one.gate)).toThrow(expect.objectContaining({ code: 'consent-refused' }));
    await one.gate.endAll('revoked');
    expect(() => one.view.open(one.stream, one.gate)).toThrow(expect.objectContaining({ code: 'consent-refused' }));
    expect([one.camera.tries, one.sink.lines]).toEqual([[], []]);
  });

  it('10. opens exactly where every mask it needs is in the picture it is given', async () => {
    const names = ['window', 'door', 'yard'] as never[];
    let opened = 0;
    await fc.assert(fc.asyncProperty(fc.subarray(names), fc.subarray(names), fc.boolean(), async (needed, delivered, isMarked) => {
      const gate = gateScene({ grants: [{ ...standing, what: { ...standing.what, masks: needed } }] });
      const permit = permitted(await gate.gate.admit({ as: 'officer', ask: { ...liveAsk, rendition: { ...liveAsk.rendition, masks: new Set(needed) } } }));
      const { stream, clock } = streamScene();
      const view = new View(permit, new FakeSink(), clock, false, 'overlay');
      const open = (): void => view.open({ masks: new Set(delivered), mark: isMarked ? 'pixels' : undefined, join: (viewer) => stream.join(viewer) }, gate.gate);
      const isWhole = needed.every((mask) => delivered.includes(mask));
      if (!isWhole) {
        expect(open).toThrow(expect.objectContaining({ code: 'obligation-unmet' }));
        return;
      }
      opened += 1;
      open();
      expect(view.watched.mark).toBe(isMarked ? 'pixels' : 'overlay');
      view[Symbol.dispose]();
    }), { numRuns: 300 });
    expect(opened).toBeGreaterThan(60);
  });

  it('is refused where masks would have to be drawn', async () => {
    const gate = gateScene({ grants: [{ ...standing, what: { ...standing.what, masks: ['window' as never] } }] });
    const permit = permitted(await gate.gate.admit({ as: 'officer', ask: { ...liveAsk, rendition: { ...liveAsk.rendition, masks: new Set(['window' as never]) } } }));
    const { stream, clock } = streamScene();
    expect(() => new View(permit, new FakeSink(), clock, false, 'overlay').open(stream, gate.gate)).toThrow(expect.objectContaining({ code: 'obligation-unmet' }));
  });

  it('never passes sound on where the permit does not say so, and does where it says so', async () => {
    const counts = await Promise.all([false, true].map(async (audio) => {
      const one = await scene(loud, audio);
      one.view.open(one.stream, one.gate);
      one.camera.now.sink.format({ ...small.format, audio: { codec: 'aac', clockRate: 48_000, channels: 2, config: aac.config } });
      for (let n = 0; n < 30; n += 1) one.play(small.units[n], aac.units[n * 2], aac.units[n * 2 + 1]);
      return { format: one.sink.lines[0], media: one.sink.deliveries };
    }));
    // 30 pictures; 60 frames of sound are 1.28 s in pieces of about 0.1 s.
    expect(counts[0]).toEqual({ format: 'format 90', media: 30 });
    expect(counts[1]?.format).toBe('format 90 with sound');
    expect(counts[1]?.media).toBeGreaterThan(36);
  });

  it('leaves G.711 out for browsers, in the fragments too, and passes it on to whoever takes any sound', async () => {
    const told = await Promise.all([false, true].map(async (takesAnySound) => {
      const one = await scene(loud, true);
      const sounds: string[] = [];
      const starts: (string | undefined)[] = [];
      const sink: ViewSink = { takesAnySound, format: ({ media, mime }) => void starts.push(media?.audio?.codec, mime), media: (_, { track }) => void (track === 'audio' && sounds.push(track)), pending: () => 0, waiting: () => {}, ended: () => {} };
      new View(one.permit, sink, one.clock, true, 'overlay').open(one.stream, one.gate);
      one.camera.now.sink.format({ ...small.format, audio: { codec: 'pcma', clockRate: 8_000, channels: 1 } });
      for (let n = 0; n < 30; n += 1) one.play(small.units[n], { track: 'audio', ticks: n * 320, at: 1_000_000 + n * 40, key: true, parts: [new Uint8Array(320)], size: 320 });
      return [starts[0], starts[1]?.includes(','), sounds.length > 5];
    }));
    expect(told).toEqual([[undefined, false, false], ['pcma', false, true]]);
  });

  it('gets not one byte after the moment it is revoked, and is told why, once', async () => {
    const one = await scene(fast);
    one.view.open(one.stream, one.gate);
    one.camera.now.sink.format(small.format);
    one.play(...small.units.slice(0, 5));
    one.gateScene.records.revoke(one.gateScene.clock.now());
    let bytesAtAbort = -1;
    one.permit.signal.addEventListener('abort', () => { bytesAtAbort = one.sink.bytes; one.play(...small.units.slice(5, 10)); });
    await one.gate.recheck({});
    one.play(...small.units.slice(10, 20));
    one.lose('camera-offline');
    one.view[Symbol.dispose]();
    expect([one.sink.bytes, one.view.watched.bytes, one.sink.lines.slice(-2), one.view.endedWith]).toEqual([bytesAtAbort, bytesAtAbort, ['media', 'ended revoked'], 'revoked']);
  });

  it('that is slow is skipped to the next key picture it has room for, and slows nobody else', async () => {
    const one = await scene(fast);
    const other = new FakeSink();
    new View(one.permit, other, one.clock, false, 'overlay').open(one.stream, one.gate);
    one.view.open(one.stream, one.gate);
    one.camera.now.sink.format(small.format);
    one.sink.isStuck = true;
    one.play(one.picture(0, 1_000_000, true), one.picture(1, 1_200_000), one.picture(2, 10), one.picture(3, 10, true));
    expect(one.sink.deliveries).toBe(2);
    one.sink.unsent = 1_500_000;
    one.play(one.picture(4, 10, true), one.picture(5, 10));
    expect(one.sink.deliveries).toBe(2);
    one.sink.unsent = 900_000;
    one.play(one.picture(6, 10), one.picture(7, 10, true), one.picture(8, 10));
    expect([one.sink.deliveries, other.deliveries]).toEqual([4, 9]);
  });

  it('that stops reading for 20 s ends as slow; one that goes on reading, however slowly, does not', async () => {
    const one = await scene(fast);
    const reading = new FakeSink();
    const still = new View(one.permit, reading, one.clock, false, 'overlay');
    still.open(one.stream, one.gate);
    one.view.open(one.stream, one.gate);
    one.camera.now.sink.format(small.format);
    one.sink.isStuck = reading.isStuck = true;
    one.play(one.picture(0, 1_400_000, true), one.picture(1, 1_400_000), one.picture(2, 10, true));
    for (let second = 1; second <= 25; second += 1) {
      await one.clock.advance(seconds(1));
      reading.unsent -= 10_000;
      one.play(one.picture(2 + second * 25, 10, true));
      if (second === 19) expect(one.view.endedWith).toBeUndefined();
    }
    expect([one.view.endedWith, still.endedWith, one.sink.lines.filter((line) => line.startsWith('ended'))]).toEqual(['slow', undefined, ['ended slow']]);
  });

  it('ends when the camera now sends a taller or a faster picture than the permit allows', async () => {
    const ends = await Promise.all([{ ...fast, what: { ...fast.what, maxHeight: 720 } }, standing].map(async (grant) => {
      const one = await scene(grant);
      one.view.open(one.stream, one.gate);
      const tall = grant === standing ? small : { format: { video: { codec: 'h264' as const, clockRate: 90_000, parameterSets: clip('1920x1080').format.video.parameterSets } } };
      one.camera.now.sink.format(tall.format);
      one.play(...small.units.slice(0, 3));
      return one.sink.lines;
    }));
    // 1,080 lines where 720 are allowed; 25 pictures a second where 15 are.
    expect(ends).toEqual([['ended refused'], ['ended refused']]);
  });

  it('is refused where the name mark is asked for and nothing here shows one', async () => {
    const one = await scene(fast);
    expect(() => new View(one.permit, one.sink, one.clock, false, null).open(one.stream, one.gate)).toThrow(expect.objectContaining({ code: 'obligation-unmet' }));
  });

  it('ends when more pictures come than the permit allows, whatever the camera claims, and says that the conditions were not met', async () => {
    const one = await scene(fast);
    one.view.open(one.stream, one.gate);
    one.camera.now.sink.format(small.format);
    expect(one.view.watched.obligationsMet).toBeNull();
    // 40 pictures a second where 30 are allowed and 25 are claimed.
    const faster = (n: number): AccessUnit => ({ ...one.picture(n, 10, n === 0), ticks: n * 2_250, at: 1_000_000 + n * 25 });
    for (let n = 0; n < 80; n += 1) one.play(faster(n));
    expect([one.view.endedWith, one.view.watched.obligationsMet]).toEqual([undefined, true]);
    for (let n = 80; n < 90; n += 1) one.play(faster(n));
    expect([one.view.endedWith, one.view.watched.obligationsMet, one.sink.deliveries]).toEqual(['refused', false, 80]);
  });

  it('goes on when pictures come in a burst after a stall, or a little faster than allowed', async () => {
    const one = await scene(fast);
    one.view.open(one.stream, one.gate);
    one.camera.now.sink.format(small.format);
    // 31 a second by the camera's own time; after 100 pictures the network lets 100 through at once.
    for (let n = 0; n < 300; n += 1) one.play({ ...one.picture(n, 10, n === 0), ticks: n * 2_903, at: 1_000_000 + (n < 100 || n >= 200 ? n : 200) * 32 });
    expect([one.view.endedWith, one.view.watched.obligationsMet, one.sink.deliveries]).toEqual([undefined, true, 300]);
  });

  it('counts the seconds in which something came, and no pause', async () => {
    const one = await scene(fast);
    one.view.open(one.stream, one.gate);
    one.camera.now.sink.format(small.format);
    for (const unit of small.units.slice(0, 26)) {
      one.play(unit);
      await one.clock.advance(40);
    }
    await one.clock.advance(seconds(30));
    for (const unit of small.units.slice(26, 37)) {
      one.play(unit);
      await one.clock.advance(40);
    }
    one.clock.set(one.clock.now() - seconds(500));
    one.play(...small.units.slice(37, 38));
    expect(one.view.watched).toEqual({ seconds: 1.4, bytes: one.sink.bytes, obligationsMet: true, mark: 'overlay' });
  });

  it('says that the camera is away, and goes on when it is back', async () => {
    const one = await scene(fast);
    one.view.open(one.stream, one.gate);
    one.camera.now.sink.format(small.format);
    one.play(...small.units.slice(0, 1));
    one.lose('camera-stalled');
    await one.clock.advance(seconds(1));
    one.camera.now.sink.format(small.format);
    one.play(...small.units.slice(0, 1));
    expect(one.sink.lines).toEqual(['format 90', 'media', 'waiting camera-stalled', 'format 90', 'media']);
  });

  it('that its viewer leaves lets the stream go', async () => {
    const one = await scene(fast);
    one.view.open(one.stream, one.gate);
    one.view[Symbol.dispose]();
    await one.clock.advance(seconds(10));
    expect([one.sink.lines, one.stream.state.status]).toEqual([['ended viewer'], 'idle']);
  });

  it('of a grant that must be asked for is not had without a yes', async () => {
    const gate = gateScene({ grants: [eachTime] });
    expect('refused' in await gate.gate.admit({ as: 'officer', ask: liveAsk })).toBe(true);
  });
});
