import type { Milliseconds } from '@matpho/core/sdk';
import type { Changes } from './pull-points.ts';

/** At the latest so often somebody who waits looks again: a grant's end or its hours are no event. */
const looksEvery: Milliseconds = 2_000;

/** Rings when the hub says that something about cameras or grants is different. */
export class ChangeBell implements Changes {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of this.#waiting) wake();
  }
  async next(within: Milliseconds, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let wake = (): void => {};
    const woken = new Promise<void>((resolve) => { wake = resolve; });
    const timer = setTimeout(wake, Math.max(1, Math.min(within, looksEvery)));
    signal.addEventListener('abort', wake, { once: true });
    this.#waiting.add(wake);
    try {
      await woken;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      this.#waiting.delete(wake);
    }
  }
}
