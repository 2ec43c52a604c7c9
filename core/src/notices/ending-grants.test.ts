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
  expect([told.at(-1), kept?.value]).toEqual(['lan grant.ending: Cho phép dành cho Công an phường sẽ hết hạn sau 10 ngày, hub không tự gia hạn.', `["next@${start + days(112)}"]`]);
});

it('reminds again of what was renewed, with the way to sign it, and never renews by itself', async () => {
  await using at = await storedHouse();
  const told: (string | undefined)[] = [];
  const desk = { tell: async (_people: readonly string[], { link }: News) => void told.push(link) };
  const start = at.clock.now();
  const remind = async (after: number): Promise<number> => {
    at.clock.set(start + after);
    await new EndingGrants(at.place.store, desk, at.clock).remind();
    return told.length;
  };
  await at.give({ ...standing, when: { from: start, until: start + days(90) } });
  const first = [await remind(days(77)), await remind(days(78))];
  await at.desk.change({ ...standing, version: standing.version + 1, when: { from: at.clock.now(), until: at.clock.now() + days(90) } }, { vi: 'câu', en: 'sentence' }, lan);
  expect([first, await remind(days(80)), await remind(days(78 + 77)), await remind(days(78 + 89)), await remind(days(400))]).toEqual([[1, 1], 1, 2, 2, 2]);
  expect([new Set(told), (await at.place.store.read.selectFrom('grant_version').select('version').execute()).length]).toEqual([new Set([`/sharing/renew/${standing.id}`]), 2]);
});
