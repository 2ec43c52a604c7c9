import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brightFilm, layFootage } from '../playback/footage-files.fixture.ts';
import type { Browser } from './browser.fixture.ts';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

const minute = 60_000;

/** One bag of two houses' footage, and everybody who may not have all of it. The tests follow one another. */
describe('an officer\'s bag with footage of two houses', () => {
  let street: Street;
  let bag = '';
  const grants: string[] = [];
  const noon = Math.floor((Date.now() - 10 * minute) / minute) * minute;
  const params = () => ({ id: bag });
  beforeAll(async () => {
    street = await openStreet();
    const { people: { lan, bay }, owners, units: { u }, cameras, config, running: { hub } } = street;
    for (const { id } of [cameras.a, cameras.b]) await layFootage(hub.store, config.recordings.dir, id, noon, brightFilm());
    for (const [by, owner, { id }] of [[lan, owners.a, cameras.a], [bay, owners.b, cameras.b]] as const) grants.push((await give(by, { ...always, owner, cameras: [id], who: { unit: u } })).id);
  }, 60_000);
  afterAll(async () => street?.close());
  const pieces = () => [street.cameras.a.id, street.cameras.b.id].map((camera) => ({ camera, from: noon + 2_000, to: noon + 5_000 }));
  const file = async (by: Browser): Promise<number> => {
    const response = await fetch(`${by.origin}/api/evidence/${bag}/file`, { headers: by.headers });
    await response.arrayBuffer();
    return response.status;
  };

  test('is all or nothing, and says under what it was made', async () => {
    const { truc, vuong } = street.people;
    const body = { pieces: pieces(), unit: street.units.u, purpose: 'crime' } as const;
    expect([(await vuong.send('POST /api/evidence', { body: { ...body, unit: street.units.v } })).code, (await truc.send('POST /api/evidence', { body: { ...body, pieces: [...pieces(), { camera: street.cameras.c.id, from: noon, to: noon + 1 }] } })).code]).toEqual(['consent-refused', 'consent-refused']);
    bag = (await truc.get('POST /api/evidence', { body })).id;
    await until('it is made', async () => (await truc.get('GET /api/evidence/:id', { params: params() })).status === 'done');
    expect(await truc.get('GET /api/evidence/:id', { params: params() })).toMatchObject({ route: 'R1', mine: true, originals: 'with-owner', pieces: [{ n: 1, outcome: 'footage' }, { n: 2, outcome: 'footage' }] });
    expect(await file(truc)).toBe(200);
  });

  test('shows each house its own part of it, and not whose the other is', async () => {
    const { lan, minh, bay, kim, tra } = street.people;
    await bay.get('POST /api/evidence/:id/custody', { params: params(), body: { event: 'open', note: '' } });
    const read = async (by: Browser) => by.get('GET /api/evidence/:id', { params: params() });
    const [hers, his] = [await read(lan), await read(bay)];
    expect([hers.pieces.map(({ camera }) => camera), his.pieces.map(({ camera }) => camera), hers.custody.at(-1)?.by]).toEqual([[street.cameras.a.id], [street.cameras.b.id], { side: 'owner', name: 'Chủ camera ở mục 2', unit: null, officerNo: null }]);
    const { audit } = street.running.hub;
    const hersInLog = await audit.entriesFor(street.cameras.a.id as never, { limit: 50 });
    expect(hersInLog.find(({ entry }) => entry.type === 'bag.made')?.body).toMatchObject({ bag, made: [{ n: 1, camera: street.cameras.a.id }] });
    const told = JSON.stringify([hers, hersInLog, await lan.get('GET /api/evidence'), await lan.get('GET /api/ledger'), await minh.get('GET /api/evidence'), hers.custody.map(({ jws }) => Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())]);
    expect(['Bảy', street.cameras.b.id, street.owners.b, (await bay.get('GET /api/session')).id].filter((word) => told.includes(word))).toEqual([]);
    // Nobody else knows of it; to see that it exists is not to have it.
    expect([(await kim.send('GET /api/evidence/:id', { params: params() })).code, (await tra.send('GET /api/evidence/:id', { params: params() })).code, await file(lan), await file(bay)]).toEqual(['not-found', 'not-found', 403, 403]);
    expect([(await lan.send('DELETE /api/evidence/:id', { params: params() })).code, (await lan.send('POST /api/evidence/:id/unwrap', { params: params() })).code, (await lan.send('GET /api/evidence/:id/minutes', { params: params() })).code]).toEqual(['not-allowed', 'not-allowed', 'not-allowed']);
  });

  test('is not had any more when one of the houses takes its yes back', async () => {
    const { bay, truc } = street.people;
    await bay.get('DELETE /api/grants/:id', { params: { id: grants[1] ?? '' } });
    expect([await file(truc), (await truc.send('GET /api/evidence/:id/minutes', { params: params() })).code]).toEqual([403, 'consent-ended']);
  });

  test('is nothing to her who left the unit, and she signs nothing as its owner', async () => {
    const { people: { truc, truong, lan }, units: { u } } = street;
    const { id: person } = await truc.get('GET /api/session');
    const before = (await lan.get('GET /api/evidence/:id', { params: params() })).custody.length;
    await truong.get('DELETE /api/units/:id/officers/:person', { params: { id: u, person } });
    // As somebody who has another role left: she lives in a house now.
    await street.running.hub.store.write((trx) => trx.insertInto('member').values({ owner: street.owners.c as never, person: person as never, role: 'manager', since: 1, ended_at: null }).execute());
    expect([(await truc.send('POST /api/evidence/:id/custody', { params: params(), body: { event: 'destroy', note: '' } })).code, (await truc.send('GET /api/evidence/:id', { params: params() })).code, await truc.get('GET /api/evidence'), await file(truc)]).toEqual(['not-found', 'not-found', [], 404]);
    expect((await lan.get('GET /api/evidence/:id', { params: params() })).custody.length).toBe(before);
  });
});
