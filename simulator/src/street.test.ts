import { createSocket } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import { openControlPort } from './control-port.ts';
import { demoCameras } from './demo-street.ts';
import { GROUP } from './discovery/responder.ts';
import { startStreet } from './street.ts';
import { FFMPEG, small, watch } from './testing.fixture.ts';

const probeFor = (types: string): string => `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header><MessageID>urn:uuid:1</MessageID></e:Header><e:Body><Probe><Types>${types}</Types></Probe></e:Body></e:Envelope>`;

/** Sends a Probe and listens until `count` cameras have answered. */
const probe = async (port: number, to: string, count: number, types = 'dn:NetworkVideoTransmitter'): Promise<string[]> => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => { socket.bind(0, '127.0.0.1', resolve); });
  socket.setMulticastInterface('127.0.0.1');
  const found = new Map<string, string>();
  const all = new Promise<void>((resolve) => {
    socket.on('message', (bytes) => {
      const text = bytes.toString('utf8');
      found.set(/urn:uuid:[0-9a-f-]{36}(?=<\/wsa:Address>)/.exec(text)?.[0] ?? '', /XAddrs>([^<]*)/.exec(text)?.[1] ?? '');
      if (found.size === count) resolve();
    });
  });
  socket.send(probeFor(types), port, to);
  await all;
  socket.close();
  return [...found].map(([reference, address]) => `${reference} ${address}`).toSorted();
};

const demoReferences = async (): Promise<readonly string[]> => {
  await using street = await startStreet({ cameras: demoCameras(3, true), ffmpeg: FFMPEG, discovery: false });
  return street.cameras.map(({ endpointReference }) => endpointReference);
};

/** Any free UDP port. */
const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => { socket.bind(0, resolve); });
  const { port } = socket.address();
  await new Promise<void>((resolve) => { socket.close(() => resolve()); });
  return port;
};

describe('a street', () => {
  it('is found whole by a probe to the group on loopback, and by one sent to the host alone', async () => {
    const discoveryPort = await freePort();
    const ids = Array.from({ length: 40 }, (_, i) => small(`c${i}`));
    await using street = await startStreet({ cameras: [...ids, small('plain', { onvif: false })], ffmpeg: FFMPEG, discoveryPort });
    const expected = street.cameras.slice(0, 40).map((camera) => `${camera.endpointReference} ${camera.deviceUri}`).toSorted();
    expect(await probe(discoveryPort, GROUP, 40)).toEqual(expected);
    expect(await probe(discoveryPort, '127.0.0.1', 40, '')).toEqual(expected);
  });

  it('shares the discovery port with another street, and both answer', async () => {
    const discoveryPort = await freePort();
    await using one = await startStreet({ cameras: [small('one')], ffmpeg: FFMPEG, discoveryPort });
    await using two = await startStreet({ cameras: [small('two')], ffmpeg: FFMPEG, discoveryPort });
    expect(await probe(discoveryPort, GROUP, 2)).toEqual([one, two].map(({ cameras: [camera] }) => `${camera?.endpointReference} ${camera?.deviceUri}`).toSorted());
  });

  it('says Bye and Hello around a reboot', async () => {
    const discoveryPort = await freePort();
    await using street = await startStreet({ cameras: [small('again')], ffmpeg: FFMPEG, discoveryPort });
    const ear = createSocket({ type: 'udp4', reuseAddr: true });
    await new Promise<void>((resolve) => { ear.bind(discoveryPort, resolve); });
    ear.addMembership(GROUP, '127.0.0.1');
    const heard: string[] = [];
    ear.on('message', (bytes) => heard.push(/discovery\/(\w+)</.exec(bytes.toString('utf8'))?.[1] ?? ''));
    await street.cameras[0]?.reboot(0);
    await expect.poll(() => heard).toEqual(['Bye', 'Hello']);
    ear.close();
  });

  it('keeps a camera the same from run to run', async () => {
    const first = await demoReferences();
    expect([await demoReferences(), new Set(first).size]).toEqual([first, 3]);
  });

  it('refuses two cameras with one id, and leaves nothing open', async () => {
    await expect(startStreet({ cameras: [small('a'), small('a')], ffmpeg: FFMPEG, discovery: false })).rejects.toThrow('the same id');
  });

  it('makes faults on command over its control port, for who has the token', async () => {
    await using street = await startStreet({ cameras: [small('a')], ffmpeg: FFMPEG, discovery: false });
    const control = await openControlPort(street, 'secret');
    const ask = (path: string, token: string, method = 'POST', body?: string): Promise<number> =>
      fetch(control.uri + path, { method, headers: { authorization: `Bearer ${token}` }, ...(body !== undefined && { body }) }).then(({ status }) => status);
    expect(await ask('/cameras', 'guess', 'GET')).toBe(401);
    expect(await ask('/cameras', 'secret', 'GET')).toBe(200);
    const client = await watch(street.cameras[0]?.rtspUri() ?? '');
    expect(await ask('/cameras/a/drop', 'secret')).toBe(200);
    await client.end();
    expect([await ask('/cameras/a/nothing', 'secret'), await ask('/cameras/b/drop', 'secret'), await ask('/cameras/a/clockSkew', 'secret', 'POST', '{"ms":"x"}')]).toEqual([400, 404, 400]);
    await control.close();
  });
});
