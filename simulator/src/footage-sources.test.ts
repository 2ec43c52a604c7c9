import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopDrawn, loopFromFile } from './media/shelf.ts';
import { openCamera } from './simulated-camera.ts';
import { FFMPEG, gear, pull, small } from './testing.fixture.ts';

const make = (...args: string[]): void => { spawnSync(FFMPEG, ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=12.5', '-f', 'lavfi', '-i', 'sine=r=48000', '-t', '2', ...args]); };
const isInOrder = (loop: Awaited<ReturnType<typeof gear.shelf.clip>>): boolean => loop.video.pictures.every(({ ptsMs }, i, all) => ptsMs > (all[i - 1]?.ptsMs ?? -1));

describe('footage', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'street-'));
    make('-map', '0:v', '-map', '1:a', '-c:v', 'libx264', '-bf', '0', '-g', '12', '-c:a', 'aac', join(folder, 'plain.mp4'));
    make('-map', '0:v', '-c:v', 'libx264', '-bf', '2', '-g', '12', join(folder, 'b-frames.mp4'));
    make('-map', '0:v', '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'bframes=0:keyint=12:log-level=error', '-f', 'hevc', join(folder, 'plain.h265'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('of a clip keeps its pictures, their pace and its sound', async () => {
    const { video, audio } = await loopFromFile(FFMPEG, join(folder, 'plain.mp4'));
    expect([video.format.codec, video.format.width, video.format.height, video.pictures.length, Math.round(video.periodMs), video.pictures[0]?.key]).toEqual(['h264', 320, 180, 25, 2_000, true]);
    expect(video.pictures.map(({ sendMs }) => Math.round(sendMs))).toEqual(Array.from({ length: 25 }, (_, i) => i * 80));
    expect(audio?.format).toMatchObject({ codec: 'aac', sampleRate: 48_000, channels: 1 });
  });

  it('with B-frames is coded anew, unless they are wanted', async () => {
    expect([isInOrder(await gear.shelf.clip(join(folder, 'b-frames.mp4'), false)), isInOrder(await gear.shelf.clip(join(folder, 'b-frames.mp4'), true))]).toEqual([true, false]);
  });

  it.each(['tcp', 'udp'] as const)('of a clip is played to ffmpeg over %s, its sub stream too', async (transport) => {
    await using camera = await openCamera(small('clip', { footage: { kind: 'clip', file: join(folder, 'plain.mp4') } }), gear);
    const packets = await pull(camera.rtspUri('sub'), transport);
    expect([...packets.keys()]).toEqual(['h264', 'aac']);
    expect(packets.get('h264')).toBeGreaterThan(5);
  });

  it.each(['tcp', 'udp'] as const)('of an H.265 elementary stream reaches ffmpeg over %s', async (transport) => {
    await using camera = await openCamera(small('hevc', { footage: { kind: 'elementary', file: join(folder, 'plain.h265'), codec: 'h265', fps: 12.5 }, audio: 'pcma' }), gear);
    const packets = await pull(camera.rtspUri(), transport);
    expect([...packets.keys()]).toEqual(['hevc', 'pcm_alaw']);
    expect(packets.get('hevc')).toBeGreaterThan(5);
  });

  it('drawn once starts with a key picture and repeats one every two seconds', async () => {
    const loop = await loopDrawn(FFMPEG, 4, { width: 160, height: 90, fps: 5 });
    expect(loop.pictures.map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, i) => i % 10 === 0));
  });
});
