import { describe, expect, it } from 'vitest';
import { atSpeed, Hold, keyVelocity } from './hold.ts';

function pad() {
  const said: string[] = [];
  const ticking = new Set<() => void>();
  const hold = new Hold({
    say: ({ x, y, zoom }) => said.push(`${x} ${y} ${zoom}`), stop: () => said.push('stop'),
    every: (_, again) => {
      ticking.add(again);
      return () => { ticking.delete(again); };
    },
  });
  return { hold, said, ticking, tick: () => { for (const again of ticking) again(); } };
}
const left = { x: -1, y: 0, zoom: 0 };

describe('a hand on the pad', () => {
  it('moves while it is held, and stops once when it is let go', () => {
    const { hold, said, ticking, tick } = pad();
    hold.press(left);
    tick();
    hold.release();
    hold.release();
    expect([said, ticking.size, hold.held]).toEqual([['-1 0 0', '-1 0 0', 'stop'], 0, undefined]);
  });
  it('changes its mind without stopping between', () => {
    const { hold, said, ticking, tick } = pad();
    hold.press(left);
    hold.press({ x: 0, y: 1, zoom: 0 });
    tick();
    expect([said, ticking.size]).toEqual([['-1 0 0', '0 1 0', '0 1 0'], 1]);
  });
  it('says nothing when nothing was held', () => {
    const { hold, said } = pad();
    hold.release();
    expect(said).toEqual([]);
  });
});

it('knows the keys', () => {
  expect([keyVelocity('ArrowLeft'), keyVelocity('+'), keyVelocity('toString'), keyVelocity('a')]).toEqual([left, { x: 0, y: 0, zoom: 1 }, undefined, undefined]);
  expect(atSpeed(left, 0.5)).toEqual({ x: -0.5, y: 0, zoom: 0 });
});
