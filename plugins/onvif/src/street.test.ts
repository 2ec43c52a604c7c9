import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { HubError, type CameraDetails, type Credentials, type FoundCamera } from '@matpho/core/sdk';
import { startStreet, type CameraSpec, type SimulatedCamera, type Street } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeRules } from './fake-device.fixture.ts';
import { OnvifProvider } from './onvif-provider.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
const hour = 3_600_000;
const small = { kind: 'drawn', width: 640, height: 360, fps: 5 } as const;
const cameras: readonly CameraSpec[] = [
  { id: 'digest', name: 'Cổng nhà', maker: 'Hoa Sen', model: 'HS-1', auth: 'digest', footage: small, audio: 'aac' },
  { id: 'wsse', name: 'Sân sau', auth: 'wsse', footage: small },
  { id: 'slow-clock', name: 'Ngõ', auth: 'wsse', clockOffsetMs: -hour, footage: small },
  { id: 'says-400', name: 'Bếp', auth: 'both', answers400: true, footage: small },
  { id: 'digest-400', name: 'Gác', auth: 'digest', answers400: true, footage: small },
  { id: 'h265', name: 'Mái', codec: 'h265', footage: small },
];

const codeOf = (wait: Promise<unknown>): Promise<string> => wait.then(() => 'no error', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
const quiet = (): void => undefined;

describe.runIf(existsSync(ffmpeg))('a street of simulated cameras', () => {
  let street: Street;
  let provider: OnvifProvider;
  const never = new AbortController().signal;
  const camera = (id: string): SimulatedCamera => {
    const found = street.camera(id);
    if (found === undefined) throw new Error(`There is no camera ${id}.`);
    return found;
  };
  const describeAs = (id: string, password = camera(id).password): Promise<CameraDetails> => {
    const credentials: Credentials = { username: camera(id).user, password };
    return provider.describe(camera(id).deviceUri ?? '', credentials, never);
  };

  beforeAll(async () => {
    const discoveryPort = await freeUdpPort();
    street = await startStreet({ cameras, ffmpeg, discoveryPort });
    const addresses = new FakeRules();
    provider = new OnvifProvider(
      { discovery: { interval: 200, loopback: true, port: discoveryPort }, typed: { ports: [80], discoveryPort, patience: 500 } },
      { clock: { now: () => Date.now() }, addresses },
      { addresses, log: { debug: quiet, info: quiet, warn: quiet, error: quiet }, reached: quiet },
    );
  });
  afterAll(() => street.close());

  it('is found by discovery, each camera once', async () => {
    const stop = new AbortController();
    const found: FoundCamera[] = [];
    await provider.watch({
      found: (one) => { if (found.push(one) === cameras.length) stop.abort(); },
      lost: () => undefined,
      motion: () => undefined,
    }, stop.signal);
    expect(new Set(found.map((one) => one.nativeId))).toEqual(new Set(street.cameras.map((one) => one.endpointReference)));
    expect(found.find((one) => one.nativeId === camera('digest').endpointReference)).toMatchObject({ name: 'Cổng nhà', provider: 'onvif', deviceUri: camera('digest').deviceUri });
  });

  it('is found by a typed address and port', async () => {
    const { host } = new URL(camera('wsse').deviceUri ?? '');
    expect(await provider.probe(host, never)).toMatchObject([{ nativeId: camera('wsse').endpointReference, name: 'Sân sau', address: host }]);
  });

  it('describes a camera by Digest', async () => {
    const details = await describeAs('digest');
    expect(details).toMatchObject({ maker: 'Hoa Sen', model: 'HS-1', sources: [
      { role: 'main', uri: camera('digest').rtspUri('main'), codec: 'h264', width: 640, height: 360, hasAudio: true },
      { role: 'sub', uri: camera('digest').rtspUri('sub'), codec: 'h264' },
    ] });
  });

  it.each(['wsse', 'says-400', 'digest-400'])('describes the camera %s', async (id) => {
    expect((await describeAs(id)).sources[0]).toMatchObject({ role: 'main', uri: camera(id).rtspUri('main'), codec: 'h264' });
  });

  it('describes a camera whose clock is an hour slow, and says by how much', async () => {
    const { clockOffsetMs = 0, sources } = await describeAs('slow-clock');
    expect(sources[0]?.uri).toBe(camera('slow-clock').rtspUri('main'));
    // The camera tells whole seconds.
    expect(Math.abs(clockOffsetMs + hour)).toBeLessThan(5_000);
  });

  it('describes an H.265 camera', async () => {
    expect((await describeAs('h265')).sources[0]).toMatchObject({ role: 'main', codec: 'h265', uri: camera('h265').rtspUri('main') });
  });

  it.each(['digest', 'wsse', 'says-400', 'digest-400', 'h265'])('knows a wrong password at the camera %s', async (id) => {
    expect(await codeOf(describeAs(id, 'sai-mat-khau'))).toBe('camera-wrong-password');
  });

  it('fetches a picture, and not with a wrong password', async () => {
    const { snapshotUri = '' } = await describeAs('digest');
    const { user: username, password } = camera('digest');
    const picture = await provider.picture(snapshotUri, { username, password }, never);
    expect([...picture.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    expect(await codeOf(provider.picture(snapshotUri, { username, password: 'sai' }, never))).toBe('camera-wrong-password');
  });

  it.each([['xml', 'camera-broken-answer'], ['length', 'camera-broken-answer']] as const)('bears garbage of the kind %s', async (kind, code) => {
    camera('says-400').answerGarbage(kind);
    expect(await codeOf(describeAs('says-400'))).toBe(code);
    camera('says-400').heal();
  });
});

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => { socket.bind(0, '127.0.0.1', resolve); });
  const { port } = socket.address();
  await new Promise<void>((resolve) => { socket.close(resolve); });
  return port;
}
