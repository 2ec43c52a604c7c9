import { describe, expect, it } from 'vitest';
import type { Route } from '../domain/consent.ts';
import { id, type OwnerId } from '../domain/ids.ts';
import { seconds } from '../domain/time.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import type { Pace } from './pace.ts';
import { Uplink } from './uplink.ts';

const [home, shop] = [id<OwnerId>('home'), id<OwnerId>('shop')];

function scene(caps: { hub?: number; home?: number; shop?: number }) {
  const clock = new FakeClock();
  const limits = { ...caps };
  const uplink = new Uplink({ get hub() { return limits.hub ?? null; }, of: (owner) => limits[owner as 'home' | 'shop'] ?? null }, clock, clock);
  const viewers: { rate: Record<Pace, number>; seat: ReturnType<Uplink['join']>; told: Pace[]; bytes: number }[] = [];
  const join = (owner: OwnerId, route: Route, rate = { all: 1_000, keys: 200, stills: 50 }) => {
    const told: Pace[] = [];
    const seat = uplink.join({ owner, route, pace: 'all', takes: rate, paced: (pace) => told.push(pace) });
    const viewer = { rate, seat, told, bytes: 0 };
    viewers.push(viewer);
    return viewer;
  };
  /** Everybody sends as their pace has it, ten times a second. */
  const play = async (time: number): Promise<void> => {
    for (let step = 0; step < time * 10; step += 1) {
      for (const viewer of viewers) {
        const size = Math.round((viewer.rate[viewer.seat.pace] * 125) / 10);
        if (viewer.seat.passes(size)) viewer.bytes += size;
      }
      await clock.advance(100);
    }
  };
  return { clock, uplink, limits, join, play };
}

describe('the way out of the house', () => {
  it('counts what goes out, and leaves everybody alone where there is no cap', async () => {
    const { uplink, join, play } = scene({});
    const [one, two] = [join(home, 'R0'), join(shop, 'R1')];
    await play(10);
    expect([uplink.use(), uplink.use(home), uplink.room(home, 3), one.told, two.told]).toEqual([{ kbps: 2_000, viewers: 2, slowed: 0 }, { kbps: 1_000, viewers: 1, slowed: 0 }, Infinity, [], []]);
  });

  it('never lets more out than the cap, whatever is sent', async () => {
    const { join, play } = scene({ home: 800 });
    const viewers = [join(home, 'R0'), join(home, 'R1'), join(home, 'R1')];
    await play(30);
    const kbps = viewers.reduce((sum, { bytes }) => sum + bytes, 0) / 125 / 30;
    expect(kbps).toBeLessThanOrEqual(800 * 1.1);
  });

  it('slows officers for the owner\'s own view, and lets them back up one at a time when she has gone', async () => {
    const { join, play } = scene({ home: 2_500 });
    const [standing, emergency] = [join(home, 'R1'), join(home, 'R3')];
    await play(6);
    const before = [[...standing.told], [...emergency.told]];
    const owner = join(home, 'R0');
    await play(6);
    const during = [[...standing.told], [...emergency.told], [...owner.told]];
    owner.seat[Symbol.dispose]();
    owner.rate.all = 0;
    await play(40);
    expect([before, during, standing.told, emergency.told]).toEqual([[[], []], [['keys'], [], []], ['keys', 'all'], []]);
  });

  it('keeps the hub\'s cap over all homes, and each home\'s own', async () => {
    const { join, play, uplink } = scene({ hub: 1_800, home: 900 });
    const [one, other] = [join(home, 'R1'), join(shop, 'R0')];
    await play(8);
    expect([one.told.at(-1), other.told, uplink.use().slowed]).toEqual(['keys', [], 1]);
  });

  it('lets everybody go on in full once the cap is lifted', async () => {
    const { join, play, limits, uplink } = scene({ home: 300 });
    const [one, other] = [join(home, 'R1'), join(home, 'R0')];
    await play(8);
    const slowed = uplink.use(home).slowed;
    limits.home = 100_000;
    uplink.capsChanged();
    await play(90);
    expect([slowed, one.seat.pace, other.seat.pace]).toEqual([2, 'all', 'all']);
  });

  /** One stream for all, as a view sends it: a key picture a second and nine small ones; after one that did not pass, nothing before the next key picture. */
  const watch = async ({ clock }: ReturnType<typeof scene>, viewers: readonly { seat: ReturnType<Uplink['join']> }[], time: number, size: { key: number; small: number }): Promise<number[]> => {
    const keys = viewers.map(() => 0);
    const skips = viewers.map(() => false);
    for (let step = 0; step < time * 10; step += 1) {
      for (const [n, { seat }] of viewers.entries()) {
        const isKey = step % 10 === 0;
        if (isKey ? seat.pace === 'stills' && step % 50 !== 0 : skips[n] === true || seat.pace !== 'all') continue;
        const passes = seat.passes(isKey ? size.key : size.small);
        skips[n] = !passes;
        if (isKey && passes) keys[n] = (keys[n] ?? 0) + 1;
      }
      await clock.advance(100);
    }
    return keys;
  };

  it('never lets an officer who came first take the place of the house on a line that is too narrow for both', async () => {
    const all = scene({ home: 800 });
    const little = { all: 100, keys: 25, stills: 10 };
    const officer = all.join(home, 'R1', little);
    await watch(all, [officer], 10, { key: 100_000, small: 2_000 });
    const owner = all.join(home, 'R0', little);
    const [his = 0, hers = 0] = await watch(all, [officer, owner], 60, { key: 100_000, small: 2_000 });
    expect([hers >= 9, his <= hers, his > 0]).toEqual([true, true, true]);
  });

  it('shows a picture of about each group to whoever is alone on a line of 512 kbit/s, and tells her that it is slowed', async () => {
    const all = scene({ home: 512 });
    const viewer = all.join(home, 'R1', { all: 2_000, keys: 400, stills: 100 });
    const [keys = 0] = await watch(all, [viewer], 30, { key: 50_000, small: 20_000 });
    expect([keys >= 25, viewer.told]).toEqual([true, ['keys']]);
  });

  it('lets up again who was expected to take more than she does', async () => {
    const { join, play } = scene({ home: 3_000 });
    const viewer = join(home, 'R0', { all: 4_000, keys: 400, stills: 100 });
    await play(3);
    const before = viewer.seat.pace;
    viewer.rate = { all: 1_000, keys: 200, stills: 50 };
    await play(400);
    expect([before, viewer.told]).toEqual(['keys', ['keys', 'all']]);
  });

  it('tells who fetches how long to wait, and stops its clock with the last who leaves', async () => {
    const { join, clock, uplink } = scene({ home: 800 });
    const { seat } = join(home, 'R0');
    seat.sent(200_000);
    const wait = seat.waitFor();
    await clock.advance(wait);
    expect([wait, seat.waitFor()]).toEqual([seconds(1) + 1, 0]);
    seat[Symbol.dispose]();
    expect([clock.pending, uplink.use()]).toEqual([0, { kbps: 0, viewers: 0, slowed: 0 }]);
  });
});
