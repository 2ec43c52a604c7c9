import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Scope } from './scope.ts';

const endsWithin = 10_000;

/** A Node program beside this one that says `{ ready: true, … }` when it is. Disposing ends it. */
export class Child<Ready extends { readonly ready: true }> implements AsyncDisposable {
  readonly ready: Ready;
  /** From the start of the process to the message, in ms. */
  readonly readyAfter: number;
  readonly #process: ChildProcess;
  constructor(process: ChildProcess, ready: Ready, readyAfter: number) {
    this.#process = process;
    this.ready = ready;
    this.readyAfter = readyAfter;
  }
  get pid(): number {
    return this.#process.pid ?? Number.NaN;
  }

  /** Sends one message and takes the next that comes. */
  async ask(message: string): Promise<unknown> {
    const answer = once(this.#process, 'message', { signal: AbortSignal.timeout(30_000) });
    this.#process.send(message);
    const [said] = (await answer) as [unknown];
    return said;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.#process);
  }
}

/** Nothing happens when it has ended. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), endsWithin);
  await gone;
  clearTimeout(late);
}

export interface ChildOptions {
  /** Ends it too, also one that is not ready yet. */
  readonly scope: Scope;
  readonly file: string;
  readonly args?: readonly string[];
  /** Of Node itself; the hub is started as `npm start` starts it. */
  readonly flags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The first message it is sent: what must not stand on a command line. */
  readonly tell?: unknown;
  readonly withinMs?: number;
}

/** @throws Error with the last words of its standard error, when it ends or stays silent */
export async function startChild<Ready extends { readonly ready: true }>({ scope, file, args = [], flags = [], env = process.env, tell, withinMs = 60_000 }: ChildOptions): Promise<Child<Ready>> {
  const startedAt = performance.now();
  const child = fork(file, [...args], { execArgv: [...flags], env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  scope.defer(() => stop(child));
  let lastWords = '';
  child.stderr?.on('data', (bytes: Buffer) => { lastWords = (lastWords + bytes.toString('utf8')).slice(-1_500); });
  if (tell !== undefined) child.send(tell as object);
  let late: NodeJS.Timeout | undefined;
  try {
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Ready));
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${file} ended with ${code}.\n${lastWords}`)));
      late = setTimeout(() => reject(new Error(`${file} was not ready within ${withinMs / 1_000} s.\n${lastWords}`)), withinMs);
    });
    return new Child(child, ready, performance.now() - startedAt);
  } catch (failure) {
    child.kill('SIGKILL');
    throw failure;
  } finally {
    clearTimeout(late);
  }
}

/** For the programs that are started so: says it is ready, and ends with whoever started it. */
export function tellReady(ready: object): void {
  process.send?.({ ready: true, ...ready });
}
export function endWithParent(end: () => void): void {
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  // A terminal's Ctrl-C reaches all; the one in front ends us when it has done its own.
  process.on('SIGINT', () => {});
}
