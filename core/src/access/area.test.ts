import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf, nearest, sees, type Eye } from './area.ts';
import { bearing, turnBetween } from './bearing.ts';
import { metresBetween } from './near-cameras.ts';

const market = { latitude: 20.4463, longitude: 106.3366 };
/** So many metres from the market, towards a compass direction. */
function at(metres: number, towards: number, direction?: number, viewDegrees?: number): Eye {
  const angle = (towards * Math.PI) / 180;
  const perDegree = 111_195;
  return { latitude: market.latitude + (metres * Math.cos(angle)) / perDegree, longitude: market.longitude + (metres * Math.sin(angle)) / (perDegree * Math.cos((market.latitude * Math.PI) / 180)), direction, viewDegrees };
}
const area = { ...market, radiusM: 100 };

describe('cameras of an area', () => {
  it('are measured over the ground', () => {
    expect([[100, 0], [100, 90], [250, 200]].map(([metres = 0, towards = 0]) => Math.round(metresBetween(market, at(metres, towards))))).toEqual([100, 100, 250]);
    expect([0, 90, 180, 270].map((towards) => Math.round(bearing(market, at(100, towards))) % 360)).toEqual([0, 90, 180, 270]);
    expect([[10, 350], [350, 10], [0, 180], [90, 90]].map(([a = 0, b = 0]) => turnBetween(a, b))).toEqual([20, 20, 180, 0]);
    // From Hà Nội to Thái Bình.
    expect(Math.round(metresBetween({ latitude: 21.0285, longitude: 105.8542 }, market) / 1_000)).toBe(82);
  });

  it.each([
    ['stands in it, wherever it looks', at(99, 0, 0, 60), true],
    ['stands outside and looks all round', at(140, 0), true],
    ['stands outside and looks in', at(140, 0, 180, 60), true],
    ['stands outside and looks away', at(140, 0, 0, 60), false],
    ['stands outside and sees its edge', at(140, 0, 115, 60), true],
    ['stands outside and just misses its edge', at(140, 0, 100, 60), false],
    ['stands too far off to see anything', at(151, 0, 180, 60), false],
  ])('is one that %s', (_, eye, found) => {
    expect(sees(eye, area)).toBe(found);
  });

  it('never lie further off than the widest area', () => {
    expect([sees(at(299, 0), { ...market, radiusM: 300 }), sees(at(301, 0), { ...market, radiusM: 300 }), sees(at(301, 0, 180), { ...market, radiusM: 280 })]).toEqual([true, false, false]);
  });

  it('come with the nearest first, and those that look there before those that look away', () => {
    const [far, near, away] = [at(90, 10, 190, 60), at(50, 10, 190, 60), at(20, 10, 10, 60)];
    expect(nearest([far, away, near, at(400, 0)], area)).toEqual([near, far, away]);
  });

  it('all lie in the box that is looked through: 2,000 places', () => {
    let found = 0;
    fc.assert(fc.property(fc.double({ min: 0, max: 400, noNaN: true }), fc.double({ min: 0, max: 360, noNaN: true }), fc.integer({ min: 1, max: 300 }), (metres, towards, radiusM) => {
      const eye = at(metres, towards);
      const box = boxOf({ ...market, radiusM });
      if (!sees(eye, { ...market, radiusM })) return;
      found += 1;
      expect(eye.latitude >= box.south && eye.latitude <= box.north && eye.longitude >= box.west && eye.longitude <= box.east).toBe(true);
    }), { numRuns: 2_000, seed: 5 });
    expect(found).toBeGreaterThan(500);
  });
});
