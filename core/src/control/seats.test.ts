import { describe, expect, test } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { mayTake, Seats, type Rank } from './seats.ts';

test.each<[Rank | undefined, Rank, boolean]>([
  [undefined, 1, true], [undefined, 2, true], [undefined, 3, true],
  [1, 1, false], [1, 2, true], [1, 3, true], [2, 1, false], [2, 2, false], [2, 3, true], [3, 1, false], [3, 2, false], [3, 3, true],
])('held by %s, wanted by %s: %s', (held, wants, expected) => {
  expect(mayTake(held, wants)).toBe(expected);
});

describe('the seats at the controls', () => {
  test('whoever sat there is told, and leaving later takes nothing from who sits there now', () => {
    const seats = new Seats();
    const told: string[] = [];
    const officer = seats.take('gate/ptz', 1, () => told.push('officer'));
    const owner = seats.take('gate/ptz', 3, () => told.push('owner'));
    officer[Symbol.dispose]();
    expect(() => seats.require('gate/ptz', 2)).toThrow(HubError);
    expect(() => seats.take('gate/ptz', 1, () => told.push('late'))).toThrow(expect.objectContaining({ code: 'control-busy' }));
    seats.take('gate/talk', 1, () => told.push('speaker'));
    owner[Symbol.dispose]();
    seats.require('gate/ptz', 1);
    expect(told).toEqual(['officer']);
  });
});
