import type { AuditLog } from '../audit/audit-log.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Gate } from './gate.ts';

export interface SealReport {
  readonly entries: number;
  /** Base64; empty where the log is not intact. */
  readonly root: string;
  /** The signed checkpoint (C2SP signed-note). */
  readonly note: string;
  readonly checkedAt: Instant;
  readonly intact: boolean;
}

/** Reads the whole log and hashes it again. While it is not what was signed, nobody from outside sees a picture: what cannot be checked afterwards is not done. */
export class LedgerSeal {
  readonly #audit: Pick<AuditLog, 'verify' | 'size' | 'checkpoint'>;
  readonly #gate: Pick<Gate, 'refuseOfficers'>;
  readonly #clock: Clock;
  #last: SealReport | undefined;
  #checking: Promise<SealReport> | undefined;
  constructor(audit: Pick<AuditLog, 'verify' | 'size' | 'checkpoint'>, gate: Pick<Gate, 'refuseOfficers'>, clock: Clock) {
    this.#audit = audit;
    this.#gate = gate;
    this.#clock = clock;
  }

  get last(): SealReport | undefined {
    return this.#last;
  }

  /** One check at a time, for everybody who asks. */
  async check(): Promise<SealReport> {
    this.#checking ??= this.#run();
    try {
      this.#last = await this.#checking;
      return this.#last;
    } finally {
      this.#checking = undefined;
    }
  }

  async #run(): Promise<SealReport> {
    const report = await this.#audit.verify();
    const checkedAt = this.#clock.now();
    if (!report.sound) {
      await this.#gate.refuseOfficers(new HubError('log-damaged', 'The audit log is not what was signed.'));
      return { entries: await this.#audit.size(), root: '', note: '', checkedAt, intact: false };
    }
    await this.#gate.refuseOfficers(undefined);
    return { entries: report.size, root: report.root.toString('base64'), note: await this.#audit.checkpoint(), checkedAt, intact: true };
  }
}
