import { days, type Milliseconds } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';

const atOnce = 2_000;
/** What nobody ever opened goes, too, in the end. */
const unreadLasts = 4;

/** Deletes notices that were read and are older than this, and, after four times as long, those that never were. Their deliveries go with them. To be called daily. @returns how many went */
export async function pruneNotices(store: Store, clock: Clock, keep: Milliseconds = days(90)): Promise<number> {
  const now = clock.now();
  let gone = 0;
  for (;;) {
    // A few at a time: whoever has something to write waits for no more than these.
    const old = await store.read.selectFrom('notice').select('id').where((notice) => notice.or([notice.and([notice('at', '<', now - keep), notice('read_at', 'is not', null)]), notice('at', '<', now - keep * unreadLasts)]))
      // One that is still on its way is not taken from under its messenger.
      .where((notice) => notice.not(notice.exists(notice.selectFrom('notice_delivery').select('notice_delivery.notice').whereRef('notice_delivery.notice', '=', 'notice.id').where('next_at', 'is not', null).where('done_at', 'is', null)))).limit(atOnce).execute();
    if (old.length === 0) return gone;
    const ids = old.map(({ id }) => id);
    await store.write(async (trx) => {
      await trx.deleteFrom('notice_delivery').where('notice', 'in', ids).execute();
      await trx.deleteFrom('notice').where('id', 'in', ids).execute();
    });
    gone += ids.length;
  }
}
