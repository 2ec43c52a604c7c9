import { describe, expect, it } from 'vitest';
import { eachTime, noon } from '../consent/test/gate.fixture.ts';
import { an, binh, gateCamera, house, storedHouse, yardCamera } from '../consent/test/stored-house.fixture.ts';
import type { Grant } from '../domain/consent.ts';
import { minutes } from '../domain/time.ts';
import { codeOf, room } from './access-room.fixture.ts';

const both: Grant = { ...eachTime, what: { ...eachTime.what, cameras: [gateCamera, yardCamera] } };

describe('a flood of requests (THREATS 21)', () => {
  it('of 10,000 in a minute shows the owner three, and costs the engine no more than the tokens there were', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at, both);
    const stateFor = at.records.stateFor.bind(at.records);
    let read = 0;
    at.records.stateFor = async (camera) => { read += 1; return stateFor(camera); };
    const answers = new Map<string, number>();
    for (let n = 0; n < 10_000; n += 50) {
      at.clock.set(noon + Math.floor((n * minutes(1)) / 10_000));
      const codes = await Promise.all(Array.from({ length: 50 }, (_, k) => codeOf(make({ camera: k % 2 === 0 ? gateCamera : yardCamera }, k % 4 < 2 ? an : binh))));
      for (const code of codes) answers.set(code, (answers.get(code) ?? 0) + 1);
    }
    expect([(await asks.ofOwners([house])).length <= 3, (answers.get('done') ?? 0) <= 3, answers.get('too-many-requests')! > 9_900, read <= 2 * 42]).toEqual([true, true, true, true]);
    expect([...answers.values()].reduce((sum, count) => sum + count, 0)).toBe(10_000);
  }, 60_000);

  it('is not begun anew by a restart, nor by setting the clock back', async () => {
    await using at = await storedHouse();
    const { make } = await room(at, both);
    for (let n = 0; n < 20; n += 1) await codeOf(make());
    const after = await room(at, { ...both, id: 'g2' as Grant['id'] });
    const restarted = await codeOf(after.make());
    at.clock.set(noon - minutes(600));
    expect([restarted, await codeOf(after.make())]).toEqual(['too-many-requests', 'too-many-requests']);
    at.clock.set(noon - minutes(597));
    expect(await codeOf(after.make())).not.toBe('too-many-requests');
  });

  it('of one officer leaves the others of the unit their own; of many empties the unit\'s', async () => {
    await using at = await storedHouse();
    const { make } = await room(at, both);
    for (let n = 0; n < 25; n += 1) await codeOf(make());
    expect([await codeOf(make()), await codeOf(make({ camera: yardCamera }, binh))]).toEqual(['too-many-requests', 'done']);
    const people = Array.from({ length: 10 }, (_, n) => `p${n}` as typeof an);
    const codes: string[] = [];
    for (const person of people) for (let n = 0; n < 6; n += 1) codes.push(await codeOf(make({}, person)));
    expect([codes.slice(0, 30).includes('too-many-requests'), codes.at(-1)]).toEqual([false, 'too-many-requests']);
  });

  it('about cameras that are not there costs and is answered like one about cameras that were never shared', async () => {
    const answers = await Promise.all(['no-such-camera', 'next-door'].map(async (camera) => {
      await using at = await storedHouse();
      const { make } = await room(at, both);
      const codes: string[] = [];
      for (let n = 0; n < 22; n += 1) codes.push(await codeOf(make({ camera: camera as typeof gateCamera })));
      return codes;
    }));
    expect([answers[0], new Set(answers[0])]).toEqual([answers[1], new Set(['consent-refused', 'too-many-requests'])]);
  });

  it('about one camera by ever new people stops at its own bucket, and goes on one by one', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at, both);
    const people = Array.from({ length: 9 }, (_, n) => `p${n}` as typeof an);
    await at.place.store.write(async (trx) => { for (const id of people) await trx.insertInto('person').values({ id, login: id, name: id, language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute(); });
    const codes: string[] = [];
    const turn = async (person: typeof an): Promise<void> => {
      codes.push(await make({}, person).then(async ({ id: ask }) => asks.withdraw(ask, person)).then(() => 'done', (failure: { readonly code: string }) => failure.code));
    };
    for (const person of people.slice(0, 7)) await turn(person);
    at.clock.set(noon + minutes(10));
    for (const person of people.slice(7)) await turn(person);
    expect(codes).toEqual(['done', 'done', 'done', 'done', 'done', 'done', 'too-many-asks', 'done', 'too-many-asks']);
  });
});
