import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { FFMPEG } from '../testing.fixture.ts';
import { readPaintedClock } from './read-clock.ts';
import { StreetPainter } from './street-painter.ts';

const at = Date.UTC(2026, 10, 21, 22, 59, 48);
const [width, height] = [960, 540];

it('reads the second a picture was painted in, also after it was coded hard and decoded again', () => {
  const painter = new StreetPainter(width, height, 7, 'Cổng', 420);
  const seconds = [0, 1_000, 11_000, 3_600_000, 12_345_000].map((later) => at + later);
  const painted = Buffer.concat(seconds.map((ms) => Buffer.from(painter.paint(ms + 480).bytes)));
  const run = (args: readonly string[], input: Buffer): Buffer => execFileSync(FFMPEG, ['-v', 'error', ...args, 'pipe:1'], { input, maxBuffer: 2 ** 28 });
  const coded = run(['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', '1', '-i', 'pipe:0', '-c:v', 'libx264', '-crf', '32', '-g', '1', '-f', 'h264'], painted);
  const luma = run(['-f', 'h264', '-i', 'pipe:0', '-pix_fmt', 'gray', '-f', 'rawvideo'], coded);
  expect(seconds.map((_, n) => readPaintedClock(luma.subarray(n * width * height, (n + 1) * width * height), width))).toEqual(seconds);
});

it('reads nothing where no clock is', () => {
  expect([readPaintedClock(Buffer.alloc(width * height, 90), width), readPaintedClock(Buffer.alloc(10), width)]).toEqual([undefined, undefined]);
});
