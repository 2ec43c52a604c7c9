import { describe, expect, it } from 'vitest';
import { id, type OwnerId } from '../domain/ids.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { Uplink } from '../streams/uplink.ts';
import type { LiveWish, Opening } from './opening.ts';
import { WayOut } from './way-out.ts';

const owner = id<OwnerId>('home');
const opening = (role: 'main' | 'sub', as: 'member' | 'officer' = 'officer'): Opening => ({ as, ask: { camera: 'gate' }, delivery: { source: { role, height: role === 'main' ? 1_080 : 360 }, remade: false, maxHeight: 1_080, maxFps: 30 } }) as unknown as Opening;
const wish = (from: string | undefined, more: Partial<LiveWish> = {}): LiveWish => ({ camera: 'gate', transport: undefined, plays: [], role: 'main', audio: false, from, ...more }) as LiveWish;

/** Nothing was measured yet, so a main stream of 1,080 lines counts as 4 Mbit/s and a small one as 0.5. */
function scene(kbps: number | null, hasSub = true) {
  const clock = new FakeClock();
  const uplink = new Uplink({ hub: null, of: () => kbps }, clock, clock);
  const wayOut = new WayOut({ uplink, streams: { of: () => ({ cached: [], format: undefined }) } as never, isOutside: (address) => address === 'far' });
  const choose = async (as: 'member' | 'officer', asked: LiveWish) => {
    const chosen = await wayOut.choose(opening('main', as), owner, asked, async () => opening(hasSub ? 'sub' : 'main', as));
    return [chosen.opening.delivery.source.role, chosen.pace] as const;
  };
  return { uplink, wayOut, choose };
}

describe('the way out for one more', () => {
  it.each<[string, number | null, 'member' | 'officer', LiveWish, boolean, readonly [string, string]]>([
    ['inside all is free', 64, 'officer', wish(undefined), true, ['main', 'all']],
    ['and on the home network', 64, 'officer', wish('near'), true, ['main', 'all']],
    ['without a cap', null, 'officer', wish('far'), true, ['main', 'all']],
    ['what fits as it is', 8_000, 'officer', wish('far'), true, ['main', 'all']],
    ['the small stream where the large one does not', 3_000, 'officer', wish('far'), true, ['sub', 'all']],
    ['the house has a quarter more of it than others', 4_500, 'member', wish('far'), true, ['main', 'all']],
    ['than others have', 4_500, 'officer', wish('far'), true, ['sub', 'all']],
    ['key pictures of the small stream', 400, 'officer', wish('far'), true, ['sub', 'keys']],
    ['stills of it', 100, 'officer', wish('far'), true, ['sub', 'stills']],
    ['key pictures of the only one', 2_000, 'officer', wish('far'), false, ['main', 'keys']],
    ['who asked for key pictures is not told that she was slowed', 8_000, 'officer', wish('far', { pace: 'keys' }), true, ['main', 'all']],
  ])('%s', async (_, kbps, as, asked, hasSub, gets) => {
    expect(await scene(kbps, hasSub).choose(as, asked)).toEqual(gets);
  });

  it('is refused in plain words where nothing fits, and free again after', async () => {
    const { uplink, choose } = scene(400);
    const seat = uplink.join({ owner, route: 'R0', pace: 'all', takes: { all: 400, keys: 390, stills: 380 }, paced: () => {} });
    await expect(choose('officer', wish('far'))).rejects.toMatchObject({ code: 'uplink-full' });
    seat[Symbol.dispose]();
    expect(await choose('officer', wish('far'))).toEqual(['sub', 'keys']);
  });

  it('has a seat only for who is outside', () => {
    const { wayOut, uplink } = scene(400);
    const chosen = { opening: opening('main'), pace: 'all' } as const;
    const seats = [undefined, 'near', 'far'].map((from) => wayOut.sit(chosen, owner, 'R1', wish(from), () => {}));
    expect([seats.map((seat) => seat !== undefined), uplink.use(owner).viewers]).toEqual([[false, false, true], 1]);
    seats[2]?.[Symbol.dispose]();
  });
});
