import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';
import type { LiveViewer } from './live-viewer.fixture.ts';

/** The fragments that came, with the init segment left out. */
function fragmentsOf(viewer: LiveViewer): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  viewer.socket.on('message', (data: Buffer, binary: boolean) => { if (binary && mapFmp4(data).fragments.length > 0) pieces.push(data); });
  return pieces;
}
const runsOf = (pieces: readonly Uint8Array[]) => pieces.flatMap((bytes) => mapFmp4(bytes).fragments.flatMap(({ runs }) => runs));

describe('pictures for a slow line', () => {
  let street: Street;
  // Half a megabit a second, a key picture each second.
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('key pictures alone lie on the line without a hole, and the page changes its mind without opening anew', async () => {
    const { people: { lan }, cameras: { a } } = street;
    using viewer = lan.live({ camera: a.id, transport: 'mse', pace: 'keys' });
    const pieces = fragmentsOf(viewer);
    await until('three key pictures come', () => pieces.length >= 3);
    const keys = runsOf(pieces);
    expect(keys.every(({ key, samples }) => key && samples === 1)).toBe(true);
    // Each begins at or before the end of the one before: a player never meets a hole.
    expect(keys.every(({ baseDecodeTicks }, n) => n === 0 || baseDecodeTicks <= (keys[n - 1]?.baseDecodeTicks ?? 0) + (keys[n - 1]?.duration ?? 0))).toBe(true);
    viewer.say({ type: 'pace', pace: 'all' });
    await until('the pictures between come too', () => runsOf(pieces).some(({ key }) => !key));
    viewer.say({ type: 'pace', pace: 'keys' });
    await until('it is told', () => viewer.of('pace') === 2);
    expect([viewer.of('opened'), viewer.events.filter(({ type }) => type === 'pace')]).toEqual([1, [{ type: 'pace', pace: 'all', stills: false, why: 'asked' }, { type: 'pace', pace: 'keys', stills: false, why: 'asked' }]]);
    viewer.say({ type: 'anything' });
    await viewer.over();
    expect(viewer.closed?.code).toBe(4000);
  }, 60_000);

  test('JPEGs come over the live socket, and as pictures that replace each other for the house alone', async () => {
    const { people: { lan, bay, truc }, cameras: { a }, running } = street;
    using viewer = lan.live({ camera: a.id, transport: 'mjpeg' });
    let whole = 0;
    viewer.socket.on('message', (data: Buffer, binary: boolean) => { if (binary && data.readUInt16BE(0) === 0xffd8 && data.readUInt16BE(data.length - 2) === 0xffd9) whole += 1; });
    await until('three pictures come', () => whole >= 3);
    const { reply, text } = await new Promise<{ reply: IncomingMessage; text: string }>((resolve, reject) => {
      let came = '';
      const request = get(`${running.origin}/api/cameras/${a.id}/mjpeg`, { headers: lan.headers, agent: false }, (response) => {
        response.setEncoding('latin1').on('data', (piece: string) => {
          came += piece;
          if (came.split('--picture\r\n').length < 4) return;
          request.destroy();
          resolve({ reply: response, text: came });
        });
      });
      request.on('error', reject);
    });
    expect([reply.statusCode, reply.headers['content-type'], /^--picture\r\nContent-Type: image\/jpeg\r\nContent-Length: \d+\r\n\r\n\xff\xd8/.test(text)]).toEqual([200, 'multipart/x-mixed-replace; boundary=picture', true]);
    expect([(await bay.send('GET /api/cameras/:id/mjpeg', { params: { id: a.id } })).status, (await truc.send('GET /api/cameras/:id/mjpeg', { params: { id: a.id } })).status]).toEqual([404, 403]);
  }, 60_000);

  test('the owner\'s cap on what leaves the house slows whoever is outside, the officer before her, and nobody inside', async () => {
    const { people: { lan, tra, xem }, cameras: { a }, owners, units: { u }, signedIn } = street;
    await give(lan, { owner: owners.a, cameras: [a.id], who: { unit: u }, ...always });
    const away = await signedIn('lan');
    away.address = '113.160.1.1';
    const atHome = (await lan.get('GET /api/owners/:id/uplink', { params: { id: owners.a } }));
    expect([atHome.kbps, atHome.viewers, (await xem.send('PUT /api/owners/:id/uplink', { params: { id: owners.a }, body: { kbps: 100 } })).status]).toEqual([null, 0, 403]);
    using inside = lan.live({ camera: a.id, transport: 'mse' });
    await inside.playing();
    tra.address = '113.160.2.2';
    using far = tra.live({ camera: a.id, transport: 'mse', unit: u, purpose: 'crime' });
    await far.playing();
    using owner = away.live({ camera: a.id, transport: 'mse' });
    await owner.playing();
    const { usedKbps } = await found('it is measured', async () => {
      const row = await lan.get('GET /api/owners/:id/uplink', { params: { id: owners.a } });
      return row.viewers === 2 && row.usedKbps > 0 ? row : undefined;
    });
    await lan.get('PUT /api/owners/:id/uplink', { params: { id: owners.a }, body: { kbps: Math.max(64, Math.round(usedKbps * 0.8)) } });
    await until('the officer is slowed', () => far.events.some((event) => event.type === 'pace' && event.why === 'uplink'));
    expect([inside.of('pace'), owner.ended, far.ended]).toEqual([0, undefined, undefined]);
    await lan.get('PUT /api/owners/:id/uplink', { params: { id: owners.a }, body: { kbps: null } });
  }, 90_000);

  test('on a line of 200 kbit/s those outside share what there is, the next is told that it is full, and whoever is inside sees all', async () => {
    const { people: { lan }, cameras: { a }, owners, signedIn } = street;
    await lan.get('PUT /api/owners/:id/uplink', { params: { id: owners.a }, body: { kbps: 200 } });
    const away = await signedIn('lan');
    away.address = '113.160.3.3';
    const far: LiveViewer[] = [];
    try {
      let last: LiveViewer | undefined;
      while (last?.ended === undefined && far.length < 24) {
        const one = last = away.live({ camera: a.id, transport: 'mse' });
        far.push(one);
        await until('it is opened, or refused', () => one.of('format') > 0 || one.ended !== undefined);
      }
      const others = far.slice(0, -1);
      expect([last?.ended?.problem?.code, others.length >= 2, others.every(({ ended }) => ended === undefined)]).toEqual(['uplink-full', true, true]);
      await Promise.all(others.map(async (each) => each.more()));
      using inside = lan.live({ camera: a.id, transport: 'mse' });
      await inside.playing();
      expect([inside.of('pace'), inside.ended]).toEqual([0, undefined]);
    } finally {
      for (const each of far) each[Symbol.dispose]();
    }
    await until('they are gone', async () => (await lan.get('GET /api/owners/:id/uplink', { params: { id: owners.a } })).viewers === 0);
    await lan.get('PUT /api/owners/:id/uplink', { params: { id: owners.a }, body: { kbps: 512 } });
    using one = away.live({ camera: a.id, transport: 'mse', pace: 'all' });
    const pieces = fragmentsOf(one);
    // A picture of each second's group, in full or alone.
    await until('one picture after another comes', () => runsOf(pieces).filter(({ key }) => key).length >= 5);
    expect(one.ended).toBe(undefined);
    await lan.get('PUT /api/owners/:id/uplink', { params: { id: owners.a }, body: { kbps: null } });
  }, 90_000);
});

async function found<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  let value: T | undefined;
  await until(what, async () => {
    value = await find();
    return value !== undefined;
  });
  return value as T;
}
