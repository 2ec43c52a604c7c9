import { Lock } from '../base/lock.ts';
import { HubError } from '../sdk/errors.ts';
import type { AuditTrail, EndedEntry } from './gate-ports.ts';

const mostAtOnce = 200;

/** Ends on their way to the log, in the order they happened. One that the log refuses stays first in line. */
export class EndLedger {
  readonly #audit: Pick<AuditTrail, 'ended'>;
  readonly #waiting: EndedEntry[] = [];
  readonly #lock = new Lock();

  constructor(audit: Pick<AuditTrail, 'ended'>) {
    this.#audit = audit;
  }

  add(entry: EndedEntry): void {
    this.#waiting.push(entry);
  }

  /** Resolves when all that was added is on disk. @throws HubError `not-recorded` */
  async write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await this.#lock.run(async () => {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, mostAtOnce);
        try {
          await this.#audit.ended(batch);
        } catch (cause) {
          throw new HubError('not-recorded', 'The end of a viewing could not be recorded.', { cause });
        }
        this.#waiting.splice(0, batch.length);
      }
    });
  }
}
