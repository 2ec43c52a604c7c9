import { describe, expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { AppDoor } from './app-door.ts';
import { Nonces } from './nonces.ts';
import { OneTimePasses } from './one-time-passes.ts';

describe('a program\'s door', () => {
  it('lets a right password in whatever somebody else tries with its name, and counts wrong ones apart from people\'s', async () => {
    const passes = new OneTimePasses(new FakeClock());
    const { username, password } = passes.make({ person: 'p', camera: 'c', sound: false, about: {} } as never);
    const counted: string[][] = [];
    const lockOut = { begin: async (login: string, address: string) => {
      counted.push([login, address]);
      if (counted.length > 3) throw new HubError('locked-out', 'Locked.');
      return { wrong: async () => {}, right: async () => {} };
    } };
    const person = { id: 'p', login: 'lan', name: 'Lan', language: 'vi', operator: 0 };
    const rows = { selectAll: () => rows, where: () => rows, innerJoin: () => rows, select: () => rows, orderBy: () => rows, executeTakeFirst: async () => person, execute: async () => [] };
    const door = new AppDoor({ read: { selectFrom: () => rows } } as never, {} as never, passes, lockOut);
    const tries = [];
    for (let i = 0; i < 5; i += 1) tries.push(await door.knock(username, '10.0.0.9', () => false).catch((failure: HubError) => failure.code));
    const known = await door.knock(username, '10.0.0.9', (right) => right === password);
    expect([tries, known?.username, counted[0]]).toEqual([[undefined, undefined, undefined, 'locked-out', 'locked-out'], username, [`app:${username}`, 'program 10.0.0.9']]);
  });
});

describe('a nonce that was forgotten for want of room', () => {
  it('is not good again', async () => {
    const clock = new FakeClock();
    const nonces = new Nonces(clock);
    const overheard = nonces.make();
    const first = nonces.spend(overheard, '00000001');
    await clock.advance(1_000);
    for (let i = 0; i < 4_100; i += 1) nonces.spend(nonces.make(), undefined);
    await clock.advance(1_000);
    expect([first, nonces.spend(overheard, '00000001'), nonces.spend(nonces.make(), undefined)]).toEqual(['good', 'stale', 'good']);
  });
});
