import type { OwnerId } from '../domain/ids.ts';
import type { EmergencyParts } from './emergency-parts.ts';
import { cameraNames, keepersIn, unitName, withCameras, type Rows, type StoredEmergency } from './emergency-rows.ts';
import { endedNews, type Seen } from './emergency-words.ts';

const atOnce = 100;

/**
 * Tells each owner once, when everything of hers is over: what was watched, for how long, and by whom.
 * What was told is kept in the rows, with the notice itself: a hub that was killed tells it after its start.
 */
export async function tellHowItEnded({ store, clock, notices, tz }: Pick<EmergencyParts, 'store' | 'clock' | 'notices' | 'tz'>): Promise<void> {
  const over = await store.read.selectFrom('emergency').innerJoin('emergency_camera', 'emergency_camera.emergency', 'emergency.id').selectAll('emergency').distinct()
    .where('emergency_camera.told_at', 'is', null).where('emergency.ended_at', 'is not', null).limit(atOnce).execute();
  for (const row of await withCameras(store.read, over)) {
    for (const owner of new Set(row.cameras.filter(({ told_at }) => told_at === null).map((each) => each.owner))) {
      const tell = await store.write(async (trx) => {
        const { numUpdatedRows } = await trx.updateTable('emergency_camera').set({ told_at: clock.now() }).where('emergency', '=', row.id).where('owner', '=', owner).where('told_at', 'is', null).executeTakeFirst();
        if (numUpdatedRows === 0n) return undefined;
        const stopped = row.cameras.filter((each) => each.owner === owner);
        const isHers = stopped.every(({ stopped_at }) => stopped_at !== null);
        const at = isHers ? Math.max(...stopped.map(({ stopped_at }) => stopped_at ?? 0)) : row.ended_at ?? clock.now();
        return notices.queue(trx, await keepersIn(trx, owner), endedNews(await unitName(trx, row.unit), at, isHers ? 'owner' : row.ended_why ?? 'time', await seenOf(trx, row, owner), tz));
      });
      tell?.();
    }
  }
}

/** Who looked at an owner's cameras in it, and how long pictures were delivered. */
export async function seenOf(rows: Rows, row: StoredEmergency, owner: OwnerId): Promise<readonly (Seen & { readonly name: string })[]> {
  const hers = row.cameras.filter((each) => each.owner === owner);
  if (hers.length === 0 || row.opened_at === null) return [];
  const lines = await rows.selectFrom('viewing').select(['camera', 'officer_no', 'person_name', 'seconds']).where('route', '=', 'R3').where('camera', 'in', hers.map(({ camera }) => camera)).where('grant_id', 'in', hers.map(({ grant_id }) => grant_id))
    .where('opened_at', '>=', row.opened_at).where('opened_at', '<=', row.ended_at ?? row.until_at ?? 0).execute();
  const sums = new Map<string, Seen & { readonly name: string }>();
  for (const { camera, officer_no, person_name, seconds } of lines) {
    const key = `${camera} ${officer_no ?? ''}`;
    const [name = ''] = sums.has(key) ? [sums.get(key)?.camera] : await cameraNames(rows, [camera]);
    sums.set(key, { camera: name, officerNo: officer_no ?? '', name: person_name, seconds: (sums.get(key)?.seconds ?? 0) + seconds });
  }
  return [...sums.values()];
}
