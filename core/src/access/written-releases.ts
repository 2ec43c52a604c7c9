import type { Release, Releases } from '../consent/release.ts';
import { openCaseOf } from '../consent/case-facts.ts';
import type { Store } from '../store/open-store.ts';
import { holdRef } from './written-rows.ts';

/** What was delivered on written requests, as the gate asks for it. A release is named by its request and piece. */
export class WrittenReleases implements Releases {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }

  async releaseNow(name: string): Promise<Release | undefined> {
    const [, request, n] = /^([0-9a-f-]{36})\.(\d{1,3})$/.exec(name) ?? [];
    if (request === undefined) return undefined;
    const row = await this.#store.read.selectFrom('written_request').innerJoin('written_piece', 'written_piece.request', 'written_request.id')
      .leftJoin('unit_case', (join) => join.onRef('unit_case.unit', '=', 'written_request.unit').onRef('unit_case.case_no', '=', 'written_request.case_no'))
      .select(['unit_case.opened_at', 'unit_case.closed_at', 'unit_case.countersigned_at', 'written_request.unit', 'written_request.person', 'written_request.status', 'written_request.release_until', 'written_request.purpose', 'written_request.case_no', 'written_piece.camera', 'written_piece.from_at', 'written_piece.to_at', 'written_piece.status as piece'])
      .where('written_request.id', '=', request).where('written_piece.n', '=', Number(n)).executeTakeFirst();
    if (!row || row.unit === null || row.release_until === null || row.piece !== 'cut') return undefined;
    return {
      camera: row.camera, unit: row.unit, filer: row.person, footage: [row.from_at, row.to_at], purpose: row.purpose, caseNo: row.case_no, until: row.release_until,
      isRecalled: row.status !== 'delivered',
      caseUntil: row.opened_at === null || row.closed_at !== null ? 0 : openCaseOf({ case_no: row.case_no, unit: row.unit, opened_at: row.opened_at, countersigned_at: row.countersigned_at }).until,
    };
  }
}
export const releaseName = holdRef;
