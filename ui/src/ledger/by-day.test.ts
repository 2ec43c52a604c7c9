import { describe, expect, it } from 'vitest';
import { Words } from '../words/words.ts';
import { byDay, joined } from './by-day.ts';

const at = (text: string): number => Date.parse(text);
const now = at('2026-11-21T05:00:00Z');
const vi = new Words('vi', 'Asia/Ho_Chi_Minh');
const row = (viewing: string, from: string) => ({ viewing, from: at(from) });

describe('the ledger by day', () => {
  it('puts each row under the day it has in Vietnam, newest first', () => {
    const rows = [row('night', '2026-11-20T16:59:00Z'), row('after midnight', '2026-11-20T17:00:00Z'), row('noon', '2026-11-21T04:00:00Z'), row('old', '2026-11-14T03:00:00Z')];
    expect(byDay(rows, (from) => vi.day(from, now)).map(({ day, rows: under }) => [day, under.map(({ viewing }) => viewing)])).toEqual([
      ['Hôm nay', ['noon', 'after midnight']],
      ['Hôm qua', ['night']],
      ['Thứ bảy, 14/11/2026', ['old']],
    ]);
  });

  it('is empty for no rows', () => {
    expect(byDay([], () => '')).toEqual([]);
  });

  it('a newer reading replaces what it knows better and keeps older pages', () => {
    expect(joined([{ viewing: 'b', from: 2, to: 5 }], [{ viewing: 'b', from: 2, to: null }, { viewing: 'a', from: 1, to: 1 }])).toEqual([{ viewing: 'b', from: 2, to: 5 }, { viewing: 'a', from: 1, to: 1 }]);
  });
});
