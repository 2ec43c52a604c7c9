import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { LogPart, PartCheckers } from '../proof/index.ts';

const most = 8;
type Answer = (part: LogPart | undefined) => void;
interface Thread {
  readonly worker: Worker;
  readonly waiting: Answer[];
  isGone: boolean;
}

/** One thread for each processor, at least two; none is started before the first part of a log is there, so a small one costs nothing. Disposing ends them. */
export class PartThreads implements PartCheckers, AsyncDisposable {
  readonly from = 20_000;
  readonly least = 1 << 21;
  readonly ahead: number;
  readonly #width = Math.min(most, Math.max(2, availableParallelism()));
  readonly #threads: Thread[] = [];
  #next = 0;

  constructor() {
    // Each has one in hand and one beside it.
    this.ahead = 2 * this.#width;
  }

  readonly check = async (bytes: Uint8Array): Promise<LogPart | undefined> => {
    const turn = this.#next % this.#width;
    this.#next += 1;
    const thread = this.#threads[turn] ?? this.#start();
    if (thread.isGone) return undefined;
    return await new Promise<LogPart | undefined>((resolve) => {
      thread.waiting.push(resolve);
      thread.worker.postMessage(bytes, []);
    });
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #start(): Thread {
    const thread: Thread = { worker: new Worker(new URL('./part-worker.js', import.meta.url)), waiting: [], isGone: false };
    thread.worker.on('message', (part: LogPart | undefined) => thread.waiting.shift()?.(part));
    // What a thread that is gone had, and what it would get, is checked without it.
    const gone = (): void => {
      thread.isGone = true;
      for (const answer of thread.waiting.splice(0)) answer(undefined);
    };
    thread.worker.on('error', gone).on('exit', gone);
    this.#threads.push(thread);
    return thread;
  }
}
