import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';

/** A program that is not ours, in a process of its own; ended at the latest when it goes out of scope. */
export class ForeignProgram implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #words = '';
  #heard: () => void = () => {};
  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.#child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
    const hear = (bytes: Buffer): void => {
      this.#words = (this.#words + bytes.toString()).slice(-20_000);
      this.#heard();
    };
    this.#child.stdout.on('data', hear);
    this.#child.stderr.on('data', hear);
    this.#child.on('error', (failure) => hear(Buffer.from(String(failure))));
    this.#child.on('exit', () => this.#heard());
  }
  /** What it said last, on both its outputs. */
  get words(): string {
    return this.#words;
  }
  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
  /** @throws Error with its words, when it ends first */
  async says(what: RegExp): Promise<void> {
    while (!what.test(this.#words)) {
      if (this.hasEnded) throw new Error(`It ended before it said ${what}:\n${this.#words.slice(-2_000)}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
        setTimeout(resolve, 500);
      });
    }
  }
  async ended(): Promise<number | null> {
    if (!this.hasEnded) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.hasEnded) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}

/** A port that was free a moment ago, for programs that cannot say which one they got. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
