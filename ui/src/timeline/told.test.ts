import type { SheetRow, TimelinePage } from '@matpho/core/api';
import { describe, expect, it } from 'vitest';
import { HubProblem } from '../hub/hub-problem.ts';
import { Words } from '../words/words.ts';
import { readAddress, writeAddress } from './address.ts';
import { joinDays } from './day-facts.ts';
import { loadDay, startIn } from './day-pages.ts';
import { needsCase, openFor, purposesOf } from './look-back.ts';
import { sayInstant, sayThere, sayWall, thereAt } from './standing-words.ts';
import { eventBeside, footageBounds, footageFrom } from './strip-facts.ts';
import { thumbAt } from './thumbs.ts';
import { Zone } from './zone.ts';

const zone = new Zone('Asia/Ho_Chi_Minh');
const midnight = Date.UTC(2026, 10, 20, 17);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const page: TimelinePage = {
  camera: 'gate', name: 'Cổng', from: midnight, to: midnight + day, covered: [{ from: midnight, to: midnight + day }],
  spans: [{ from: midnight, to: midnight + 130 * minute, role: 'main', origin: 'recorded' }, { from: midnight + 154 * minute, to: midnight + 20 * hour, role: 'main', origin: 'recorded' }],
  gaps: [{ from: midnight + 130 * minute, to: midnight + 154 * minute, cause: 'offline' }], events: [{ from: midnight + hour, to: midnight + hour + 9_000, kind: 'motion' }, { from: midnight + 5 * hour, to: null, kind: 'motion' }], holds: [], sheets: [],
};
const vi = new Words('vi', 'Asia/Ho_Chi_Minh');
const en = new Words('en', 'Asia/Ho_Chi_Minh');
const now = midnight + 21 * hour;

describe('what is told of an instant', () => {
  it.each([
    ['footage', midnight + 10 * minute, 'có hình', 'recorded'],
    ['movement', midnight + hour + 1_000, 'có hình, có chuyển động', 'recorded, with movement'],
    ['a gap, with its cause', midnight + 140 * minute, 'không có hình 02:10–02:34: mất điện hoặc mất mạng', 'no picture 02:10–02:34: no power or no network'],
    ['what is to come', now + 1, 'chưa tới giờ này', 'not yet'],
    ['what nobody wrote down', midnight + 20.5 * hour, 'không có hình', 'no picture'],
  ])('%s', (_name, at, said, english) => {
    const there = thereAt(page, at, now);
    expect([sayThere(there, vi), sayThere(there, en)]).toEqual([said, english]);
  });

  it('outside of what an officer may see, only that', () => {
    expect(sayThere(thereAt({ ...page, covered: [{ from: midnight, to: midnight + hour }] }, midnight + 140 * minute, now), vi)).toBe('ngoài phần bạn được xem');
  });

  it('a slider says it as a person would', () => {
    const at = midnight + 14 * hour + 5 * minute + 22_000;
    const there = thereAt({ ...page, events: [] }, at, now);
    expect([sayInstant(at, [there], zone, vi), sayInstant(at, [there, { is: 'unknown' }], zone, vi)]).toEqual(['14 giờ 05 phút 22 giây, có hình', '14 giờ 05 phút 22 giây, 1 trong 2 camera có hình']);
  });
});

describe('what is told of a wall', () => {
  const gap = thereAt(page, midnight + 140 * minute, now);
  it.each([
    ['one camera', [{ name: 'Cổng', there: { is: 'footage' } as const }], 'Có hình'],
    ['several, all there', [{ name: 'Cổng', there: { is: 'footage' } as const }, { name: 'Sân', there: { is: 'event' } as const }], '2 trong 2 camera có hình'],
    ['one that lacks it', [{ name: 'Cổng', there: gap }, { name: 'Sân', there: { is: 'footage' } as const }], 'Cổng: không có hình 02:10–02:34: mất điện hoặc mất mạng'],
    ['many that lack it', Array.from({ length: 9 }, () => ({ name: 'Cổng', there: gap })), '0 trong 9 camera có hình'],
  ])('%s', (_name, cameras, said) => {
    expect(sayWall(cameras, vi)).toBe(said);
  });
});

describe('what is on the strip', () => {
  it('from the first to the last, and the next there is', () => {
    expect([footageBounds([page, undefined]), footageFrom([page], midnight + 140 * minute), footageFrom([page], midnight + 5), footageFrom([page], midnight + 23 * hour), footageBounds([])]).toEqual([{ from: midnight, to: midnight + 20 * hour }, midnight + 154 * minute, midnight + 5, undefined, undefined]);
  });

  it('goes from movement to movement', () => {
    expect([eventBeside([page], midnight, 1), eventBeside([page], midnight + 6 * hour, -1), eventBeside([page], midnight + 6 * hour, 1)]).toEqual([midnight + hour - 2_000, midnight + 5 * hour - 2_000, undefined]);
  });

  it('finds the small picture of an instant', () => {
    const sheet: SheetRow = { from: midnight, to: midnight + 10 * minute, everyMs: 10_000, columns: 10, rows: 6, width: 160, height: 90, name: 's-1.jpg' };
    expect([thumbAt([sheet], midnight + 125_000), thumbAt([sheet], midnight + 11 * minute)]).toEqual([{ name: 's-1.jpg', left: 320, top: 90, width: 160, height: 90, sheetWidth: 1_600, sheetHeight: 540 }, undefined]);
  });
});

describe('days', () => {
  it('of several cameras become one', () => {
    expect([...joinDays([[{ from: 1, recordedMs: 5, events: 2 }], [{ from: 1, recordedMs: 9, events: 1 }, { from: 2, recordedMs: 1, events: 0 }]]).values()]).toEqual([{ from: 1, recordedMs: 9, events: 3 }, { from: 2, recordedMs: 1, events: 0 }]);
  });

  it('one camera that fails leaves the others; all failing is told', async () => {
    const span = { from: midnight, to: midnight + day };
    const load = async (id: string): Promise<TimelinePage> => {
      if (id === 'bad') throw new HubProblem('not-found', 'x');
      return page;
    };
    const loaded = await loadDay(['gate', 'bad'], span, load);
    expect([[...loaded.pages.keys()], loaded.problem?.code]).toEqual([['gate'], 'not-found']);
    await expect(loadDay(['bad'], span, load)).rejects.toMatchObject({ code: 'not-found' });
    expect([startIn(loaded, now), startIn(loaded, midnight + 3 * day), startIn({ ...loaded, pages: new Map() }, midnight + 3 * day)]).toEqual([midnight + 20 * hour - minute, midnight, midnight]);
  });
});

describe('the address of a moment', () => {
  it('is read back as it was written', () => {
    const written = writeAddress({ cameras: ['gate', 'yard'], at: midnight + 1_234 });
    expect([written, readAddress(written)]).toEqual([`?camera=gate&camera=yard&at=${midnight + 1_000}`, { cameras: ['gate', 'yard'], at: midnight + 1_000, ask: undefined }]);
  });

  it('nonsense in it is nothing', () => {
    expect(readAddress('?camera=../x&camera=ok&at=soon&ask=%3Cb%3E')).toEqual({ cameras: ['ok'], at: undefined, ask: undefined });
  });
});

describe('what an officer may look back at', () => {
  const offer = { maxHeight: 720, audio: false, until: null, lookbackHours: 24 } as const;
  const camera = (effect: 'permit' | 'ask', action: 'playback' | 'live', purposes: readonly ('crime' | 'traffic_accident')[], caseRequired = false) => ({ offers: [{ ...offer, effect, action, purposes: [...purposes], caseRequired }] as never });
  const street = [camera('permit', 'playback', ['crime'], true), camera('permit', 'playback', ['traffic_accident', 'crime']), camera('ask', 'playback', ['crime']), camera('permit', 'live', ['crime'])];
  it('is what a permit for looking back covers, for that purpose', () => {
    expect([purposesOf(street), openFor(street, 'traffic_accident'), openFor(street, '').length, needsCase(street, 'crime'), needsCase(street, 'traffic_accident')]).toEqual([['crime', 'traffic_accident'], [street[1]], 0, true, false]);
  });
});
