import type { Action, Purpose } from '../domain/consent.ts';
import type { OwnerId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { Month } from './months.ts';

/** All looks of one officer for one purpose. */
export interface LetterLine {
  readonly unit: string;
  readonly officerNo: string;
  readonly purpose: Purpose | null;
  readonly action: Action;
  readonly views: number;
  readonly seconds: number;
}
/** What a household is told of one month. */
export interface LetterFacts {
  readonly ownerName: string;
  readonly month: Month;
  readonly lines: readonly LetterLine[];
  readonly views: number;
  readonly seconds: number;
  /** Cameras that were seen, and by how many officers. */
  readonly cameras: number;
  readonly officers: number;
  readonly emergencies: number;
  /** Tries of the hub's own gate that came to nothing, and asks that were not agreed to: counts, without names. */
  readonly refusedTries: number;
  readonly asksNotAgreed: number;
  readonly longest: { readonly camera: string; readonly at: Instant; readonly seconds: number } | undefined;
}

/** @throws when the owner does not exist */
export async function letterFacts(store: Store, owner: OwnerId, month: Month): Promise<LetterFacts> {
  const { from, to } = month;
  const looks = store.read.selectFrom('viewing').where('viewing.owner', '=', owner).where('viewing.route', '!=', 'R0').where('opened_at', '>=', from).where('opened_at', '<', to);
  const [{ name }, lines, sums, emergencies, longest, tries, asks] = await Promise.all([
    store.read.selectFrom('owner').select('name').where('id', '=', owner).executeTakeFirstOrThrow(),
    looks.select((row) => ['unit_name', 'officer_no', 'purpose', 'action', row.fn.countAll<number>().as('views'), row.fn.sum<number>('seconds').as('seconds')]).groupBy(['unit_name', 'officer_no', 'purpose', 'action']).orderBy('unit_name').orderBy('officer_no').orderBy('views', 'desc').limit(500).execute(),
    looks.select((row) => [row.fn.countAll<number>().as('views'), row.fn.sum<number | null>('seconds').as('seconds'), row.fn.count<number>('viewing.camera').distinct().as('cameras'), row.fn.count<number>('viewing.person').distinct().as('officers')]).executeTakeFirstOrThrow(),
    looks.where('viewing.route', '=', 'R3').select((row) => row.fn.countAll<number>().as('count')).executeTakeFirstOrThrow(),
    looks.innerJoin('camera', 'camera.id', 'viewing.camera').select(['camera.name', 'opened_at', 'seconds']).orderBy('seconds', 'desc').limit(1).executeTakeFirst(),
    store.read.selectFrom('refused_try').select((row) => row.fn.sum<number | null>('tries').as('tries')).where('owner', '=', owner).where('hour', '>=', from).where('hour', '<', to).executeTakeFirstOrThrow(),
    store.read.selectFrom('ask').select((row) => row.fn.countAll<number>().as('count')).where('owner', '=', owner).where('created_at', '>=', from).where('created_at', '<', to).where('status', 'in', ['declined', 'lapsed']).executeTakeFirstOrThrow(),
  ]);
  return {
    ownerName: name, month, views: sums.views, seconds: Math.round(sums.seconds ?? 0), cameras: sums.cameras, officers: sums.officers, emergencies: emergencies.count, refusedTries: tries.tries ?? 0, asksNotAgreed: asks.count,
    lines: lines.map(({ unit_name, officer_no, seconds, ...line }) => ({ ...line, unit: unit_name ?? '', officerNo: officer_no ?? '', seconds: Math.round(seconds) })),
    longest: longest && longest.seconds > 0 ? { camera: longest.name, at: longest.opened_at, seconds: Math.round(longest.seconds) } : undefined,
  };
}
