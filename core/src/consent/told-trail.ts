import type { CameraId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { AuditTrail, DecidedEntry, EndedEntry } from './gate-ports.ts';

/** A trail that says of which camera something could not be written: the gate then opens nothing, and somebody should hear why. */
export class ToldTrail implements AuditTrail {
  readonly #trail: AuditTrail;
  readonly #failed: (camera: CameraId) => void;
  constructor(trail: AuditTrail, failed: (camera: CameraId) => void) {
    this.#trail = trail;
    this.#failed = failed;
  }

  decided(entry: DecidedEntry): Promise<void> {
    return this.#orTell([entry.ask.camera], this.#trail.decided(entry));
  }
  ended(entries: readonly EndedEntry[]): Promise<void> {
    return this.#orTell(entries.map(({ permit }) => permit.ask.camera), this.#trail.ended(entries));
  }

  async #orTell(cameras: readonly CameraId[], writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (failure) {
      for (const camera of new Set(cameras)) this.#failed(camera);
      // Another program holds the file: to whoever waits that is the same as a log that takes nothing.
      throw failure instanceof HubError && failure.code === 'not-ready' ? new HubError('not-recorded', 'The log is held by another program.', { cause: failure }) : failure;
    }
  }
}
