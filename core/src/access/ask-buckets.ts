import type { Transaction } from 'kysely';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Database } from '../store/schema.ts';
import { askRules, filled, taken, type BucketKind } from './token-bucket.ts';

type Keys = Partial<Record<BucketKind, string>>;

/** Tokens for asking, kept with the rows they guard: a restart fills none. */
export class AskBuckets {
  readonly #store: Store;
  readonly #clock: Clock;
  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Without a write: whoever has nothing left costs one read. Only after the clock was set back is it counted anew, from there. */
  async isEmpty(keys: Keys): Promise<boolean> {
    const wanted = named(keys);
    const rows = await this.#store.read.selectFrom('ask_bucket').selectAll().where('name', 'in', wanted.map(({ name }) => name)).execute();
    const now = this.#clock.now();
    const ahead = rows.filter(({ at }) => at > now).map(({ name }) => name);
    if (ahead.length > 0) await this.#store.write((trx) => trx.updateTable('ask_bucket').set({ at: now }).where('name', 'in', ahead).where('at', '>', now).execute());
    return wanted.some(({ name, kind }) => filled(rows.find((row) => row.name === name), askRules[kind], now).tokens < 1);
  }

  /** One of each, or none of any. */
  async take(trx: Transaction<Database>, keys: Keys): Promise<boolean> {
    const now = this.#clock.now();
    const wanted = named(keys);
    const rows = await trx.selectFrom('ask_bucket').selectAll().where('name', 'in', wanted.map(({ name }) => name)).execute();
    const left = wanted.map(({ name, kind }) => ({ name, bucket: taken(rows.find((row) => row.name === name), askRules[kind], now) }));
    if (left.some(({ bucket }) => bucket === undefined)) return false;
    for (const { name, bucket } of left) {
      if (!bucket) continue;
      await trx.insertInto('ask_bucket').values({ name, ...bucket }).onConflict((conflict) => conflict.column('name').doUpdateSet(bucket)).execute();
    }
    return true;
  }
}

function named(keys: Keys): { readonly name: string; readonly kind: BucketKind }[] {
  return (Object.entries(keys) as [BucketKind, string][]).map(([kind, key]) => ({ name: `${kind}:${key}`, kind }));
}
