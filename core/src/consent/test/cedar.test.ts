import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../decide.ts';
import { runs, scene } from './arbitraries.fixture.ts';
import { cedarSays } from './cedar.fixture.ts';

test('28. Cedar, told the same grants and restrictions in its own language, gives the same answer', () => {
  const seen = { permit: 0, ask: 0, deny: 0 };
  fc.assert(fc.property(scene, ({ state, ask, now }) => {
    const { effect } = decide(state, ask, now);
    expect(cedarSays(state, ask, now)).toBe(effect);
    seen[effect] += 1;
  }), runs);
  expect(seen.permit).toBeGreaterThan(1_200);
  expect(seen.ask).toBeGreaterThan(120);
  expect(seen.deny).toBeGreaterThan(400);
}, 120_000);
