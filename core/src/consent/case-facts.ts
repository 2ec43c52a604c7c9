import type { OpenCase } from '../domain/consent.ts';
import { hours, type Instant } from '../domain/time.ts';
import type { UnitCaseTable } from '../store/schema.ts';

/** A case that no second person countersigned carries nothing after this: a change point for whatever is open under it. */
export const caseLapsesAfter = hours(24);
/** The greatest time ECMAScript's Date holds. */
const maxInstant: Instant = 8.64e15;

/** An open case as the engine reads it. */
export function openCaseOf({ case_no, unit, opened_at, countersigned_at }: Pick<UnitCaseTable, 'case_no' | 'unit' | 'opened_at' | 'countersigned_at'>): OpenCase {
  return { caseNo: case_no, unit, from: opened_at, until: countersigned_at === null ? opened_at + caseLapsesAfter : maxInstant };
}
