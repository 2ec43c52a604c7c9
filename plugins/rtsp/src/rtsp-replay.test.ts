import { existsSync } from 'node:fs';
import type { AccessUnit, HubError, MediaFormat, ReplaySink } from '@matpho/core/sdk';
import { cameraGear, openCamera, type CameraSpec } from '@matpho/simulator';
import { describe, expect, it } from 'vitest';
import { certificates, OpenRules, quickTimings } from './fake-camera.fixture.ts';
import { clockRange, readReplayHeader } from './replay-header.ts';
import { RtspReplay } from './rtsp-replay.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
const replay = new RtspReplay({ certificates }, new OpenRules(), { now: () => Date.now() }, { ...quickTimings, connect: 20_000, reply: 20_000, stall: 20_000, pictureless: 20_000 });
const never = new AbortController().signal;

class Kept implements ReplaySink {
  readonly formats: MediaFormat[] = [];
  readonly pictures: Pick<AccessUnit, 'at' | 'key' | 'size'>[] = [];
  endings = 0;
  format(format: MediaFormat): void { this.formats.push(format); }
  unit({ at, key, size }: AccessUnit): void { this.pictures.push({ at, key, size }); }
  ended(_error?: HubError): void { this.endings += 1; }
  full(): Promise<void> | undefined { return undefined; }
}
const remembers = (more: Partial<CameraSpec> = {}): Promise<Awaited<ReturnType<typeof openCamera>>> =>
  openCamera({ id: 'card', name: 'Ngõ 12', onvif: false, keeps: { minutes: 60, gaps: [[40, 30]] }, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 }, ...more }, cameraGear(ffmpeg));
const sourceOf = (camera: Awaited<ReturnType<typeof remembers>>) => ({ uri: camera.rtspUri().replace('/main', '/replay'), credentials: { username: camera.user, password: camera.password } });

describe.runIf(existsSync(ffmpeg))('footage a camera kept', () => {
  it('comes with the time it was filmed at, faster than it was filmed, gaps left out', async () => {
    await using camera = await remembers();
    const now = Date.now();
    const [from, to] = [now - 41 * 60_000, now - 29 * 60_000];
    const sink = new Kept();
    await replay.replay(sourceOf(camera), { from, to }, sink, never);
    const at = sink.pictures.map((picture) => picture.at);
    const jumps = at.slice(1).map((each, i) => each - (at[i] ?? 0)).filter((step) => step > 500);
    expect([sink.formats[0]?.video.codec, sink.pictures[0]?.key, at.every((each, i) => i === 0 || each > (at[i - 1] ?? 0)), sink.endings]).toEqual(['h264', true, true, 1]);
    expect([Math.abs((at[0] ?? 0) - from) <= 2_000, Math.abs((at.at(-1) ?? 0) - to) <= 2_000, jumps.length]).toEqual([true, true, 1]);
    expect(Math.round((jumps[0] ?? 0) / 60_000)).toBe(10);
    expect(at.length).toBeGreaterThan(1_100);
  });

  it('waits for whoever takes it slowly, and loses nothing', async () => {
    await using camera = await remembers();
    const sink = new Kept();
    let held = 0;
    let mostAtOnce = 0;
    let before = 0;
    sink.full = () => {
      if (sink.pictures.length % 50 !== 0 || sink.pictures.length === before) return undefined;
      mostAtOnce = Math.max(mostAtOnce, sink.pictures.length - before);
      before = sink.pictures.length;
      held += 1;
      return new Promise((resolve) => { setImmediate(resolve); });
    };
    const to = Date.now() - 10 * 60_000;
    await replay.replay(sourceOf(camera), { from: to - 60_000, to }, sink, never);
    expect([held > 5, mostAtOnce < 600, sink.pictures.length > 590]).toEqual([true, true, true]);
  });

  it('of which there is none ends at once; a camera that keeps nothing, a wrong password and an empty interval are refused', async () => {
    await using camera = await remembers();
    const code = (work: Promise<void>): Promise<string> => work.then(() => 'fine', (error: HubError) => error.code);
    const to = Date.now() - 35 * 60_000;
    const sink = new Kept();
    expect(await code(replay.replay(sourceOf(camera), { from: to - 1_000, to }, sink, never))).toBe('fine');
    expect([sink.pictures.length, sink.endings]).toEqual([0, 1]);
    expect(await code(replay.replay({ ...sourceOf(camera), credentials: { username: 'admin', password: 'no' } }, { from: to - 1_000, to }, new Kept(), never))).toBe('camera-wrong-password');
    expect(await code(replay.replay(sourceOf(camera), { from: to, to }, new Kept(), never))).toBe('bad-request');
    await using forgetful = await openCamera({ id: 'none', name: 'Sân', onvif: false, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 } }, cameraGear(ffmpeg));
    expect(await code(replay.replay(sourceOf(forgetful), { from: to - 1_000, to }, new Kept(), never))).toBe('camera-no-video');
  });

  it('stops when nobody wants it any more', async () => {
    await using camera = await remembers();
    const stop = new AbortController();
    const sink = new Kept();
    sink.unit = () => stop.abort(new Error('enough'));
    const to = Date.now() - 60_000;
    await expect(replay.replay(sourceOf(camera), { from: to - 20 * 60_000, to }, sink, stop.signal)).rejects.toThrow('enough');
  });
});

it('reads the header of a replay and no other', () => {
  const words = Buffer.alloc(12);
  words.writeUInt32BE(2_208_988_800 + 1_700_000_000, 0);
  words.writeUInt32BE(2 ** 31, 4);
  words[8] = 0x90;
  expect([readReplayHeader(0xabac, words, 0, 12), readReplayHeader(0xbede, words, 0, 12), readReplayHeader(0xabac, words, 0, 8)]).toEqual([{ at: 1_700_000_000_500, isLast: true }, undefined, undefined]);
  expect(clockRange(Date.UTC(2026, 10, 21, 7), Date.UTC(2026, 10, 21, 7, 5, 0, 250))).toBe('clock=20261121T070000.000Z-20261121T070500.250Z');
});
