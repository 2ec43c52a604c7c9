import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';

const QUIET = ['-hide_banner', '-nostdin', '-loglevel', 'error'];

/** The one place that starts ffmpeg. The path is given: nothing is searched for. */
export class Ffmpeg {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Runs to the end and returns what it wrote to stdout, pipe 3 and pipe 4.
   * @throws Error with the last lines of stderr when ffmpeg fails.
   */
  async run(args: readonly string[], input?: Buffer): Promise<{ stdout: Buffer; pipe3: Buffer; pipe4: Buffer }> {
    const child = spawn(this.#path, [...QUIET, ...args], { stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    feed(child.stdin, input);
    const [code, stdout, stderr, pipe3, pipe4] = await Promise.all([
      ended, gather(child.stdout), gather(child.stderr), gather(readable(child, 3)), gather(readable(child, 4)),
    ]);
    if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${stderr.toString('utf8').slice(-400)}`);
    return { stdout, pipe3, pipe4 };
  }

  /** A running encoder: frames in on `stdin`, bytes out on `stdout`. `ended` resolves with the reason when it failed. */
  start(args: readonly string[]): { stdin: Writable; stdout: Readable; ended: Promise<Error | undefined>; kill(): void } {
    const child = spawn(this.#path, [...QUIET, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let tail = '';
    child.stderr.on('data', (bytes: Buffer) => { tail = (tail + bytes.toString('utf8')).slice(-400); });
    child.stdin.on('error', () => undefined); // EPIPE of a killed encoder is told through 'close'
    const ended = new Promise<Error | undefined>((resolve) => {
      child.once('error', resolve);
      child.once('close', (code) => resolve(code === 0 ? undefined : new Error(`ffmpeg ended with ${code}: ${tail}`)));
    });
    return { stdin: child.stdin, stdout: child.stdout, ended, kill: () => void child.kill('SIGKILL') };
  }
}

const readable = (child: ChildProcess, index: number): Readable => {
  const stream = child.stdio[index];
  if (!(stream instanceof Readable)) throw new Error('ffmpeg has no such pipe');
  return stream;
};

const feed = (stdin: Writable, input: Buffer | undefined): void => {
  stdin.on('error', () => undefined); // ffmpeg may stop reading early (-frames:v 1)
  stdin.end(input);
};

const gather = async (stream: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
};
