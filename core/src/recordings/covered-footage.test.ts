import { expect, it } from 'vitest';
import type { MaskCovers } from '../consent/masks.ts';
import type { Polygon } from '../domain/mask.ts';
import type { Clip, Segment } from '../domain/recording.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import { decode } from '../media/clips.fixture.ts';
import { framesOf, inside, type Frame } from '../renditions/pixels.fixture.ts';
import { HubError } from '../sdk/errors.ts';
import { feed, morning, record, recordingPlace } from './footage.fixture.ts';
import { Footage, type ClipRemaking } from './footage.ts';
import { permitFor, realFfmpeg, vouching } from './permit.fixture.ts';

const masks: MaskCovers = { coverOf: async () => [] };
const remaking: ClipRemaking = { ffmpeg: realFfmpeg, masks, mark: '' };
const [width, height] = [160, 90];
/** Busy in the test picture from top to bottom. */
const square = (x: number): Polygon => [{ x, y: 0.2 }, { x: x + 0.3, y: 0.2 }, { x: x + 0.3, y: 0.7 }, { x, y: 0.7 }];
const still = (effect: 'blur' | 'fill', from: number, to: number, x = 0.1): RedactionRegion => ({ effect, from: morning + from, to: morning + to, shapes: [{ at: morning, polygon: square(x) }] });

async function read(clip: Clip): Promise<{ readonly segment: Segment; readonly bytes: Buffer }[]> {
  const all = [];
  for await (const { segment, bytes } of clip.segments) {
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    all.push({ segment, bytes: Buffer.concat(parts) });
  }
  return all;
}
const frames = (file: Buffer): Frame[] => framesOf(file, width, height);
/** The sharpest step from one pixel to the next: what is left of edges and letters. */
function sharpest({ grey }: Frame, place: (x: number, y: number) => boolean): number {
  let most = 0;
  for (let y = 0; y < height; y += 1) for (let x = 1; x < width; x += 1) if (place(x, y) && place(x - 1, y)) most = Math.max(most, Math.abs((grey[y * width + x] ?? 0) - (grey[y * width + x - 1] ?? 0)));
  return most;
}
function differ(a: Frame | undefined, b: Frame | undefined, place: (x: number, y: number) => boolean): number {
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (place(x, y)) {
    sum += Math.abs((a?.grey[y * width + x] ?? 0) - (b?.grey[y * width + x] ?? 255));
    count += 1;
  }
  return sum / count;
}

it.each(['blur', 'fill'] as const)('makes a part unreadable in every picture of its time, and leaves the others and the rest of each as they were: %s', async (effect) => {
  await using place = await recordingPlace();
  await record(place, feed(3, morning, { size: `${width}x${height}` }));
  const footage = new Footage(place.store, place.disk);
  const plain = frames((await read(await footage.clip(permitFor('R0', [morning, morning + 3_000]), vouching)))[0]?.bytes ?? Buffer.alloc(0));
  const clip = await footage.clip(permitFor('R0', [morning, morning + 3_000]), vouching, { ...remaking, regions: [still(effect, 520, 2_200)] });
  const [made] = await read(clip);
  const covered = frames(made?.bytes ?? Buffer.alloc(0));
  const [within, outside] = [inside(square(0.1), width, height, 4), inside(square(0.1), width, height, -4)];
  const around = (x: number, y: number): boolean => !outside(x, y);
  expect({ changed: clip.changed, frames: covered.length, errors: decode(made?.bytes ?? Buffer.alloc(0)).errors }).toEqual({ changed: true, frames: 75, errors: '' });
  // 25 pictures a second: the first that is covered begins at 520 ms, the last ends at 2,200.
  const told = covered.map((frame, n) => ({
    isCovered: effect === 'fill' ? Math.max(...frame.grey.filter((_, at) => within(at % width, Math.floor(at / width)))) < 40 : sharpest(frame, within) < 0.4 * sharpest(plain[n] as Frame, within),
    isSameAround: differ(frame, plain[n], around) < 3, isSame: differ(frame, plain[n], () => true) < 3,
  }));
  expect(told.map(({ isCovered, isSame }) => (isCovered && !isSame ? 'x' : isSame && !isCovered ? '.' : '?')).join('')).toBe('.'.repeat(13) + 'x'.repeat(42) + '.'.repeat(20));
  expect(told.every(({ isSameAround }) => isSameAround)).toBe(true);
});

it('goes with what moves, beside the owner\'s other conditions, in one film', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12, morning, { size: `${width}x${height}` }));
  const region: RedactionRegion = { effect: 'fill', from: morning, to: morning + 12_000, shapes: [{ at: morning, polygon: square(0) }, { at: morning + 12_000, polygon: square(0.6) }] };
  const footage = new Footage(place.store, place.disk, { of: async ({ route }) => (route === 'R2' ? [region] : []) });
  const clip = await footage.clip(permitFor('R2', [morning + 8_500, morning + 12_000], { watermark: true, maxFps: 12 }), vouching, { ...remaking, mark: 'Công an phường' });
  const given = await read(clip);
  expect(given.map(({ segment }) => [segment.from - morning, segment.to - morning])).toEqual([[8_520, 10_000], [10_000, 12_000]]);
  for (const { segment, bytes } of given) {
    const shown = frames(bytes);
    expect(shown.length).toBe(Math.round(((segment.to - segment.from) * 12) / 1_000));
    for (const [n, frame] of shown.entries()) {
      const at = segment.from + (n * 1_000) / 12;
      // At 12 of 25 pictures a second each is up to one of the camera's own early or late.
      const core = inside(square((0.6 * (at - morning)) / 12_000), width, height, 6);
      expect(Math.max(...frame.grey.filter((_, pixel) => core(pixel % width, Math.floor(pixel / width))))).toBeLessThan(45);
    }
  }
});

it('covers a glimpse, and gives nothing where that fails', async () => {
  await using place = await recordingPlace();
  await record(place, feed(2, morning, { size: `${width}x${height}` }));
  const footage = new Footage(place.store, place.disk, { of: async () => [still('fill', 0, 2_000)] });
  const permit = permitFor('R0', [morning, morning + 2_000]) as never;
  const glimpse = await footage.glimpse(permit, vouching, morning + 1_000, remaking);
  const within = inside(square(0.1), width, height, 4);
  expect(frames(Buffer.from(glimpse ?? [])).map((frame) => Math.max(...frame.grey.filter((_, at) => within(at % width, Math.floor(at / width)))) < 40)).toEqual(Array.from({ length: 50 }, () => true));
  const broken = { ...remaking, ffmpeg: { path: () => '', run: (_: readonly string[], options: Parameters<typeof realFfmpeg.run>[1]) => realFfmpeg.run(['-nonsense'], options) } };
  const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'fine', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
  expect(await Promise.all([
    codeOf(footage.glimpse(permit, vouching, morning + 1_000, broken)), codeOf(footage.clip(permitFor('R0', [morning, morning + 2_000]), vouching)),
    codeOf(footage.clip(permitFor('R2', [morning, morning + 2_000]), vouching, broken).then(read)),
    codeOf(new Footage(place.store, place.disk, { of: async () => { throw new HubError('internal', 'lost'); } }).clip(permitFor('R2', [morning, morning + 2_000]), vouching, remaking)),
  ])).toEqual(['obligation-unmet', 'obligation-unmet', 'obligation-unmet', 'internal']);
});
