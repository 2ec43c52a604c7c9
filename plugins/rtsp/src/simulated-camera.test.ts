import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { cameraGear, openCamera, type CameraSpec, type SimulatedCamera } from '@matpho/simulator';
import { usualTimings } from './connection.ts';
import { Gathering, OpenRules } from './fake-camera.fixture.ts';
import { RtspOpener } from './rtsp-opener.ts';

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
  const opener = new RtspOpener({ transport, tls: 'verify' }, new OpenRules(), { now: () => Date.now() }, usualTimings);
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
    const opener = new RtspOpener({ transport: 'tcp', tls: 'verify' }, new OpenRules(), { now: () => Date.now() }, { ...usualTimings, stall: 600, tick: 100 });
    await opener.open({ uri: stalling.rtspUri(), credentials: { username: stalling.user, password: stalling.password } }, sink, new AbortController().signal);
    await sink.gathered(1);
    stalling.stall();
    expect(await sink.end).toMatchObject({ code: 'camera-stalled' });
  });
});
