import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { loopDrawn } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ffmpeg, openStreet, type Street } from './hub-street.fixture.ts';
import type { LiveViewer } from './live-viewer.fixture.ts';
import { until } from './until.fixture.ts';

describe('many at once', () => {
  let street: Street;
  beforeAll(async () => {
    // 6.4 Mb a second: every picture carries an SEI message of 80 kB (H.264 §7.3.2.3).
    const loop = await loopDrawn(ffmpeg, 1, { width: 320, height: 180, fps: 10 });
    const ballast = Buffer.concat([Buffer.from([0x06, 0x05]), Buffer.alloc(313, 0xff), Buffer.from([0xb9]), Buffer.alloc(80_000, 0x55), Buffer.from([0x80])]);
    street = await openStreet({ footage: { kind: 'loop', main: { ...loop, pictures: loop.pictures.map((picture) => ({ ...picture, nals: [...picture.nals.slice(0, -1), ballast, ...picture.nals.slice(-1)] })) } } });
  }, 60_000);
  afterAll(async () => street?.close());

  test('a viewer on a line of 100 kbit/s is skipped, and fifty fast ones beside it miss nothing', async () => {
    const { cameras: { a }, running: { hub } } = street;
    const sessions = await Promise.all([street.signedIn('lan'), street.signedIn('minh'), street.signedIn('lan')]);
    const hello = { camera: a.id, transport: 'mse' };
    const fast = Array.from({ length: 50 }, (_, n) => sessions[n % 2]?.live(hello)) as LiveViewer[];
    using slow = sessions[2]?.live(hello) as LiveViewer;
    const counts = fast.map(() => 0);
    for (const [n, viewer] of fast.entries()) viewer.socket.on('message', (_, binary) => { if (binary) counts[n] = (counts[n] ?? 0) + 1; });
    slow.socket.on('message', (data: Buffer) => {
      // What came takes as long as on that line.
      slow.socket.pause();
      setTimeout(() => slow.socket.resume(), (data.length * 8) / 100);
    });
    await Promise.all([...fast, slow].map((viewer) => viewer.playing()));
    const start = [...counts];
    const sent = (viewing: string | undefined): number => hub.gate.counts().find((each) => each.viewing === viewing)?.bytes ?? 0;
    await until('the slow one is far behind', () => sent(fast[0]?.viewing) - sent(slow.viewing) > 1_500_000, 55_000);
    const behind = [...street.running.app.websocketServer.clients].map(({ bufferedAmount }) => bufferedAmount).toSorted((x, y) => y - x);
    const gained = counts.map((count, n) => count - (start[n] ?? 0));
    // Every picture reached all of them: those on the way at this moment are a handful.
    expect(Math.max(...gained) - Math.min(...gained)).toBeLessThan(20);
    expect([behind[0] !== undefined && behind[0] < 3_000_000, (behind[1] ?? 0) < 1_000_000, fast.filter(({ ended }) => ended).length, slow.ended]).toEqual([true, true, 0, undefined]);
    // Her session ends: what lies here for her unsent does not follow her.
    await sessions[2]?.get('DELETE /api/session');
    await until('nothing is kept for the slow one', () => [...street.running.app.websocketServer.clients].every(({ bufferedAmount }) => bufferedAmount < 1_000_000));
    for (const viewer of fast) viewer[Symbol.dispose]();
  }, 90_000);

  test('a thousand connections that say nothing, or half a word, keep nobody out', async () => {
    const { people: { bay }, cameras: { b }, running: { origin } } = street;
    using neighbour = await bay.live({ camera: b.id, transport: 'mse' }).playing();
    const { hostname, port } = new URL(origin);
    const crowd: Socket[] = [];
    for (let n = 0; n < 1_000; n += 100) {
      const batch = Array.from({ length: 100 }, () => connect(Number(port), hostname));
      await Promise.all(batch.map((socket) => once(socket, 'connect')));
      crowd.push(...batch);
    }
    for (const [n, socket] of crowd.entries()) {
      socket.on('error', () => {});
      if (n % 3 === 1) socket.write('GET /api/live HTTP/1.1\r\nHost: x\r\nUpgrade: webs');
      if (n % 3 === 2) socket.write('POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n{"login":"');
      if (n % 4 === 0) socket.destroy();
    }
    await neighbour.more();
    const late = await street.signedIn('lan');
    using viewer = await late.live({ camera: street.cameras.a.id, transport: 'mse' }).playing();
    expect([viewer.ended, neighbour.ended]).toEqual([undefined, undefined]);
    for (const socket of crowd) socket.destroy();
    await until('the hub has let them go', async () => (await connectionsOf(street)) < 100, 55_000);
    await neighbour.more();
  }, 90_000);
});

async function connectionsOf({ running: { app } }: Street): Promise<number> {
  return new Promise((resolve, reject) => {
    app.server.getConnections((failure, count) => {
      if (failure) reject(failure);
      else resolve(count);
    });
  });
}
