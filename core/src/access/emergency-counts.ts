import { emergencyGrounds, type EmergencyGround } from '../domain/emergency.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';

/** Null where there are some, but too few to be told without telling who. */
export type SparseCount = number | null;
export interface EmergencyCounts {
  readonly opened: SparseCount;
  readonly byGround: { readonly [G in EmergencyGround]: SparseCount };
  readonly justified: SparseCount;
  readonly unjustified: SparseCount;
  readonly unreviewed: SparseCount;
  /** Ended by an owner of all its cameras. */
  readonly stoppedByOwners: SparseCount;
}

/** For everybody to read: how often emergencies were opened in [from, until), and what was found. @param k below it a count is withheld; zero is told */
export async function emergencyCounts(store: Pick<Store, 'read'>, from: Instant, until: Instant, k = 5, unit?: UnitId): Promise<EmergencyCounts> {
  const all = store.read.selectFrom('emergency').select(['ground', 'status', 'ended_why']).where('opened_at', '>=', from).where('opened_at', '<', until);
  const rows = await (unit === undefined ? all : all.where('unit', '=', unit)).execute();
  const count = (keep: (row: (typeof rows)[number]) => boolean): SparseCount => {
    const found = rows.filter(keep).length;
    return found > 0 && found < k ? null : found;
  };
  const of = (keep: (row: (typeof rows)[number]) => boolean): number => rows.filter(keep).length;
  // What is withheld must not follow from the total: of one breakdown at least two cells are, and together they are enough.
  const hides = (cells: readonly number[], beside = 0): boolean => {
    const small = cells.filter((cell) => cell > 0 && cell < k);
    const hidden = beside > 0 ? [...small, beside] : small;
    return small.length === 0 || (hidden.length > 1 && hidden.reduce((sum, cell) => sum + cell, 0) >= k);
  };
  const isTellable = hides(emergencyGrounds.map((ground) => of((row) => row.ground === ground)))
    && hides((['justified', 'unjustified', 'unreviewed'] as const).map((status) => of((row) => row.status === status)), of(({ status }) => status === 'running' || status === 'ended'));
  return {
    opened: isTellable ? count(() => true) : null, justified: count(({ status }) => status === 'justified'), unjustified: count(({ status }) => status === 'unjustified'), unreviewed: count(({ status }) => status === 'unreviewed'),
    stoppedByOwners: count(({ ended_why }) => ended_why === 'owner'),
    byGround: Object.fromEntries(emergencyGrounds.map((ground) => [ground, count((row) => row.ground === ground)])) as Record<EmergencyGround, SparseCount>,
  };
}
