import type { LedgerRow } from '@matpho/core/api';

/** What a log is searched by, as the fields have it. Days are `2026-11-21` in the reader's zone; empty is any. */
export interface LedgerFilter {
  readonly camera: string;
  readonly unit: string;
  readonly officerNo: string;
  readonly purpose: NonNullable<LedgerRow['purpose']> | '';
  readonly route: LedgerRow['route'] | '';
  readonly caseNo: string;
  readonly from: string;
  readonly to: string;
}
export const noFilter: LedgerFilter = { camera: '', unit: '', officerNo: '', purpose: '', route: '', caseNo: '', from: '', to: '' };
export const purposes = ['crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance'] as const;
export const routes = ['R1', 'R2', 'R3', 'R4'] as const;

/** How many of them narrow. */
export function countOf(filter: LedgerFilter): number {
  return Object.values(filter).filter((value) => value !== '').length;
}

/** As the hub is asked: whole days become half-open instants. A day that is none narrows nothing. */
export function queryOf({ camera, unit, officerNo, purpose, route, caseNo, from, to }: LedgerFilter): { readonly camera?: string; readonly unit?: string; readonly officerNo?: string; readonly purpose?: NonNullable<LedgerRow['purpose']>; readonly route?: LedgerRow['route']; readonly caseNo?: string; readonly from?: number; readonly to?: number } {
  const [first, after] = [startOfDay(from, 0), startOfDay(to, 1)];
  return {
    ...(camera ? { camera } : {}), ...(unit ? { unit } : {}), ...(officerNo ? { officerNo } : {}), ...(purpose ? { purpose } : {}), ...(route ? { route } : {}), ...(/^[\p{L}\p{N}./_-]{1,40}$/u.test(caseNo) ? { caseNo } : {}),
    ...(first === undefined ? {} : { from: first }), ...(after === undefined ? {} : { to: after }),
  };
}

/** Local midnight of a day, so many days later: of a day with 23 or 25 hours, too. */
function startOfDay(day: string, later: number): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
  return Number.isNaN(at) || at < 0 ? undefined : at;
}
