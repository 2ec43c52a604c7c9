import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { HubError, type AddressRules, type TalkLine } from '@matpho/core/sdk';
import { cameraGear, openCamera, type CameraSpec, type SimulatedCamera } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { usualTimings } from './connection.ts';
import { certificates } from './fake-camera.fixture.ts';
import { RtspTalk } from './rtsp-talk.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
const addresses: AddressRules = { check: (host) => Promise.resolve(host) };
const codeOf = (wait: Promise<unknown>): Promise<string> => wait.then(() => 'no error', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
const until = (check: () => boolean): Promise<void> => vi.waitFor(() => { if (!check()) throw new Error('not yet'); }, { timeout: 20_000, interval: 20 });

describe.runIf(existsSync(ffmpeg))('talking to simulated cameras', () => {
  const gear = cameraGear(ffmpeg);
  const opened: SimulatedCamera[] = [];
  const camera = async (id: string, more: Partial<CameraSpec>): Promise<SimulatedCamera> => {
    const one = await openCamera({ id, name: 'Cổng', onvif: false, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 5 }, ...more }, gear);
    opened.push(one);
    return one;
  };
  afterAll(() => Promise.all(opened.map((one) => one.close())));
  const talk = new RtspTalk({ certificates }, addresses);
  const credentials = ({ user: username, password }: SimulatedCamera) => ({ username, password });
  const call = (to: SimulatedCamera, signal: AbortSignal): Promise<TalkLine> => talk.open({ uri: to.rtspUri(), credentials: credentials(to) }, signal);
  let silent: SimulatedCamera;
  beforeAll(async () => { silent = await camera('silent', {}); });

  it.each([['pcma', 'alaw', 'digest'], ['pcmu', 'mulaw', 'basic']] as const)('what is said arrives in %s, whole, in order and at the pace of speech', async (codec, format, rtspAuth) => {
    const far = await camera(`far-${codec}`, { talk: codec, audio: 'pcma', rtspAuth });
    const stop = new AbortController();
    const line = await call(far, stop.signal);
    expect([line.codec, await talk.offers({ uri: far.rtspUri(), credentials: credentials(far) }, stop.signal)]).toEqual([codec, codec]);
    const spoken = await tone(format, 1);
    for (let at = 0; at < spoken.length; at += 512) {
      line.send(spoken.subarray(at, at + 512));
      await new Promise((resolve) => { setTimeout(resolve, 40); });
    }
    await until(() => (far.stats.heard?.bytes ?? 0) >= 7_680);
    stop.abort();
    expect(await line.gone).toBeUndefined();
    const heard = far.stats.heard;
    expect(heard).toMatchObject({ codec, lost: 0, strange: 0 });
    expect(heard?.ticks).toBeGreaterThanOrEqual(heard?.bytes ?? Infinity);
    expect(far.soundHeard.equals(Buffer.from(spoken.subarray(0, far.soundHeard.length)))).toBe(true);
    await until(() => far.stats.rtspClients === 0);
  });

  it('says nothing more once it is closed, also of what waits', async () => {
    const far = await camera('cut', { talk: 'pcma' });
    const stop = new AbortController();
    const line = await call(far, stop.signal);
    line.send(new Uint8Array(8_000).fill(0xd5));
    await until(() => (far.stats.heard?.packets ?? 0) > 0);
    stop.abort();
    await until(() => far.stats.rtspClients === 0);
    const before = far.stats.heard?.packets ?? 0;
    line.send(new Uint8Array(8_000));
    expect([before < 50, far.stats.heard?.packets]).toEqual([true, before]);
  });

  it('tells when the camera ended it', async () => {
    const far = await camera('dropping', { talk: 'pcma' });
    const line = await call(far, new AbortController().signal);
    far.drop();
    expect((await line.gone)?.code).toBe('camera-unreachable');
  });

  it('knows a camera without a loudspeaker, a wrong password and one that is not there', async () => {
    const { signal } = new AbortController();
    const deaf = await camera('gone', { talk: 'pcma' });
    const uri = deaf.rtspUri();
    expect(await codeOf(talk.open({ uri, credentials: { username: deaf.user, password: 'sai' } }, signal))).toBe('camera-wrong-password');
    await deaf.close();
    expect(await talk.offers({ uri: silent.rtspUri(), credentials: credentials(silent) }, signal)).toBeUndefined();
    expect([await codeOf(call(silent, signal)), await codeOf(talk.open({ uri }, signal))]).toEqual(['control-unsupported', 'camera-unreachable']);
  });

  it.each([
    ['garbage', () => '\0\0HELO\r\n\r\n', 'camera-broken-answer'],
    ['a description without sound', (cseq: string) => answer(cseq, 'Content-Type: application/sdp', 'v=0\r\nm=video 0 RTP/AVP 96\r\n'), 'control-unsupported'],
    ['a way to another machine', (cseq: string) => `RTSP/1.0 302 Found\r\nCSeq: ${cseq}\r\nLocation: rtsp://169.254.1.1/\r\n\r\n`, 'control-unsupported'],
    ['a channel that does not exist', (cseq: string, method: string) => (method === 'SETUP' ? `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nSession: 1\r\nTransport: RTP/AVP/TCP;interleaved=9000-9001\r\n\r\n` : answer(cseq, 'x: y', talking)), 'camera-broken-answer'],
    ['UDP though asked for TCP', (cseq: string, method: string) => (method === 'SETUP' ? `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nSession: 1\r\nTransport: RTP/AVP;server_port=1000-1001\r\n\r\n` : answer(cseq, 'x: y', talking)), 'camera-broken-answer'],
    ['no session', (cseq: string, method: string) => (method === 'SETUP' ? `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\n\r\n` : answer(cseq, 'x: y', talking)), 'camera-broken-answer'],
    ['silence', () => '', 'camera-unreachable'],
  ])('a camera that answers with %s is a coded error', async (_, say, code) => {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        const text = bytes.toString('latin1');
        socket.write(say(/CSeq: (\d+)/i.exec(text)?.[1] ?? '0', text.split(' ')[0] ?? ''));
      });
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    const uri = `rtsp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/x`;
    const hasty = new RtspTalk({ certificates }, addresses, { ...usualTimings, reply: 300 });
    expect(await codeOf(hasty.open({ uri }, new AbortController().signal))).toBe(code);
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => { server.close(resolve); });
  });
});

const talking = 'v=0\r\nm=audio 0 RTP/AVP 8\r\na=sendonly\r\na=control:t\r\n';
const answer = (cseq: string, head: string, body: string): string => `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\n${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** A tone by a foreign encoder. */
async function tone(format: 'alaw' | 'mulaw', seconds: number): Promise<Uint8Array> {
  const child = spawn(ffmpeg, ['-loglevel', 'error', '-f', 'lavfi', '-i', `sine=440:duration=${seconds}`, '-ar', '8000', '-ac', '1', '-f', format, '-'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => chunks.push(bytes));
  await new Promise((resolve) => { child.once('close', resolve); });
  return new Uint8Array(Buffer.concat(chunks));
}
