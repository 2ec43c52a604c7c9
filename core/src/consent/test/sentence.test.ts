import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Grant } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { CameraId, CertId, PersonId, UnitId } from '../../domain/ids.ts';
import { languages } from '../../domain/people.ts';
import { days } from '../../domain/time.ts';
import type { Names } from '../labels.ts';
import { askEachTime, nights } from '../presets.ts';
import { parseSentence, policyOf, sentenceFor } from '../sentence.ts';
import { cameras, grant, masks, noon, people, runs, units, zones } from './arbitraries.fixture.ts';

/** Names as people write them, and as someone would who wants the text to say something else. */
const name = fc.oneof(
  fc.constantFrom('Cổng', 'Sân', 'Công an phường Bồ Xuyên', 'Nguyễn Thị "Mai"', 'a, b và c', '” và “Sân', '\\', '\\“', 'mã “c”', 'x. Họ không cần số hồ sơ vụ việc. ', 'two\nlines', '\u202Eevil', '\u{0}', '', '\uD800'),
  fc.string({ unit: 'binary' }),
);
function namesOf<I extends string>(ids: readonly I[]): fc.Arbitrary<ReadonlyMap<I, string>> {
  return fc.tuple(...ids.map(() => fc.option(name))).map((given) => new Map(ids.flatMap((each, at) => (given[at] === null || given[at] === undefined ? [] : [[each, given[at]] as const]))));
}
const names: fc.Arbitrary<Names> = fc.record({ units: namesOf(units), people: namesOf(people), cameras: namesOf([...cameras, id<CameraId>('attic')]), masks: namesOf(masks), certs: namesOf([id<CertId>('trained')]) });
const fine = grant.chain((of) => fc.record({
  offset: fc.nat(days(365)), lasts: fc.oneof(fc.integer({ min: 1, max: days(180) }), fc.nat(4_000).map((n) => (n + 1) * 60_000)), session: fc.integer({ min: 1, max: days(3) }), lookbackMs: fc.nat(days(40)), fps: fc.constantFrom(15, 12.5, 0.1),
}).map(({ offset, lasts, session, lookbackMs, fps }): Grant => ({
  ...of, what: { ...of.what, maxFps: fps }, limits: { ...of.limits, maxSessionMs: session },
  when: { ...of.when, from: noon + offset, until: noon + offset + lasts, ...(of.when.footage && { footage: { ...of.when.footage, lookbackMs } }) },
})));

describe('the text is the policy', () => {
  test.each(languages)('what is written in %s reads back as exactly the policy', (language) => {
    let withHours = 0;
    fc.assert(fc.property(fc.oneof(grant, fine), names, fc.constantFrom(...zones), (given, called, tz) => {
      const text = sentenceFor(given, called, tz)[language];
      expect(parseSentence(text, language, called)).toEqual(policyOf(given));
      if (given.when.access && given.when.footage?.hours) withHours += 1;
    }), runs);
    expect(withHours).toBeGreaterThan(100);
  });

  test('a change of any one field changes both texts', () => {
    let changed = 0;
    fc.assert(fc.property(fine, fine, names, fc.constantFrom('who', 'what', 'when', 'why', 'mode', 'limits'), (one, other, called, field) => {
      const mixed = { ...one, [field]: other[field] };
      if (JSON.stringify(policyOf(mixed)) === JSON.stringify(policyOf(one))) return;
      changed += 1;
      expect(sentenceFor(mixed, called).vi).not.toBe(sentenceFor(one, called).vi);
      expect(sentenceFor(mixed, called).en).not.toBe(sentenceFor(one, called).en);
    }), runs);
    expect(changed).toBeGreaterThan(1_500);
  });

  test('a text with anything added, left out or altered is not read as the same policy', () => {
    fc.assert(fc.property(fine, names, fc.nat(), fc.constantFrom('', ' ', '1', 'không ', '“'), (given, called, at, more) => {
      const { vi } = sentenceFor(given, called);
      const place = at % vi.length;
      const altered = vi.slice(0, place) + more + vi.slice(place + (more === '' ? 1 : 0));
      let read: unknown;
      try { read = parseSentence(altered, 'vi', called); } catch { return; }
      // What still reads, as 720p that became 7120p does, reads as something else; only a day said twice may not.
      if (sentenceFor(read as Grant, called).vi === altered) expect(read).not.toEqual(policyOf(given));
    }), runs);
  });
});

const called: Names = { units: new Map([[id<UnitId>('ward'), 'Công an phường Bồ Xuyên']]), people: new Map([[id<PersonId>('an'), 'Trần Văn An']]), cameras: new Map([[id<CameraId>('gate'), 'Cổng'], [id<CameraId>('yard'), 'Sân']]), masks: new Map(), certs: new Map() };
const choice = { who: { unit: id<UnitId>('ward') }, cameras: [id<CameraId>('gate')], from: Date.UTC(2026, 10, 22, 1), tz: 'Asia/Ho_Chi_Minh' };

test('asking each time, as a grandmother reads it', () => {
  expect(sentenceFor(askEachTime(choice), called)).toEqual({
    vi: 'Bạn cho phép “Công an phường Bồ Xuyên” xin từng lần để xem trực tiếp và trích xuất đoạn hình ở camera “Cổng”. Lần nào bạn bấm đồng ý thì họ mới được làm; bạn không trả lời nghĩa là không. '
      + 'Tính theo giờ Việt Nam, cho phép này có từ 22/11/2026 08:00 đến 20/02/2027 08:00, rồi tự hết. Họ chỉ được dùng để điều tra tội phạm, xử lý tai nạn giao thông, tìm người mất tích, chữa cháy, cứu nạn hoặc xử lý vi phạm hành chính. '
      + 'Họ không cần số hồ sơ vụ việc. Hình nét nhất là 720p, nhiều nhất 30 hình mỗi giây, không có tiếng. Hình không che vùng nào. Khi xem trực tiếp, tên đơn vị, số hiệu và giờ hiện đè trên hình; trong đoạn hình trích xuất thì in hẳn vào hình. Họ được xem vào bất cứ giờ nào. '
      + 'Hình đã ghi thì họ chỉ được lấy trong 30 ngày trước lúc xem. Mỗi lần xem không quá 15 phút; cùng lúc không quá 1 lượt; mỗi ngày không quá 10 lượt. Họ chỉ được giữ hình trong hồ sơ vụ việc. Bạn thu hồi lúc nào cũng được.',
    en: 'You allow “Công an phường Bồ Xuyên” to ask you each time to watch live and copy out a recording on camera “Cổng”. They may do it only when you have said yes that time; no answer means no. '
      + 'In Vietnamese time, this permission begins on 22/11/2026 08:00 and ends on 20/02/2027 08:00 by itself. They may use it only to investigate a crime, deal with a traffic accident, find a missing person, fight a fire or rescue people or deal with an administrative violation. '
      + 'They need not give a case number. The picture is no sharper than 720p, with at most 30 pictures a second, without sound. No part of the picture is covered. While they watch live, the unit, the officer number and the time are shown over the picture; in a recording copied out, they are printed into the picture itself. They may look at any hour. '
      + 'Of what was recorded, they may have only the last 30 days before they look. Each viewing lasts at most 15 minutes; at most 1 at one time, and in one day at most 10. They may keep pictures only in the case file. You can take this back at any time.',
  });
});

test('one officer at night, on two cameras of which one has no name', () => {
  const { vi } = sentenceFor({ ...nights(choice), who: { unit: id<UnitId>('ward'), role: 'duty_officer', person: id<PersonId>('an') }, what: { ...nights(choice).what, cameras: [id<CameraId>('yard'), id<CameraId>('c9')] } }, called);
  expect(vi).toContain('Bạn cho phép cán bộ trực ban tên là “Trần Văn An” của “Công an phường Bồ Xuyên” được xem trực tiếp ở camera “Sân” và mã “c9”. ');
  expect(vi).toContain('Họ chỉ được xem vào những giờ này: mỗi ngày từ 22:00 đến 06:00 hôm sau. Hình đã ghi từ trước thì họ không được xem. ');
});

test('an hour that the clock shows twice is told apart', () => {
  const from = Date.parse('2026-11-01T06:30Z'); // the second 01:30 in New York
  const { en } = sentenceFor({ ...nights(choice), when: { from, until: from + days(1) } }, called, 'America/New_York');
  expect(en).toContain('On the clocks of “America/New_York”, this permission begins on 01/11/2026 01:30 (UTC-05:00) and ends on 02/11/2026 01:30 by itself.');
  expect(parseSentence(en, 'en', called).when.from).toBe(from);
});

test('the fields of the expert form are all in what was written and read: range and hours of filming, rate, limits, several windows, masks', () => {
  const seen = { range: 0, filmed: 0, both: 0, windows: 0, masks: 0, rate: 0, limits: 0 };
  fc.assert(fc.property(fine, names, (given, named) => {
    const { what, when, limits } = given;
    if (when.footage?.from !== undefined || when.footage?.until !== undefined) seen.range += 1;
    if (when.footage?.hours) seen.filmed += 1;
    if ((when.footage?.from ?? when.footage?.until) !== undefined && when.footage?.hours && when.access) seen.both += 1;
    if ((when.access?.windows.length ?? 0) > 1) seen.windows += 1;
    if (what.masks.length > 1) seen.masks += 1;
    if (what.maxFps !== 30) seen.rate += 1;
    if (limits.maxConcurrent > 1 && limits.maxPerDay > 1 && !limits.watermark && limits.store === 'none') seen.limits += 1;
    const text = sentenceFor(given, named);
    expect([parseSentence(text.vi, 'vi', named), parseSentence(text.en, 'en', named)]).toEqual([policyOf(given), policyOf(given)]);
  }), runs);
  expect(Object.entries(seen).filter(([, count]) => count < 20)).toEqual([]);
}, 120_000);
