import { sql } from 'kysely';
import type { Grant } from '../domain/consent.ts';
import { days } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { endingWords, granteeOf } from './grant-words.ts';
import { keepersOf } from './keepers-of.ts';
import type { NoticeDesk } from './notice-desk.ts';

/** As the consent form promises. */
const ahead = days(14);
/** Ends that were told and are still to come, `grant@until`: what was renewed ends anew. JSON, in `hub_value`. */
const told = 'grants.ending-told';

/** Reminds a house, once a grant, that what it allowed will end. A grant that never lasted longer than that needs no reminder. */
export class EndingGrants {
  readonly #store: Store;
  readonly #desk: Pick<NoticeDesk, 'tell'>;
  readonly #clock: Clock;
  constructor(store: Store, desk: Pick<NoticeDesk, 'tell'>, clock: Clock) {
    this.#store = store;
    this.#desk = desk;
    this.#clock = clock;
  }

  /** To be called every so often, one call after the other. */
  async remind(): Promise<void> {
    const now = this.#clock.now();
    const until = sql<number>`json_extract(grant_version.body, '$.when.until')`;
    const rows = await this.#store.read.selectFrom('grant_version').select('body').where('revoked_at', 'is', null).where(until, '>', now).where(until, '<=', now + ahead)
      .where((grant) => grant.not(grant.exists(grant.selectFrom('grant_version as newer').select('newer.version').whereRef('newer.id', '=', 'grant_version.id').whereRef('newer.version', '>', 'grant_version.version')))).execute();
    const ending = rows.map(({ body }) => JSON.parse(body) as Grant).filter(({ when }) => when.until - when.from > ahead);
    const before = new Set(await this.#told());
    const fresh = ending.filter((grant) => !before.has(endOf(grant)));
    for (const grant of fresh) {
      await this.#desk.tell(await keepersOf(this.#store, grant.owner), { kind: 'grant.ending', link: `/sharing/renew/${grant.id}`, ...endingWords(await granteeOf(this.#store, grant), Math.ceil((grant.when.until - now) / days(1))) });
      before.add(endOf(grant));
      // After each one: whatever stops the next, this one is not told twice.
      await this.#keep(ending.map(endOf).filter((end) => before.has(end)));
    }
  }

  async #told(): Promise<readonly string[]> {
    const row = await this.#store.read.selectFrom('hub_value').select('value').where('name', '=', told).executeTakeFirst();
    return row ? JSON.parse(row.value) as string[] : [];
  }
  async #keep(ends: readonly string[]): Promise<void> {
    const value = JSON.stringify(ends);
    await this.#store.write((trx) => trx.insertInto('hub_value').values({ name: told, value }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute());
  }
}

function endOf({ id, when }: Grant): string {
  return `${id}@${when.until}`;
}
