import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

export const home = resolve(import.meta.dirname, '..');

/** The built hub as its users start it: a process of its own, on a free port, with a folder of its own. */
export class RunningHub implements AsyncDisposable {
  readonly origin: string;
  readonly setUpCode: string | undefined;
  readonly folder: string;
  readonly #process: ChildProcess;
  readonly words: () => string;
  constructor(process: ChildProcess, folder: string, origin: string, setUpCode: string | undefined, words: () => string) {
    this.#process = process;
    this.folder = folder;
    this.origin = origin;
    this.setUpCode = setUpCode;
    this.words = words;
  }
  get pid(): number {
    return this.#process.pid ?? 0;
  }
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill(signal);
    await once(this.#process, 'exit');
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function newFolder(settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-e2e-'));
  await mkdir(join(folder, 'node_modules'));
  await symlink(join(home, 'e2e/fifth-plugin'), join(folder, 'node_modules/matpho-plugin-hello'));
  const plugins = ['@matpho/plugin-onvif', '@matpho/plugin-rtsp', '@matpho/plugin-webrtc', '@matpho/plugin-notify', '@matpho/plugin-export', 'matpho-plugin-hello'];
  await writeFile(join(folder, 'matpho.json'), JSON.stringify({ name: 'Mắt Phố', listen: { port: 0 }, timeZone: 'Asia/Ho_Chi_Minh', cameras: { allowLoopback: true }, plugins, ...settings }));
  return folder;
}

export async function startHubProcess(folder: string): Promise<RunningHub> {
  const child = fork(join(home, 'core/dist/main.js'), ['--config', join(folder, 'matpho.json')], { env: { ...process.env, MATPHO_DATA: folder }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: ['--max-semi-space-size=64'] });
  let words = '';
  const keep = (text: Buffer): void => { words = (words + text.toString()).slice(-200_000); };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ready = await new Promise<{ origin: string; setUpCode: string | null }>((resolveReady, reject) => {
    child.once('message', (message) => resolveReady(message as { origin: string; setUpCode: string | null }));
    child.once('exit', (code) => reject(new Error(`The hub ended with ${code}:\n${words}`)));
  });
  return new RunningHub(child, folder, ready.origin, ready.setUpCode ?? undefined, () => words);
}

export function findProgram(env: string, names: readonly string[]): string {
  const asked = process.env[env];
  if (asked) return asked;
  const found = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
  if (!found) throw new Error(`${names[0]} is needed: run npm test, which installs it or names the command.`);
  return found;
}
export const findFfmpeg = (): string => findProgram('FFMPEG_BIN', ['ffmpeg']);

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findProgram('CHROMIUM_BIN', ['chromium', 'chromium-browser', 'google-chrome']),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
  });
}
export const phone = { viewport: { width: 390, height: 844 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' } as const;
export const desktop = { viewport: { width: 1440, height: 900 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' } as const;

/** What the page itself complains about, but for answers a page expects: 401 to "who am I" before signing in, 422 to a wrong password, and no still yet from a camera that is just connecting. */
export function complaintsOf(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|422)/.test(message.text()) && !message.location().url.includes('/picture')) complaints.push(`${message.text()} ${message.location().url}`);
  });
  return complaints;
}
