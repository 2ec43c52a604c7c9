import type { Bench, BenchRun } from './bench.ts';
import { percentile } from './statistics.ts';
import { storedHouses } from './decide-store.ts';

/** What of the engine is measured: the built hub's own module. The engine is no part of a public door, so it is loaded by its file. */
interface Engine {
  decide(state: object, ask: object, now: number): { readonly effect: string; readonly holdsUntil: number };
}
const now = Date.UTC(2026, 10, 21, 5);
const day = 86_400_000;
const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** A third that cannot cover now (nights only), a third that would need a yes, a third that covers: as a busy shop might have. */
export function grantsFor(camera: string, count: number, owner = 'house'): readonly object[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `g${n}`, version: 1, owner, who: { unit: 'ward', ...(n % 5 === 0 ? { role: 'duty_officer' } : {}) },
    what: { cameras: [camera], actions: ['live', 'clip'], maxHeight: 720, maxFps: 30, audio: false, masks: [] },
    when: { from: now - day, until: now + (30 + (n % 60)) * day, ...(n % 3 === 0 ? { access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: everyDay, from: 22 * 60, to: 6 * 60 }] } } : {}), footage: { lookbackMs: day } },
    why: { purposes: ['crime', 'traffic_accident', 'fire_rescue'], caseRequired: false },
    mode: n % 3 === 1 ? 'ask' : 'standing',
    limits: { maxSessionMs: 900_000, maxConcurrent: 2, maxPerDay: 20, watermark: true, store: 'none' },
  }));
}
export function askFor(camera: string): object {
  return { who: { person: 'an', units: ['ward'], roles: ['duty_officer'], certs: [] }, camera, action: 'live', rendition: { maxHeight: 720, maxFps: 15, audio: false, masks: new Set() }, purpose: 'crime' };
}
export const stateOf = (camera: string, grants: readonly object[]): object => ({ camera, owner: 'house', grants, restrictions: [], approvals: [], emergencies: [], cases: [], clockTrusted: true });

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
