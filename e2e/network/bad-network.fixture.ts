import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { home } from '../running-hub.fixture.ts';

const here = join(home, 'e2e/network');
const sides = { camera: '10.211.0.1', hub: '10.211.0.2' } as const;
export type Side = keyof typeof sides;
export const addressOf = (side: Side): string => sides[side];
/** How bad the network is; shares of frames, ms. */
export interface Badness {
  readonly loss?: number;
  readonly delay_ms?: number;
  readonly jitter_ms?: number;
  readonly reorder?: number;
  readonly cut?: boolean;
}
export interface FrameCounts {
  readonly passed: number;
  readonly dropped: number;
  readonly late: number;
}

/** A program that answers a line with a line of JSON. */
export class Talker implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #words = '';
  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, [...args], { cwd: home });
    this.#child.stderr.on('data', (bytes: Buffer) => { this.#words = (this.#words + bytes.toString()).slice(-2_000); });
    this.#child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }
  get pid(): number {
    return this.#child.pid ?? 0;
  }
  tell(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }
  async hear<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`The program ended.\n${this.#words}`);
    return JSON.parse(value as string) as T;
  }
  async ask<T>(line: string): Promise<T> {
    this.tell(line);
    return this.hear<T>();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}

/** Two machines and a bad cable: network namespaces of this test's own, joined by a relay in user space. Needs to be root, /dev/net/tun, iproute2 and python3. */
export class BadNetwork implements AsyncDisposable {
  readonly #relay: Talker;
  readonly #names: Readonly<Record<Side, string>>;
  private constructor(relay: Talker, names: Readonly<Record<Side, string>>) {
    this.#relay = relay;
    this.#names = names;
  }

  static async open(seed: number): Promise<BadNetwork> {
    const id = `${process.pid % 100_000}`;
    const names = { camera: `mpc${id}`, hub: `mph${id}` };
    const relay = new Talker('/usr/bin/python3', [join(here, 'tap-relay.py'), names.camera, names.hub, String(seed)]);
    const network = new BadNetwork(relay, names);
    try {
      await relay.hear();
      for (const side of ['camera', 'hub'] as const) {
        const name = names[side];
        ip('netns', 'add', name);
        ip('link', 'set', name, 'netns', name);
        ip('-n', name, 'link', 'set', 'lo', 'up');
        ip('-n', name, 'addr', 'add', `${sides[side]}/24`, 'dev', name);
        ip('-n', name, 'link', 'set', name, 'up');
      }
      return network;
    } catch (failure) {
      await network[Symbol.asyncDispose]();
      throw failure;
    }
  }
  set(badness: Badness): void {
    this.#relay.tell(JSON.stringify({ loss: 0, delay_ms: 0, jitter_ms: 0, reorder: 0, cut: false, ...badness }));
  }
  async counts(): Promise<FrameCounts> {
    return this.#relay.ask<FrameCounts>('{"count": true}');
  }
  /** A program of this folder on one of the two machines. */
  run(side: Side, program: string, ...args: readonly string[]): Talker {
    return new Talker('ip', ['netns', 'exec', this.#names[side], process.execPath, join(here, program), ...args]);
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#relay[Symbol.asyncDispose]();
    for (const name of Object.values(this.#names)) {
      try {
        ip('netns', 'del', name);
      } catch {
        // Was never made.
      }
    }
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
