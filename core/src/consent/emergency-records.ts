import type { Emergency, Grant, Purpose } from '../domain/consent.ts';
import type { CameraId, GrantId } from '../domain/ids.ts';
import type { Store } from '../store/open-store.ts';

export interface OpenEmergencies {
  readonly emergencies: readonly Emergency[];
  /** What each of them was declared for. */
  readonly purposes: ReadonlyMap<GrantId, ReadonlySet<Purpose>>;
}

export const noEmergencies: OpenEmergencies = { emergencies: [], purposes: new Map() };

/**
 * The emergencies that may open this camera, from the rows alone: running, not stopped by its owner, of a unit that still has the right,
 * and both people who opened it still serve there. Whether its time has come, or is over, the policy says.
 */
export async function openEmergencies(rows: Store['read'], camera: CameraId): Promise<OpenEmergencies> {
  const found = await rows.selectFrom('emergency_camera').innerJoin('emergency', 'emergency.id', 'emergency_camera.emergency')
    .select(['emergency.id', 'emergency.purpose', 'emergency.declared_by', 'emergency.seconded_by', 'emergency.opened_at', 'emergency.until_at', 'emergency_camera.grant_id'])
    .where('emergency_camera.camera', '=', camera).where('emergency_camera.stopped_at', 'is', null).where('emergency.status', '=', 'running')
    .where((where) => where.not(where.exists(where.selectFrom('emergency_suspension').select('emergency_suspension.id').whereRef('emergency_suspension.unit', '=', 'emergency.unit').where('emergency_suspension.lifted_at', 'is', null))))
    .where((where) => where(where.selectFrom('officer').innerJoin('person', 'person.id', 'officer.person').select((count) => count.fn.countAll<number>().as('serving')).whereRef('officer.unit', '=', 'emergency.unit')
      .where('officer.ended_at', 'is', null).where('person.disabled_at', 'is', null)
      .where((each) => each.or([each('officer.person', '=', each.ref('emergency.declared_by')), each('officer.person', '=', each.ref('emergency.seconded_by'))])), '=', 2))
    .execute();
  const purposes = new Map<GrantId, Set<Purpose>>();
  for (const { grant_id, purpose } of found) purposes.set(grant_id, new Set([...(purposes.get(grant_id) ?? []), purpose]));
  const emergencies = found.flatMap((row): Emergency[] => (row.seconded_by === null || row.opened_at === null || row.until_at === null ? []
    : [{ id: row.id, grant: row.grant_id, declaredBy: row.declared_by, secondedBy: row.seconded_by, cameras: [camera], from: row.opened_at, until: row.until_at }]));
  return { emergencies, purposes };
}

/** What she allowed in emergencies is, while one runs, only for what was declared. */
export function forWhatWasDeclared(grants: readonly Grant[], { purposes }: OpenEmergencies): readonly Grant[] {
  return grants.map((grant) => {
    const declared = grant.mode === 'emergency' ? purposes.get(grant.id) : undefined;
    return declared ? { ...grant, why: { ...grant.why, purposes: grant.why.purposes.filter((purpose) => declared.has(purpose)) } } : grant;
  });
}
