import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import rtsp from '@matpho/plugin-rtsp';
import { HubError, type AccessUnit, type Feed, type MediaFormat } from '@matpho/core/sdk';
import { FakeAddressRules, fakeContext, FakeFfmpeg, FakeLoopbackFeed } from '@matpho/core/sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignProgram, freePort } from './interop/foreign-program.fixture.ts';
import { findFfmpeg, home } from './running-hub.fixture.ts';

type Settings = Parameters<typeof rtsp.setup>[1]['config'];
/** What came of a stream until it was enough. */
interface Taken {
  readonly format: MediaFormat;
  readonly units: readonly AccessUnit[];
  readonly feed: Feed;
}
const admin = { username: 'admin', password: 'mat-khau' };
let folder: string;
const programs: ForeignProgram[] = [];
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'matpho-interop-')); });
afterAll(async () => {
  for (const program of programs) await program[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function gstServer(auth: 'none' | 'basic' | 'digest', certificate?: string): Promise<number> {
  const port = await freePort();
  const program = new ForeignProgram('/usr/bin/python3', [join(home, 'e2e/interop/gst-server.py'), String(port), auth, ...(certificate === undefined ? [] : [certificate])]);
  programs.push(program);
  await program.says(/^ready/m);
  return port;
}

/** Opens it as the hub does and takes so many pictures (and some sound, where there is some). @throws HubError */
async function take(uri: string, settings: Partial<Settings>, { pictures = 20, sounds = 0, credentials = admin }: { readonly pictures?: number; readonly sounds?: number; readonly credentials?: typeof admin } = {}): Promise<Taken> {
  const { opener } = await rtsp.setup({ clock: { now: () => Date.now() }, addresses: new FakeAddressRules(), ffmpeg: new FakeFfmpeg(), loopback: new FakeLoopbackFeed() }, fakeContext(rtsp.config.parse(settings)));
  const stop = new AbortController();
  try {
    return await new Promise<Taken>((resolve, reject) => {
      let format: MediaFormat | undefined;
      let feed: Feed | undefined;
      const units: AccessUnit[] = [];
      const count = (track: string): number => units.filter((unit) => unit.track === track).length;
      const look = (): void => { if (format && feed && count('video') >= pictures && count('audio') >= sounds) resolve({ format, units, feed }); };
      opener.open({ uri, credentials }, {
        format: (now) => { format = now; },
        unit: (unit) => {
          units.push({ ...unit, parts: unit.parts.map((part) => Uint8Array.from(part)) });
          look();
        },
        ended: (error) => reject(error ?? new Error('It ended.')),
      }, stop.signal).then((opened) => {
        feed = opened;
        return look();
      }, reject);
    });
  } finally {
    stop.abort();
  }
}

/** So many pictures a foreign decoder gets of it; it throws at the first complaint. */
function decoded({ format: { video }, units }: Taken): number {
  const code = Buffer.from([0, 0, 0, 1]);
  const pictures = units.filter(({ track }) => track === 'video').map(({ parts }) => Buffer.concat(parts));
  const pieces = video.codec === 'mjpeg' ? pictures : [...video.parameterSets.flatMap((set) => [code, set]), ...pictures.flatMap((bytes) => {
    const nals: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const size = bytes.readUInt32BE(at);
      nals.push(code, bytes.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    }
    return nals;
  })];
  const demuxer = { h264: 'h264', h265: 'hevc', mjpeg: 'mjpeg' }[video.codec];
  const listed = execFileSync(findFfmpeg(), ['-v', 'error', '-xerror', '-f', demuxer, '-i', 'pipe:0', '-fps_mode', 'passthrough', '-f', 'framecrc', 'pipe:1'], { input: Buffer.concat(pieces), stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
  return listed.toString().split('\n').filter((line) => /^\d/.test(line)).length;
}

describe('GStreamer\'s RTSP server', () => {
  it.each([['h264', 'tcp'], ['h264', 'udp'], ['h265', 'tcp'], ['h265', 'udp'], ['mjpeg', 'tcp'], ['mjpeg', 'udp']] as const)('gives %s over %s', async (codec, transport) => {
    const port = await gstServer('none');
    const taken = await take(`rtsp://127.0.0.1:${port}/${codec}`, { transport });
    expect([taken.format.video.codec, taken.units[0]?.key, taken.feed.stats().lost, decoded(taken)]).toEqual([codec, true, 0, taken.units.length]);
  });
  it.each([['aac', 16_000], ['pcma', 8_000], ['opus', 48_000]] as const)('gives %s beside the picture', async (codec, clockRate) => {
    const port = await gstServer('none');
    const { format, units } = await take(`rtsp://127.0.0.1:${port}/h264-${codec}`, {}, { sounds: 10 });
    const sounds = units.filter(({ track }) => track === 'audio');
    expect([format.audio?.codec, format.audio?.clockRate, sounds.every(({ size }) => size > 0)]).toEqual([codec, clockRate, true]);
  });
  it.each(['basic', 'digest'] as const)('lets in by %s, and is told apart when it does not', async (auth) => {
    const port = await gstServer(auth);
    expect((await take(`rtsp://127.0.0.1:${port}/h264`, {}, { pictures: 2 })).units.length).toBe(2);
    const refused = await take(`rtsp://127.0.0.1:${port}/h264`, {}, { credentials: { ...admin, password: 'sai' } }).catch((error: unknown) => error);
    expect(refused instanceof HubError ? refused.code : refused).toBe('camera-wrong-password');
  });
  it('is watched over RTSPS, and another certificate in its place is not', async () => {
    const pem = (name: string): string => {
      const [key, file] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', key, '-out', file], { stdio: 'ignore' });
      execFileSync('sh', ['-c', 'cat "$1" >> "$2"', 'sh', key, file]);
      return file;
    };
    const [right, other] = [pem('right'), pem('other')];
    const fingerprint = execFileSync('openssl', ['x509', '-in', right, '-noout', '-fingerprint', '-sha256']).toString().trim().replace(/^.*=/, '');
    const port = await gstServer('digest', right);
    expect((await take(`rtsps://127.0.0.1:${port}/h264`, { tls: 'verify', fingerprints: fingerprint }, { pictures: 2 })).units.length).toBe(2);
    const stranger = await gstServer('digest', other);
    const refused = await take(`rtsps://127.0.0.1:${stranger}/h264`, { tls: 'verify', fingerprints: fingerprint }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HubError);
  });
  it('with B pictures is put in order, or refused with a reason', async () => {
    const port = await gstServer('none');
    const outcome = await take(`rtsp://127.0.0.1:${port}/h264-b`, {}).then((taken) => decoded(taken) === taken.units.length, (error: unknown) => (error instanceof HubError ? error.code : error));
    expect([true, 'stream-unsupported']).toContain(outcome);
  });
});

describe('VLC as an RTSP server', () => {
  it('gives H.264 over UDP', async () => {
    const [port, file] = [await freePort(), join(folder, 'clip.ts')];
    execFileSync(findFfmpeg(), ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=15:d=20', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '15', '-f', 'mpegts', file]);
    await chmod(folder, 0o755);
    // VLC does not run as root.
    const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const vlc = new ForeignProgram('env', [...asNobody, 'cvlc', '-I', 'dummy', '--no-audio', '--loop', file, '--sout', `#rtp{sdp=rtsp://127.0.0.1:${port}/h264}`, '--sout-keep'], { ...process.env, HOME: folder });
    programs.push(vlc);
    const uri = `rtsp://127.0.0.1:${port}/h264`;
    let taken: Taken | undefined;
    while (!taken) {
      taken = await take(uri, { transport: 'udp' }).catch((error: unknown) => {
        // Not listening yet.
        if (vlc.hasEnded || !(error instanceof HubError) || !['camera-unreachable', 'camera-broken-answer'].includes(error.code)) throw new Error(`${String(error)}\n${vlc.words}`);
        return undefined;
      });
      if (!taken) await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
    expect([taken.format.video.codec, decoded(taken)]).toEqual(['h264', taken.units.length]);
  });
});
