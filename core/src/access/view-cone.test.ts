import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnBetween } from './bearing.ts';
import type { Spot } from './plane.ts';
import { contains, isArea } from './polygon.ts';
import { coneMeets, type ViewCone } from './view-cone.ts';

const at = (x: number, y: number): Spot => ({ x, y });
/** 20 m wide and high, its south-west corner there. */
const square = (x: number, y: number): Spot[] => [at(x, y), at(x + 20, y), at(x + 20, y + 20), at(x, y + 20)];
const north: ViewCone = { at: at(0, 0), direction: 0, degrees: 90, reachM: 50 };
const angle = (compass: number): Spot => at(Math.sin((compass * Math.PI) / 180), Math.cos((compass * Math.PI) / 180));

describe('the view cone of a camera', () => {
  it.each<[string, Partial<ViewCone>, readonly Spot[], boolean]>([
    ['an area it stands in, wherever it looks', { direction: 180, degrees: 1 }, square(-10, -10), true],
    ['an area before it', {}, square(-10, 30), true], ['an area behind it', {}, square(-10, -50), false],
    ['an area out of reach', {}, square(-10, 51), false], ['an area whose edge is within reach', {}, square(-10, 49), true], ['an area with one corner in the disc and beside the view', {}, square(30, 5), false],
    ['an area that fills the view from edge to edge, no corner of it seen', { degrees: 30 }, [at(-100, 20), at(100, 20), at(100, 25), at(-100, 25)], true],
    ['an area all inside the view', { reachM: 200 }, square(-10, 100), true], ['a wall across the edge of the view', { degrees: 60 }, [at(20, 30), at(60, 30), at(60, 34), at(20, 34)], false],
    ['the same wall with a wider view', { degrees: 90 }, [at(20, 30), at(60, 30), at(60, 34), at(20, 34)], true],
    ['an area beside it with a view of 270°', { degrees: 270 }, square(20, -10), true], ['an area right behind it with a view of 270°', { degrees: 270 }, [at(-3, -40), at(3, -40), at(3, -20), at(-3, -20)], false],
    ['the same with a view all round', { degrees: 360 }, [at(-3, -40), at(3, -40), at(3, -20), at(-3, -20)], true], ['the same with no known direction', { direction: undefined }, [at(-3, -40), at(3, -40), at(3, -20), at(-3, -20)], true],
    ['an area in the bay of a horseshoe it stands in', { degrees: 20 }, [at(-40, -20), at(40, -20), at(40, 40), at(30, 40), at(30, -10), at(-30, -10), at(-30, 40), at(-40, 40)], false],
    ['an area across north with a direction of 359°', { direction: 359, degrees: 10 }, square(0, 30), true],
  ])('takes in %s or not: %#', (_, more, corners, seen) => {
    expect(coneMeets({ ...north, ...more }, corners)).toBe(seen);
    expect(coneMeets({ ...north, ...more }, corners.toReversed())).toBe(seen);
  });

  const cones = fc.record({ at: fc.record({ x: fc.integer({ min: -80, max: 80 }), y: fc.integer({ min: -80, max: 80 }) }), direction: fc.integer({ min: 0, max: 359 }), degrees: fc.integer({ min: 5, max: 360 }), reachM: fc.constant(50) });
  const shapes = fc.array(fc.record({ x: fc.integer({ min: -60, max: 60 }), y: fc.integer({ min: -60, max: 60 }) }), { minLength: 3, maxLength: 7 }).filter(isArea);

  it('meets an area exactly where some point of it is seen: against 600 cones looked through point by point', () => {
    const met = { yes: 0, no: 0 };
    fc.assert(fc.property(cones, shapes, (cone, corners) => {
      const { direction, degrees } = cone;
      // Every 2.5 m and 2.5° of the sector; grown by a little it must not find less, shrunk by as much not more.
      const anySeen = (reachM: number, wide: number): boolean => {
        for (let far = 0; far <= reachM; far += 2.5) for (let turn = -wide / 2; turn <= wide / 2; turn += 2.5) {
          const { x, y } = angle(direction + turn);
          if (contains(corners, at(cone.at.x + far * x, cone.at.y + far * y))) return true;
        }
        return false;
      };
      const seen = coneMeets(cone, corners);
      met[seen ? 'yes' : 'no'] += 1;
      if (anySeen(50, degrees)) expect(seen).toBe(true);
      // What it says it sees is within a step of some point: an edge, or the ground it stands on.
      if (seen && !contains(corners, cone.at)) {
        const edgeSeen = corners.some((from, n) => {
          const to = corners[(n + 1) % corners.length] ?? from;
          return Array.from({ length: 401 }, (__, m) => at(from.x + (m / 400) * (to.x - from.x) - cone.at.x, from.y + (m / 400) * (to.y - from.y) - cone.at.y))
            .some(({ x, y }) => Math.hypot(x, y) <= 50.5 && (Math.hypot(x, y) < 1 || turnBetween(direction, (Math.atan2(x, y) * 180) / Math.PI) <= degrees / 2 + 30 / Math.hypot(x, y)));
        });
        expect(edgeSeen).toBe(true);
      }
    }), { numRuns: 600, seed: 8 });
    expect([met.yes > 150, met.no > 100]).toEqual([true, true]);
  });

  it('that sees further or wider never meets less, and one turned with its area meets the same', () => {
    fc.assert(fc.property(cones, shapes, fc.integer({ min: 0, max: 359 }), (cone, corners, turn) => {
      const turned = ({ x, y }: Spot): Spot => {
        const { x: sin, y: cos } = angle(turn);
        return at(x * cos + y * sin, y * cos - x * sin);
      };
      const seen = coneMeets(cone, corners);
      if (seen) expect([coneMeets({ ...cone, reachM: 60 }, corners), coneMeets({ ...cone, degrees: Math.min(360, cone.degrees + 7) }, corners), coneMeets({ ...cone, direction: undefined }, corners)]).toEqual([true, true, true]);
      // A hair's breadth from its edge a turn may round to either side.
      const sure = coneMeets({ ...cone, reachM: 49.999, degrees: Math.max(1, cone.degrees - 0.01) }, corners) === coneMeets({ ...cone, reachM: 50.001, degrees: Math.min(360, cone.degrees + 0.01) }, corners);
      if (sure) expect(coneMeets({ ...cone, at: turned(cone.at), direction: cone.direction + turn }, corners.map(turned))).toBe(seen);
    }), { numRuns: 600, seed: 9 });
  });
});
