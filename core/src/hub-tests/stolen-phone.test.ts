import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GrantDraft } from '../api/index.ts';
import { Browser, type AnyCall } from './browser.fixture.ts';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import type { RouteKey } from '../api/index.ts';
import { until } from './until.fixture.ts';

describe('a phone in somebody else\'s hand', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());
  const draft = (): GrantDraft => ({ owner: street.owners.a, cameras: [street.cameras.a.id], who: { unit: street.units.u }, days: 30, ...always });
  const rowsOf = async (): Promise<string> => {
    const { read } = street.running.hub.store;
    const [grants, restrictions, asks] = await Promise.all([read.selectFrom('grant_version').selectAll().orderBy('id').orderBy('version').execute(), read.selectFrom('restriction').selectAll().orderBy('id').execute(), read.selectFrom('ask').selectAll().orderBy('id').execute()]);
    return JSON.stringify([grants, restrictions, asks]);
  };

  test('the owner\'s, older than a proof lasts, gives nothing, widens nothing and lifts nothing; it can only take away (THREATS 7)', async () => {
    const { people: { lan }, owners: { a }, units: { u }, cameras, running: { hub, origin } } = street;
    const grant = await give(lan, { ...draft(), actions: ['live'] });
    const pause = await lan.get('POST /api/pauses', { body: { owner: a } });
    const hours = await lan.get('POST /api/privacy-hours', { body: { owner: a, hours: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [1], from: 0, to: 60 }] } } });
    const { id } = await lan.get('GET /api/session');
    await hub.store.write((trx) => trx.updateTable('session').set({ proved_at: Date.now() - 601_000 }).where('person', '=', id as never).execute());
    const thief = new Browser(origin, '10.66.6.6');
    thief.cookie = lan.cookie;
    const wide = { ...draft(), from: grant.from, until: grant.until };
    const [{ sentence }, widened, renewal] = await Promise.all([thief.get('POST /api/grants/preview', { body: draft() }), thief.get('POST /api/grants/:id/preview', { params: { id: grant.id }, body: wide }), thief.get('POST /api/grants/:id/renewal', { params: { id: grant.id }, body: { days: 180 } })]);
    const before = await rowsOf();
    const script: readonly (readonly [RouteKey, AnyCall])[] = [
      ['POST /api/grants', { body: { ...draft(), sentence: sentence.vi } }], ['POST /api/grants', { body: { ...draft(), preset: 'nights', sentence: sentence.vi } }], ['POST /api/grants', { body: { ...draft(), who: { unit: u }, days: 180, sentence: sentence.en } }],
      ['PUT /api/grants/:id', { params: { id: grant.id }, body: { ...wide, version: 1, sentence: widened.sentence.vi } }], ['POST /api/grants/:id/renew', { params: { id: grant.id }, body: { days: 180, version: 1, sentence: renewal.sentence.vi } }],
      ['DELETE /api/pauses/:id', { params: { id: pause.id } }], ['DELETE /api/privacy-hours/:id', { params: { id: hours.id } }], ['PUT /api/privacy-hours/:id', { params: { id: hours.id }, body: { hours: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [1], from: 0, to: 59 }] } } }],
      ['POST /api/invitations', { body: { kind: 'member', owner: a, role: 'co_owner' } }], ['POST /api/me/password', { body: { password: 'mật khẩu của kẻ trộm' } }], ['POST /api/passkeys/new', {}], ['POST /api/units/:id/merge', { params: { id: street.units.v }, body: { into: u, reason: 'Trộm' } }],
    ];
    const answers = [];
    for (const [key, given] of script) answers.push((await thief.sendAny(key, given)).code);
    expect([widened.widens, new Set(answers), await rowsOf() === before]).toEqual([true, new Set(['fresh-sign-in']), true]);
    expect((await street.people.truc.get('GET /api/officer/cameras', { query: { unit: u } })).map(({ camera }) => camera)).toEqual([]);
    expect([(await thief.send('DELETE /api/grants/:id', { params: { id: grant.id } })).status, (await thief.send('POST /api/pauses', { body: { owner: a, camera: cameras.a.id } })).status]).toEqual([200, 200]);
    await lan.get('POST /api/session/proof', { body: { password: street.passwords.lan } });
    for (const each of await lan.get('GET /api/pauses')) await lan.get('DELETE /api/pauses/:id', { params: { id: each.id } });
    await lan.get('DELETE /api/privacy-hours/:id', { params: { id: hours.id } });
  });

  test('an officer\'s: the leader ends every session of it, sockets and pictures with them; a replayed cookie opens nothing (THREATS 6)', async () => {
    const { people: { lan, truc, truong, vinh, tra }, units: { u, v }, cameras, running: { origin } } = street;
    const grant = await give(lan, draft());
    const second = await street.signedIn('truc');
    using viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' }).playing();
    using facts = second.facts();
    await until('the stream is open', () => facts.status === 200);
    const { id: person } = await truc.get('GET /api/session');
    const refused = await Promise.all([vinh.send('DELETE /api/units/:id/officers/:person/sessions', { params: { id: u, person } }), vinh.send('DELETE /api/units/:id/officers/:person/sessions', { params: { id: v, person } }), tra.send('DELETE /api/units/:id/officers/:person/sessions', { params: { id: u, person } }), lan.send('DELETE /api/units/:id/officers/:person/sessions', { params: { id: u, person } })]);
    // A leader's own proof may be old: this only takes away.
    const { id: leader } = await truong.get('GET /api/session');
    await street.running.hub.store.write((trx) => trx.updateTable('session').set({ proved_at: Date.now() - 700_000 }).where('person', '=', leader as never).execute());
    const { ended } = await truong.get('DELETE /api/units/:id/officers/:person/sessions', { params: { id: u, person } });
    await viewer.over();
    const replayed = new Browser(origin, '10.66.6.7');
    replayed.cookie = truc.cookie;
    using again = replayed.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' });
    await again.over();
    expect([refused.map(({ code }) => code), ended, (await replayed.send('GET /api/session')).code, (await second.send('GET /api/session')).code, again.refused, again.bytes, street.running.hub.gate.open().filter(({ as }) => as === 'officer').length])
      .toEqual([['not-found', 'not-found', 'not-allowed', 'not-allowed'], 2, 'not-signed-in', 'not-signed-in', 401, 0, 0]);
    const [line] = await lan.get('GET /api/ledger');
    expect(line).toMatchObject({ officerNo: 'U-2', endReason: 'signed_out' });
    // His account is not closed: with his password he is back.
    await street.people.truc.signIn('truc', street.passwords.truc);
    expect((await street.people.truc.send('GET /api/session')).status).toBe(200);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('the same request once more changes nothing: given, changed, renewed, revoked, approved, declined, lifted (THREATS 19)', async () => {
    const { people: { lan, truc }, owners: { a }, units: { u }, cameras } = street;
    const grant = await give(lan, { ...draft(), mode: 'ask' });
    const narrow = { ...await lan.get('GET /api/grants/:id/draft', { params: { id: grant.id } }), actions: ['live' as const] };
    const { sentence } = await lan.get('POST /api/grants/:id/preview', { params: { id: grant.id }, body: narrow });
    const changed: AnyCall = { params: { id: grant.id }, body: { ...narrow, version: 1, sentence: sentence.vi } };
    const first: string[] = [(await lan.sendAny('PUT /api/grants/:id', changed)).status.toString()];
    const ask = async () => (await truc.get('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'live', purpose: 'crime', message: 'Xe máy bị lấy trộm.' } })).id;
    const [yes] = [await ask()];
    const pause = await lan.get('POST /api/pauses', { body: { owner: a } });
    const renewal = await lan.get('POST /api/grants/:id/renewal', { params: { id: grant.id }, body: { days: 60 } });
    const renew: AnyCall = { params: { id: grant.id }, body: { days: 60, version: renewal.version, sentence: renewal.sentence.vi } };
    const corpus: readonly (readonly [RouteKey, AnyCall, (Browser | undefined)?])[] = [
      ['POST /api/asks/:id/approve', { params: { id: yes } }], ['DELETE /api/pauses/:id', { params: { id: pause.id } }], ['POST /api/grants/:id/renew', renew], ['DELETE /api/grants/:id', { params: { id: grant.id } }],
    ];
    for (const [key, given] of corpus) first.push((await lan.sendAny(key, given)).status.toString());
    expect(first).toEqual(['200', '200', '204', '200', '200']);
    const before = await rowsOf();
    const entries = async () => (await street.running.hub.store.read.selectFrom('audit_entry').select('type').where('type', 'in', ['grant.given', 'grant.changed', 'grant.revoked', 'restriction.added', 'restriction.lifted', 'ask.approved', 'ask.declined']).execute()).length;
    const logged = await entries();
    const again: (string | undefined)[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (const [key, given] of [['PUT /api/grants/:id', changed] as const, ...corpus, ['POST /api/asks/:id/decline', { params: { id: yes } }] as const]) again.push((await lan.sendAny(key, given)).code ?? 'ok');
    }
    // Revoking twice is answered with the first time; everything else is refused.
    expect([[...new Set(again)].toSorted((one = '', other = '') => one.localeCompare(other)), await rowsOf() === before, await entries() - logged]).toEqual([['conflict', 'not-found', 'ok'], true, 0]);
    expect(again.filter((code) => code === 'ok')).toHaveLength(3);
  });
});
