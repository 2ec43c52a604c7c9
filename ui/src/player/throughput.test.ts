import { describe, expect, it } from 'vitest';
import { keepLoss, keepPace, startPace, type Level, type Pace, type Sample } from './throughput.ts';

const fine: Sample = { seconds: 1, bytes: 160_000, mediaSeconds: 1, stalls: 0, shown: 25, dropped: 0, lost: undefined };
/** 512 kbit/s under a stream of 1.3 Mb/s. */
const drips: Sample = { ...fine, bytes: 64_000, mediaSeconds: 0.4 };
const ladder: readonly Level[] = ['full', 'light', 'keys', 'stills'];

function after(start: Pace, samples: readonly Sample[], on = ladder): Pace {
  return samples.reduce((pace, sample) => keepPace(pace, sample, on), start);
}
const times = (count: number, sample: Sample): Sample[] => Array.from({ length: count }, () => sample);
/** Each level once, with the second it began. */
function levelsOf(start: Pace, samples: readonly Sample[], on = ladder): (readonly [number, Level])[] {
  const seen: (readonly [number, Level])[] = [];
  let pace = start;
  for (const [second, sample] of samples.entries()) {
    const next = keepPace(pace, sample, on);
    if (next.level !== pace.level) seen.push([second + 1, next.level]);
    pace = next;
  }
  return seen;
}

describe('what one window of seconds says', () => {
  it.each<readonly [string, Sample, { level: Level; because: Pace['because'] }]>([
    ['everything comes in its time', fine, { level: 'full', because: null }],
    ['a little late is no reason', { ...fine, mediaSeconds: 0.9 }, { level: 'full', because: null }],
    ['less than the picture\'s time comes', drips, { level: 'light', because: 'line' }],
    ['far less: the smaller stream is not tried', { ...drips, bytes: 20_000, mediaSeconds: 0.12 }, { level: 'keys', because: 'line' }],
    ['nothing comes: it may be the camera', { ...fine, bytes: 0, mediaSeconds: 0 }, { level: 'full', because: null }],
    ['the picture stands again and again', { ...fine, mediaSeconds: undefined, stalls: 1 }, { level: 'light', because: 'line' }],
    ['it stands, and yet everything came in its time', { ...fine, stalls: 1 }, { level: 'full', because: null }],
    ['packets are lost on the way', { ...fine, mediaSeconds: undefined, lost: 0.12 }, { level: 'light', because: 'line' }],
    ['few packets are lost', { ...fine, mediaSeconds: undefined, lost: 0.02 }, { level: 'full', because: null }],
    ['this device does not draw them all', { ...fine, shown: 12, dropped: 13 }, { level: 'light', because: 'device' }],
    ['the way does not tell', { ...fine, mediaSeconds: undefined }, { level: 'full', because: null }],
  ])('%s', (_name, sample, expected) => {
    expect(after(startPace('full'), times(4, sample))).toMatchObject(expected);
  });
});

describe('over time', () => {
  it('one bad second is forgiven', () => {
    expect(levelsOf(startPace('full'), [...times(5, fine), { ...fine, mediaSeconds: 0.5 }, { ...fine, mediaSeconds: 1.5 }, ...times(5, fine)])).toEqual([]);
  });

  it('a camera that went away for seconds is no slow line', () => {
    expect(levelsOf(startPace('full'), [...times(5, fine), ...times(4, { ...fine, bytes: 0, mediaSeconds: 0 }), ...times(5, fine)])).toEqual([]);
  });

  it('a line so slow that most seconds bring nothing whole is a slow line all the same', () => {
    const seconds = Array.from({ length: 13 }, (_, i): Sample => (i % 3 ? { ...fine, bytes: 0, mediaSeconds: 0 } : { ...fine, bytes: 30_000, mediaSeconds: 0.2 }));
    expect(after(startPace('full'), seconds, ['full', 'keys'])).toMatchObject({ level: 'keys', because: 'line' });
  });

  it('goes down step by step, and no further than the ladder', () => {
    expect(levelsOf(startPace('full'), times(60, drips))).toEqual([[4, 'light'], [8, 'keys'], [20, 'stills']]);
    expect(after(startPace('full'), times(60, drips), ['full', 'keys']).level).toBe('keys');
  });

  it('comes back up after a while that was good, one step at a time', () => {
    expect(levelsOf({ ...startPace('keys'), because: 'line' }, times(40, fine))).toEqual([[12, 'light'], [24, 'full']]);
  });

  it('waits twice as long after every try that was in vain, and never more than five minutes', () => {
    let pace: Pace = { ...startPace('keys'), because: 'line' };
    const patience: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      pace = after(pace, times(pace.patience, fine), ['full', 'keys']);
      expect(pace).toMatchObject({ level: 'full', onTrial: true });
      pace = after(pace, times(4, drips), ['full', 'keys']);
      patience.push(pace.patience);
      expect(pace).toMatchObject({ level: 'keys', because: 'line' });
    }
    expect(patience).toEqual([24, 48, 96, 192, 300, 300, 300]);
  });

  it('a try that held is trusted: the next time it waits no longer than the first', () => {
    const held = after({ ...startPace('full'), onTrial: true, patience: 96 }, times(25, fine));
    expect(held).toMatchObject({ level: 'full', onTrial: false, patience: 12, because: null });
  });

  it('key pictures seconds apart keep up', () => {
    const seconds = Array.from({ length: 30 }, (_, i): Sample => ({ ...fine, bytes: i % 2 ? 30_000 : 0, mediaSeconds: i % 2 ? 2 : 0, shown: 1 }));
    expect(after({ ...startPace('keys'), patience: 300 }, seconds).level).toBe('keys');
  });
});

describe('a connection that is lost', () => {
  const lossesAt = (seconds: readonly number[], on = ladder, start = startPace('full')): Pace => seconds.reduce((pace, at) => keepLoss({ ...pace, window: [], held: 0 }, at * 1_000, false, on), start);

  it.each<readonly [string, readonly number[], Level]>([
    ['once: the hub started anew', [5], 'full'],
    ['twice', [5, 20], 'full'],
    ['three times within a minute: the line', [5, 20, 40], 'light'],
    ['three times, but over minutes', [5, 50, 100], 'full'],
    ['and again, and again', [5, 20, 40, 45, 50, 55], 'keys'],
  ])('%s', (_name, at, level) => {
    expect(lossesAt(at).level).toBe(level);
  });

  it('is no reason to try more soon', () => {
    const good = { ...startPace('light'), good: 11 };
    expect(keepLoss(good, 0, false, ladder).good).toBe(0);
  });

  it('is judged at once when the hub says that nothing was read', () => {
    expect(keepLoss(startPace('full'), 0, true, ladder)).toMatchObject({ level: 'light', because: 'line' });
  });

  it('ends at the least there is', () => {
    expect(lossesAt([1, 2, 3, 4, 5, 6], ['full', 'keys'])).toMatchObject({ level: 'keys' });
    expect(lossesAt([1, 2, 3], ['full'])).toMatchObject({ level: 'full' });
  });
});
