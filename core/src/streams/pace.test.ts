import { describe, expect, it } from 'vitest';
import { fragment } from '../media/fmp4.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { PacedLine, slower, type Pace } from './pace.ts';
import type { ViewFragment } from './view.ts';

/** 10 pictures a second, a key picture every second. */
function picture(n: number): ViewFragment {
  const [decodeTicks, duration, key, parts] = [n * 9_000, 9_000, n % 10 === 0, [Uint8Array.of(0, 0, 0, 1, n & 255)]];
  return { track: 'video', key, at: n * 100, decodeTicks, duration, bytes: fragment(n, [{ track: 'video', decodeTicks, duration, key, parts, size: 5 }]) };
}
const sound: ViewFragment = { track: 'audio', key: false, bytes: Uint8Array.of(1), at: 0, decodeTicks: 0, duration: 1 };
/** [start, end] in tenths of a second of what is sent. */
function play(line: PacedLine, from: number, to: number): [number, number][] {
  const sent: [number, number][] = [];
  for (let n = from; n < to; n += 1) {
    const one = picture(n);
    if (!line.takes(one, n * 100)) continue;
    const run = mapFmp4(line.bytesOf(one, n * 100)).fragments[0]?.runs[0];
    if (run) sent.push([run.baseDecodeTicks / 9_000, (run.baseDecodeTicks + run.duration) / 9_000]);
  }
  return sent;
}
function lineAt(pace: Pace): PacedLine {
  const line = new PacedLine();
  line.begin(90_000, false);
  line.pace = pace;
  return line;
}

describe('a paced line', () => {
  it('sends everything as it is at full pace', () => {
    const line = lineAt('all');
    const one = picture(3);
    expect([line.takes(one, 0), line.bytesOf(one, 0) === one.bytes, line.takes(sound, 0)]).toEqual([true, true, true]);
  });

  it('sends key pictures alone, each until the next, without a hole, and no sound', () => {
    const line = lineAt('keys');
    expect([play(line, 0, 40), line.takes(sound, 0)]).toEqual([[[0, 20], [10, 20], [20, 30], [30, 40]], false]);
  });

  it('fills the rest of a group that was broken off, and goes on in full without a hole', () => {
    const line = lineAt('all');
    play(line, 0, 15);
    line.pace = 'keys';
    expect(play(line, 15, 31)).toEqual([[15, 30], [30, 40]]);
    line.pace = 'all';
    // The view skips to the next key picture by itself.
    expect(play(line, 40, 42)).toEqual([[40, 41], [41, 42]]);
  });

  it('sends one every five seconds as stills, also after the clock was set back', () => {
    const line = lineAt('stills');
    expect(play(line, 0, 121).map(([start]) => start)).toEqual([0, 50, 100]);
    expect(line.takes(picture(130), 1_000)).toBe(true);
  });

  it('thins pictures that come one by one to one a second, and leaves a stream it does not understand alone', () => {
    const line = new PacedLine();
    line.begin(90_000, true);
    line.pace = 'keys';
    const jpeg: ViewFragment = { track: 'video', key: true, bytes: Uint8Array.of(0xff) };
    const taken = Array.from({ length: 21 }, (_, n) => n * 200).filter((now) => line.takes(jpeg, now) && line.bytesOf(jpeg, now));
    line.begin(90_000, false);
    expect([taken, line.takes(jpeg, 0)]).toEqual([[0, 1_000, 2_000, 3_000, 4_000], true]);
  });

  it('takes the slower of two', () => {
    expect([slower('all', 'keys'), slower('stills', 'keys'), slower('all', 'all')]).toEqual(['keys', 'stills', 'all']);
  });
});
