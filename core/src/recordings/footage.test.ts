import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MaskCovers } from '../consent/masks.ts';
import { coverOf } from '../domain/mask.ts';
import { decode, ffmpeg } from '../media/clips.fixture.ts';
import { mapFmp4, readTimescales } from '../media/fmp4-read.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clip, Segment } from '../domain/recording.ts';
import { pictureHeight } from '../media/cut-footage.ts';
import { darkOf, framesOf, inside } from '../renditions/pixels.fixture.ts';
import { feed, gateCamera, morning, play, record, recordingPlace } from './footage.fixture.ts';
import { Footage } from './footage.ts';
import { permitFor, realFfmpeg, vouching } from './permit.fixture.ts';

async function readAll(clip: Clip): Promise<{ readonly segment: Segment; readonly bytes: Buffer }[]> {
  const all = [];
  for await (const { segment, bytes } of clip.segments) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    all.push({ segment, bytes: Buffer.concat(chunks) });
  }
  return all;
}
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'fine', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
}
const wall = [{ x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 0.5, y: 0.6 }, { x: 0, y: 0.6 }];
/** One mask is known. */
const masks: MaskCovers = {
  coverOf: async (_, wanted) => coverOf([...wanted].map((mask) => {
    if (mask !== 'wall') throw new HubError('obligation-unmet', 'unknown');
    return wall;
  })),
};
const marked = { ffmpeg: realFfmpeg, masks, mark: 'Công an phường Bến Nghé · 123-456' };

it('tells stretches without a gap and what they weigh', async () => {
  await using place = await recordingPlace();
  const { recorder } = place.recorder();
  play(recorder, feed(25));
  play(recorder, feed(5, morning + 60_000));
  await recorder.close();
  const footage = new Footage(place.store, place.disk);
  const spans = async (from: number, to: number): Promise<number[][]> => (await footage.spans(gateCamera, morning + from, morning + to)).map((span) => [span.from - morning, span.to - morning]);
  expect(await spans(-1_000, 100_000)).toEqual([[0, 25_000], [60_000, 65_000]]);
  expect(await spans(12_000, 61_000)).toEqual([[12_000, 25_000], [60_000, 61_000]]);
  expect(await spans(25_000, 60_000)).toEqual([]);
  expect(await footage.summary(gateCamera)).toEqual({ bytes: place.written.reduce((sum, { bytes }) => sum + bytes, 0), oldest: morning });
});

it('gives the house whole files as they were written', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  const footage = new Footage(place.store, place.disk);
  const clip = await footage.clip(permitFor('R0', [morning + 9_000, morning + 11_000]), vouching);
  const given = await readAll(clip);
  expect(given.map(({ bytes }) => bytes)).toEqual(await Promise.all(place.written.slice(0, 2).map(({ path }) => readFile(join(place.recordings, path)))));
  expect({ changed: clip.changed, isHeld: footage.isHeld(place.written[0] as Segment) }).toEqual({ changed: undefined, isHeld: false });
});

it('gives an officer nothing filmed outside the interval, and no sound', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25, morning, { sound: true }));
  const footage = new Footage(place.store, place.disk);
  const clip = await footage.clip(permitFor('R1', [morning + 8_500, morning + 12_300]), vouching, marked);
  const given = await readAll(clip);
  // From the first picture within, which no other has to be decoded for, to the last that ends within.
  expect(given.map(({ segment }) => [segment.from - morning, segment.to - morning])).toEqual([[8_520, 10_000], [10_000, 12_280]]);
  expect(given.map(({ bytes }) => decode(bytes).frames.length)).toEqual([37, 57]);
  for (const { bytes } of given) {
    expect(decode(bytes).errors).toBe('');
    expect([...readTimescales(bytes).keys()]).toEqual([1]);
    expect(mapFmp4(bytes).fragments.every(({ runs }) => runs.every(({ trackId }) => trackId === 1))).toBe(true);
  }
  expect(clip.changed).toBe(true);
  const aligned = await footage.clip(permitFor('R1', [morning + 9_000, morning + 12_300]), vouching, marked);
  expect([(await readAll(aligned)).map(({ segment }) => segment.from - morning), aligned.changed]).toEqual([[9_000, 10_000], false]);
});

it('makes pictures smaller, slower and marked where the owner asks for it', async () => {
  await using place = await recordingPlace();
  await record(place, feed(3, morning, { size: '640x360' }));
  const footage = new Footage(place.store, place.disk);
  const plain = await readAll(await footage.clip(permitFor('R1', [morning, morning + 3_000]), vouching, marked));
  const clip = await footage.clip(permitFor('R2', [morning, morning + 3_000], { maxHeight: 180, maxFps: 10, watermark: true }), vouching, marked);
  const [made] = await readAll(clip);
  const { errors, frames } = decode(made?.bytes ?? Buffer.alloc(0));
  expect({ errors, height: pictureHeight(made?.bytes ?? Buffer.alloc(0)), frames: frames.length }).toEqual({ errors: '', height: 180, frames: 30 });
  expect(clip.changed).toBe(true);
  // The mark's dark box is where the picture had colours: bottom left.
  const corner = (file: Buffer): number => average(ffmpeg(['-i', 'pipe:0', '-frames:v', '1', '-vf', 'scale=320:180,crop=200:8:10:168,format=gray', '-f', 'rawvideo', 'pipe:1'], file));
  expect(Math.abs(corner(plain[0]?.bytes ?? Buffer.alloc(0)) - corner(made?.bytes ?? Buffer.alloc(0)))).toBeGreaterThan(15);
});

it.each(['R1', 'R0'] as const)('covers what the owner covered in every picture, on route %s', async (route) => {
  await using place = await recordingPlace();
  await record(place, feed(3, morning, { size: '320x180' }));
  const footage = new Footage(place.store, place.disk);
  const clip = await footage.clip(permitFor(route, [morning, morning + 3_000], { masks: ['wall' as never], watermark: route === 'R1' }), vouching, marked);
  const file = Buffer.concat((await readAll(clip)).map(({ bytes }) => bytes));
  const [covered, plain] = [file, Buffer.concat((await readAll(await footage.clip(permitFor('R0', [morning, morning + 3_000]), vouching))).map(({ bytes }) => bytes))].map((each) => {
    const frames = darkness(each);
    return { frames: frames.length, dark: Math.min(...frames) };
  });
  expect([clip.changed, covered?.dark, (covered?.frames ?? 0) >= 70, (plain?.dark ?? 1) < 0.9]).toEqual([true, 1, true, true]);
});

it('gives nothing where a condition cannot be met', async () => {
  await using place = await recordingPlace();
  await record(place, feed(3));
  const footage = new Footage(place.store, place.disk);
  const all = [morning, morning + 3_000] as const;
  expect(await Promise.all([
    codeOf(footage.clip(permitFor('R1', all, { masks: ['m1' as never] }), vouching, marked)),
    codeOf(footage.clip(permitFor('R1', all, { store: 'none' }), vouching, marked)),
    codeOf(footage.clip(permitFor('R1', all), vouching)),
    codeOf(footage.clip(permitFor('R1', all, { watermark: true }), vouching, { ...marked, mark: '' })),
    codeOf(footage.clip(permitFor('R0', all), { vouches: () => false })),
    codeOf(footage.clip(permitFor('R0', [morning + 60_000, morning + 70_000]), vouching)),
    codeOf(footage.clip(permitFor('R1', all, { watermark: true }), vouching, { ...marked, ffmpeg: { path: () => '', run: (_, options) => realFfmpeg.run(['-nonsense'], options) } }).then(readAll)),
  ])).toEqual(['obligation-unmet', 'obligation-unmet', 'obligation-unmet', 'obligation-unmet', 'consent-refused', 'no-footage', 'obligation-unmet']);
});

it('stops the moment consent ends', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  const consent = new AbortController();
  const clip = await new Footage(place.store, place.disk).clip(permitFor('R0', [morning, morning + 25_000], {}, consent.signal), vouching);
  const segments = clip.segments[Symbol.asyncIterator]();
  const first = await segments.next();
  consent.abort('revoked');
  expect(await codeOf((async () => { for await (const _ of (first.value as { bytes: AsyncIterable<Uint8Array> }).bytes); })())).toBe('consent-ended');
  expect(await codeOf(segments.next())).toBe('consent-ended');
});

it('gives no byte of a file that is not the one that was recorded, or is gone', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  const [first, second] = place.written.map(({ path }) => join(place.recordings, path));
  const changed = await readFile(first ?? '');
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
  await writeFile(first ?? '', changed);
  const footage = new Footage(place.store, place.disk);
  expect(await codeOf(footage.clip(permitFor('R0', [morning, morning + 5_000]), vouching).then(readAll))).toBe('footage-damaged');
  await place.disk.remove(place.written[1]?.path ?? '');
  expect(second).toBeDefined();
  expect(await codeOf(footage.clip(permitFor('R0', [morning + 11_000, morning + 12_000]), vouching).then(readAll))).toBe('footage-damaged');
});

/** Of each picture, the share of the covered part that is dark. */
function darkness(file: Buffer): readonly number[] {
  return framesOf(file, 320, 180).map((frame) => darkOf(frame, inside(wall, 320, 180, 3)));
}
function average(pixels: Buffer): number {
  return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
}
