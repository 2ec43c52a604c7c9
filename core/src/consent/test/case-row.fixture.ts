import type { PersonId, UnitId } from '../../domain/ids.ts';
import type { UnitCaseTable } from '../../store/schema.ts';

/** A case as its row: opened at 1, countersigned by nobody. */
export function caseRow(unit: UnitId, caseNo: string, by: PersonId, more: Partial<UnitCaseTable> = {}): UnitCaseTable {
  return {
    id: `case-${unit}-${caseNo}`.replaceAll(/[^\w-]/g, '_'), unit, case_no: caseNo, kind: 'crime', title: 'Mất xe máy', place: 'Chợ Bồ Xuyên', latitude: 20.4463, longitude: 106.3366, happened_from: 1, happened_to: 1,
    opened_by: by, opened_at: 1, countersigned_by: null, countersigned_at: null, closed_by: null, closed_at: null, outcome: null, outcome_note: null, ...more,
  };
}
