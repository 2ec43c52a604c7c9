import { expect, test } from 'vitest';
import { minutes } from '../domain/time.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { Ceremonies } from './ceremonies.ts';

const ceremony = { kind: 'sign-in', challenge: 'c', origin: 'http://localhost' } as const;

test('a ceremony is answered once, in its own kind, within five minutes', async () => {
  const clock = new FakeClock();
  const ceremonies = new Ceremonies(clock);
  const [one, two, three] = [ceremonies.add(ceremony), ceremonies.add(ceremony), ceremonies.add(ceremony)];
  const taken = [ceremonies.take(one, 'sign-in')?.challenge, ceremonies.take(one, 'sign-in'), ceremonies.take(two, 'register'), ceremonies.take(two, 'sign-in')];
  await clock.advance(minutes(5));
  expect([...taken, ceremonies.take(three, 'sign-in')]).toEqual(['c', undefined, undefined, undefined, undefined]);
});

test('a thousand are kept, the newest', () => {
  const ceremonies = new Ceremonies(new FakeClock());
  const keys = Array.from({ length: 1_500 }, () => ceremonies.add(ceremony));
  expect([ceremonies.size, ceremonies.take(keys[499] ?? '', 'sign-in'), ceremonies.take(keys[500] ?? '', 'sign-in')?.challenge]).toEqual([1_000, undefined, 'c']);
});
