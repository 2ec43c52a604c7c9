import { hours, minutes, seconds, type Instant, type Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Journal, Trx } from './journal.ts';

interface Limit {
  /** Wrong tries that cost nothing. */
  readonly free: number;
  readonly longest: Milliseconds;
}
/** A login is locked briefly: whoever guesses must not lock its owner out for long. An address serves a whole family, and is locked longer. */
const ofLogin: Limit = { free: 5, longest: minutes(15) };
const ofAddress: Limit = { free: 20, longest: hours(1) };
const forgottenAfter: Milliseconds = hours(24);
const mostKeys = 10_000;

/** How long the nth wrong try in a row locks: 30 s, then twice as long each time. */
export function lockAfter(count: number, { free, longest }: Limit): Milliseconds {
  return count < free ? 0 : Math.min(seconds(30) * 2 ** Math.min(count - free, 20), longest);
}

/** A try that was counted before it was checked, so that a hundred at once are a hundred tries. */
export interface Try {
  /** It was right: the login's count starts again. The address keeps its own: one known password must not buy guesses at others. */
  right(trx: Trx): Promise<void>;
  /** It was wrong. One audit entry when a lock begins, with the count; not one for each try. */
  wrong(): Promise<void>;
}

export class LockOut {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  constructor(store: Store, journal: Journal, clock: Clock) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
  }

  /**
   * Counts a try. `address` is the client's, IPv6 by its /64.
   * @throws HubError `locked-out`
   */
  async begin(login: string, address: string): Promise<Try> {
    const keys = [{ key: `login:${login}`, limit: ofLogin }, { key: `address:${address}`, limit: ofAddress }];
    const now = this.#clock.now();
    const counts = await this.#store.write(async (trx) => {
      await trx.deleteFrom('login_failure').where('first_at', '<', now - forgottenAfter).where((e) => e.or([e('locked_until', 'is', null), e('locked_until', '<=', now)])).execute();
      const rows = await trx.selectFrom('login_failure').selectAll().where('key', 'in', keys.map((k) => k.key)).execute();
      // A clock set back must not lock for longer than a lock ever lasts.
      if (rows.some((row) => isLocked(row.locked_until, now))) throw new HubError('locked-out', 'Locked after wrong tries.');
      const counted: number[] = [];
      for (const { key, limit } of keys) counted.push(await countOne(trx, key, limit, rows.find((row) => row.key === key)?.count ?? 0, now));
      return counted;
    });
    return {
      right: async (trx) => {
        await trx.deleteFrom('login_failure').where('key', '=', `login:${login}`).execute();
        await trx.deleteFrom('login_failure').where('key', '=', `address:${address}`).where('count', '<=', 1).execute();
        await trx.updateTable('login_failure').set((e) => ({ count: e('count', '-', 1), locked_until: null })).where('key', '=', `address:${address}`).execute();
      },
      wrong: async () => {
        const locked = keys.flatMap(({ limit, key }, i) => (lockAfter(counts[i] ?? 0, limit) > 0 ? [{ key, count: counts[i] ?? 0 }] : []));
        if (locked.length === 0) return;
        await this.#store.write(async (trx) => {
          for (const { key, count: tries } of locked) await this.#journal.append(trx, { type: 'login.failed', at: now, body: { key, count: tries, address } });
        });
      },
    };
  }
}

const isLocked = (until: Instant | null, now: Instant): boolean => until !== null && until > now && until - now <= ofAddress.longest;

async function countOne(trx: Trx, key: string, limit: Limit, before: number, now: Instant): Promise<number> {
  const next = before + 1;
  const lock = lockAfter(next, limit);
  await trx.insertInto('login_failure').values({ key, count: next, first_at: now, locked_until: lock > 0 ? now + lock : null })
    .onConflict((on) => on.column('key').doUpdateSet({ count: next, locked_until: lock > 0 ? now + lock : null })).execute();
  if (before === 0) await forgetOldest(trx);
  return next;
}

/** Made-up logins must not fill the disk. */
async function forgetOldest(trx: Trx): Promise<void> {
  const { n } = await trx.selectFrom('login_failure').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  if (n <= mostKeys) return;
  await trx.deleteFrom('login_failure').where('key', 'in', (e) => e.selectFrom('login_failure').select('key').orderBy('locked_until', 'asc').orderBy('first_at', 'asc').limit(n - mostKeys)).execute();
}
