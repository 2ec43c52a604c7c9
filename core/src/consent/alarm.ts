import type { Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { GateTimers } from './gate-ports.ts';

/** Beyond this Node's setTimeout fires at once; and so often at least the clock is looked at again. */
const longestWait = 2 ** 31 - 1;

/** Runs once when the clock shows `due` or later; never for Infinity. Disposing cancels. */
export function setAlarm(clock: Clock, timers: GateTimers, due: Instant, run: () => void): Disposable {
  let timer: Disposable | undefined;
  const arm = (): void => {
    const wait = Math.max(0, due - clock.now());
    // A timer counts elapsed time and the clock may have been set: look again before ringing.
    timer = timers.after(Math.min(wait, longestWait), () => (clock.now() >= due ? run() : arm()));
  };
  if (due !== Infinity) arm();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}
