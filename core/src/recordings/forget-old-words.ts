import { sql } from 'kysely';
import { days, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';

/**
 * What happened and what the recorders did goes with the footage: of events nothing is known from before a camera's oldest day, of causes as far back as the
 * oldest footage and the days that are kept, so that gaps in between still have theirs. Of cameras that are gone, nothing. To be called hourly.
 */
export async function forgetOldWords(store: Store, now: Instant): Promise<void> {
  const cameras = await store.read.selectFrom('camera').select(['id', 'record_days', 'removed_at', (camera) => camera.selectFrom('segment').select(({ fn }) => fn.min('from_at').as('oldest')).whereRef('segment.camera', '=', 'camera.id').as('oldest')]).execute();
  for (const { id, record_days, removed_at, oldest } of cameras) {
    const kept = now - days(record_days);
    // With the day it lies in; a hold may keep footage that is older than the rule.
    const oldestDay = (oldest ?? now) - days(1);
    const eventsFrom = removed_at === null ? (oldest === null ? kept : Math.max(kept, oldestDay)) : Infinity;
    const wordsFrom = removed_at === null ? Math.min(kept, oldestDay) : Infinity;
    const has = await store.read.selectNoFrom(({ exists, or, selectFrom }) => or([
      exists(selectFrom('camera_event').select('id').where('camera', '=', id).where('from_at', '<', eventsFrom)),
      exists(selectFrom('recorder_state').select('id').where('camera', '=', id).where('at', '<', wordsFrom)),
    ]).as('has')).executeTakeFirstOrThrow();
    if (!has.has) continue;
    await store.write(async (trx) => {
      await trx.deleteFrom('camera_event').where('camera', '=', id).where((row) => row.or([row('to_at', '<', eventsFrom), row.and([row('to_at', 'is', null), row('from_at', '<', eventsFrom)])])).execute();
      // What held at that moment still holds.
      await sql`DELETE FROM recorder_state WHERE camera = ${id} AND at < ${wordsFrom} AND (${wordsFrom === Infinity ? 1 : 0} = 1
        OR id < (SELECT max(newer.id) FROM recorder_state AS newer WHERE newer.camera = recorder_state.camera AND newer.role = recorder_state.role AND newer.at <= ${wordsFrom}))`.execute(trx);
    });
  }
}
