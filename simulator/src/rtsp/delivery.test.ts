import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BACKLOG, Delivery } from './delivery.ts';

/** Both ends of one connection on this machine. */
const pair = async (): Promise<{ near: Socket; far: Socket; close: () => void }> => {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  const accepted = new Promise<Socket>((resolve) => { server.once('connection', resolve); });
  const far = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  const near = await accepted;
  near.on('error', () => undefined);
  far.on('error', () => undefined);
  return { near, far, close: () => { near.destroy(); far.destroy(); server.close(); } };
};

describe('delivery', () => {
  it('has no room for a client that does not read, keeps no more than its bound, and has room again when it reads', async () => {
    const { near, far, close } = await pair();
    far.pause();
    const delivery = new Delivery(near, undefined);
    const run = { bytes: Buffer.alloc(65_536, 0x24), offsets: [0, 65_536] };
    for (let i = 0; i < 1_000 && delivery.hasRoom(); i += 1) {
      delivery.send({ kind: 'tcp', channel: 0x24 }, run);
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(delivery.hasRoom()).toBe(false);
    expect(near.writableLength).toBeLessThanOrEqual(BACKLOG.bytes + 65_536);
    far.resume();
    await expect.poll(() => delivery.hasRoom()).toBe(true);
    close();
  });

  it('writes another channel without touching the packets others wait for', async () => {
    const { near, far, close } = await pair();
    const run = { bytes: Buffer.from([0x24, 0, 0, 1, 9, 0x24, 0, 0, 1, 8]), offsets: [0, 5, 10] };
    const delivery = new Delivery(near, undefined);
    const got = new Promise<Buffer>((resolve) => { far.once('data', resolve); });
    delivery.send({ kind: 'tcp', channel: 4 }, run);
    expect([...(await got)]).toEqual([0x24, 4, 0, 1, 9, 0x24, 4, 0, 1, 8]);
    expect([...run.bytes]).toEqual([0x24, 0, 0, 1, 9, 0x24, 0, 0, 1, 8]);
    close();
  });
});
