import type { AuditLog } from '../audit/audit-log.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { forgetWritten } from './leaving-steps.ts';

const bite = 500;

/** What is private in the log, the ledger that is read from it, and what passers-by wrote are kept for so long and no longer; the tree, which names nobody, stays (CONSENT.md §8). */
export class BodyRetention {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'erase'>;
  readonly #clock: Clock;
  readonly #keep: Milliseconds;
  constructor(store: Store, log: Pick<AuditLog, 'erase'>, clock: Clock, keep: Milliseconds) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
    this.#keep = keep;
  }

  /** To be called daily. Camera by camera, so that no write holds the hub for long. @returns how many bodies went */
  async run(): Promise<number> {
    const to = this.#clock.now() - this.#keep;
    let erased = 0;
    for (const { id } of await this.#store.read.selectFrom('camera').select('id').execute()) erased += await this.#store.write((trx) => this.#log.erase(trx, { cameras: [id], to }, 'retention'));
    for (const { id } of await this.#store.read.selectFrom('owner').select('id').execute()) erased += await this.#store.write((trx) => this.#log.erase(trx, { owner: id, to }, 'retention'));
    await this.#prune(to);
    // Of houses that left, what stayed as long as footage was kept for a written request.
    for (const { owner } of await this.#store.read.selectFrom('leaving').select('owner').where('step', '=', 'done').execute()) await this.#store.write((trx) => forgetWritten(trx, owner, this.#clock.now()));
    return erased;
  }

  /** The rows that would tell what the bodies told. In bites, so that no write holds the hub for long. */
  async #prune(to: Instant): Promise<void> {
    for (;;) {
      const old = await this.#store.read.selectFrom('viewing').select('id').where('opened_at', '<', to).where('closed_at', 'is not', null).limit(bite).execute();
      if (old.length > 0) await this.#store.write((trx) => trx.deleteFrom('viewing').where('id', 'in', old.map(({ id }) => id)).execute());
      if (old.length < bite) break;
    }
    await this.#store.write(async (trx) => {
      await trx.deleteFrom('refused_try').where('hour', '<', to).execute();
      await trx.deleteFrom('sign_message').where('at', '<', to).execute();
    });
  }
}
