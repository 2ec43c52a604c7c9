import { HubError, type CameraObserver, type FoundCamera, type Log } from '@matpho/core/sdk';
import { describe, expect, it } from 'vitest';
import { Discovery } from './discovery.ts';
import { fakeDevice, fakeClock, FakeRules, fault, say } from './fake-device.fixture.ts';
import { fakeResponder, matchMessage } from './fake-responder.fixture.ts';
import { parseTyped, probeAddress } from './typed-address.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const never = new AbortController().signal;

/** Watches until the condition holds, then stops. */
async function watchUntil(port: number, rules: FakeRules, enough: (found: readonly FoundCamera[], lost: readonly string[]) => boolean): Promise<{ found: FoundCamera[]; lost: string[] }> {
  const stop = new AbortController();
  const found: FoundCamera[] = [];
  const lost: string[] = [];
  const look = (): void => { if (enough(found, lost)) stop.abort(); };
  const observer: CameraObserver = {
    found: (camera) => { found.push(camera); look(); },
    lost: (id) => { lost.push(id); look(); },
    motion: () => undefined,
  };
  await new Discovery(observer, { interval: 30, loopback: true, port }, { addresses: rules, log: quiet, reached: () => undefined }).run(stop.signal);
  return { found, lost };
}

describe('discovery', () => {
  it('asks for cameras and for devices, and finds what answers past all garbage', async () => {
    await using responder = await fakeResponder((probe) => [
      'garbage', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '\u0000'.repeat(60_000),
      ...(probe.includes('dn:NetworkVideoTransmitter') ? [matchMessage('urn:uuid:old', 'http://127.0.0.1:8001/onvif/device_service', 'onvif://www.onvif.org/name/C%E1%BB%95ng onvif://www.onvif.org/hardware/HS-1')] : []),
      ...(probe.includes('dn:Device') ? [matchMessage('urn:uuid:new', 'http://127.0.0.1:8002/onvif/device_service')] : []),
    ]);
    const { found } = await watchUntil(responder.port, new FakeRules(), (all) => all.length === 2);
    expect(found.toSorted((a, b) => a.deviceUri.localeCompare(b.deviceUri))).toEqual([
      { nativeId: 'urn:uuid:old', provider: 'onvif', name: 'Cổng', model: 'HS-1', address: '127.0.0.1:8001', deviceUri: 'http://127.0.0.1:8001/onvif/device_service' },
      { nativeId: 'urn:uuid:new', provider: 'onvif', name: '127.0.0.1:8002', address: '127.0.0.1:8002', deviceUri: 'http://127.0.0.1:8002/onvif/device_service' },
    ]);
  });

  it('tells that a camera is lost when it falls silent', async () => {
    let answers = 0;
    await using responder = await fakeResponder((_, sender) => (sender === '127.0.0.1' && answers++ < 2 ? [matchMessage('urn:uuid:1', 'http://127.0.0.1:8001/')] : []));
    const { found, lost } = await watchUntil(responder.port, new FakeRules(), (_, gone) => gone.length === 1);
    expect([found.length, lost]).toEqual([1, ['urn:uuid:1']]);
  });

  it('never looks at the host a device names, only at the one it answers from', async () => {
    await using responder = await fakeResponder(() => [matchMessage('urn:uuid:evil', 'http://169.254.169.254:8003/latest/meta-data')]);
    const rules = new FakeRules();
    const { found } = await watchUntil(responder.port, rules, (all) => all.length === 1);
    expect([found[0]?.deviceUri, [...new Set(rules.asked)]]).toEqual(['http://127.0.0.1:8003/latest/meta-data', ['127.0.0.1:8003']]);
  });

  it('leaves out what the hub may not reach', async () => {
    class NoOddPorts extends FakeRules {
      override check(host: string, port: number): Promise<string> {
        return port % 2 === 1 ? Promise.reject(new HubError('address-refused', 'odd')) : super.check(host, port);
      }
    }
    await using responder = await fakeResponder(() => [matchMessage('urn:uuid:odd', 'http://127.0.0.1:8001/'), matchMessage('urn:uuid:even', 'http://127.0.0.1:8002/')]);
    const { found } = await watchUntil(responder.port, new NoOddPorts(), (all) => all.length === 1);
    expect(found.map((one) => one.nativeId)).toEqual(['urn:uuid:even']);
  });
});

describe('a typed address', () => {
  const ask = (typed: string, settings: { ports?: readonly number[]; discoveryPort?: number } = {}, rules = new FakeRules()): Promise<unknown> =>
    probeAddress(typed, { ports: [], discoveryPort: 9, patience: settings.discoveryPort === undefined ? 1 : 300, ...settings }, { clock: fakeClock, addresses: rules }, never)
      .catch((error: unknown) => (error instanceof HubError ? error.code : error));

  it('is asked by datagram, which gives the lasting name', async () => {
    await using responder = await fakeResponder(() => [matchMessage('urn:uuid:1', 'http://10.1.1.1:8001/onvif', 'onvif://www.onvif.org/name/A')]);
    expect(await ask('127.0.0.1', { discoveryPort: responder.port })).toEqual([{ nativeId: 'urn:uuid:1', provider: 'onvif', name: 'A', address: '127.0.0.1:8001', deviceUri: 'http://127.0.0.1:8001/onvif' }]);
  });
  it('is asked by HTTP at the usual ports when the datagram stays unanswered', async () => {
    await using device = await fakeDevice();
    const uri = `http://127.0.0.1:${device.port}/onvif/device_service`;
    const found = [{ nativeId: `onvif:127.0.0.1:${device.port}`, provider: 'onvif', name: `127.0.0.1:${device.port}`, address: `127.0.0.1:${device.port}`, deviceUri: uri }];
    expect(await ask('127.0.0.1', { ports: [1, device.port] })).toEqual(found);
    expect(await ask(`127.0.0.1:${device.port}`)).toEqual(found);
    expect(device.asked.every((one) => one === 'GetSystemDateAndTime?')).toBe(true);
  });
  it('with a port means that camera, though others answer from the same host', async () => {
    await using device = await fakeDevice();
    await using responder = await fakeResponder(() => [matchMessage('urn:uuid:other', 'http://127.0.0.1:8001/'), matchMessage('urn:uuid:mine', `http://127.0.0.1:${device.port}/onvif/device_service`)]);
    expect(await ask(`127.0.0.1:${device.port}`, { discoveryPort: responder.port })).toMatchObject([{ nativeId: 'urn:uuid:mine' }]);
  });
  it('finds a camera that keeps even its time from strangers', async () => {
    await using device = await fakeDevice({ scripts: { GetSystemDateAndTime: say(400, fault('ter:NotAuthorized', 'Sender not Authorized')) } });
    expect(await ask(`127.0.0.1:${device.port}`)).toMatchObject([{ address: `127.0.0.1:${device.port}` }]);
  });
  it.each([['a router\'s sign-in page', 401, '<!DOCTYPE html><h1>Sign in</h1>'], ['a web page', 200, '<html></html>'], ['not found', 404, '']])('is no camera when it gives %s', async (_, status, page) => {
    await using device = await fakeDevice({ scripts: { GetSystemDateAndTime: say(status, page, { 'WWW-Authenticate': 'Basic realm="router"' }) } });
    expect(await ask(`127.0.0.1:${device.port}`)).toBe('camera-unreachable');
  });
  it('is unreachable when nothing answers, and refused when the rules say so', async () => {
    expect([await ask('127.0.0.1:1'), await ask('8.8.8.8:80')]).toEqual(['camera-unreachable', 'address-refused']);
  });
  it.each(['', 'http://127.0.0.1', 'a/b', 'user:pw@host', '1.2.3.4:99999', 'a b', '::1', '[::1', 'x'.repeat(300)])('is refused as %s', async (typed) => {
    expect(await ask(typed)).toBe('address-refused');
  });
  it('is read as host and port', () => {
    expect(['192.168.1.20', ' 192.168.1.20:80 ', 'camera.lan:8000', '[fd12::20]:8000', '[fd12::20]'].map(parseTyped)).toEqual([
      { host: '192.168.1.20' }, { host: '192.168.1.20', port: 80 }, { host: 'camera.lan', port: 8000 }, { host: '[fd12::20]', port: 8000 }, { host: '[fd12::20]' },
    ]);
  });
});
