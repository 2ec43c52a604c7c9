import type { Me, WatchingRow } from '@matpho/core/api';
import { describe, expect, it } from 'vitest';
import { Words } from '../words/words.ts';
import { fromOutside, keptBy, purposeOf, sentenceOf } from './watching.ts';

const row: WatchingRow = { viewing: 'v1', camera: 'c1', cameraName: 'Cổng', who: 'Trần Văn Nam', unit: 'Công an phường Bồ Xuyên', officerNo: '123-456', purpose: 'crime', caseNo: '12/2026', action: 'live', since: 1_000, until: 721_000, grant: 'g1', own: false };
const vi = new Words('vi', 'Asia/Ho_Chi_Minh');

describe('who is watching', () => {
  it('is one sentence with unit, number, camera and what is left', () => {
    expect(sentenceOf(row, vi, 1_000)).toBe('Công an phường Bồ Xuyên (số hiệu 123-456) đang xem camera Cổng, còn 12 phút.');
    expect(sentenceOf({ ...row, until: null, unit: null, officerNo: null }, new Words('en'), 1_000)).toBe('Trần Văn Nam is watching the camera Cổng.');
  });

  it('names purpose and case as words', () => {
    expect(purposeOf(row, vi.t)).toBe('điều tra tội phạm · hồ sơ 12/2026');
  });

  it('leaves out the household itself and puts the longest first', () => {
    expect(fromOutside([{ ...row, viewing: 'late', since: 9 }, { ...row, own: true }, { ...row, viewing: 'early', since: 2 }]).map(({ viewing }) => viewing)).toEqual(['early', 'late']);
  });

  it('lets a viewer on the staff pause nothing', () => {
    const me = { memberships: (['owner', 'co_owner', 'manager', 'viewer'] as const).map((role) => ({ owner: role, ownerName: role, ownerKind: 'business', role })) } as unknown as Me;
    expect(keptBy(me).map(({ owner }) => owner)).toEqual(['owner', 'co_owner', 'manager']);
  });
});
