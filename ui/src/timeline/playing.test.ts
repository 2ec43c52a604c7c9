import { describe, expect, it } from 'vitest';
import { keepAround, nextWant, paceFor, type Stock } from './fetch-plan.ts';
import { backwardsFrom, commandOf, fasterThan } from './keys.ts';
import { PlayClock } from './play-clock.ts';
import { PlaySession, type Follower } from './play-session.ts';
import type { Standing } from './recorded-picture.ts';
import { common, missing, unite, type Spans } from './spans.ts';
import { steer } from './steer.ts';

describe('stretches of time', () => {
  it('are united, cut and taken away', () => {
    expect(unite([{ from: 5, to: 9 }, { from: 1, to: 3 }, { from: 3, to: 4 }, { from: 7, to: 7 }])).toEqual([{ from: 1, to: 4 }, { from: 5, to: 9 }]);
    expect(common([{ from: 1, to: 4 }, { from: 5, to: 9 }], { from: 3, to: 6 })).toEqual([{ from: 3, to: 4 }, { from: 5, to: 6 }]);
    expect(missing([{ from: 0, to: 10 }], [{ from: 2, to: 3 }, { from: 8, to: 20 }])).toEqual([{ from: 0, to: 2 }, { from: 3, to: 8 }]);
  });
});

describe('what is fetched next', () => {
  const whole = [{ from: 0, to: 3_600_000 }];
  const held = [{ from: 0, to: 15_000 }];
  it.each<[string, Partial<Stock>, { from: number; to: number } | undefined]>([
    ['after a seek a short piece, so that something is seen', { held: [] }, { from: 10_000, to: 14_000 }],
    ['then what follows', { held }, { from: 15_000, to: 25_000 }],
    ['nothing for a bit that is not seen soon', { held: [{ from: 0, to: 27_000 }] }, undefined],
    ['nothing while there is enough', { held: [{ from: 0, to: 60_000 }] }, undefined],
    ['over a hole, where footage goes on', { held, footage: [{ from: 0, to: 15_000 }, { from: 22_000, to: 90_000 }] }, { from: 22_000, to: 30_000 }],
    ['nothing where none is', { held: [], footage: [] }, undefined],
    ['a minute at a time when only key pictures are wanted', { held, rate: 8 }, { from: 15_000, to: 75_000 }],
    ['what lies before it, backwards', { at: 40_000, rate: -1, held: [{ from: 35_000, to: 45_000 }] }, { from: 25_000, to: 35_000 }],
  ])('%s', (_name, part, expected) => {
    expect(nextWant({ at: 10_000, rate: 1, held, footage: whole, ...part })).toEqual(expected);
  });

  it('asks for key pictures above fourfold speed, either way', () => {
    expect([1, 4, 8, 16, -1, -8].map(paceFor)).toEqual(['all', 'all', 'keys', 'keys', 'all', 'keys']);
  });

  it('never keeps more than some minutes', () => {
    for (const rate of [0.25, 1, 4, 8, 16, -16]) {
      const { from, to } = keepAround(1_000_000, rate);
      expect([from <= 1_000_000, to >= 1_000_000, to - from <= 300_000]).toEqual([true, true, true]);
    }
  });
});

describe('keeping a picture with the clock', () => {
  it.each<[string, number, number, { rate: number; jump: boolean }]>([
    ['where it belongs it is left alone', 0.01, 1, { rate: 1, jump: false }],
    ['early: a little slower', 0.1, 1, { rate: 0.85, jump: false }],
    ['late: a little faster', -0.1, 1, { rate: 1.15, jump: false }],
    ['far off: a jump', 0.5, 1, { rate: 1, jump: true }],
    ['at sixteenfold speed never faster than browsers allow', -2, 16, { rate: 16, jump: false }],
    ['slow motion as well', 0.05, 0.25, { rate: 0.23, jump: false }],
  ])('%s', (_name, ahead, rate, expected) => {
    expect(steer(ahead, rate)).toEqual(expected);
  });
});

describe('the clock of the wall', () => {
  it('runs, waits, and changes speed without a jump', () => {
    let now = 0;
    const clock = new PlayClock(() => now, 1_000_000);
    const seen = [];
    clock.play();
    now = 1_000;
    seen.push(clock.at);
    clock.setRate(4);
    now = 2_000;
    seen.push(clock.at);
    clock.hold(true);
    now = 9_000;
    seen.push([clock.at, clock.playing, clock.moves]);
    clock.hold(false);
    clock.setRate(-1);
    now = 10_000;
    seen.push(clock.at, clock.atTime(11_000));
    expect(seen).toEqual([1_001_000, 1_005_000, [1_005_000, true, false], 1_004_000, 1_003_000]);
  });
});

class Picture implements Follower {
  standsAs: Standing = 'shows';
  footage: Spans;
  readonly followed: (readonly [number, number, boolean])[] = [];
  constructor(footage: Spans) {
    this.footage = footage;
  }
  standing(at: number): Standing {
    return this.footage.some(({ from, to }) => at >= from && at < to) ? this.standsAs : 'nothing';
  }
  follow(at: number, rate: number, moves: boolean): void {
    this.followed.push([at, rate, moves]);
  }
}
function session(at: number, ...pictures: Picture[]) {
  const world = { now: 0, jumps: [] as (readonly [number, number])[], finished: [] as number[] };
  const wall = new PlaySession(() => world.now, at, { moved: () => undefined, jumped: (from, to) => world.jumps.push([from, to]), finished: (end) => world.finished.push(end) });
  for (const picture of pictures) wall.add(picture);
  const pass = (ms: number): void => {
    world.now += ms;
    wall.tick();
  };
  return { world, wall, pass };
}

describe('several pictures under one clock', () => {
  const footage = [{ from: 0, to: 10_000 }, { from: 60_000, to: 90_000 }];

  it('leads all of them to the same instant', () => {
    const [one, two] = [new Picture(footage), new Picture([{ from: 0, to: 90_000 }])];
    const { wall, pass } = session(1_000, one, two);
    wall.play();
    pass(2_000);
    expect([one.followed.at(-1), two.followed.at(-1)]).toEqual([[3_000, 1, true], [3_000, 1, true]]);
  });

  it('waits for the one that loads, but not for ever', () => {
    const [one, two] = [new Picture(footage), new Picture(footage)];
    two.standsAs = 'loads';
    const { wall, pass } = session(1_000, one, two);
    wall.play();
    pass(5_000);
    expect([wall.at, wall.waits]).toEqual([1_000, true]);
    pass(4_000);
    expect(wall.waits).toBe(false);
    pass(1_000);
    expect(wall.at).toBe(2_000);
  });

  it('waits for ever when nobody has a picture', () => {
    const one = new Picture(footage);
    one.standsAs = 'loads';
    const { wall, pass } = session(1_000, one);
    wall.play();
    pass(60_000);
    expect([wall.at, wall.waits]).toEqual([1_000, true]);
  });

  it('goes over what nobody has, says so, and plays on while one of them has something', () => {
    const [one, two] = [new Picture(footage), new Picture([{ from: 0, to: 20_000 }])];
    const { world, wall, pass } = session(9_000, one, two);
    wall.play();
    pass(5_000);
    expect([wall.at, world.jumps]).toEqual([14_000, []]);
    pass(6_500);
    expect([wall.at, world.jumps]).toEqual([60_000, [[20_500, 60_000]]]);
  });

  it('stops at the end and says so; backwards at the beginning', () => {
    const one = new Picture(footage);
    const { world, wall, pass } = session(89_000, one);
    wall.play();
    pass(2_000);
    expect([wall.clock.playing, world.finished]).toEqual([false, [91_000]]);
    wall.seek(500);
    wall.run(-1);
    pass(1_000);
    expect([wall.clock.playing, world.finished.length]).toEqual([false, 2]);
  });

  it('backwards it goes over the same hole', () => {
    const one = new Picture(footage);
    const { world, wall, pass } = session(61_000, one);
    wall.run(-2);
    pass(1_000);
    expect([world.jumps[0], wall.clock.rate]).toEqual([[59_000, 9_900], -2]);
  });

  it('stands where it is told to, and then goes on at its usual speed', () => {
    const { wall } = session(5_010, new Picture(footage));
    wall.run(8);
    wall.stand(5_060);
    expect([wall.at, wall.clock.playing, wall.clock.rate]).toEqual([5_060, false, 1]);
  });

  it('a picture that left is not followed any more', () => {
    const one = new Picture(footage);
    const { wall, pass } = session(1_000);
    wall.add(one)();
    wall.play();
    pass(1_000);
    expect(one.followed).toEqual([]);
  });
});

describe('keys', () => {
  const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) => commandOf({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held });
  it.each([
    ['ArrowRight', {}, { do: 'move', ms: 5_000 }], ['ArrowLeft', { shiftKey: true }, { do: 'move', ms: -60_000 }], ['ArrowRight', { ctrlKey: true }, { do: 'frame', by: 1 }], ['.', {}, { do: 'frame', by: 1 }],
    [' ', {}, { do: 'toggle' }], ['K', { shiftKey: true }, { do: 'stop' }], ['9', {}, { do: 'focus', camera: 8 }], ['+', { shiftKey: true }, { do: 'in' }], ['Home', {}, { do: 'start' }], ['?', { shiftKey: true }, { do: 'help' }],
    ['ArrowLeft', { altKey: true }, undefined], ['r', { ctrlKey: true }, undefined], ['l', { metaKey: true }, undefined], ['q', {}, undefined], ['0', {}, undefined],
  ])('%s %o', (key, held, command) => {
    expect(press(key, held)).toEqual(command);
  });

  it('L goes faster, J backwards and faster backwards, and L turns round', () => {
    expect([[0.25, 1, 4, 16].map(fasterThan), fasterThan(-4), [1, -1, -8, -16].map(backwardsFrom)]).toEqual([[0.5, 2, 8, 16], 1, [-1, -2, -16, -16]]);
  });
});
