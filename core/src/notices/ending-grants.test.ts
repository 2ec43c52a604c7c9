import { expect, it } from 'vitest';
import { standing } from '../consent/test/gate.fixture.ts';
import { lan, storedHouse } from '../consent/test/stored-house.fixture.ts';
import type { Grant } from '../domain/consent.ts';
import { id, type GrantId } from '../domain/ids.ts';
import { days } from '../domain/time.ts';
import { EndingGrants } from './ending-grants.ts';
import type { News } from './notice-desk.ts';

it('reminds the house once, 14 days before a grant ends; not of one that is revoked, short or over', async () => {
  await using at = await storedHouse();
  const { store } = at.place;
  const told: string[] = [];
  const desk = { tell: async (people: readonly string[], { kind, body }: News) => void told.push(`${people.join()} ${kind}: ${body.vi}`) };
  const after = (name: string, from: number, until: number): Grant => ({ ...standing, id: id<GrantId>(name), when: { from: at.clock.now() + from, until: at.clock.now() + until } });
  const start = at.clock.now();
  await at.give(after('long', 0, days(90)));
  await at.give(after('revoked', 0, days(90)));
  await at.give(after('short', 0, days(14)));
  await at.give({ ...after('each time', 0, days(91)), mode: 'ask' });
  await at.desk.revoke(id<GrantId>('revoked'), lan);
  const counts: number[] = [];
  for (const moment of [0, days(76) - 1, days(76), days(76) + 1, days(77) + 1]) {
    at.clock.set(start + moment);
    // Another run of the hub each time: what was told is on disk.
    await new EndingGrants(store, desk, at.clock).remind();
    await new EndingGrants(store, desk, at.clock).remind();
    counts.push(told.length);
  }
  expect([counts, told]).toEqual([[0, 0, 1, 1, 2], Array.from({ length: 2 }, () => 'lan grant.ending: Cho phép dành cho Công an phường sẽ hết hạn sau 14 ngày, hub không tự gia hạn.')]);
  at.clock.set(start + days(92));
  await at.give(after('next', 0, days(20)));
  at.clock.set(start + days(92) + days(10));
  await new EndingGrants(store, desk, at.clock).remind();
  const kept = await store.read.selectFrom('hub_value').select('value').where('name', '=', 'grants.ending-told').executeTakeFirst();
  expect([told.at(-1), kept?.value]).toEqual(['lan grant.ending: Cho phép dành cho Công an phường sẽ hết hạn sau 10 ngày, hub không tự gia hạn.', '["next"]']);
});
