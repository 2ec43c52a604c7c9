import { describe, expect, it, test } from 'vitest';
import type { Purpose } from '../domain/consent.ts';
import { id } from '../domain/ids.ts';
import { days, hours, minutes, type Instant } from '../domain/time.ts';
import { episodes, type Act } from './act.ts';
import { detect, type Trace } from './detect.ts';
import { isSameStreet, streetKey } from './street-key.ts';
import { offHours } from './usual-hours.ts';
import { wallTime } from './wall-time.ts';

const zone = 'Asia/Ho_Chi_Minh';
const wall = wallTime(zone);
/** Ten in the morning in Vietnam, on a Monday. */
const ten: Instant = Date.UTC(2026, 8, 7, 3);
interface Told { readonly at: Instant; readonly camera?: string; readonly owner?: string; readonly place?: string; readonly caseNo?: string; readonly purpose?: Purpose }
const act = ({ camera = 'gate', owner = `of ${camera}`, place = `Phố ${camera}`, ...rest }: Told): Act => ({ camera: id(camera), owner: id(owner), place, unit: id('ward'), officerNo: '1', purpose: 'crime', ...rest });
const found = (acts: readonly Told[], more: Partial<Omit<Trace, 'acts'>> = {}, now = acts.at(-1)?.at ?? 0): readonly (readonly [string, number])[] => detect({ acts: acts.map(act), progress: new Map(), ...more }, wall, now).map(({ kind, acts: { length } }) => [kind, length]);
const each = (times: readonly Instant[], about: Omit<Told, 'at'> = {}): readonly Told[] => times.map((at) => ({ at, ...about }));
const daily = (count: number, from = ten): readonly Instant[] => Array.from({ length: count }, (_, i) => from + days(i));

describe('what stands out', () => {
  const cases: readonly (readonly [string, readonly Told[], Partial<Omit<Trace, 'acts'>>, readonly (readonly [string, number])[]])[] = [
    ['nothing', [], {}, []],
    ['two looks at one camera by day are nothing', each(daily(2)), {}, []],
    ['three are a pattern', each(daily(3)), {}, [['fixation', 3]]],
    ['two at night are, too', each(daily(2, ten + hours(13))), {}, [['fixation', 2]]],
    ['three over two months are none', each([ten, ten + days(25), ten + days(50)]), {}, []],
    ['a lost connection opened again is one look', each([ten, ten + minutes(2), ten + minutes(4), ten + minutes(9)]), {}, []],
    ['a case that moves on explains its looks', each(daily(3), { caseNo: '1' }), { progress: new Map([['1', daily(3).map((at) => at + hours(2))]]) }, []],
    ['a case that sleeps does not', each(daily(3), { caseNo: '1' }), { progress: new Map([['1', [ten - days(9)]]]) }, [['fixation', 3]]],
    ['a new number for each look of one camera explains nothing', daily(3).map((at, i) => ({ at, caseNo: String(i) })), {}, [['fixation', 3]]],
    ['neighbouring cameras of one street under one reason are one pattern', daily(3).map((at, i) => ({ at, camera: `c${i % 2}`, place: `${i} Phố Hoa`, caseNo: '1' })), {}, [['fixation', 3]]],
    ['three cases on one street are work', daily(3).map((at, i) => ({ at, camera: `c${i}`, place: 'Phố Hoa', caseNo: String(i) })), {}, []],
    ['his own street', daily(3).map((at, i) => ({ at, camera: `c${i}`, place: `${i} Phố Hoa`, caseNo: String(i) })), { home: 'đường Phố Hoa' }, [['own_street', 3]]],
    ['days of looking on a case in which nothing is written', daily(5).map((at, i) => ({ at, camera: `c${i}`, caseNo: '1' })), {}, [['no_progress', 5]]],
    ['one long evening of it is work', Array.from({ length: 6 }, (_, i) => ({ at: ten + minutes(i * 5), camera: `c${i}`, caseNo: '1' })), {}, []],
    ['from house to house without a case', Array.from({ length: 4 }, (_, i) => ({ at: ten + minutes(i * 20), camera: `c${i}` })), {}, [['several_households', 4]]],
    ['a sweep after an accident is not that', Array.from({ length: 6 }, (_, i) => ({ at: ten + minutes(i * 4), camera: `c${i}`, purpose: 'traffic_accident' as const })), {}, []],
    ['one house with four cameras is one house', Array.from({ length: 4 }, (_, i) => ({ at: ten + minutes(i * 20), camera: `c${i}`, owner: 'one', place: `Phố ${'abcd'[i]}` })), {}, []],
    ['seventeen cameras in an hour', Array.from({ length: 17 }, (_, i) => ({ at: ten + minutes(i), camera: `c${i}`, caseNo: String(i) })), {}, [['area_scraping', 17]]],
    ['five different things in one night', Array.from({ length: 5 }, (_, i) => ({ at: ten + hours(13) + minutes(i * 30), camera: `c${i}`, caseNo: String(i) })), {}, [['night_spike', 5]]],
  ];
  test.each(cases)('%s', (_name, acts, more, expected) => {
    expect(found(acts, more)).toEqual(expected);
  });

  it('is told by no request that is still to come', () => {
    const acts = each(daily(3));
    expect([found(acts, {}, ten + days(1)), found(acts, {}, ten + days(9)), found(acts, {}, ten + days(40))]).toEqual([[], [['fixation', 3]], []]);
  });
  it('a night like his other nights is none', () => {
    const night = (day: number): readonly Told[] => Array.from({ length: 5 }, (_, i) => ({ at: ten + days(day) + hours(13) + minutes(i * 30), camera: `c${day}-${i}`, place: `Phố ${day}-${i}`, caseNo: `${day}-${i}` }));
    expect(found([0, 1, 2, 3].flatMap(night)).filter(([kind]) => kind === 'night_spike')).toEqual([]);
  });
});

test.each([
  ['Số 25A Lý Bôn', '25 ly bon', true], ['Ngõ 12 Bồ Xuyên', '14 Bồ Xuyên', true], ['Phố Hoa', 'Phố Hoà Bình', true], ['Lý Bôn', 'Lý Thường Kiệt', false], ['', '', false], ['12', '12', true],
])('streets: %s and %s', (one, other, same) => {
  expect(isSameStreet(one, other)).toBe(same);
});
it('folds a place to its street', () => {
  expect(['Số nhà 25A Đường Lý Bôn', 'Ngõ 12 Bồ Xuyên', '  Đầu ngõ  ', '7/3 Trần Phú'].map(streetKey)).toEqual(['ly bon', 'ngo 12 bo xuyen', 'dau ngo', 'tran phu']);
});
it('knows odd hours by somebody\'s own habit, and by night until it knows him', () => {
  const early = offHours(each(daily(40)).map(act), wall);
  const unknown = offHours([], wall);
  expect([[9, 10, 11, 14, 3].map(early), [21, 22, 5, 6].map(unknown)]).toEqual([[false, false, false, true, true], [false, true, true, false]]);
});
it('counts one sitting on one case once a camera', () => {
  expect(episodes([ten, ten + minutes(30), ten + hours(3)].map((at) => act({ at, caseNo: '1' }))).map(({ at }) => at - ten)).toEqual([0, hours(3)]);
});
