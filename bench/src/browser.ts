import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { BenchRun } from './bench.ts';
import { inPath, MissingNeed } from './needs.ts';

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
/** One page of a headless Chromium, spoken to by the DevTools protocol. */
export interface Page {
  /** @returns the value of the expression; a promise is waited for. @throws Error what the page threw */
  evaluate(expression: string): Promise<unknown>;
  send(method: string, params?: object): Promise<unknown>;
}

/** As in the browser tests: software drawing, and its own address offered by number because hub and browser are one machine here. */
const flags = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns', '--window-size=1440,900', '--remote-debugging-port=0', 'about:blank',
];

/** Ends with the run's scope. @throws MissingNeed */
export async function openPage({ folder, scope }: BenchRun): Promise<Page> {
  const program = process.env['CHROMIUM_BIN'] || (await inPath('chromium', process.env)) || (await inPath('google-chrome', process.env));
  if (!program) throw new MissingNeed('There is no Chromium: install the chromium package, or set CHROMIUM_BIN. Debian: sudo apt-get install -y chromium');
  const profile = join(folder, 'chromium');
  await mkdir(profile, { recursive: true });
  const child = spawn(program, [`--user-data-dir=${profile}`, ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
  scope.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const address = await new Promise<string>((resolve, reject) => {
    let words = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}.\n${words}`)));
    child.stderr.on('data', (text: Buffer) => {
      words = (words + text.toString('utf8')).slice(-3_000);
      const [, found] = /DevTools listening on (ws:\S+)/.exec(words) ?? [];
      if (found) resolve(found);
    });
  });
  const targets = (await (await fetch(new URL('/json/list', address.replace('ws:', 'http:')))).json()) as { readonly type: string; readonly webSocketDebuggerUrl: string }[];
  const page = targets.find(({ type }) => type === 'page');
  if (!page) throw new Error('Chromium opened no page.');
  return speak(new WebSocket(page.webSocketDebuggerUrl, { perMessageDeflate: false }));
}

async function speak(socket: WebSocket): Promise<Page> {
  await once(socket, 'open');
  const waiting = new Map<number, (reply: Reply) => void>();
  let last = 0;
  socket.on('error', () => {}); // 'close' follows
  socket.on('message', (data: Buffer) => {
    const reply = JSON.parse(data.toString('utf8')) as Reply;
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  socket.on('close', () => { for (const end of waiting.values()) end({ error: { message: 'Chromium is gone.' } }); });
  const send = async (method: string, params: object = {}): Promise<unknown> => {
    const id = ++last;
    const reply = await new Promise<Reply>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    waiting.delete(id);
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result;
  };
  return {
    send,
    evaluate: async (expression) => {
      const { result, exceptionDetails } = (await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })) as { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } } };
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
  };
}
