import { describe, expect, it } from 'vitest';
import { readMoment } from './seek-text.ts';
import { StripHand } from './strip-hand.ts';
import { labelAt, ticksOf } from './ticks.ts';
import { inside, marksAround, moved, showing, spanOf, timeAt, zoomed, type Span } from './view-window.ts';
import { Zone } from './zone.ts';

const hanoi = new Zone('Asia/Ho_Chi_Minh');
const berlin = new Zone('Europe/Berlin');
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
/** 21 November 2026, midnight in Hanoi. */
const midnight = Date.UTC(2026, 10, 20, 17);
const limits = { from: midnight, to: midnight + day };

describe('civil time of a zone', () => {
  it('finds midnight and the days beside it', () => {
    expect([hanoi.dayOf(midnight + 5 * hour), hanoi.addDays(midnight, 1), hanoi.addDays(midnight, -20)]).toEqual([midnight, midnight + day, midnight - 20 * day]);
  });

  it('has days of 23 and 25 hours where clocks change', () => {
    const [spring, autumn] = [berlin.dayOf(Date.UTC(2026, 2, 29, 10)), berlin.dayOf(Date.UTC(2026, 9, 25, 10))];
    expect([berlin.addDays(spring, 1) - spring, berlin.addDays(autumn, 1) - autumn]).toEqual([23 * hour, 25 * hour]);
  });

  it('knows no 31st of November', () => {
    expect(hanoi.instant({ year: 2026, month: 11, day: 31, hour: 0, minute: 0, second: 0 })).toBeUndefined();
  });
});

describe('a moment that a person wrote', () => {
  const now = midnight + 1 * day + 9 * hour;
  const at = (h: number, m = 0, s = 0, days = 0): number => midnight + days * day + h * hour + m * minute + s * 1_000;
  it.each([
    ['14:05:22', at(14, 5, 22)], ['14h05', at(14, 5)], ['7h', at(7)], ['14 giờ 05 phút 22 giây', at(14, 5, 22)], ['8:30 hôm qua', at(8, 30)], ['8:30 hôm nay', at(8, 30, 0, 1)],
    ['14:05:22 ngày 21/11', at(14, 5, 22)], ['ngày 20/11 lúc 23:59', at(23, 59, 0, -1)], ['21/11/2025 6:00', Date.UTC(2025, 10, 20, 23)], ['21/11', midnight],
    ['24/12 20:00', Date.UTC(2025, 11, 24, 13)], ['8:30 yesterday', at(8, 30)],
    ['25:00', undefined], ['14:75', undefined], ['31/11 8:00', undefined], ['', undefined], ['hôm qua', undefined], ['chiều nay', undefined],
  ])('%s', (text, expected) => {
    expect(readMoment(text, hanoi, midnight + 3 * hour, now)).toBe(expected);
  });
});

describe('the view of the strip', () => {
  it.each<[string, Span, Span]>([
    ['stays within the day', inside({ from: midnight - hour, to: midnight + hour }, limits), { from: midnight, to: midnight + 2 * hour }],
    ['is never wider than the day', zoomed(limits, midnight + hour, 3, limits), limits],
    ['is never narrower than a second', zoomed({ from: midnight, to: midnight + 1_500 }, midnight, 0.1, limits), { from: midnight, to: midnight + 1_000 }],
    ['is not pushed out of the day', moved({ from: midnight, to: midnight + hour }, -hour, limits), { from: midnight, to: midnight + hour }],
    ['follows what left it', showing({ from: midnight, to: midnight + 4 * hour }, midnight + 6 * hour, limits), { from: midnight + 5 * hour, to: midnight + 9 * hour }],
  ])('%s', (_name, got, expected) => {
    expect(got).toEqual(expected);
  });

  it('keeps what is under the finger where it is', () => {
    const about = midnight + 7 * hour;
    const next = zoomed(limits, about, 0.25, limits);
    expect([spanOf(next), (about - next.from) / spanOf(next)]).toEqual([6 * hour, 7 / 24]);
  });
});

describe('an interval to begin with', () => {
  it.each<[string, number, Span, Span]>([
    ['some minutes around the instant', midnight + 6 * hour, limits, { from: midnight + 6 * hour - 5 * minute, to: midnight + 6 * hour + 5 * minute }],
    ['whole seconds where the view is narrow', midnight + hour + 400, { from: midnight + hour, to: midnight + hour + 12_000 }, { from: midnight + hour - 2_000, to: midnight + hour + 2_000 }],
    ['nothing that is to come', midnight + 20 * hour, limits, { from: midnight + 20 * hour - 5 * minute, to: midnight + 20 * hour + 30_000 }],
    ['nothing of the day before', midnight, limits, { from: midnight, to: midnight + 5 * minute }],
  ])('%s', (_name, at, view, expected) => {
    expect(marksAround(at, view, limits, midnight + 20 * hour + 30_500)).toEqual(expected);
  });
});

describe('times on the strip', () => {
  const labelled = (view: Span, width: number, zone = hanoi): string[] => ticksOf(view, width, zone).filter(({ label }) => label !== 'none').map(({ at }) => new Date(at + zone.offset(at)).toISOString().slice(11, 19));
  it.each<[string, Span, readonly string[]]>([
    ['a day on a phone', limits, ['00:00:00', '06:00:00', '12:00:00', '18:00:00']],
    ['an hour', { from: midnight + 14 * hour, to: midnight + 15 * hour }, ['14:00:00', '14:15:00', '14:30:00', '14:45:00']],
    ['ten seconds', { from: midnight + 14 * hour, to: midnight + 14 * hour + 10_000 }, ['14:00:00', '14:00:02', '14:00:04', '14:00:06', '14:00:08']],
    ['a second', { from: midnight + 14 * hour, to: midnight + 14 * hour + 1_000 }, ['14:00:00']],
  ])('%s', (_name, view, expected) => {
    expect(labelled(view, 358)).toEqual(expected);
  });

  it('stay round across a change of the clocks', () => {
    const from = berlin.dayOf(Date.UTC(2026, 2, 29, 10));
    expect(labelled({ from, to: berlin.addDays(from, 1) }, 1_200, berlin).every((each) => each.endsWith(':00:00'))).toBe(true);
  });
});

describe('fingers on the strip', () => {
  function hand(view: Span = limits) {
    const seen: { view: Span; scrubs: (readonly [number, boolean])[]; pointed: (number | undefined)[] } = { view, scrubs: [], pointed: [] };
    const own = new StripHand(() => ({ view: seen.view, limits, width: 1_000 }), { view: (next) => (seen.view = next), scrub: (at, done) => seen.scrubs.push([Math.round(at), done]), point: (at) => seen.pointed.push(at) });
    return { seen, own };
  }

  it('one finger holds the instant and lets it go', () => {
    const { seen, own } = hand();
    own.down(1, { x: 500, y: 60 }, false);
    own.move(1, { x: 600, y: 60 });
    own.up(1);
    expect([seen.scrubs, own.isScrubbing]).toEqual([[[midnight + 12 * hour, false], [midnight + 14.4 * hour, false], [midnight + 14.4 * hour, true]], false]);
  });

  it('on the times it moves the view instead', () => {
    const { seen, own } = hand({ from: midnight + 6 * hour, to: midnight + 10 * hour });
    own.down(1, { x: 500, y: 5 }, false);
    own.move(1, { x: 250, y: 5 });
    expect([seen.scrubs, seen.view]).toEqual([[], { from: midnight + 7 * hour, to: midnight + 11 * hour }]);
  });

  it('two fingers apart zoom in about their middle', () => {
    const { seen, own } = hand();
    own.down(1, { x: 400, y: 60 }, false);
    own.down(2, { x: 600, y: 60 }, false);
    own.move(1, { x: 300, y: 60 });
    own.move(2, { x: 700, y: 60 });
    expect(Math.round(spanOf(seen.view) / hour)).toBe(12);
    expect(Math.abs(timeAt(seen.view, 500, 1_000) - (midnight + 12 * hour))).toBeLessThan(2 * minute);
    expect(seen.scrubs.at(-1)?.[1]).toBe(true);
  });

  it('at the edge the view moves along', () => {
    const { seen, own } = hand({ from: midnight, to: midnight + hour });
    own.down(1, { x: 500, y: 60 }, false);
    own.move(1, { x: 1_000, y: 60 });
    expect(seen.view.from).toBeGreaterThan(midnight);
  });

  it('the wheel zooms, sideways it moves, and a mouse that rests only points', () => {
    const { seen, own } = hand();
    own.wheel(500, 0, -100);
    const narrower = spanOf(seen.view);
    own.wheel(500, 100, 0);
    own.move(9, { x: 0, y: 60 });
    own.left();
    expect([narrower < day, spanOf(seen.view) === narrower, seen.pointed]).toEqual([true, true, [seen.view.from, undefined]]);
  });
});

describe('a label over the strip', () => {
  it('is moved in from the edges, and left out where it would touch the one before', () => {
    expect([labelAt(2, 26, 960, Number.NEGATIVE_INFINITY), labelAt(70, 26, 960, 53), labelAt(87, 26, 960, 53), labelAt(959, 26, 960, 800)]).toEqual([27, undefined, 87, 933]);
  });
});
