import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { until } from './until.fixture.ts';

export interface RtspReply { readonly status: number; readonly headers: ReadonlyMap<string, readonly string[]>; readonly body: string }
export interface Signing { readonly username: string; readonly password: string; readonly algorithm?: 'MD5' | 'SHA-256' }

/** A player by hand: says what it likes, and sees every byte. */
export class RawPlayer implements Disposable {
  readonly socket: Socket;
  readonly frames: { readonly channel: number; readonly bytes: Buffer }[] = [];
  closed = false;
  bytes = 0;
  session: string | undefined;
  nonce = '';
  #rest: Buffer = Buffer.alloc(0);
  #replies: RtspReply[] = [];
  #sequence = 0;
  readonly base: string;
  readonly as: Signing | undefined;
  constructor(base: string, as: Signing | undefined, tls = false) {
    this.base = base;
    this.as = as;
    const { hostname, port } = new URL(base);
    this.socket = tls ? connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false }) : connect(Number(port), hostname);
    this.socket.on('data', (chunk: Buffer) => { this.bytes += chunk.length; this.#read(chunk); });
    this.socket.on('close', () => { this.closed = true; });
    this.socket.on('error', () => {});
  }

  /** Signs when it was asked to. */
  async ask(method: string, uri = this.base, headers: Readonly<Record<string, string>> = {}): Promise<RtspReply> {
    const first = await this.say(method, uri, headers);
    return first.status === 401 && this.as ? this.say(method, uri, headers) : first;
  }
  async say(method: string, uri: string, headers: Readonly<Record<string, string>> = {}): Promise<RtspReply> {
    this.#sequence += 1;
    const lines = { CSeq: String(this.#sequence), ...(this.session === undefined ? {} : { Session: this.session }), ...(this.as && this.nonce !== '' ? { Authorization: this.sign(method, uri) } : {}), ...headers };
    this.socket.write(`${method} ${uri} RTSP/1.0\r\n${Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    await until(`${method} is answered`, () => this.#replies.length > 0 || this.closed);
    const reply = this.#replies.shift();
    if (!reply) throw new Error(`${method}: the connection was closed.`);
    const challenge = reply.headers.get('www-authenticate')?.find((each) => each.includes(`algorithm=${this.as?.algorithm ?? 'MD5'}`));
    if (challenge !== undefined) this.nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';
    this.session = reply.headers.get('session')?.[0]?.split(';')[0] ?? this.session;
    return reply;
  }
  sign(method: string, uri: string): string {
    const { username = '', password = '', algorithm = 'MD5' } = this.as ?? {};
    const hash = (text: string): string => createHash(algorithm === 'MD5' ? 'md5' : 'sha256').update(text).digest('hex');
    return `Digest username="${username}", realm="matpho", nonce="${this.nonce}", uri="${uri}", algorithm=${algorithm}, response="${hash(`${hash(`${username}:matpho:${password}`)}:${this.nonce}:${hash(`${method}:${uri}`)}`)}"`;
  }
  /** Until pictures flow. */
  async playing(transport = 'RTP/AVP/TCP;unicast;interleaved=0-1'): Promise<this> {
    const described = await this.ask('DESCRIBE');
    if (described.status !== 200) throw new Error(`DESCRIBE: ${described.status}`);
    await this.ask('SETUP', `${this.base}/trackID=0`, { Transport: transport });
    const { status } = await this.ask('PLAY');
    if (status !== 200) throw new Error(`PLAY: ${status}`);
    return this;
  }
  async more(): Promise<void> {
    const before = this.frames.length;
    await until('more packets come', () => this.frames.length > before || this.closed);
    if (this.frames.length === before) throw new Error('No packet came: closed.');
  }
  async over(): Promise<void> {
    await until('the connection ends', () => this.closed);
  }
  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      if (this.#rest[0] === 0x24) {
        if (this.#rest.length < 4) return;
        const end = 4 + this.#rest.readUInt16BE(2);
        if (this.#rest.length < end) return;
        this.frames.push({ channel: this.#rest[1] ?? 0, bytes: this.#rest.subarray(4, end) });
        this.#rest = this.#rest.subarray(end);
        continue;
      }
      const head = this.#rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const [line = '', ...rows] = this.#rest.toString('utf8', 0, head).split('\r\n');
      const headers = new Map<string, string[]>();
      for (const row of rows) {
        const colon = row.indexOf(':');
        const name = row.slice(0, colon).toLowerCase();
        headers.set(name, [...(headers.get(name) ?? []), row.slice(colon + 1).trim()]);
      }
      const length = Number(headers.get('content-length')?.[0] ?? 0);
      if (this.#rest.length < head + 4 + length) return;
      this.#replies.push({ status: Number(line.split(' ')[1]), headers, body: this.#rest.toString('utf8', head + 4, head + 4 + length) });
      this.#rest = this.#rest.subarray(head + 4 + length);
    }
  }
}

/** A foreign player at work; `said` is all it wrote. */
export function runPlayer(command: string, args: readonly string[]): { readonly exit: Promise<number | null>; readonly said: () => string; readonly stop: () => void } {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { said = (said + chunk.toString('utf8')).slice(-200_000); });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  return { exit, said: () => said, stop: () => void child.kill('SIGKILL') };
}
/** As programs are told it: the password belongs to a test, and to nobody's process list outside it. */
export const withLogin = (uri: string, { username, password }: Signing): string => uri.replace('rtsp://', `rtsp://${username}:${password}@`);
