import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { cameraGear } from './simulated-camera.ts';
import type { CameraSpec } from './camera-spec.ts';

export const FFMPEG = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
export const gear = cameraGear(FFMPEG);

/** A small picture that costs little to code. */
export const small = (id: string, more: Partial<CameraSpec> = {}): CameraSpec => ({
  id, name: 'Ngõ 12', footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 }, rtspAuth: 'none', ...more,
});

export interface Answer { readonly status: number; readonly headers: ReadonlyMap<string, readonly string[]>; readonly body: string }
export interface Frame { readonly channel: number; readonly bytes: Buffer }

/** A plain RTSP client: asks, waits, and keeps interleaved frames. */
export class RawClient {
  readonly uri: string;
  readonly socket: Socket;
  readonly frames: Frame[] = [];
  closed = false;
  #bytes = Buffer.alloc(0);
  #cseq = 0;
  #wake: (() => void)[] = [];
  #answers: Answer[] = [];
  session = '';

  constructor(uri: string) {
    this.uri = uri;
    this.socket = connect(Number(new URL(uri).port), '127.0.0.1');
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => { this.closed = true; this.#changed(); });
    this.socket.on('data', (data: Buffer) => this.#read(data));
  }

  async ask(method: string, uri = this.uri, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    this.#cseq += 1;
    const session = this.session === '' ? {} : { Session: this.session };
    const rows = Object.entries({ CSeq: String(this.#cseq), ...session, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`${method} ${uri} RTSP/1.0\r\n${rows.join('')}\r\n`);
    await this.until(() => this.#answers.length > 0);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error('no answer');
    return answer;
  }

  async setUp(track = 'video', transport = 'RTP/AVP/TCP;unicast;interleaved=0-1'): Promise<Answer> {
    const answer = await this.ask('SETUP', `${this.uri}/${track}`, { Transport: transport });
    this.session = answer.headers.get('session')?.[0]?.split(';')[0] ?? '';
    return answer;
  }

  /** Resolves when it is true, rejects when the camera closes first. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.closed) throw new Error('the camera closed the connection');
      await this.#change();
    }
  }

  async end(): Promise<void> {
    while (!this.closed) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => { this.#wake.push(resolve); });
  }

  #changed(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }

  #read(data: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    for (;;) {
      if (this.#bytes[0] === 0x24) {
        const end = this.#bytes.length < 4 ? Infinity : 4 + this.#bytes.readUInt16BE(2);
        if (this.#bytes.length < end) break;
        this.frames.push({ channel: this.#bytes[1] ?? 0, bytes: this.#bytes.subarray(4, end) });
        this.#bytes = this.#bytes.subarray(end);
        continue;
      }
      const head = this.#bytes.indexOf('\r\n\r\n');
      if (head < 0) break;
      const [line = '', ...rows] = this.#bytes.toString('utf8', 0, head).split('\r\n');
      const headers = new Map<string, string[]>();
      for (const row of rows) {
        const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(row) ?? [];
        headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
      }
      const length = Number(headers.get('content-length')?.[0] ?? 0);
      if (this.#bytes.length < head + 4 + length) break;
      const body = this.#bytes.toString('utf8', head + 4, head + 4 + length);
      this.#bytes = this.#bytes.subarray(head + 4 + length);
      this.#answers.push({ status: Number(line.split(' ')[1]), headers, body });
    }
    this.#changed();
  }
}

/** Opens a stream over TCP and waits for its first packet. */
export const watch = async (uri: string): Promise<RawClient> => {
  const client = new RawClient(uri);
  await client.setUp();
  await client.ask('PLAY');
  await client.until(() => client.frames.some(({ channel }) => channel === 0));
  return client;
};

export const digest = (challenge: string, method: string, uri: string, user: string, password: string): string => {
  const part = (name: string): string => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? '';
  const algorithm = part('algorithm') === 'SHA-256' ? 'sha256' : 'md5';
  const hash = (text: string): string => createHash(algorithm).update(text).digest('hex');
  const response = hash(`${hash(`${user}:${part('realm')}:${password}`)}:${part('nonce')}:00000001:abcd:auth:${hash(`${method}:${uri}`)}`);
  return `Digest username="${user}", realm="${part('realm')}", nonce="${part('nonce')}", uri="${uri}", algorithm=${part('algorithm')}, qop=auth, nc=00000001, cnonce="abcd", response="${response}"`;
};

/** Pulls a second of a stream with ffmpeg. @returns the streams' codecs and how many packets each gave */
export const pull = async (uri: string, transport: 'tcp' | 'udp'): Promise<Map<string, number>> => {
  const child = spawn(FFMPEG, ['-hide_banner', '-nostdin', '-loglevel', 'error', '-analyzeduration', '300000', '-rtsp_transport', transport, '-i', uri, '-map', '0', '-t', '1', '-c', 'copy', '-f', 'framecrc', '-'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => { text += bytes.toString('latin1'); });
  await new Promise((resolve) => child.once('close', resolve));
  const codecs = [...text.matchAll(/^#codec_id (\d): (\w+)/gm)].map((row) => [row[2] ?? '', row[1] ?? ''] as const);
  return new Map(codecs.map(([codec, index]) => [codec, text.split('\n').filter((line) => line.startsWith(`${index},`)).length]));
};
