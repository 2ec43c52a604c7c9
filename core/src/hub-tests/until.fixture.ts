import { vi } from 'vitest';

/** Waits for a condition; there is no other way to wait here. */
export async function until(what: string, check: () => unknown, timeout = 20_000): Promise<void> {
  await vi.waitFor(async () => {
    if (!(await check())) throw new Error(`This did not happen: ${what}`);
  }, { timeout, interval: 20 });
}
