import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from './browser.fixture.ts';
import { openCase } from './case.fixture.ts';
import { always, enrolCamera, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('consent, on real sockets', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  const hello = (more: object = {}) => ({ camera: street.cameras.a.id, transport: 'mse', unit: street.units.u, purpose: 'crime', ...more });
  const draft = () => ({ owner: street.owners.a, cameras: [street.cameras.a.id], who: { unit: street.units.u } });
  const askAndApprove = async (by: Browser): Promise<string> => {
    const { id, sentence } = await by.get('POST /api/officer/asks', { body: { unit: street.units.u, camera: street.cameras.a.id, action: 'live', purpose: 'crime', message: 'Xe máy bị lấy trộm.' } });
    expect(sentence.vi).toContain('Cổng nhà bà Lan');
    expect((await street.people.minh.get('POST /api/asks/:id/approve', { params: { id } })).status).toBe('approved');
    return id;
  };
  const newest = async () => (await street.people.lan.get('GET /api/ledger'))[0];

  test('she is asked, agrees, is watched and takes it back: not one byte after the end', async () => {
    const { lan, truc } = street.people;
    const grant = await give(lan, draft());
    using unasked = truc.live(hello());
    expect([(await unasked.end()).problem, unasked.bytes]).toEqual([{ code: 'needs-approval', message: 'Cần chủ camera đồng ý lần này.', reasons: ['needs_owner'] }, 0]);
    const ask = await askAndApprove(truc);
    using viewer = await truc.live(hello({ ask })).playing();
    expect(viewer.events[0]).toMatchObject({ type: 'opened', own: false, watermark: 'Công an phường U · U-2' });
    expect(await lan.get('GET /api/watching')).toMatchObject([{ viewing: viewer.viewing, officerNo: 'U-2', purpose: 'crime', own: false }]);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect([(await viewer.end()).reason, viewer.bytesAfterEnd, (await lan.get('GET /api/watching')).length]).toEqual(['revoked', 0, 0]);
    expect(await newest()).toMatchObject({ viewing: viewer.viewing, route: 'R2', endReason: 'revoked', officerNo: 'U-2', unit: 'Công an phường U' });
    using again = truc.live(hello({ ask }));
    expect([(await again.end()).problem.code, again.bytes]).toEqual(['consent-refused', 0]);
  });

  test('a yes is not spent on what the hub has no way to show, and nothing is shown under a number that is no case', async () => {
    const { people: { lan, truc }, running: { hub } } = street;
    using refused = truc.live(hello({ caseNo: '77/2026' }));
    const exported = await truc.send('POST /api/exports', { body: { camera: street.cameras.a.id, from: Date.now() - 60_000, to: Date.now() - 30_000, unit: street.units.u, purpose: 'crime', caseNo: '77/2026' } });
    expect([(await refused.end()).problem.code, exported.code, await hub.store.read.selectFrom('unit_case').selectAll().execute()]).toEqual(['case-unknown', 'case-unknown', []]);
    const grant = await give(lan, draft());
    const ask = await askAndApprove(truc);
    using unknown = truc.live(hello({ ask, transport: 'no-such-transport' }));
    using nowhere = truc.live(hello({ camera: 'no-such-camera', transport: 'no-such-transport' }));
    expect([(await unknown.end()).problem, (await nowhere.end()).problem.code]).toEqual([(await nowhere.end()).problem, 'stream-unsupported']);
    expect((await lan.get('GET /api/asks')).find(({ id }) => id === ask)?.usedAt).toBeNull();
    using viewer = await truc.live(hello({ ask })).playing();
    expect((await lan.get('GET /api/asks')).find(({ id }) => id === ask)?.usedAt).toBeGreaterThan(0);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    await viewer.end();
  });

  test('a yes is for one viewing by the one who asked', async () => {
    const { lan, truc, tra } = street.people;
    const grant = await give(lan, draft());
    const ask = await askAndApprove(truc);
    using stranger = tra.live(hello({ ask }));
    expect((await stranger.end()).problem.code).toBe('not-found');
    using first = await truc.live(hello({ ask })).playing();
    using second = truc.live(hello({ ask }));
    expect([(await second.end()).problem.code, second.bytes]).toEqual(['needs-approval', 0]);
    first.socket.close();
    await until('the first is over', async () => (await newest())?.endReason === 'viewer');
    using third = truc.live(hello({ ask }));
    expect([(await third.end()).problem.code, third.bytes]).toEqual(['needs-approval', 0]);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('a pause ends every officer\'s picture and not her own; lifting it brings none back', async () => {
    const { lan, minh, truc, tra } = street.people;
    const grant = await give(lan, { ...draft(), preset: 'on_incident' });
    await openCase(truc, street.units.u, 'VA-1');
    const aboutCase = hello({ caseNo: 'VA-1' });
    using one = await truc.live(aboutCase).playing();
    using other = await tra.live(aboutCase).playing();
    using own = await lan.live({ camera: street.cameras.a.id, transport: 'mse' }).playing();
    const pause = await minh.get('POST /api/pauses', { body: { owner: street.owners.a } });
    expect([(await one.end()).reason, (await other.end()).reason, one.bytesAfterEnd + other.bytesAfterEnd]).toEqual(['paused', 'paused', 0]);
    const [seen, seenToo] = [one.bytes, other.bytes];
    await own.more();
    // What one adult of the house laid is not the other's to take back, owner or not.
    expect((await lan.send('DELETE /api/pauses/:id', { params: { id: pause.id } })).code).toBe('not-allowed');
    await minh.get('DELETE /api/pauses/:id', { params: { id: pause.id } });
    await own.more();
    expect([one.bytes, other.bytes, own.ended]).toEqual([seen, seenToo, undefined]);
    using anew = await truc.live(aboutCase).playing();
    await lan.get('DELETE /api/watching/:id', { params: { id: anew.viewing ?? '' } });
    expect([(await anew.end()).reason, anew.bytesAfterEnd]).toEqual(['revoked', 0]);
    expect((await lan.get('GET /api/grants')).find(({ id }) => id === grant.id)?.revokedAt).toBeNull();
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('signing out, here or from another device, ends pictures and event streams', async () => {
    const { lan } = street.people;
    for (const elsewhere of [false, true]) {
      const page = await street.signedIn('lan');
      using viewer = await page.live({ camera: street.cameras.a.id, transport: 'mse' }).playing();
      using facts = await page.facts().open();
      const [current] = (await page.get('GET /api/sessions')).filter((row) => row.current);
      if (elsewhere) await lan.get('DELETE /api/sessions/:id', { params: { id: current?.id ?? '' } });
      else await page.get('DELETE /api/session');
      await viewer.over();
      await until('the event stream ends', () => facts.ended);
      const line = (await lan.get('GET /api/ledger', { query: { own: '1' } })).find(({ viewing }) => viewing === viewer.viewing);
      expect([viewer.ended?.reason, viewer.bytesAfterEnd, line?.endReason, (await page.send('GET /api/cameras')).code]).toEqual(['signed_out', 0, 'signed_out', 'not-signed-in']);
    }
  });

  test('a role that ends takes its pictures along', async () => {
    const { people: { kim, xem, truong, tra, lan }, owners: { c }, units: { u }, cameras } = street;
    await give(lan, { ...draft(), ...always });
    using customer = await xem.live({ camera: cameras.c.id, transport: 'mse' }).playing();
    using officer = await tra.live(hello()).playing();
    const [viewer, investigator] = [(await xem.get('GET /api/session')).id, (await tra.get('GET /api/session')).id];
    await kim.get('DELETE /api/owners/:id/members/:person', { params: { id: c, person: viewer } });
    await truong.get('DELETE /api/units/:id/officers/:person', { params: { id: u, person: investigator } });
    await customer.end();
    await officer.end();
    expect([customer.bytesAfterEnd, officer.bytesAfterEnd, (await xem.send('GET /api/cameras')).code, (await tra.send('GET /api/officer/asks')).code]).toEqual([0, 0, 'not-allowed', 'not-allowed']);
  });

  test('a camera that is removed shows nothing more, to anyone', async () => {
    const { people: { bay, vuong }, owners: { b }, units: { v }, cameras } = street;
    const extra = await enrolCamera(bay, b, 'Cổng sau ông Bảy', cameras.b.simulated, cameras.b.simulated.rtspUri('sub'));
    await give(bay, { owner: b, cameras: [extra.id], who: { unit: v }, ...always });
    using own = await bay.live({ camera: extra.id, transport: 'mse' }).playing();
    using officer = await vuong.live({ camera: extra.id, transport: 'mse', unit: v, purpose: 'crime' }).playing();
    using neighbour = await bay.live({ camera: cameras.b.id, transport: 'mse' }).playing();
    await bay.get('DELETE /api/cameras/:id', { params: { id: extra.id } });
    expect([(await own.end()).reason, (await officer.end()).reason, own.bytesAfterEnd + officer.bytesAfterEnd]).toEqual(['revoked', 'revoked', 0]);
    await neighbour.more();
    expect([(await bay.send('GET /api/cameras/:id/picture', { params: { id: extra.id } })).code, (await vuong.get('GET /api/officer/cameras', { query: { unit: v } })).length, (await bay.get('GET /api/ledger')).map(({ cameraName, endReason }) => [cameraName, endReason])]).toEqual(['not-found', 0, [['Cổng sau ông Bảy', 'revoked']]]);
  });
});
