import { describe, expect, it } from 'vitest';
import { id, type CameraId, type UnitId } from '../../domain/ids.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { changeSentence, differenceOf, type ChangeWords, type Reach } from '../rights-difference.ts';
import type { Holder } from '../rights-holders.ts';

const holder: Holder = { key: 'ward', unit: id<UnitId>('ward'), asker: { person: id('*'), units: [id<UnitId>('ward')], roles: [], certs: [] } };
const leader: Holder = { ...holder, key: 'ward|unit_leader', role: 'unit_leader' };
const gate = id<CameraId>('gate');
const reach = (week: Reach['week'], more: Partial<Reach> = {}): Reach => ({ camera: gate, holder, week, actions: new Set(['live']), purposes: new Set(['crime']), maxHeight: 720, audio: false, until: days(9), ...more });
const all = (effect: 'permit' | 'ask') => [{ from: 0, to: days(7), effect }] as const;
const words: ChangeWords = { who: { vi: 'Công an phường', en: 'The ward police' }, camera: 'Cổng', actions: () => ({ vi: 'xem trực tiếp', en: 'watch live' }), purposes: () => ({ vi: 'tìm người', en: 'a missing person' }), moment: () => ({ vi: '22:00 22/11', en: '22/11, 22:00' }), date: () => '01/12/2026' };
const said = (before: readonly Reach[], after: readonly Reach[]): readonly string[] => differenceOf(before, after).map((change) => changeSentence(change, words, days(7)).vi);

describe('what would be otherwise', () => {
  it.each<[string, readonly Reach[], readonly Reach[], readonly string[]]>([
    ['nothing', [reach(all('permit'))], [reach(all('permit'))], []],
    ['nobody before', [], [reach([{ from: hours(1), to: hours(9), effect: 'permit' }])], ['Công an phường được xem trực tiếp ở camera “Cổng” mà không phải hỏi bạn: 8 giờ trong 7 ngày tới, sớm nhất từ 22:00 22/11.']],
    ['minutes', [], [reach([{ from: 0, to: minutes(40), effect: 'ask' }])], ['Công an phường được xin xem trực tiếp ở camera “Cổng”, lần nào bạn đồng ý mới được: 40 phút trong 7 ngày tới, sớm nhất từ 22:00 22/11.']],
    ['nobody after', [reach(all('permit'))], [], ['Công an phường không còn được xem trực tiếp ở camera “Cổng”: lúc nào cũng vậy trong 7 ngày tới.']],
    ['no more asking to ask', [reach(all('ask'))], [], ['Công an phường không còn được xin xem trực tiếp ở camera “Cổng”: lúc nào cũng vậy trong 7 ngày tới.']],
    ['asks from now on', [reach(all('permit'))], [reach(all('ask'))], ['Công an phường từ nay phải hỏi bạn từng lần mới được xem trực tiếp ở camera “Cổng”: lúc nào cũng vậy trong 7 ngày tới.']],
    ['asks no more', [reach(all('ask'))], [reach(all('permit'))], ['Công an phường được xem trực tiếp ở camera “Cổng” mà không phải hỏi bạn: lúc nào cũng vậy trong 7 ngày tới.']],
    ['the same hours, but sharper, louder, longer, for more and with more', [reach(all('ask'))], [reach(all('ask'), { maxHeight: 1_080, audio: true, until: days(30), purposes: new Set(['crime', 'missing_person']), actions: new Set(['live', 'clip']) })], [
      'Công an phường được làm thêm ở camera “Cổng”: xem trực tiếp.', 'Công an phường được xem camera “Cổng” cho thêm mục đích: tìm người.', 'Công an phường được xem camera “Cổng” nét hơn: 1080p.', 'Công an phường được nghe cả tiếng ở camera “Cổng”.', 'Công an phường còn được như vậy ở camera “Cổng” đến 01/12/2026.']],
    ['fewer things', [reach(all('ask'), { actions: new Set(['live', 'clip']) })], [reach(all('ask'))], ['Công an phường không còn được xem trực tiếp ở camera “Cổng”.']],
    ['less sharp and sooner over is no gain', [reach(all('ask'), { maxHeight: 1_080, until: days(30) })], [reach(all('ask'))], []],
  ])('is told in plain words: %s', (_, before, after, sentences) => {
    expect(said(before, after)).toEqual(sentences);
  });

  it('tells a part of a unit only what the whole unit has not', () => {
    const both = [reach(all('permit')), reach(all('permit'), { holder: leader })];
    expect([differenceOf([], both).map((change) => change.holder.key), differenceOf(both, [reach(all('permit')), reach(all('permit'), { holder: leader, audio: true })]).map((change) => [change.holder.key, change.kind])]).toEqual([['ward'], [['ward|unit_leader', 'audio']]]);
  });
});
