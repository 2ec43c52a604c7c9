import { describe, expect, it } from 'vitest';
import { ffmpeg } from '../media/clips.fixture.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { feed } from '../recordings/footage.fixture.ts';
import { indexOfFile } from '../recordings/group-index.ts';
import { CoveredTime } from './covered-time.ts';
import { FewAtOnce } from './few-at-once.ts';
import { brightFilm } from './footage-files.fixture.ts';
import { initFacts } from './init-facts.ts';
import { MadePieces } from './made-pieces.ts';
import { pictureTicks } from './picture-times.ts';
import { placeGroup } from './place-group.ts';
import { roleFor } from './playback-sessions.ts';
import { daysOf } from './timeline.ts';
import { unitsOf } from './viewed-footage.ts';

describe('covered time', () => {
  it.each<[string, readonly (readonly [number, number])[], number]>([
    ['nothing', [], 0],
    ['one stretch', [[0, 1_000]], 1],
    ['the same twice', [[0, 1_000], [0, 1_000]], 1],
    ['an overlap', [[0, 1_000], [500, 1_500]], 1.5],
    ['pieces in any order', [[2_000, 3_000], [0, 1_000], [1_000, 2_000]], 3],
    ['one that joins several', [[0, 100], [1_000, 1_100], [2_000, 2_100], [0, 3_000]], 3],
    ['what is empty', [[5, 5], [9, 3]], 0],
  ])('counts %s', (_, given, seconds) => {
    const counted = new CoveredTime();
    for (const [from, to] of given) counted.add(from, to);
    expect(counted.seconds).toBe(seconds);
  });
  it('never counts less, however scattered', () => {
    const counted = new CoveredTime();
    for (let n = 0; n < 5_000; n += 1) counted.add(n * 10_000, n * 10_000 + 1_000);
    expect(counted.seconds).toBe(5_000);
  });
});

describe('an init segment', () => {
  const mimes = (file: Uint8Array) => {
    const { init } = mapFmp4(file);
    const facts = init && initFacts(file.subarray(init.offset, init.offset + init.size));
    return facts && [facts.width, facts.height, facts.video, facts.codec, facts.audio, facts.videoScale, facts.audioScale];
  };
  it('says what it holds as the writer of live pictures does, sound too', () => {
    const { format } = feed(1, 0, { sound: true });
    const { mime, init } = format.start(true);
    const facts = initFacts(init);
    expect([`video/mp4; codecs="${facts?.video}, ${facts?.audio}"`, facts?.codec, facts?.width, facts?.audioScale]).toEqual([mime.replace(/, */, ', '), 'h264', 160, 48_000]);
  });
  it('of ffmpeg\'s making is read alike', () => {
    const made = (coder: readonly string[]) => ffmpeg(['-f', 'lavfi', '-i', 'testsrc=s=160x90:r=10:d=1', '-f', 'lavfi', '-i', 'sine=d=1', ...coder, '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-movflags', 'empty_moov+default_base_moof+frag_keyframe+separate_moof', '-f', 'mp4', 'pipe:1']);
    expect(mimes(made(['-c:v', 'libx264', '-profile:v', 'high', '-level', '4.0', '-video_track_timescale', '90000']))).toEqual([160, 90, 'avc1.640028', 'h264', 'mp4a.40.2', 90_000, 44_100]);
    expect(mimes(made(['-c:v', 'mpeg4']))?.slice(2, 4)).toEqual([undefined, undefined]);
  });
  it('that is none says nothing', () => expect(initFacts(new Uint8Array(40))).toBeUndefined());
});

describe('a group of pictures', () => {
  const film = brightFilm({ seconds: 3, fps: 10, startTicks: 45_000 });
  const index = indexOfFile(film.bytes);
  const facts = initFacts(film.init);
  if (!index || !facts) throw new Error('The film has no groups.');
  const [, second] = index.groups;
  const bytes = film.bytes.subarray(second?.offset, (second?.offset ?? 0) + (second?.bytes ?? 0));
  const where = { init: facts, at: 1_000_000, to: 1_001_000, origin: 400_000, sound: false, keys: false, sequence: () => 7 };

  it('is moved to the wall clock, picture by picture', () => {
    const placed = placeGroup(bytes, where);
    expect(placed && [pictureTicks(placed).map((ticks) => ticks / 90 + where.origin), mapFmp4(placed).fragments.map(({ sequence }) => sequence).every((n) => n === 7)])
      .toEqual([Array.from({ length: 10 }, (_, n) => 1_000_000 + n * 100), true]);
    // The file it came from is not touched.
    expect(indexOfFile(film.bytes)).toEqual(index);
  });
  it('is one picture until the next where only those are wanted', () => {
    const placed = placeGroup(bytes, { ...where, keys: true });
    expect(placed && mapFmp4(placed).fragments.flatMap(({ runs }) => runs)).toEqual([{ trackId: 1, baseDecodeTicks: 54_000_000, duration: 90_000, samples: 1, key: true }]);
  });
  it.each([['that begins a little later', 40, 40], ['that overlaps it', -30, 0], ['that comes after a gap', 5_000, 0]])('at the end of its file is shown until the next file %s', (_, later, more) => {
    const placed = placeGroup(bytes, { ...where, to: where.to + later, closes: true });
    expect(placed && mapFmp4(placed).fragments.at(-1)?.runs[0]?.duration).toBe((100 + more) * 90);
  });
  it('takes its sound along, or leaves it behind', () => {
    const { format, fragments } = feed(2, 0, { sound: true });
    const init = format.start(true).init;
    const all = Buffer.concat(fragments.map((each) => each.bytes));
    const sound = initFacts(init);
    if (!sound) throw new Error('no facts');
    const tracks = (with_: boolean) => {
      const placed = placeGroup(all, { ...where, init: sound, to: where.at + 2_000, sound: with_ });
      const runs = placed ? mapFmp4(placed).fragments.flatMap((each) => each.runs) : [];
      return [1, 2].map((track) => runs.filter(({ trackId }) => trackId === track).map((run) => run.baseDecodeTicks / (track === 1 ? 90 : 48) + where.origin)).map((times) => [times.length > 0, Math.round(times[0] ?? 0)]);
    };
    expect([tracks(true), tracks(false)]).toEqual([[[true, 1_000_000], [true, 1_000_000]], [[true, 1_000_000], [false, 0]]]);
  });
  it('that is none is told', () => expect([placeGroup(new Uint8Array(100), where), placeGroup(film.init, where)]).toEqual([undefined, undefined]));
});

it('what is made anew is made in pieces that do not depend on what was asked for', () => {
  const groups = Array.from({ length: 10 }, (_, n) => ({ atMs: n * 1_500, offset: n * 100, bytes: 100 }));
  expect(unitsOf(groups, 4_000).map((unit) => unit.map(({ atMs }) => atMs))).toEqual([[0, 1_500, 3_000], [4_500, 6_000, 7_500], [9_000, 10_500, 12_000], [13_500]]);
  expect(unitsOf([], 4_000)).toEqual([]);
});

it('keeps what was made within its share, the newest use longest', () => {
  const kept = new MadePieces<{ readonly bytes: number }>(100);
  for (const name of ['a', 'b', 'c']) kept.keep(name, { bytes: 30 });
  kept.get('a');
  kept.keep('d', { bytes: 30 });
  expect(['a', 'b', 'c', 'd'].map((name) => kept.get(name) !== undefined)).toEqual([true, false, true, true]);
  kept.keep('e', { bytes: 500 });
  expect(kept.get('e')).toBeUndefined();
});

it('lets a few in at once, the others in order, and who leaves the line is not waited for', async () => {
  const few = new FewAtOnce(1, 2);
  const done: string[] = [];
  const left = new AbortController();
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => { open = resolve; });
  const calm = new AbortController().signal;
  const first = few.run(async () => { await gate; done.push('first'); }, calm);
  const leaver = few.run(async () => { done.push('never'); }, left.signal);
  const second = few.run(async () => { done.push('second'); }, calm);
  await expect(few.run(async () => {}, calm)).rejects.toMatchObject({ code: 'renditions-busy' });
  left.abort(new Error('gone'));
  await expect(leaver).rejects.toThrow('gone');
  open();
  await Promise.all([first, second]);
  expect([done, few.running]).toEqual([['first', 'second'], 0]);
});

it.each([['main', undefined, 'main'], ['sub', undefined, 'sub'], ['main', 360, 'sub'], ['main', 1_080, 'main'], ['main', 2_160, 'main']] as const)('takes the recording she has room for: %s, %s lines', (role, maxHeight, takes) => {
  expect(roleFor({ sources: [{ role: 'main', height: 1_080 }] as never }, { role, maxHeight })).toBe(takes);
});

it('counts days by the clock on the wall', () => {
  const at = Date.UTC(2026, 0, 30, 18);
  expect(daysOf(at, at + 86_400_000).map(({ day, from }) => [day, new Date(from).toISOString()])).toEqual([['2026-01-31', '2026-01-30T17:00:00.000Z'], ['2026-02-01', '2026-01-31T17:00:00.000Z']]);
});
