import type { Bench, BenchRun } from './bench.ts';
import { askFor, grantsFor, now, stateOf } from './decide-records.ts';
import { storedHouses } from './decide-store.ts';
import { percentile } from './statistics.ts';

/** What of the engine is measured: the built hub's own module. The engine is no part of a public door, so it is loaded by its file. */
interface Engine {
  decide(state: object, ask: object, now: number): { readonly effect: string; readonly holdsUntil: number };
}
async function engine(): Promise<Engine> {
  return await import(new URL('../../core/dist/consent/decide.js', import.meta.url).href) as Engine;
}

/** How fast the hub makes up its mind: with 10, 100 and 1,000 grants that name one camera and one unit, and out of a database of 10,000 cameras. */
export const decide: Bench = {
  about: 'Decisions per second with 10, 100 and 1,000 grants on a camera, and from the rows of 10,000 cameras',
  async run(run) {
    const { decide: judge } = await engine();
    for (const count of [10, 100, 1_000]) {
      const state = stateOf('gate', grantsFor('gate', count));
      const plain = perSecond(run, () => judge(state, askFor('gate'), now).effect);
      run.figure({ name: `decide.per_s_${count}`, value: plain, unit: 'per_s', n: rounds(run) });
      run.figure({ name: `decide.with_end_per_s_${count}`, value: perSecond(run, () => judge(state, askFor('gate'), now).holdsUntil), unit: 'per_s', n: rounds(run) });
      if (count === 100) {
        const times = Array.from({ length: run.quick ? 2_000 : 50_000 }, () => micros(() => judge(state, askFor('gate'), now).effect));
        run.figure({ name: 'decide.p99_us_100', value: percentile(times, 99), unit: 'us', n: times.length });
      }
    }
    const cameras = run.quick ? 500 : 10_000;
    const houses = await storedHouses(run, cameras);
    const times: number[] = [];
    for (let n = 0; n < (run.quick ? 200 : 3_000); n += 1) {
      const camera = `c${(n * 7_919) % cameras}`;
      const startedAt = performance.now();
      const { effect } = judge(await houses.stateFor(camera), askFor(camera), now);
      times.push((performance.now() - startedAt) * 1_000);
      if (effect !== 'permit') throw new Error(`The rows of ${camera} do not permit what they should: ${effect}.`);
    }
    const name = `decide.stored_${cameras}_cameras_`;
    run.figure({ name: `${name}p50_us`, value: percentile(times, 50), unit: 'us', n: times.length });
    run.figure({ name: `${name}p99_us`, value: percentile(times, 99), unit: 'us', n: times.length });
  },
};

const rounds = (run: BenchRun): number => (run.quick ? 2 : 7);
/** The median of several rounds of half a second. */
function perSecond(run: BenchRun, once: () => unknown): number {
  const length = run.quick ? 100 : 500;
  const speeds = Array.from({ length: rounds(run) }, () => {
    const startedAt = performance.now();
    let count = 0;
    while (performance.now() - startedAt < length) {
      for (let n = 0; n < 20; n += 1) once();
      count += 20;
    }
    return (count * 1_000) / (performance.now() - startedAt);
  });
  return percentile(speeds, 50);
}
function micros(once: () => unknown): number {
  const startedAt = performance.now();
  once();
  return (performance.now() - startedAt) * 1_000;
}
