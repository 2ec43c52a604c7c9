import type { CaseDraft, CaseRow } from '../api/index.ts';
import type { Browser } from './browser.fixture.ts';

/** In front of the market, where the street of the tests is. */
export const market = { latitude: 20.4463, longitude: 106.3366 };

export async function openCase(by: Browser, unit: string, caseNo: string, more: Partial<CaseDraft> = {}): Promise<CaseRow> {
  const now = Date.now();
  return await by.get('POST /api/officer/cases', { body: { unit, caseNo, kind: 'crime', title: 'Mất trộm xe máy', place: 'Cổng chợ Bồ Xuyên', position: market, happened: { from: now - 3_600_000, to: now - 60_000 }, ...more } }) as CaseRow;
}
