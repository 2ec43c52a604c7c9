import { expect, it } from 'vitest';
import { days, hours } from '../domain/time.ts';
import { forgetOldWords } from './forget-old-words.ts';
import { gateCamera, morning, recordingPlace } from './footage.fixture.ts';

it('forgets what happened before the oldest day and the causes of gaps nobody can ask for, keeps what still holds, and nothing of a camera that is gone', async () => {
  await using place = await recordingPlace();
  const { store } = place;
  const ago = (span: number): number => morning - span;
  await store.write(async (trx) => {
    await trx.insertInto('segment').values({ camera: gateCamera, from_at: ago(days(3)), to_at: ago(days(3)) + 10_000, path: `gate/x/${ago(days(3))}.mp4`, bytes: 10, sha256: 'a'.repeat(64), garbage: 0 }).execute();
    await trx.insertInto('camera_event').values([[5, 5], [4, 4], [3, 3], [1, null]].map(([from = 0, to]) => ({ camera: gateCamera, kind: 'motion' as const, from_at: ago(days(from ?? 0)) + hours(1), to_at: to === null || to === undefined ? null : ago(days(to)) + hours(2) }))).execute();
    await trx.insertInto('recorder_state').values(([[20, 'recording'], [10, 'offline'], [9, 'recording'], [6, 'off'], [5, 'recording']] as const).map(([day, state]) => ({ camera: gateCamera, role: 'main' as const, at: ago(days(day)), state }))).execute();
  });
  const left = async (): Promise<unknown> => [
    (await store.read.selectFrom('camera_event').select('from_at').orderBy('id').execute()).map(({ from_at }) => Math.ceil((morning - from_at) / days(1))),
    (await store.read.selectFrom('recorder_state').select(['at', 'state']).orderBy('id').execute()).map(({ at, state }) => [(morning - at) / days(1), state]),
  ];
  // Seven days are kept, of which three have footage.
  await forgetOldWords(store, morning);
  expect(await left()).toEqual([[4, 3, 1], [[9, 'recording'], [6, 'off'], [5, 'recording']]]);
  await store.write((trx) => trx.updateTable('camera').set({ removed_at: morning }).execute());
  await forgetOldWords(store, morning);
  expect(await left()).toEqual([[], []]);
});
