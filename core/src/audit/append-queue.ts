import type { Store } from '../store/open-store.ts';
import { HubError } from '../sdk/errors.ts';
import { appendEntries, type Appended, type BodySealer, type WritableFact } from './append-entries.ts';

interface Waiting {
  readonly fact: WritableFact;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (failure: unknown) => void;
}

const largestBatch = 256;
const longestQueue = 10_000;

/** Entries that stand alone share a transaction, and so a disk flush, with those that came while the last one was written. */
export class AppendQueue {
  readonly #store: Store;
  readonly #sealer: BodySealer;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(store: Store, sealer: BodySealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /** Resolves when the entry is on the disk; in the order of the calls. */
  add(fact: WritableFact): Promise<Appended> {
    if (this.#waiting.length >= longestQueue) return Promise.reject(new HubError('not-recorded', 'Too many entries wait for the audit log.'));
    const appended = new Promise<Appended>((resolve, reject) => { this.#waiting.push({ fact, resolve, reject }); });
    if (!this.#isRunning) void this.#run();
    return appended;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) await this.#writeBatch();
    this.#isRunning = false;
  }

  async #writeBatch(): Promise<void> {
    let batch: readonly Waiting[] = [];
    try {
      const appended = await this.#store.write((rows) => {
        // Taken when the transaction begins: whoever came while it waited for its turn goes along.
        batch = this.#waiting.splice(0, largestBatch);
        return appendEntries(rows, batch.map(({ fact }) => fact), this.#sealer);
      });
      for (const [i, { resolve }] of batch.entries()) resolve(appended[i] as Appended);
    } catch (cause) {
      // When the transaction could not even begin, nobody was taken; then all who wait hear it.
      const failed = batch.length > 0 ? batch : this.#waiting.splice(0);
      for (const { reject } of failed) reject(new HubError('not-recorded', 'The audit log could not be written.', { cause }));
    }
  }
}
