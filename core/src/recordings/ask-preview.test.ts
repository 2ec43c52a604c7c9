import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MaskCovers } from '../consent/masks.ts';
import type { Permit } from '../domain/consent.ts';
import { minutes, seconds } from '../domain/time.ts';
import { coverOf } from '../domain/mask.ts';
import { ffmpeg } from '../media/clips.fixture.ts';
import { HubError } from '../sdk/errors.ts';
import { AskPreviews, jpegSize, previewMoments } from './ask-preview.ts';
import { feed, morning, record, recordingPlace, type RecordingPlace } from './footage.fixture.ts';
import { Footage } from './footage.ts';
import { permitFor, realFfmpeg, vouching } from './permit.fixture.ts';

const wall = [{ x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 0.5, y: 1 }, { x: 0, y: 1 }];
const masks: MaskCovers = { coverOf: async (_, wanted) => coverOf([...wanted].map(() => wall)) };
const playback = (...given: Parameters<typeof permitFor>): Permit<'playback'> => permitFor(...given) as unknown as Permit<'playback'>;
async function previewsOf(place: RecordingPlace): Promise<AskPreviews> {
  const previews = new AskPreviews({ footage: new Footage(place.store, place.disk), gate: vouching, ffmpeg: realFfmpeg, masks, folder: join(place.recordings, 'previews') });
  await previews.start();
  return previews;
}
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'fine', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
/** Grey values of the film, one frame after another: 8x8 dots each. */
const framesOf = (film: Buffer): Buffer[] => {
  const dots = ffmpeg(['-f', 'mp4', '-i', 'pipe:0', '-vf', 'scale=8:8', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'], film);
  return Array.from({ length: dots.length / 64 }, (_, n) => dots.subarray(n * 64, (n + 1) * 64));
};

it('shows instants evenly spread over the interval, never outside it, and never too many', () => {
  const counts = [seconds(1), seconds(60), minutes(120)].map((span) => {
    const moments = previewMoments([morning, morning + span]);
    expect(moments.every((at, n) => at >= morning && at < morning + span && (n === 0 || at >= (moments[n - 1] ?? 0)))).toBe(true);
    return moments.length;
  });
  expect(counts).toEqual([8, 12, 24]);
});

it('is a film without sound, of the house\'s own footage, four pictures a second; it leaves no file behind', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25, morning, { sound: true }));
  const previews = await previewsOf(place);
  const film = await previews.make(playback('R0', [morning, morning + seconds(20)]));
  expect(framesOf(film).length).toBe(8);
  expect(ffmpeg(['-f', 'mp4', '-i', 'pipe:0', '-map', '0:a?', '-c', 'copy', '-f', 'null', '-'], film).length).toBe(0);
  expect([film.includes('mp4a'), film.includes('avc1'), await readdir(join(place.recordings, 'previews'))]).toEqual([false, true, []]);
  expect(await previews.make(playback('R0', [morning, morning + seconds(20)]))).toBe(film);
});

it('has the shape of the camera\'s own picture, so that a place in it is a place in what leaves', async () => {
  await using place = await recordingPlace();
  await record(place, feed(6, morning, { size: '90x160' }));
  const film = await (await previewsOf(place)).make(playback('R0', [morning, morning + seconds(8)]));
  expect([jpegSize(ffmpeg(['-f', 'mp4', '-i', 'pipe:0', '-frames:v', '1', '-f', 'mjpeg', 'pipe:1'], film)), jpegSize(Buffer.from('not a picture'))]).toEqual([{ width: 136, height: 240 }, undefined]);
});

it('is grey where nothing was recorded, and refused where nothing at all was', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  const previews = await previewsOf(place);
  const frames = framesOf(await previews.make(playback('R0', [morning, morning + seconds(24)])));
  const isGrey = frames.map((frame) => frame.every((dot) => Math.abs(dot - (frame[0] ?? 0)) < 4));
  expect(isGrey).toEqual([false, false, false, false, true, true, true, true]);
  expect(await codeOf(previews.make(playback('R0', [morning - minutes(10), morning - minutes(5)])))).toBe('no-footage');
});

it('covers what the house itself masks before her staff', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  const [frame] = framesOf(await (await previewsOf(place)).make(playback('R0', [morning, morning + seconds(8)], { masks: ['wall' as never] })));
  const left = Array.from({ length: 8 }, (_, row) => frame?.[row * 8 + 3 - 1] ?? 255);
  expect(left.every((dot) => dot < 60)).toBe(true);
});

it('is made one at a time, and of one camera only six wait: the rest are refused at once, and the next one is made again', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  const previews = await previewsOf(place);
  const asked = Array.from({ length: 9 }, (_, n) => codeOf(previews.make(playback('R0', [morning, morning + seconds(8) + n]))));
  const codes = await Promise.all(asked);
  expect([codes.slice(0, 6), codes.slice(6)]).toEqual([Array.from({ length: 6 }, () => 'fine'), Array.from({ length: 3 }, () => 'too-many-requests')]);
  expect(await codeOf(previews.make(playback('R0', [morning, morning + seconds(8) + 8])))).toBe('fine');
});

it('that nobody waits for any more is not made', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  let runs = 0;
  const counted = { ...realFfmpeg, run: (...given: Parameters<typeof realFfmpeg.run>) => { runs += 1; return realFfmpeg.run(...given); } } as typeof realFfmpeg;
  const previews = new AskPreviews({ footage: new Footage(place.store, place.disk), gate: vouching, ffmpeg: counted, masks, folder: join(place.recordings, 'previews') });
  await previews.start();
  const left = new AbortController();
  const first = codeOf(previews.make(playback('R0', [morning, morning + seconds(8)])));
  const second = codeOf(previews.make(playback('R0', [morning, morning + seconds(9)], {}, left.signal)));
  left.abort('viewer');
  expect([await second, await first]).toEqual(['consent-ended', 'fine']);
  const needed = runs;
  await previews.make(playback('R0', [morning, morning + seconds(10)]));
  expect(runs).toBe(2 * needed);
});

it('is for the house alone, within its permit, and ends with it', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  const previews = await previewsOf(place);
  const footage = new Footage(place.store, place.disk);
  const gone = AbortSignal.abort('revoked');
  expect([
    await codeOf(previews.make(playback('R2', [morning, morning + seconds(8)]))),
    await codeOf(new AskPreviews({ footage, gate: { vouches: () => false }, ffmpeg: realFfmpeg, masks, folder: place.recordings }).make(playback('R0', [morning, morning + seconds(8)]))),
    await codeOf(footage.glimpse(playback('R0', [morning, morning + seconds(5)]), vouching, morning + seconds(5), { ffmpeg: realFfmpeg, masks })),
    await codeOf(previews.make(playback('R0', [morning, morning + seconds(9)], {}, gone))),
  ]).toEqual(['consent-refused', 'consent-refused', 'consent-refused', 'consent-ended']);
});
