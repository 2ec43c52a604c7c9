import { HubError, type CameraDetails, type Credentials } from '@matpho/core/sdk';
import { describe, expect, it } from 'vitest';
import { describeCamera } from './describe-camera.ts';
import { envelope, fakeClock, fakeDevice, FakeRules, fault, owner, profile1, profile2, say, type Conduct, type FakeDevice } from './fake-device.fixture.ts';

const hour = 3_600_000;
const never = new AbortController().signal;
const ask = (uri: string, credentials: Credentials = owner, rules = new FakeRules(), signal = never): Promise<CameraDetails> =>
  describeCamera(uri, credentials, { clock: fakeClock, addresses: rules }, signal);
const codeOf = (wait: Promise<unknown>): Promise<string> => wait.then(() => 'no error', (error: unknown) => (error instanceof HubError ? error.code : `not a HubError: ${String(error)}`));
const wrong: Credentials = { username: 'admin', password: 'sai' };
const detailsOf = (device: FakeDevice): CameraDetails => ({
  maker: 'Hoa Sen', model: 'HS-1', serial: '42', clockOffsetMs: 0,
  sources: [
    { role: 'main', uri: 'rtsp://127.0.0.1:8554/main?a=1&b=2', codec: 'h264', width: 1920, height: 1080, fps: 25, hasAudio: true },
    { role: 'sub', uri: 'rtsp://127.0.0.1:8554/sub?a=1&b=2', codec: 'h264', width: 640, height: 360, fps: 25, hasAudio: false },
  ],
  snapshotUri: `http://127.0.0.1:${device.port}/snap/main`,
});

describe('describing a camera', () => {
  it.each([['HTTP Digest', ['digest']], ['a token', ['token']], ['both', ['digest', 'token']], ['no proof at all', []]] as const)('works when it takes %s', async (_, auth) => {
    await using device = await fakeDevice({ auth });
    expect(await ask(device.uri)).toEqual(detailsOf(device));
  });

  it('answers a challenge that comes with status 400', async () => {
    await using device = await fakeDevice({ auth: ['digest'], challengeStatus: 400 });
    expect([await ask(device.uri), await codeOf(ask(device.uri, wrong))]).toEqual([detailsOf(device), 'camera-wrong-password']);
  });

  it('shows the password to nobody on the wire', async () => {
    await using device = await fakeDevice({ auth: ['digest', 'token'] });
    await ask(device.uri);
    expect(device.wire.filter((one) => one.includes(owner.password) || one.includes(Buffer.from(`${owner.username}:${owner.password}`).toString('base64')))).toEqual([]);
  });

  it('asks the time before it shows any proof', async () => {
    await using device = await fakeDevice({ auth: ['token'] });
    await ask(device.uri);
    expect(device.asked.slice(0, 3)).toEqual(['GetSystemDateAndTime?', 'GetDeviceInformation?', 'GetDeviceInformation']);
  });

  it.each([-hour, hour, -26 * 365 * 24 * hour])('dates the token by the clock of a camera that is %i ms off', async (offsetMs) => {
    await using device = await fakeDevice({ auth: ['token'], offsetMs });
    expect(await ask(device.uri)).toEqual({ ...detailsOf(device), clockOffsetMs: offsetMs });
  });

  it('dates the token by its own clock for a camera that tells a wrong time but checks by a right one', async () => {
    await using device = await fakeDevice({ auth: ['token'], offsetMs: 7 * hour, checkedOffsetMs: 0 });
    expect(await ask(device.uri)).toEqual({ ...detailsOf(device), clockOffsetMs: 7 * hour });
  });

  it('escapes a user name for XML', async () => {
    const credentials = { username: 'a<b>&"c', password: 'p' };
    await using device = await fakeDevice({ auth: ['token'], credentials });
    expect(await ask(device.uri, credentials)).toEqual(detailsOf(device));
  });

  it('escapes a profile token', async () => {
    await using device = await fakeDevice({ media: profile1('a&b', 'H264', 640, 360), scripts: { GetSnapshotUri: say(500, fault('ter:ActionNotSupported', 'no')) } });
    const details = await ask(device.uri);
    expect(device.wire.filter((one) => one.includes('<ProfileToken>')).every((one) => one.includes('<ProfileToken>a&amp;b</ProfileToken>'))).toBe(true);
    expect(details.snapshotUri).toBeUndefined();
  });

  it('takes H.265 from the newer media service', async () => {
    await using device = await fakeDevice({ media: profile1('small', 'H264', 640, 360), media2: profile2('big', 'H265', 2560, 1440) + profile2('small', 'H264', 640, 360) });
    expect((await ask(device.uri)).sources.map(({ role, codec, uri, height }) => [role, codec, uri, height])).toEqual([
      ['main', 'h265', 'rtsp://127.0.0.1:8554/big?a=1&b=2', 1440], ['sub', 'h264', 'rtsp://127.0.0.1:8554/small?a=1&b=2', 360],
    ]);
  });

  it('manages when the newer media service is broken', async () => {
    await using device = await fakeDevice({ media2: '<oops/>' });
    expect(await ask(device.uri)).toEqual(detailsOf(device));
  });

  it('falls back to GetCapabilities on older cameras', async () => {
    await using device = await fakeDevice({ scripts: {
      GetServices: say(400, fault('ter:ActionNotSupported', 'no such operation')),
      GetCapabilities: say(200, envelope('<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://10.0.0.9:81/onvif/media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>')),
    } });
    expect(await ask(device.uri)).toEqual(detailsOf(device));
  });
});

describe('a camera that names other hosts', () => {
  it('is asked only where it was found, and its streams are moved there', async () => {
    await using device = await fakeDevice({ auth: ['digest'], namedHost: '169.254.169.254' });
    const rules = new FakeRules();
    expect(await ask(device.uri, owner, rules)).toEqual(detailsOf(device));
    expect(new Set(rules.asked)).toEqual(new Set([`127.0.0.1:${device.port}`, '127.0.0.1:8554']));
  });

  it('is not followed when it redirects', async () => {
    await using device = await fakeDevice({ scripts: { GetDeviceInformation: say(307, '', { Location: 'http://169.254.169.254/' }), GetServices: say(307, '', { Location: 'http://169.254.169.254/' }), GetCapabilities: say(307, '') } });
    const rules = new FakeRules();
    expect(await codeOf(ask(device.uri, owner, rules))).toBe('camera-broken-answer');
    expect(new Set(rules.asked)).toEqual(new Set([`127.0.0.1:${device.port}`]));
  });
});

describe('what goes wrong has its own code', () => {
  const table: readonly (readonly [string, Conduct, Credentials, string])[] = [
    ['wrong password, refused by 401 and Digest', { auth: ['digest'] }, wrong, 'camera-wrong-password'],
    ['wrong password, refused by 400 and ter:NotAuthorized', { auth: ['token'], refusal: 400 }, wrong, 'camera-wrong-password'],
    ['wrong password, refused by 401 without a challenge', { auth: ['token'], refusal: 401 }, wrong, 'camera-wrong-password'],
    ['wrong password on a camera whose clock is off, which Digest can tell', { auth: ['digest', 'token'], offsetMs: -hour }, wrong, 'camera-wrong-password'],
    ['a clock that is far off and neither time is taken', { auth: ['token'], offsetMs: -hour, checkedOffsetMs: 5 * hour }, owner, 'camera-clock-off'],
    ['a token called expired', { scripts: { GetDeviceInformation: say(400, fault('wsse:MessageExpired', 'The message has expired')) } }, owner, 'camera-clock-off'],
    ['no codec the hub knows', { media: profile1('j', 'MPEG4', 1280, 720) }, owner, 'camera-no-video'],
    ['no media service', { media: '' }, owner, 'camera-no-video'],
    ['garbage instead of XML', { scripts: { GetSystemDateAndTime: say(200, '\u0000\u0001<<<&&& no xml') } }, owner, 'camera-broken-answer'],
    ['half an answer', { scripts: { GetProfiles: say(200, envelope('<trt:GetProfilesResponse/>').slice(0, -20)) } }, owner, 'camera-broken-answer'],
    ['another document', { scripts: { GetSystemDateAndTime: say(200, '<html><body/></html>') } }, owner, 'camera-broken-answer'],
    ['an envelope without the answer', { scripts: { GetProfiles: say(200, envelope('<x/>')) } }, owner, 'camera-broken-answer'],
    ['an entity bomb', { scripts: { GetSystemDateAndTime: say(200, `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "${'c'.repeat(999)}"><!ENTITY d "${'&b;'.repeat(999)}">]>${envelope('&d;')}`) } }, owner, 'camera-broken-answer'],
    ['very deep XML', { scripts: { GetSystemDateAndTime: say(200, envelope('<a>'.repeat(100_000))) } }, owner, 'camera-broken-answer'],
    ['a stream that is not RTSP', { scripts: { GetStreamUri: say(200, envelope('<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>file:///etc/passwd</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>')) } }, owner, 'camera-broken-answer'],
    ['not HTTP at all', { scripts: { GetSystemDateAndTime: (response) => response.socket?.end('SSH-2.0-x\r\n\r\n') } }, owner, 'camera-broken-answer'],
    ['a closed connection', { scripts: { GetSystemDateAndTime: (response) => response.socket?.destroy() } }, owner, 'camera-unreachable'],
  ];
  it.each(table)('%s', async (_, conduct, credentials, code) => {
    await using device = await fakeDevice(conduct);
    expect(await codeOf(ask(device.uri, credentials))).toBe(code);
  });

  it('an answer without end is cut at one megabyte', async () => {
    let sent = 0;
    await using device = await fakeDevice({ scripts: { GetSystemDateAndTime: (response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'a'))) sent += 65_536;
        sent += 65_536;
      };
      response.on('drain', more).writeHead(200);
      more();
    } } });
    expect(await codeOf(ask(device.uri))).toBe('camera-broken-answer');
    expect(sent).toBeLessThan(64 * 1_048_576);
  });

  it('nothing listens', async () => {
    const device = await fakeDevice();
    await device[Symbol.asyncDispose]();
    expect(await codeOf(ask(device.uri))).toBe('camera-unreachable');
  });

  it.each(['https://127.0.0.1/', 'file:///etc/passwd', 'nonsense', 'http://192.168.1.1/'])('the hub does not go to %s', async (uri) => {
    expect(await codeOf(ask(uri))).toBe('address-refused');
  });

  it('a wrong password is tried no more than twice, lest the camera lock the account', async () => {
    for (const [auth, offsetMs] of [[['digest'], 0], [['token'], 0], [['digest', 'token'], -hour], [['token'], -hour]] as const) {
      await using device = await fakeDevice({ auth, offsetMs });
      await codeOf(ask(device.uri, wrong));
      expect(device.asked.filter((one) => !one.endsWith('?')).length, auth.join()).toBeLessThanOrEqual(2);
    }
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    await using device = await fakeDevice({ scripts: { GetSystemDateAndTime: () => stop.abort(new Error('enough')) } });
    await expect(ask(device.uri, owner, new FakeRules(), stop.signal)).rejects.toThrow('enough');
  });
});
