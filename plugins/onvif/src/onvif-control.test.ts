import { existsSync } from 'node:fs';
import { HubError, type CameraReins } from '@matpho/core/sdk';
import { cameraGear, openCamera, type CameraSpec, type SimulatedCamera } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { envelope, fakeDevice, FakeRules, owner, profile1, say, type Script } from './fake-device.fixture.ts';
import { OnvifControl } from './onvif-control.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
const control = new OnvifControl({ clock: { now: () => Date.now() }, addresses: new FakeRules() });
const never = new AbortController().signal;
const codeOf = (wait: Promise<unknown>): Promise<string> => wait.then(() => 'no error', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
const until = (check: () => boolean): Promise<void> => vi.waitFor(() => { if (!check()) throw new Error('not yet'); }, { timeout: 20_000, interval: 20 });
const right = { x: 1, y: 0, zoom: 0 };

describe.runIf(existsSync(ffmpeg))('simulated cameras that turn', () => {
  const opened: SimulatedCamera[] = [];
  const camera = async (id: string, more: Partial<CameraSpec> = {}): Promise<SimulatedCamera> => {
    const one = await openCamera({ id, name: 'Sân', ptz: true, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 5 }, ...more }, cameraGear(ffmpeg));
    opened.push(one);
    return one;
  };
  const take = (one: SimulatedCamera, signal = new AbortController().signal): Promise<CameraReins> => control.open(one.deviceUri ?? '', { username: one.user, password: one.password }, signal);
  afterAll(() => Promise.all(opened.map((one) => one.close())));
  let yard: SimulatedCamera;
  let reins: CameraReins;
  beforeAll(async () => {
    yard = await camera('yard');
    reins = await take(yard);
  });

  it('tell what they can do', () => {
    expect([control.provider, reins.abilities]).toEqual(['onvif', { panTilt: true, zoom: true, presets: 16, home: true }]);
  });

  it('turn while asked to, and stop by themselves when nobody asks any more', async () => {
    await reins.move(right, 300);
    expect(yard.stats.ptz).toMatchObject({ moving: true });
    await until(() => yard.stats.ptz?.moving === false);
    const { position, commands } = yard.stats.ptz ?? {};
    expect([position?.x, position?.y, commands?.['Stop']]).toEqual([expect.closeTo(0.15, 2), 0, undefined]);
  });

  it('are told to turn for two seconds at most, whatever the hub was asked for', async () => {
    await reins.move({ x: -0.1, y: 0, zoom: 0 }, 3_600_000);
    await until(() => yard.stats.ptz?.moving === false);
    expect(yard.stats.ptz?.commands['Stop']).toBeUndefined();
  });

  it('stop at once, in all directions', async () => {
    await reins.move({ x: 0.5, y: 0.5, zoom: 0.5 }, 2_000);
    await reins.stop();
    expect(yard.stats.ptz?.moving).toBe(false);
  });

  it('a stop overtakes moves that wait, and none of them moves the camera after it', async () => {
    const stubborn = await camera('stubborn', { ptz: 'no-timeout' });
    const held = await take(stubborn);
    const moves = [1, 2, 3, 4].map(() => held.move(right, 2_000));
    await held.stop();
    await Promise.all(moves);
    expect(stubborn.stats.ptz?.moving).toBe(false);
    expect(stubborn.stats.ptz?.commands['ContinuousMove'] ?? 0).toBeLessThan(4);
  });

  it('are stopped by the last word of a line that is cut while they turn, by whatever cut it', async () => {
    const runaway = await camera('runaway', { ptz: 'no-timeout' });
    const line = new AbortController();
    const held = await take(runaway, line.signal);
    await held.move(right, 2_000);
    expect(runaway.stats.ptz?.moving).toBe(true);
    line.abort(new Error('The hub ends.'));
    await until(() => runaway.stats.ptz?.moving === false);
    expect(await codeOf(held.move(right, 2_000))).not.toBe('no error');
    expect(runaway.stats.ptz?.moving).toBe(false);
  });

  it('remember positions by any name, and find them again by tokens that look like numbers', async () => {
    await reins.goHome();
    const gate = await reins.savePreset('Cổng <chính> & "ngõ"');
    await reins.move(right, 200);
    await until(() => yard.stats.ptz?.moving === false);
    const lane = await reins.savePreset('Ngõ');
    expect(await reins.presets()).toEqual([{ token: gate, name: 'Cổng <chính> & "ngõ"' }, { token: lane, name: 'Ngõ' }]);
    expect(gate).toMatch(/^0/);
    await reins.goTo(gate);
    expect(yard.stats.ptz?.position.x).toBe(0);
    await reins.savePreset('Ngõ sau', lane);
    await reins.removePreset(gate);
    expect(await reins.presets()).toEqual([{ token: lane, name: 'Ngõ sau' }]);
    expect(await codeOf(reins.goTo(gate))).toBe('control-refused');
  });

  it('go home, and home is where she says', async () => {
    await reins.goHome();
    await reins.move({ x: 0, y: -1, zoom: 1 }, 200);
    await until(() => yard.stats.ptz?.moving === false);
    await reins.setHome();
    const home = yard.stats.ptz?.position;
    await reins.move(right, 200);
    await reins.goHome();
    expect(yard.stats.ptz?.position).toEqual(home);
  });

  it.each([['wsse', {}], ['digest', { answers400: true }]] as const)('are signed in to by %s too', async (auth, more) => {
    const signed = await camera(`auth-${auth}`, { auth, ...more });
    const held = await take(signed);
    await held.move(right, 100);
    expect(signed.stats.ptz?.commands['ContinuousMove']).toBe(1);
  });

  it('knows one that does not turn, and a wrong password', async () => {
    const fixed = await camera('fixed', { ptz: false });
    expect([await codeOf(take(fixed)), await codeOf(control.open(yard.deviceUri ?? '', { username: yard.user, password: 'sai' }, never))]).toEqual(['control-unsupported', 'camera-wrong-password']);
  });
});

const ptzXaddr = `<tds:Service><tds:Namespace>http://www.onvif.org/ver20/ptz/wsdl</tds:Namespace><tds:XAddr>http://10.9.8.7/onvif/ptz</tds:XAddr></tds:Service>`;
const services = say(200, envelope(`<tds:GetServicesResponse><tds:Service><tds:Namespace>http://www.onvif.org/ver10/media/wsdl</tds:Namespace><tds:XAddr>http://10.9.8.7/onvif/ver10/media</tds:XAddr></tds:Service>${ptzXaddr}</tds:GetServicesResponse>`));
const motors = profile1('p', 'H264', 640, 360).replace('</trt:Profiles>', '<tt:PTZConfiguration token="m"><tt:NodeToken>n</tt:NodeToken></tt:PTZConfiguration></trt:Profiles>');
const space = '<tt:SupportedPTZSpaces><tt:ContinuousPanTiltVelocitySpace><tt:URI>u</tt:URI></tt:ContinuousPanTiltVelocitySpace></tt:SupportedPTZSpaces>';
const nodes = (inside: string): Script => say(200, envelope(`<x:GetNodesResponse xmlns:x="u">${inside}</x:GetNodesResponse>`));
const good = nodes(`<x:PTZNode token="n">${space}<tt:MaximumNumberOfPresets>99999999999999999999</tt:MaximumNumberOfPresets></x:PTZNode>`);

describe('a camera with odd or hostile answers about its motors', () => {
  async function opening(scripts: Readonly<Record<string, Script>>, more: object = {}): Promise<string> {
    await using device = await fakeDevice({ media: motors, scripts, ...more });
    return await codeOf(control.open(device.uri, owner, never).then((found) => { throw new Error(JSON.stringify(found.abilities)); }));
  }
  // Every service is asked where the camera itself is, whatever address it names.
  const own = async (scripts: Readonly<Record<string, Script>>): Promise<string> => opening({ GetServices: services, ...scripts }, { namedHost: '10.9.8.7' });

  it.each([
    ['without a list of motors', { GetNodes: nodes('') }, 'control-unsupported'],
    ['with motors that can do nothing', { GetNodes: nodes('<x:PTZNode token="n"/>') }, 'control-unsupported'],
    ['that is cut short', { GetNodes: say(200, '<s:Envelope><s:Body>') }, 'control-unsupported'],
    ['with a document type', { GetNodes: say(200, `<!DOCTYPE x [<!ENTITY a "b">]>${envelope('<GetNodesResponse/>')}`) }, 'control-unsupported'],
    ['that declines', { GetNodes: say(500, envelope('<s:Fault><s:Reason><s:Text>no</s:Text></s:Reason></s:Fault>')) }, 'control-unsupported'],
    ['with more presets than there are numbers for', { GetNodes: good }, 'Error: {"panTilt":true,"zoom":false,"presets":300,"home":false}'],
  ])('%s', async (_, scripts, code) => {
    expect(await own(scripts)).toBe(code);
  });
});
