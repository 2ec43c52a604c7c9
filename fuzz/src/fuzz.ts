import { setFlagsFromString } from 'node:v8';
import { inspect } from 'node:util';
import { createContext, runInNewContext, Script } from 'node:vm';
import fc from 'fast-check';
import { corpusOf } from './corpus.ts';
import { mutateBoxes } from './mutate-boxes.ts';
import { mutate, mutatePackets, mutateTexts } from './mutate.ts';
import { Random, seedOf } from './random.ts';
import type { Target } from './target.ts';

export interface Finding {
  readonly target: string;
  readonly index: number;
  readonly what: 'threw' | 'hung' | 'grew' | 'slow';
  readonly message: string;
  readonly input: Buffer;
}
export interface Run {
  readonly target: string;
  readonly inputs: number;
  readonly refused: number;
  readonly seconds: number;
  /** Of the slowest input. */
  readonly slowestMs: number;
  /** Bytes of heap and buffers after, less before, once collected. */
  readonly growth: number;
  readonly findings: readonly Finding[];
}
export interface Settings {
  readonly seed: number;
  readonly inputs: number;
  /** The class of errors that are answers. */
  readonly answer: new (...args: never[]) => Error;
  /** Findings after which a target is left. */
  readonly mostFindings?: number;
  /** One input that takes longer is hung; when absent far beyond what a machine that is merely busy needs. */
  readonly hangAfterMs?: number;
}
const usualHangMs = 20_000;
const slowMs = 150;
const mostGrowth = 8 * 1024 * 1024;
const perBatch = 256;
const perWatch = 64;
/** Before the memory is measured, everything was made once. */
const warmUp = 0.1;

/** Reads that many inputs: two of three are captures with changes, one is made by the grammar. The same seed gives the same inputs. */
export async function fuzz(target: Target, { seed, inputs, answer, mostFindings = 5, hangAfterMs = usualHangMs }: Settings): Promise<Run> {
  const make = maker(target, seed);
  const watched = watch(hangAfterMs);
  const findings: Finding[] = [];
  const started = performance.now();
  let [index, refused, slowestMs, before] = [0, 0, 0, 0];
  const randomOf = (at: number): Random => new Random(seedOf(seed + 1, target.name, at));
  const slow: number[] = [];
  const tell = (at: number, what: Finding['what'], message: string, input = make(at)): void => void findings.push({ target: target.name, index: at, what, message, input });
  const judge = (failure: unknown): void => {
    if (failure instanceof answer || (failure !== undefined && target.allows?.(failure) === true)) refused += 1;
    else if (failure !== undefined) tell(index, isHang(failure) ? 'hung' : 'threw', failure instanceof Error ? failure.stack ?? failure.message : inspect(failure));
  };
  /** As many as one watch is kept over; leaves early at a promise, which is the caller's to wait for. */
  const some = (end: number): Promise<void> | undefined => {
    for (; index < end && findings.length < mostFindings; index += 1) {
      const input = make(index);
      const from = performance.now();
      try {
        const result = target.read(input, randomOf(index));
        if (result) return result;
      } catch (failure) {
        judge(failure);
      }
      const took = performance.now() - from;
      slowestMs = Math.max(slowestMs, took);
      if (took > slowMs) slow.push(index);
    }
    return undefined;
  };
  const measured = Math.floor(inputs * warmUp);
  while (index < inputs && findings.length < mostFindings) {
    if (index >= measured && before === 0) before = await memory();
    const end = Math.min(inputs, index + perWatch, index < measured ? measured : inputs);
    try {
      const waits = watched(() => some(end)) as Promise<void> | undefined;
      if (!waits) continue;
      await settled(waits);
    } catch (failure) {
      judge(failure);
    }
    // The one that hung, or had to be waited for.
    index += 1;
  }
  // By the clock it may have been the machine; three times more by the processor's own count it is the input.
  for (const at of slow.slice(0, 100)) {
    const fastestMs = await fastest(target, make(at), () => randomOf(at), watched);
    if (fastestMs > slowMs) tell(at, 'slow', `It takes ${Math.round(fastestMs)} ms.`);
  }
  // Left before it was measured, it has no before.
  const growth = before === 0 ? 0 : (await memory()) - before;
  if (growth > mostGrowth) tell(inputs, 'grew', `${growth} bytes more after ${inputs} inputs.`, Buffer.alloc(0));
  return { target: target.name, inputs: index, refused, seconds: (performance.now() - started) / 1_000, slowestMs, growth, findings };
}

/** What one input gives: undefined, or what was thrown. */
export async function readOnce(target: Target, input: Buffer, seed: number): Promise<unknown> {
  return read(target, input, new Random(seed), watch(usualHangMs));
}

function maker(target: Target, seed: number): (index: number) => Buffer {
  const corpus = corpusOf('corpus', target.corpus).filter(({ name }) => target.names?.test(name) ?? true).map(({ bytes }) => bytes);
  if (corpus.length === 0) throw new Error(`There is no corpus for ${target.name}.`);
  const kept = new Map<number, readonly Buffer[]>();
  return (index) => {
    const random = new Random(seedOf(seed, target.name, index));
    if (index % 3 === 2) {
      const batch = Math.floor(index / 3 / perBatch);
      let made = kept.get(batch);
      if (!made) {
        kept.clear();
        made = fc.sample(target.grammar, { seed: seedOf(seed, target.name, -batch - 1) | 0, numRuns: perBatch });
        kept.set(batch, made);
      }
      return made[Math.floor(index / 3) % perBatch] ?? Buffer.alloc(0);
    }
    const base = random.pick(corpus) ?? Buffer.alloc(0);
    if (target.kind === 'packets') return mutatePackets(base, random, corpus);
    if (target.kind === 'xml' && random.chance(1, 2)) return mutateTexts(base, random, target.words);
    return target.kind === 'boxes' && random.chance(1, 2) ? mutateBoxes(base, random, corpus) : mutate(base, random, corpus, target.words);
  };
}

/** Runs work that may not come to an end: V8 stops it from another thread. */
type Watch = (work: () => unknown) => unknown;
function watch(hangAfterMs: number): Watch {
  const place: { work: (() => unknown) | undefined } = { work: undefined };
  const context = createContext(place);
  const script = new Script('work()');
  return (work) => {
    place.work = work;
    return script.runInContext(context, { timeout: hangAfterMs });
  };
}
const isHang = (failure: unknown): boolean => (failure as { code?: string } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' || (failure instanceof Error && failure.message === hangs);
const hangs = 'It does not settle.';

async function read(target: Target, input: Buffer, random: Random, watched: Watch): Promise<unknown> {
  try {
    const result = watched(() => target.read(input, random));
    if (result instanceof Promise || typeof (result as { then?: unknown } | undefined)?.then === 'function') await settled(result as Promise<void>);
    return undefined;
  } catch (failure) {
    return failure ?? new Error('Nothing was thrown.');
  }
}
/** Nothing in it waits for the world outside, so a few turns are for ever. */
async function settled(work: Promise<void>): Promise<void> {
  const state = { isOver: false };
  const watched = work.finally(() => { state.isOver = true; });
  watched.catch(() => {});
  for (let turn = 0; turn < 20 && !state.isOver; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
  if (!state.isOver) throw new Error(hangs);
  await watched;
}
async function fastest(target: Target, input: Buffer, random: () => Random, watched: Watch): Promise<number> {
  const times: number[] = [];
  for (let go = 0; go < 3; go += 1) {
    const from = process.cpuUsage();
    await read(target, input, random(), watched);
    const { user, system } = process.cpuUsage(from);
    times.push((user + system) / 1_000);
  }
  return Math.min(...times);
}

async function memory(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let go = 0; go < 3; go += 1) {
    gc();
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
