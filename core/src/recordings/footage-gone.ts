import type { Transaction } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import type { Segment } from '../domain/recording.ts';
import { days, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { Database } from '../store/schema.ts';
import type { SegmentRole } from './segment-path.ts';
import { runGap } from './segment-run.ts';
import { stretches } from './segment-table.ts';

/** Nobody looks back further for the cause of a gap. */
const keptFor = days(400);

/** Puts down, in the write that deletes them, what was there and why it is not any more. Retention goes on where it stopped: one row grows. */
export async function noteGone(trx: Transaction<Database>, camera: CameraId, segments: readonly (Pick<Segment, 'from' | 'to'> & { readonly role?: SegmentRole })[], cause: 'retention' | 'removed' | 'damaged'): Promise<void> {
  for (const role of ['main', 'sub'] as const) {
    for (const { from, to } of stretches(segments.filter((each) => (each.role ?? 'main') === role), -8.64e15, 8.64e15)) {
      const last = await trx.selectFrom('footage_gone').select(['id', 'to_at']).where('camera', '=', camera).where('role', '=', role).where('cause', '=', cause).where('from_at', '<=', from).orderBy('from_at', 'desc').limit(1).executeTakeFirst();
      if (last && last.to_at >= from - runGap) await trx.updateTable('footage_gone').set({ to_at: Math.max(to, last.to_at) }).where('id', '=', last.id).execute();
      else await trx.insertInto('footage_gone').values({ camera, role, from_at: from, to_at: to, cause }).execute();
    }
  }
}

/** What is too old to be asked for, and all of cameras that are gone with their footage. */
export async function forgetOldGone(store: Store, now: Instant): Promise<void> {
  const isLeft = store.read.selectFrom('segment').innerJoin('camera', 'camera.id', 'segment.camera').select('camera.id').where('camera.removed_at', 'is not', null).distinct();
  const removed = (await store.read.selectFrom('camera').select('id').where('removed_at', 'is not', null).where('id', 'not in', isLeft)
    .where(({ exists, selectFrom }) => exists(selectFrom('footage_total').select('camera').whereRef('footage_total.camera', '=', 'camera.id'))).execute()).map(({ id }) => id);
  const old = await store.read.selectFrom('footage_gone').select('id').where('to_at', '<', now - keptFor).limit(1).executeTakeFirst();
  if (removed.length === 0 && !old) return;
  await store.write(async (trx) => {
    await trx.deleteFrom('footage_gone').where('to_at', '<', now - keptFor).execute();
    if (removed.length === 0) return;
    await trx.deleteFrom('footage_gone').where('camera', 'in', removed).execute();
    await trx.deleteFrom('footage_total').where('camera', 'in', removed).execute();
  });
}
