import type { UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import { isOpen, overdueOf } from './written-states.ts';

/** How many of a unit's written requests wait, and how many are late. Numbers only. */
export interface OverdueCounts {
  readonly unit: UnitId | undefined;
  /** Of the unit as it was named on the papers. */
  readonly name: string;
  readonly open: number;
  /** The owner's answer is late. */
  readonly answer: number;
  /** What was fetched should have been destroyed, and nobody said so. */
  readonly destruction: number;
}
const mostRead = 20_000;

/** Of one unit, or of every unit that ever asked (for oversight), in the order of their names. */
export async function overdueCounts(store: Store, now: Instant, unit?: UnitId): Promise<readonly OverdueCounts[]> {
  let query = store.read.selectFrom('written_request').select(['unit', 'unit_name', 'status', 'deadline_at', 'destroy_by', 'first_fetched_at']).where('status', 'in', ['received', 'checking', 'clarifying', 'executing', 'delivered', 'recalled']);
  if (unit !== undefined) query = query.where('unit', '=', unit);
  const rows = await query.orderBy('created_at', 'desc').limit(mostRead).execute();
  const units = new Map<string, OverdueCounts>();
  for (const row of rows) {
    const key = row.unit ?? row.unit_name;
    const so = units.get(key) ?? { unit: row.unit ?? undefined, name: row.unit_name, open: 0, answer: 0, destruction: 0 };
    const late = overdueOf(row, now);
    units.set(key, { ...so, open: so.open + (isOpen(row.status) ? 1 : 0), answer: so.answer + (late === 'answer' ? 1 : 0), destruction: so.destruction + (late === 'destruction' ? 1 : 0) });
  }
  return [...units.values()].toSorted((a, b) => new Intl.Collator('vi', { numeric: true }).compare(a.name, b.name));
}
