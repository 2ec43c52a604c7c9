import type { LogPart, PartCheckers } from '@matpho/core/proof';

type Answer = (part: LogPart | undefined) => void;
interface PartWorker {
  readonly worker: Worker;
  readonly waiting: Answer[];
  isGone: boolean;
}

/** Two to four workers that go through parts of a log; none is started for a small one. They end with the worker that made them. */
export function partWorkers(processors = navigator.hardwareConcurrency): PartCheckers {
  const width = Math.min(4, Math.max(2, processors));
  const helpers: PartWorker[] = [];
  let next = 0;
  const start = (): PartWorker => {
    const helper: PartWorker = { worker: new Worker(new URL('./part-worker.ts', import.meta.url), { type: 'module' }), waiting: [], isGone: false };
    helper.worker.addEventListener('message', ({ data }: MessageEvent<LogPart | undefined>) => helper.waiting.shift()?.(data));
    // What a worker that is gone had, and what it would get, is checked without it.
    helper.worker.addEventListener('error', () => {
      helper.isGone = true;
      for (const answer of helper.waiting.splice(0)) answer(undefined);
    });
    helpers.push(helper);
    return helper;
  };
  return {
    ahead: 2 * width, least: 1 << 21, from: 20_000,
    check: async (bytes) => {
      const turn = next % width;
      next += 1;
      const helper = helpers[turn] ?? start();
      if (helper.isGone) return undefined;
      return await new Promise<LogPart | undefined>((resolve) => {
        helper.waiting.push(resolve);
        helper.worker.postMessage(bytes, []);
      });
    },
  };
}
