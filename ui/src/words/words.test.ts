import { describe, expect, it } from 'vitest';
import { Words } from './words.ts';

const vi = new Words('vi', 'Asia/Ho_Chi_Minh');
const en = new Words('en', 'Asia/Ho_Chi_Minh');
/** 5 October 2024, a Saturday, 14:05:22 in Vietnam. */
const now = Date.UTC(2024, 9, 5, 7, 5, 22);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('words', () => {
  it.each([
    [now, '14:05 hôm nay', '14:05 today'],
    [now - day, '14:05 hôm qua', '14:05 yesterday'],
    [now + day, '14:05 ngày mai', '14:05 tomorrow'],
    [now - 10 * day, '14:05 ngày 25/09/2024', '14:05 on 25/09/2024'],
    // 23:59 and 00:01 of neighbouring days in Vietnam lie on one day in UTC.
    [Date.UTC(2024, 9, 4, 16, 59), '23:59 hôm qua', '23:59 yesterday'],
    [Date.UTC(2024, 9, 4, 17, 1), '00:01 hôm nay', '00:01 today'],
  ])('say the moment %i', (at, inVietnamese, inEnglish) => {
    expect([vi.moment(at, now), en.moment(at, now)]).toEqual([inVietnamese, inEnglish]);
  });

  it.each([
    [Date.UTC(2024, 9, 5, 7, 0), 20 * minute, ['14:00', '14:20 hôm nay'], ['14:00', '14:20 today']],
    // Twenty seconds do not end in the minute in which they began.
    [now, 20_000, ['14:05:22', '14:05:42 hôm nay'], ['14:05:22', '14:05:42 today']],
    [Date.UTC(2024, 9, 4, 16, 50), 20 * minute, ['23:50 hôm qua', '00:10 hôm nay'], ['23:50 yesterday', '00:10 today']],
  ])('say both ends of an interval that began at %i', (from, long, inVietnamese, inEnglish) => {
    expect([vi, en].map((words) => Object.values(words.ends({ from, to: from + long }, now)))).toEqual([inVietnamese, inEnglish]);
  });

  it.each([
    [12 * minute, 'còn 12 phút', '12 minutes left'],
    [minute, 'còn 1 phút', '1 minute left'],
    [11 * minute + 1, 'còn 12 phút', '12 minutes left'],
    [45_000, 'còn 45 giây', '45 seconds left'],
    [2 * hour + 5 * minute, 'còn 2 giờ 5 phút', '2 hours 5 minutes left'],
    [72 * hour, 'còn 3 ngày', '3 days left'],
    [0, 'đã hết', 'ended'],
    [-5, 'đã hết', 'ended'],
  ])('say what is left of %i ms', (rest, inVietnamese, inEnglish) => {
    expect([vi.left(now + rest, now), en.left(now + rest, now)]).toEqual([inVietnamese, inEnglish]);
  });

  it.each([[10_000, 'vừa xong', 'just now'], [12 * minute, '12 phút trước', '12 minutes ago'], [2 * hour, '12:05 hôm nay', '12:05 today']])('say how long ago %i ms is', (past, inVietnamese, inEnglish) => {
    expect([vi.ago(now - past, now), en.ago(now - past, now)]).toEqual([inVietnamese, inEnglish]);
  });

  it('head a day by its name', () => {
    expect([vi.day(now, now), vi.day(now - day, now), vi.day(now - 2 * day, now), en.day(now - 2 * day, now)]).toEqual(['Hôm nay', 'Hôm qua', 'Thứ năm, 03/10/2024', 'Thursday, 03/10/2024']);
  });

  it.each([[0, '0 B', '0 B'], [999, '999 B', '999 B'], [1000, '1 kB', '1 kB'], [1_250_000_000, '1,3 GB', '1.3 GB'], [208_000_000_000, '208 GB', '208 GB'], [999_999_999, '1 GB', '1 GB'], [-1, '0 B', '0 B']])('say %i bytes', (count, inVietnamese, inEnglish) => {
    expect([vi.bytes(count), en.bytes(count)]).toEqual([inVietnamese, inEnglish]);
  });

  it('group numbers as the language does', () => {
    expect([vi.number(1204), en.number(1204)]).toEqual(['1.204', '1,204']);
  });

  it('show seconds when asked', () => {
    expect(vi.time(now, true)).toBe('14:05:22');
  });

  it('fill in values without escaping them, Lit does that', () => {
    expect(vi.t('settings.meText', { name: '<b>Lan</b>', login: 'lan' })).toBe('<b>Lan</b>, tên đăng nhập lan');
  });

  it('take only keys that exist and all their values', () => {
    const never = (): unknown[] => [
      // @ts-expect-error There is no such text.
      () => vi.t('app.nothing'),
      // @ts-expect-error Its value is missing.
      () => vi.t('app.code'),
    ];
    expect(never()).toHaveLength(2);
  });
});
