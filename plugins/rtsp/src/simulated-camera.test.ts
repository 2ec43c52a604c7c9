import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { cameraGear, openCamera, type CameraSpec, type SimulatedCamera } from '@matpho/simulator';
import { FakeStorage } from '@matpho/core/sdk/testing';
import { Certificates } from './certificates.ts';
import { usualTimings } from './connection.ts';
import { certificates, Gathering, OpenRules } from './fake-camera.fixture.ts';
import { RtspOpener } from './rtsp-opener.ts';
import { selfSigned } from './self-signed.fixture.ts';

const ffmpeg = [process.env['FFMPEG_BIN'], '/usr/bin/ffmpeg'].find((path) => path && existsSync(path)) ?? 'ffmpeg';
const gear = cameraGear(ffmpeg);
const cameras: SimulatedCamera[] = [];
afterAll(() => Promise.all(cameras.map((camera) => camera.close())));

async function switchOn(id: string, more: Partial<CameraSpec> = {}): Promise<SimulatedCamera> {
  const opened = await openCamera({ id, name: id, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 }, ...more }, gear);
  cameras.push(opened);
  return opened;
}
async function pull(from: SimulatedCamera, transport: 'tcp' | 'udp', until: (sink: Gathering) => Promise<void>): Promise<Gathering> {
  const sink = new Gathering();
  const stop = new AbortController();
  const opener = new RtspOpener({ transport, certificates }, new OpenRules(), { now: () => Date.now() }, usualTimings);
  const feed = await opener.open({ uri: from.rtspUri(), credentials: { username: from.user, password: from.password } }, sink, stop.signal);
  await until(sink);
  expect(feed.stats().lost).toBe(0);
  stop.abort();
  expect(await sink.end).toBeUndefined();
  return sink;
}
/** The pictures as an elementary stream (H.264 annex B), and how many of them ffmpeg decodes without a complaint. */
function decoded({ formats, units }: Gathering): number {
  const video = formats[0]?.video;
  const code = Buffer.from([0, 0, 0, 1]);
  const pieces: Uint8Array[] = (video?.parameterSets ?? []).flatMap((set) => [code, set]);
  for (const unit of units.filter(({ track }) => track === 'video')) {
    const bytes = Buffer.concat(unit.parts);
    for (let at = 0; at < bytes.length; ) {
      const end = at + 4 + bytes.readUInt32BE(at);
      pieces.push(code, bytes.subarray(at + 4, end));
      at = end;
    }
  }
  const listed = execFileSync(ffmpeg, ['-v', 'error', '-xerror', '-f', video?.codec === 'h265' ? 'hevc' : 'h264', '-i', 'pipe:0', '-f', 'framecrc', 'pipe:1'], { input: Buffer.concat(pieces), stdio: ['pipe', 'pipe', 'pipe'] });
  return listed.toString().split('\n').filter((line) => /^\d/.test(line)).length;
}

describe('a simulated camera', () => {
  it.each([['h264', 'tcp'], ['h264', 'udp'], ['h265', 'tcp'], ['h265', 'udp']] as const)('of %s over %s gives pictures that decode', async (codec, transport) => {
    const sink = await pull(await switchOn(`${codec}-${transport}`, { codec }), transport, (each) => each.gathered(12, 'video'));
    const pictures = sink.units.filter(({ track }) => track === 'video');
    expect([sink.formats.length, sink.formats[0]?.video.codec, pictures[0]?.key]).toEqual([1, codec, true]);
    expect(decoded(sink)).toBe(pictures.length);
    const steps = pictures.slice(1).map((unit, i) => unit.ticks - (pictures[i]?.ticks ?? 0));
    expect(steps.every((step) => step > 0 && step < 90_000)).toBe(true);
  });

  it.each(['tcp', 'udp'] as const)('gives its sound too, in time with the picture, over %s', async (transport) => {
    const sink = await pull(await switchOn(`sound-${transport}`, { audio: 'aac', rtspAuth: 'sha256' }), transport, async (each) => {
      await each.gathered(10, 'video');
      await each.gathered(20, 'audio');
    });
    expect(sink.formats[0]?.audio).toMatchObject({ codec: 'aac', clockRate: 16_000, channels: 1, config: Buffer.from('1408', 'hex') });
    const sounds = sink.units.filter(({ track }) => track === 'audio');
    expect(new Set(sounds.slice(1).map((unit, i) => unit.ticks - (sounds[i]?.ticks ?? 0)))).toEqual(new Set([1_024]));
    const apart = Math.abs((sounds.at(-1)?.at ?? 0) - (sink.units.findLast(({ track }) => track === 'video')?.at ?? 0));
    expect(apart).toBeLessThan(1_000);
  });

  it.each(['tcp', 'udp'] as const)('of MJPEG over %s gives whole JPEG files', async (transport) => {
    const sink = await pull(await switchOn(`mjpeg-${transport}`, { codec: 'mjpeg' }), transport, (each) => each.gathered(6, 'video'));
    const pictures = sink.units.map((unit) => Buffer.concat(unit.parts));
    expect([sink.formats.map(({ video }) => video.codec), sink.units.every(({ key }) => key)]).toEqual([['mjpeg'], true]);
    const listed = execFileSync(ffmpeg, ['-v', 'error', '-xerror', '-f', 'mjpeg', '-i', 'pipe:0', '-f', 'framecrc', 'pipe:1'], { input: Buffer.concat(pictures), stdio: ['pipe', 'pipe', 'pipe'] }).toString();
    expect(listed.split('\n').filter((line) => /^\d/.test(line))).toHaveLength(pictures.length);
  });

  it('of MJPEG is watched over an encrypted connection too', async () => {
    const behind = await switchOn('behind-tls', { codec: 'mjpeg', audio: 'pcma' });
    const sockets = new Set<Socket>();
    const server = createTlsServer(selfSigned, (socket) => {
      const inner = connect(behind.rtspPort, '127.0.0.1');
      for (const each of [socket, inner]) each.on('error', () => {});
      socket.pipe(inner).pipe(socket);
      sockets.add(socket).add(inner);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sink = new Gathering();
    const stop = new AbortController();
    const remembering = new Certificates('remember', new Set(), new FakeStorage());
    const opener = new RtspOpener({ transport: 'auto', certificates: remembering }, new OpenRules(), { now: () => Date.now() }, usualTimings);
    const feed = await opener.open({ uri: `rtsps://camera.lan:${(server.address() as AddressInfo).port}/main`, credentials: { username: behind.user, password: behind.password } }, sink, stop.signal);
    await sink.gathered(3, 'video');
    await sink.gathered(3, 'audio');
    expect(feed.stats()).toMatchObject({ video: 'mjpeg', audio: 'pcma', isEncrypted: true, transport: 'tcp', lost: 0 });
    stop.abort();
    await sink.end;
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('with B pictures gives them in decoding order, each with the time it is shown at', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'matpho-b-'));
    const file = join(folder, 'b.mp4');
    try {
      execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=160x96:r=10:d=3', '-c:v', 'libx264', '-bf', '2', '-b_strategy', '0', '-g', '10', '-pix_fmt', 'yuv420p', file]);
      const sink = await pull(await switchOn('b-pictures', { footage: { kind: 'clip', file, keepBFrames: true } }), 'tcp', (each) => each.gathered(12));
      const shown = sink.units.map(({ ticks }) => ticks);
      expect(shown.some((ticks, i) => ticks < (shown[i - 1] ?? 0))).toBe(true);
      expect(Math.max(...shown) - Math.min(...shown)).toBeLessThan(90_000 * 3);
      expect(decoded(sink)).toBeGreaterThanOrEqual(sink.units.length - 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([['pcmu', 8_000, 320], ['pcma', 8_000, 320], ['opus', 48_000, 960]] as const)('gives its %s', async (audio, clockRate, step) => {
    const sink = await pull(await switchOn(`sound-${audio}`, { audio }), 'tcp', (each) => each.gathered(20, 'audio'));
    expect(sink.formats[0]?.audio).toMatchObject({ codec: audio, clockRate });
    const sounds = sink.units.filter(({ track }) => track === 'audio');
    expect(new Set(sounds.slice(1).map((unit, i) => unit.ticks - (sounds[i]?.ticks ?? 0)))).toEqual(new Set([step]));
  });

  it('that becomes another sender, or whose time jumps, goes on without a reconnect', async () => {
    const jumping = await switchOn('jumping');
    const sink = await pull(jumping, 'tcp', async (each) => {
      await each.gathered(3);
      jumping.changeSource();
      await each.gathered(each.units.length + 25);
      jumping.jumpTime(-3_600_000);
      await each.gathered(each.units.length + 5);
    });
    const clock = sink.units.map(({ at }) => at);
    expect([sink.formats.length, Math.max(...clock.slice(1).map((each, i) => Math.abs(each - (clock[i] ?? 0)))) < 5_000]).toEqual([1, true]);
  });

  it('that changes its codec is opened anew', async () => {
    const changing = await switchOn('recoded');
    const sink = new Gathering();
    const opener = new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => Date.now() }, { ...usualTimings, pictureless: 3_000, tick: 100 });
    const source = { uri: changing.rtspUri(), credentials: { username: changing.user, password: changing.password } };
    await opener.open(source, sink, new AbortController().signal);
    await sink.gathered(1);
    await changing.changeCodec();
    expect(await sink.end).toMatchObject({ code: 'stream-changed' });
    const again = new Gathering();
    const stop = new AbortController();
    await opener.open(source, again, stop.signal);
    await again.gathered(1);
    stop.abort();
    expect(again.formats[0]?.video.codec).toBe('h265');
  });

  it('changes its picture size, and the new format comes before the first picture that needs it', async () => {
    const changing = await switchOn('changing');
    const sink = await pull(changing, 'tcp', async (each) => {
      await each.gathered(2);
      await changing.changeParameters();
      while (each.formats.length < 2) await each.gathered(each.units.length + 1);
    });
    expect(sink.formats[1]?.video.parameterSets).not.toEqual(sink.formats[0]?.video.parameterSets);
    expect(sink.units.length).toBeGreaterThan(2);
  });

  it.each([['noParameterSets'], ['noPacketizationMode'], ['profile']] as const)('that lies in its description (%s) is watched all the same', async (lie) => {
    const liar = await switchOn(`liar-${lie}`);
    liar.lieInSdp(lie);
    const sink = await pull(liar, 'tcp', (each) => each.gathered(5));
    expect(decoded(sink)).toBe(sink.units.length);
  });

  it('that stalls is told apart from one that is gone', async () => {
    const stalling = await switchOn('stalling');
    const sink = new Gathering();
    const opener = new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => Date.now() }, { ...usualTimings, stall: 600, tick: 100 });
    await opener.open({ uri: stalling.rtspUri(), credentials: { username: stalling.user, password: stalling.password } }, sink, new AbortController().signal);
    await sink.gathered(1);
    stalling.stall();
    expect(await sink.end).toMatchObject({ code: 'camera-stalled' });
  });
});
