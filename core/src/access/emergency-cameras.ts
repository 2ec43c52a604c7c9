import { renditions } from '../consent/renditions.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Emergency, Purpose } from '../domain/consent.ts';
import { emergencyLimits } from '../domain/emergency.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId } from '../domain/ids.ts';
import { hours, type Instant } from '../domain/time.ts';
import type { Area } from './area.ts';
import type { OfficeHolder } from './emergency-moves.ts';
import { keepersIn, type Rows } from './emergency-rows.ts';
import { boxAround, metresBetween } from './near-cameras.ts';

export interface PickedCamera {
  readonly camera: CameraId;
  readonly owner: OwnerId;
  readonly grant: GrantId;
}
/** After an owner stopped hers, a unit does not get that camera anew under another declaration. */
const stoppedFor = hours(12);
const mostCandidates = 2_000;

/** What the policy would say of a live view, were this emergency running now. @returns the grant that would give it */
export async function grantFor(records: Pick<ConsentRecords, 'stateFor'>, camera: CameraId, who: OfficeHolder, purpose: Purpose, now: Instant): Promise<GrantId | undefined> {
  const state = await records.stateFor(camera);
  const emergency = (grant: GrantId): Emergency => ({ id: 'supposed', grant, declaredBy: who.person, secondedBy: id<PersonId>(`${who.person}+`), cameras: [camera], from: now, until: now + emergencyLimits.lasts });
  // To the unit as a whole, and in no other way: an emergency is the unit's, and so is the review.
  const grants = state.grants.filter(({ mode, who: { unit, role, person, cert } }) => mode === 'emergency' && unit === who.unit && role === undefined && person === undefined && cert === undefined);
  const supposed = { ...state, grants, approvals: [], emergencies: grants.map((grant) => emergency(grant.id)) };
  return renditions(supposed, { person: who.person, units: [who.unit], roles: [who.role], certs: [] }, camera, 'live', purpose, undefined, now).find(({ effect }) => effect === 'permit')?.grant;
}

/** The nearest cameras in the area that the unit may open, at most eight; nothing is opened by this. */
export async function pickCameras(rows: Rows, records: Pick<ConsentRecords, 'stateFor'>, area: Area, who: OfficeHolder, purpose: Purpose, now: Instant): Promise<readonly PickedCamera[]> {
  const { south, north, west, east } = boxAround(area, area.radiusM);
  const inBox = await rows.selectFrom('camera').select(['id', 'owner', 'latitude', 'longitude']).where('removed_at', 'is', null).where('confirmed_at', 'is not', null)
    .where('latitude', '>=', south).where('latitude', '<=', north).where('longitude', '>=', west).where('longitude', '<=', east).orderBy('id').limit(mostCandidates).execute();
  const near = inBox.flatMap(({ id: camera, owner, latitude, longitude }) => (latitude === null || longitude === null ? [] : [{ camera, owner, metres: metresBetween(area, { latitude, longitude }) }]))
    .filter(({ metres }) => metres <= area.radiusM).toSorted((a, b) => a.metres - b.metres || (a.camera < b.camera ? -1 : 1));
  const taken = new Set((await rows.selectFrom('emergency_camera').innerJoin('emergency', 'emergency.id', 'emergency_camera.emergency').select('emergency_camera.camera').where('emergency.unit', '=', who.unit)
    .where((where) => where.or([where('emergency.status', 'in', ['declared', 'running']), where.and([where('emergency_camera.stopped_by', 'is not', null), where('emergency_camera.stopped_at', '>', now - stoppedFor)])])).execute()).map(({ camera }) => camera));
  const picked: PickedCamera[] = [];
  for (const { camera, owner } of near) {
    if (picked.length >= emergencyLimits.cameras) break;
    if (taken.has(camera)) continue;
    const grant = await grantFor(records, camera, who, purpose, now);
    // Somebody must be there to be told.
    if (grant !== undefined && (await keepersIn(rows, owner)).length > 0) picked.push({ camera, owner, grant });
  }
  return picked;
}
