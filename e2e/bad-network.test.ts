import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, BadNetwork, type Talker } from './network/bad-network.fixture.ts';
import { findFfmpeg } from './running-hub.fixture.ts';

interface Seen {
  readonly pictures: number;
  readonly keys: number;
  readonly ended: readonly string[];
  readonly opened: number;
  readonly stats?: { readonly packets: number; readonly lost: number };
}
let folder: string;
let network: BadNetwork;
let camera: Talker;
let uri: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matpho-net-'));
  network = await BadNetwork.open(20_261_122);
  camera = network.run('camera', 'camera.mjs', addressOf('camera'), findFfmpeg());
  ({ uri } = await camera.hear<{ readonly uri: string }>());
});
afterAll(async () => {
  await camera[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Waits for what the watcher has seen to be so. */
async function untilSeen(watcher: Talker, isSo: (seen: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const seen = await watcher.ask<Seen>('?');
    if (isSo(seen)) return seen;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}
/** How many pictures a foreign decoder gets of the stream, each whole: any complaint of its throws. */
async function decodes(watcher: Talker, file: string): Promise<number> {
  watcher.tell('end');
  await watcher.hear().catch(() => {});
  const hashes = execFileSync(findFfmpeg(), ['-v', 'error', '-xerror', '-f', 'h264', '-i', 'pipe:0', '-f', 'framecrc', 'pipe:1'], { input: await readFile(file), stdio: ['pipe', 'pipe', 'pipe'] });
  return hashes.toString().split('\n').filter((line) => /^\d/.test(line)).length;
}

describe('over a network that loses, delays, shakes and reorders', () => {
  it('UDP: what was lost is counted, what came late is put in order, and every picture handed on is whole', async () => {
    network.set({ loss: 0.02, delay_ms: 40, jitter_ms: 8, reorder: 0.05 });
    const file = join(folder, 'udp.h264');
    await using watcher = network.run('hub', 'watcher.mjs', 'udp', uri, file);
    const before = await network.counts();
    const seen = await untilSeen(watcher, ({ keys, stats }) => keys >= 4 && (stats?.lost ?? 0) > 0);
    const { dropped, late } = await network.counts();
    expect({ dropped: dropped > before.dropped, late: late > before.late, ended: seen.ended, opened: seen.opened }).toEqual({ dropped: true, late: true, ended: [], opened: 1 });
    // No more than were dropped, or came too late to wait for.
    expect(seen.stats?.lost).toBeLessThanOrEqual(dropped - before.dropped + late - before.late);
    expect(await decodes(watcher, file)).toBeGreaterThanOrEqual(seen.pictures);
  });
  it('UDP that only reorders and shakes loses nothing', async () => {
    network.set({ delay_ms: 20, jitter_ms: 5, reorder: 0.1 });
    const file = join(folder, 'order.h264');
    await using watcher = network.run('hub', 'watcher.mjs', 'udp', uri, file);
    const seen = await untilSeen(watcher, ({ keys }) => keys >= 3);
    expect([seen.stats?.lost, seen.ended]).toEqual([0, []]);
    expect(await decodes(watcher, file)).toBeGreaterThanOrEqual(seen.pictures);
  });
  it('TCP: nothing is lost', async () => {
    network.set({ loss: 0.02, delay_ms: 20, jitter_ms: 5, reorder: 0.02 });
    const file = join(folder, 'tcp.h264');
    await using watcher = network.run('hub', 'watcher.mjs', 'tcp', uri, file);
    const seen = await untilSeen(watcher, ({ keys }) => keys >= 3);
    expect([seen.stats?.lost, seen.ended]).toEqual([0, []]);
    expect(await decodes(watcher, file)).toBeGreaterThanOrEqual(seen.pictures);
  });
  it('a cable that is pulled is noticed as a stall; put back, the picture comes back', async () => {
    network.set({ delay_ms: 5 });
    const file = join(folder, 'cut.h264');
    await using watcher = network.run('hub', 'watcher.mjs', 'udp', uri, file);
    await untilSeen(watcher, ({ pictures }) => pictures > 10);
    network.set({ cut: true });
    const gone = await untilSeen(watcher, ({ ended }) => ended.length > 0);
    expect(gone.ended[0]).toBe('camera-stalled');
    network.set({ delay_ms: 5 });
    const back = await untilSeen(watcher, ({ opened, pictures }) => opened > 1 && pictures > gone.pictures + 10);
    expect(back.keys).toBeGreaterThan(gone.keys);
    expect(await decodes(watcher, file)).toBeGreaterThanOrEqual(back.pictures);
  });
});
