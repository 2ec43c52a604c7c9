import { expect, it } from 'vitest';
import { id, type CameraId, type OwnerId } from '../domain/ids.ts';
import { an, byLan } from '../exports/export-place.fixture.ts';
import { gateCamera, house, lan, morning } from '../recordings/footage.fixture.ts';
import { bagPlace } from './bag-place.fixture.ts';

const [other, theirs] = [id<CameraId>('theirs'), id<OwnerId>('them')];

it('of a bag with two houses is in the log of both, and who of one house it was only in hers', async () => {
  await using place = await bagPlace();
  const { store, log } = place.at;
  const bag = await place.made({ person: lan, pieces: [{ request: byLan(morning + 12_000, morning + 18_000), owner: house }] });
  await store.write(async (trx) => {
    const camera = await trx.selectFrom('camera').selectAll().where('id', '=', gateCamera).executeTakeFirstOrThrow();
    await trx.insertInto('owner').values({ id: theirs, kind: 'household', name: 'Nhà bên', created_at: 1 }).execute();
    await trx.insertInto('camera').values({ ...camera, id: other, owner: theirs, native_id: 'other' }).execute();
    await trx.insertInto('evidence_piece').values({ bag: bag.id, n: 2, camera: other, owner: theirs, from_at: morning, to_at: morning + 1_000, viewing: null, outcome: 'footage', recorded_ms: 1_000, gaps: 0 }).execute();
  });
  const said = async (camera: CameraId): Promise<unknown> => (await log.entriesFor(camera, { limit: 1, types: ['bag.checked'] }))[0]?.body;
  const checked = { bag: bag.id, event: 'check' as const, before: bag.sha256, after: bag.sha256 };
  await place.custody.record({ ...checked, by: { side: 'owner', name: 'Chủ camera ở mục 1', unit: null, officerNo: null }, person: lan });
  expect([await said(gateCamera), await said(other)]).toMatchObject([{ person: lan, owner: house }, { person: null, owner: theirs, by: { name: 'Chủ camera ở mục 1' } }]);
  // An officer is known to both.
  await place.custody.record({ ...checked, by: { side: 'unit', name: 'An', unit: 'Công an phường', officerNo: '1' }, person: an });
  expect([await said(gateCamera), await said(other)]).toMatchObject([{ person: an }, { person: an }]);
});
