import type { PersonId } from '../domain/ids.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';

/** The street an officer says he lives on. Only he and the detector read it. */
export class OfficerStreets {
  readonly #store: Store;
  readonly #clock: Clock;
  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async of(person: PersonId): Promise<string | null> {
    return (await this.#store.read.selectFrom('officer_street').select('street').where('person', '=', person).executeTakeFirst())?.street ?? null;
  }
  /** Null takes it back. */
  async declare(person: PersonId, street: string | null): Promise<void> {
    const declared_at = this.#clock.now();
    await this.#store.write(async (trx) => {
      if (street === null) await trx.deleteFrom('officer_street').where('person', '=', person).execute();
      else await trx.insertInto('officer_street').values({ person, street, declared_at }).onConflict((conflict) => conflict.column('person').doUpdateSet({ street, declared_at })).execute();
    });
  }
}
