import { describe, expect, it } from 'vitest';
import { toLocal } from '../exports/interval.ts';
import { dateIn, endOfDay, faultsOf, paperOf, type WrittenDraft } from './written-draft.ts';

const now = new Date(2026, 10, 22, 9).getTime();
const hour = 3_600_000;
const good: WrittenDraft = {
  scan: 's1', documentNo: '15/CV-CAP', issuer: 'Công an phường', signerName: 'Nguyễn Văn A', signerTitle: 'Trưởng', legalBasis: 'Điều 88', details: 'Trộm xe ở chợ.', caseNo: '15/2026', purpose: 'crime', cameras: ['gate'],
  intervals: [{ from: toLocal(now - 3 * hour), to: toLocal(now - hour) }], deadline: dateIn(3, now), destroyBy: dateIn(60, now),
};

describe('the draft of a paper', () => {
  it('that is complete is sent as it says', () => {
    expect([faultsOf(good, now), paperOf(good)]).toMatchObject([{}, { documentNo: '15/CV-CAP', intervals: [{ from: now - 3 * hour, to: now - hour }], deadline: new Date(2026, 10, 25, 23, 59, 59).getTime(), destroyBy: endOfDay(good.destroyBy) }]);
  });
  it.each<[keyof WrittenDraft, string, Partial<WrittenDraft>]>([
    ['issuer', 'required', { issuer: '  ' }], ['documentNo', 'document', { documentNo: '15; DROP' }], ['details', 'short', { details: 'Xe' }], ['scan', 'scan', { scan: '' }], ['cameras', 'camera', { cameras: [] }], ['cameras', 'tooMany', { cameras: [...'123456789'] }],
    ['intervals', 'interval', { intervals: [{ from: '', to: '' }] }], ['intervals', 'interval', { intervals: [{ from: toLocal(now - 3 * hour), to: toLocal(now - hour + 1_000) }] }], ['intervals', 'interval', { intervals: [{ from: toLocal(now - hour), to: toLocal(now + hour) }] }],
    ['deadline', 'deadline', { deadline: dateIn(-1, now) }], ['deadline', 'deadline', { deadline: dateIn(61, now), destroyBy: dateIn(90, now) }], ['destroyBy', 'destroyBy', { destroyBy: good.deadline }],
  ])('tells that %s is %s', (field, fault, change) => {
    expect(faultsOf({ ...good, ...change }, now)).toEqual({ [field]: fault });
  });
});
