import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg, FfmpegRun } from '../sdk/services.ts';
import type { FoundFfmpeg } from './find-ffmpeg.ts';

/** Clocks in pictures show the time of Asia/Ho_Chi_Minh, in the form that needs no time zone files (POSIX TZ: hours west of Greenwich). */
const zone = 'ICT-7';
/** How much of what a failed run said is kept for the log. */
const keptWords = 2_000;

/** Starts ffmpeg. It gets no environment but PATH and its time zone, and never an address with credentials: a process list is public. */
export class FfmpegRunner implements Ffmpeg {
  #found: FoundFfmpeg | undefined;
  #looking: boolean;
  readonly #looked: Promise<unknown>;
  readonly #runs = { started: 0, running: 0 };
  /** @param found what was found, or the search for it, which starts processes and may take a while */
  constructor(found: FoundFfmpeg | undefined | Promise<FoundFfmpeg | undefined>) {
    this.#looking = found instanceof Promise;
    if (!(found instanceof Promise)) this.#found = found;
    this.#looked = this.#look(found);
  }
  async #look(found: FoundFfmpeg | undefined | Promise<FoundFfmpeg | undefined>): Promise<void> {
    this.#found = await Promise.resolve(found).catch(() => undefined);
    this.#looking = false;
  }

  /** Resolves when it is known whether there is one. */
  async ready(): Promise<void> {
    await this.#looked;
  }
  path(): string {
    if (this.#looking) throw new HubError('not-ready', 'The hub is still looking for ffmpeg.');
    if (!this.#found) throw new HubError('ffmpeg-missing', 'No ffmpeg was found: set FFMPEG_BIN, or install the ffmpeg package of this system.');
    return this.#found.path;
  }
  /** Processes since the start, and now. */
  get runs(): { readonly started: number; readonly running: number } {
    return { ...this.#runs };
  }
  get version(): string | undefined {
    return this.#found?.version;
  }

  run(args: readonly string[], options: { readonly signal: AbortSignal; readonly niceness?: number; readonly stallTimeout?: number }): FfmpegRun {
    const child = spawn(this.path(), ['-hide_banner', '-nostdin', '-loglevel', 'error', ...args], { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', TZ: zone }, windowsHide: true });
    this.#runs.started += 1;
    this.#runs.running += 1;
    const kill = (): void => { child.kill('SIGKILL'); };
    options.signal.addEventListener('abort', kill, { once: true });
    if (options.signal.aborted) kill();
    if (options.niceness !== undefined && child.pid !== undefined) lowerPriority(child.pid, options.niceness);
    // ffmpeg waits for ever on a source that has stopped: silence on its output ends it, unless it is we who do not take more.
    const { stallTimeout } = options;
    let stall: NodeJS.Timeout | undefined;
    let isOver = false;
    const listen = (): void => {
      clearTimeout(stall);
      if (stallTimeout !== undefined && !isOver) stall = setTimeout(kill, stallTimeout);
    };
    listen();
    async function* taken(): AsyncGenerator<Uint8Array> {
      for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
        clearTimeout(stall);
        yield chunk;
        listen();
      }
    }
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { words = (words + text).slice(-keptWords); });
    // A reader that ends early closes our end of the pipe; the exit code tells what became of it.
    child.stdin.on('error', () => {});
    const over = (): void => {
      if (!isOver) this.#runs.running -= 1;
      isOver = true;
      clearTimeout(stall);
      options.signal.removeEventListener('abort', kill);
    };
    const exit = new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => {
        over();
        reject(new HubError('ffmpeg-missing', 'ffmpeg could not be started.', { cause }));
      });
      child.once('close', (code, killedBy) => {
        over();
        resolve(code ?? (killedBy === null ? 1 : 137));
      });
    });
    exit.catch(() => {});
    return {
      stdin: { write: (bytes) => child.stdin.write(bytes), end: () => { child.stdin.end(); } },
      drained: async () => {
        if (!child.stdin.writableNeedDrain) return;
        await new Promise<void>((resolve) => {
          // Whichever comes first, the other is not left listening: a long input drains many times.
          const done = (): void => {
            child.stdin.off('drain', done).off('close', done);
            resolve();
          };
          child.stdin.once('drain', done).once('close', done);
          exit.finally(done).catch(() => {});
        });
      },
      stdout: taken(),
      exit,
      words: () => words.trim(),
      [Symbol.asyncDispose]: async () => {
        kill();
        // Half taken and left, it would hold the end back for ever.
        child.stdout.destroy();
        await exit.catch(() => {});
      },
    };
  }
}

function lowerPriority(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // Gone already, or not ours to set: it only runs less kindly.
  }
}
