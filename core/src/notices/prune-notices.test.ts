import { expect, it } from 'vitest';
import { lan, storedHouse } from '../consent/test/stored-house.fixture.ts';
import { noon } from '../consent/test/gate.fixture.ts';
import { days } from '../domain/time.ts';
import { pruneNotices } from './prune-notices.ts';

it('sweeps away what was read long ago and what nobody ever read, with its deliveries, and nothing that is still on its way', async () => {
  await using at = await storedHouse();
  const { store } = at.place;
  const old = noon - days(100);
  const rows: readonly (readonly [string, number, number | null, number | null])[] = [
    ['read long ago', old, old, null], ['read and delivered', old, old, -1], ['read, still on its way', old, old, noon + 1], ['unread', old, null, null], ['never read in a year', noon - days(361), null, null], ['read today', noon - 1, noon, null],
  ];
  await store.write(async (trx) => {
    for (const [id, when, read_at, next] of rows) {
      await trx.insertInto('notice').values({ id, person: lan, kind: 'test', at: when, title_vi: '', title_en: '', body_vi: '', body_en: '', link: null, read_at }).execute();
      if (next !== null) await trx.insertInto('notice_delivery').values({ notice: id, channel: 'email', tries: 1, next_at: next === -1 ? null : next, done_at: next === -1 ? when : null, error: null }).execute();
    }
  });
  const gone = await pruneNotices(store, at.clock);
  const kept = async (table: 'notice' | 'notice_delivery') => (table === 'notice' ? await store.read.selectFrom('notice').select('id as name').orderBy('id').execute() : await store.read.selectFrom('notice_delivery').select('notice as name').execute()).map(({ name }) => name);
  expect([gone, await kept('notice'), await kept('notice_delivery'), await pruneNotices(store, at.clock), await pruneNotices(store, at.clock, 0)]).toEqual([3, ['read today', 'read, still on its way', 'unread'], ['read, still on its way'], 0, 2]);
});
