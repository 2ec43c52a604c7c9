import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { hours } from '../domain/time.ts';
import { give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('an emergency, on real sockets', () => {
  let street: Street;
  const middle = { latitude: 20.4463, longitude: 106.3366 };
  const fire = (more: object = {}) => ({ unit: street.units.u, ground: 'fire_disaster' as const, words: 'Cháy lớn ở chợ, có người mắc kẹt.', place: 'Chợ Bồ Xuyên', ...middle, radiusM: 150, ...more });
  const hello = (more: object = {}) => ({ camera: street.cameras.a.id, transport: 'mse', unit: street.units.u, purpose: 'fire_rescue', ...more });
  const optIn = async () => {
    const { people: { lan, bay }, owners: { a, b }, cameras, units: { u } } = street;
    return Promise.all([give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, preset: 'emergency' }), give(bay, { owner: b, cameras: [cameras.b.id], who: { unit: u }, preset: 'emergency' })]);
  };
  const opened = async () => {
    const { id: emergency } = await street.people.truc.get('POST /api/officer/emergencies', { body: fire() });
    return street.people.tra.get('POST /api/officer/emergencies/:id/second', { params: { id: emergency } });
  };

  beforeAll(async () => {
    street = await openStreet();
    const { store } = street.running.hub;
    for (const [camera, north] of [[street.cameras.a.id, 0], [street.cameras.b.id, 60], [street.cameras.c.id, 20]] as const) await store.write((trx) => trx.updateTable('camera').set({ latitude: middle.latitude + north / 111_195, longitude: middle.longitude }).where('id', '=', id<CameraId>(camera)).execute());
    await street.people.bay.get('PATCH /api/cameras/:id', { params: { id: street.cameras.b.id }, body: { recording: 'continuous' } });
    await optIn();
    await until('something is recorded', async () => (await store.read.selectFrom('segment').select('id').executeTakeFirst()) !== undefined, 60_000);
  }, 120_000);
  afterAll(async () => street?.close());

  test('what she signs says so, has no clip and no sound, and opens nothing by itself', async () => {
    const { lan, truc } = street.people;
    const [grant] = (await lan.get('GET /api/grants')).filter(({ mode }) => mode === 'emergency');
    expect([grant?.actions, grant?.purposes.includes('fire_rescue'), grant?.sentence.vi.includes('Phải có hai người khác vai trò cùng khai báo; mỗi lần mở nhiều nhất 30 phút')]).toEqual([['live', 'playback'], true, true]);
    const wider = { owner: street.owners.a, cameras: [street.cameras.a.id], who: { unit: street.units.u }, preset: 'emergency' as const, days: 30, actions: ['live', 'clip'] as ('live' | 'clip')[], audio: true, mode: 'standing' as const };
    const { sentence } = await lan.get('POST /api/grants/preview', { body: wider });
    expect(sentence.vi).toMatch(/được mở khẩn cấp để xem trực tiếp và xem lại hình đã ghi .*không có tiếng/);
    using viewer = truc.live(hello());
    expect([(await viewer.end()).problem.code, viewer.bytes, await lan.get('GET /api/emergencies'), (await lan.get('GET /api/cameras/:id/sharing', { params: { id: street.cameras.a.id } })).length]).toEqual(['consent-refused', 0, [], 0]);
  });

  test('declared by one and confirmed by another role, it opens to the unit; the owner is told at once, stops it with one tap and no proof, and no byte comes after', async () => {
    const { people: { lan, minh, bay, truc, tra, truong, vinh, vuong }, cameras } = street;
    const declared = await truc.get('POST /api/officer/emergencies', { body: fire() });
    expect([declared.status, declared.cameras, declared.owners, declared.open, declared.maySecond, await lan.get('GET /api/emergencies')]).toEqual(['declared', 2, 2, [], false, []]);
    const tries = await Promise.all([truc, vinh, vuong, lan].map(async (by) => (await by.send('POST /api/officer/emergencies/:id/second', { params: { id: declared.id } })).code));
    expect(tries).toEqual(['emergency-second', 'not-found', 'not-found', 'not-allowed']);
    expect((await tra.get('GET /api/officer/emergencies', { query: { unit: street.units.u } })).rows[0]).toMatchObject({ id: declared.id, maySecond: true, words: 'Cháy lớn ở chợ, có người mắc kẹt.', declared: { officerNo: 'U-2' } });
    using before = truc.live(hello());
    expect((await before.end()).problem.code).toBe('consent-refused');

    const running = await tra.get('POST /api/officer/emergencies/:id/second', { params: { id: declared.id } });
    expect([running.status, running.open.map(({ camera }) => camera), (running.opened?.until ?? 0) - (running.opened?.at ?? 0)]).toEqual(['running', [cameras.a.id, cameras.b.id], 1_800_000]);
    for (const keeper of [lan, minh, bay]) expect((await keeper.get('GET /api/notices')).filter(({ kind }) => kind === 'emergency.opened').map(({ body }) => body.vi.includes('Số hiệu U-2 khai báo, số hiệu U-3 xác nhận'))).toEqual([true]);
    using mine = await truc.live(hello()).playing();
    using theirs = await truong.live(hello({ camera: cameras.b.id })).playing();
    using stranger = vuong.live(hello({ unit: street.units.v }));
    using curious = truc.live(hello({ purpose: 'crime' }));
    using elsewhere = truc.live(hello({ camera: cameras.c.id }));
    expect([(await stranger.end()).problem.code, (await curious.end()).problem.code, (await elsewhere.end()).problem.code, mine.events[0]?.type]).toEqual(['consent-refused', 'consent-refused', 'consent-refused', 'opened']);
    const clip = await truc.send('POST /api/exports', { body: { camera: cameras.a.id, from: Date.now() - 30_000, to: Date.now() - 1_000, unit: street.units.u, purpose: 'fire_rescue' } });
    expect(clip.code).toBe('consent-refused');
    // The minute before it is all that is handed out: for this unit, of these cameras, while it runs.
    const minute = { params: { id: declared.id, camera: cameras.b.id } };
    const film = await truc.send('GET /api/officer/emergencies/:id/before/:camera', minute);
    expect([film.status, film.text.slice(4, 8)]).toEqual([200, 'ftyp']);
    expect(await Promise.all([vuong, lan].map(async (by) => (await by.send('GET /api/officer/emergencies/:id/before/:camera', minute)).code))).toEqual(['not-found', 'not-allowed']);
    expect((await truc.send('GET /api/officer/emergencies/:id/before/:camera', { params: { id: declared.id, camera: cameras.c.id } })).code).toBe('not-found');
    await until('it is in her ledger', async () => (await bay.get('GET /api/ledger')).some(({ route, action, officerNo, mark, seconds, footage }) => route === 'R3' && action === 'playback' && officerNo === 'U-2' && mark === 'pixels' && seconds >= 5 && (footage?.to ?? 0) - (footage?.from ?? 0) === 60_000));
    const offered = (await truc.get('GET /api/officer/cameras', { query: { unit: street.units.u } })).find(({ camera }) => camera === cameras.a.id);
    expect(offered?.offers.map(({ action, effect, until: ends, purposes }) => [action, effect, ends, purposes])).toEqual([['live', 'permit', running.opened?.until, ['fire_rescue']]]);
    const [shown] = await lan.get('GET /api/emergencies');
    expect(shown).toMatchObject({ id: declared.id, running: true, ground: 'fire_disaster', unitName: 'Công an phường U', declared: { officerNo: 'U-2', role: 'duty_officer' }, opened: { officerNo: 'U-3', role: 'investigator' }, cameras: [{ name: 'Cổng nhà bà Lan' }] });

    // A session without a fresh proof, as a phone left on for a day.
    const { store } = street.running.hub;
    const person = (await minh.get('GET /api/session')).id;
    await store.write((trx) => trx.updateTable('session').set({ proved_at: Date.now() - hours(24) }).where('person', '=', person as never).execute());
    const stopped = await minh.get('POST /api/emergencies/:id/stop', { params: { id: declared.id } });
    const ended = await mine.end();
    expect([ended.reason, mine.bytesAfterEnd, stopped.running, theirs.ended]).toEqual(['revoked', 0, false, undefined]);
    await theirs.more();
    using again = truc.live(hello());
    expect([(await again.end()).problem.code, (await tra.get('GET /api/officer/emergencies', { query: { unit: street.units.u } })).rows[0]?.open.map(({ camera }) => camera)]).toEqual(['consent-refused', [cameras.b.id]]);
    expect((await bay.send('POST /api/emergencies/:id/stop', { params: { id: 'none' } })).code).toBe('not-found');
    expect((await street.people.kim.send('POST /api/emergencies/:id/stop', { params: { id: declared.id } })).code).toBe('not-found');

    await truong.get('POST /api/officer/emergencies/:id/end', { params: { id: declared.id } });
    expect([(await theirs.end()).reason, theirs.bytesAfterEnd]).toEqual(['expired', 0]);
    expect((await truc.send('GET /api/officer/emergencies/:id/before/:camera', minute)).code).toBe('consent-refused');
    await until('the owners are told how it ended', async () => (await bay.get('GET /api/notices')).some(({ kind, body }) => kind === 'emergency.ended' && /Đã xem Sân nhà ông Bảy: \d+ giây \(số hiệu U-1\)/.test(body.vi)));
    expect((await lan.get('GET /api/ledger')).filter(({ route }) => route === 'R3').map(({ officerNo, purpose, endReason }) => [officerNo, purpose, endReason])).toEqual([['U-2', 'fire_rescue', 'revoked']]);
    expect((await lan.get('POST /api/ledger/check')).intact).toBe(true);
  });

  test('it is reviewed by the leader, read by the owner, who complains; found unjustified, the unit may not declare another until the committee says so', async () => {
    const { people: { lan, bay, truc, tra, truong, vinh, chutich, canbo }, units } = street;
    const [row] = (await truong.get('GET /api/officer/emergencies', { query: { unit: units.u } })).rows;
    const params = { id: row?.id ?? '' };
    expect([row?.ended?.why, row?.ended?.by]).toEqual(['leader', 'Người tên truong']);
    expect([row?.status, row?.mayReview, row?.seen.map(({ officerNo }) => officerNo).toSorted(), row?.reviewers]).toEqual(['ended', true, ['U-1', 'U-2', 'U-2'], 1]);
    const verdict = { verdict: 'unjustified' as const, words: 'Không có cháy, chỉ là đốt rác.' };
    expect(await Promise.all([tra, vinh, lan].map(async (by) => (await by.send('POST /api/officer/emergencies/:id/review', { params, body: verdict })).code))).toEqual(['not-allowed', 'not-found', 'not-allowed']);
    expect((await truong.get('POST /api/officer/emergencies/:id/review', { params, body: verdict })).status).toBe('unjustified');
    expect((await bay.get('GET /api/emergencies'))[0]?.review?.words).toBe(verdict.words);
    expect((await lan.get('POST /api/emergencies/:id/complaints', { params, body: { words: 'Họ xem nhà tôi không có lý do.' } })).complaints.map(({ words }) => words)).toEqual(['Họ xem nhà tôi không có lý do.']);
    expect((await truc.send('POST /api/officer/emergencies', { body: fire() })).code).toBe('emergency-suspended');
    const [suspension] = await chutich.get('GET /api/emergency-suspensions');
    expect([suspension?.cause, suspension?.mayLift, (await truong.get('GET /api/emergency-suspensions')).map(({ mayLift }) => mayLift), await vinh.get('GET /api/emergency-suspensions')]).toEqual(['unjustified', true, [false], []]);
    const lift = { params: { id: suspension?.id ?? '' }, body: { words: 'Đơn vị đã tập huấn lại.' } };
    expect(await Promise.all([truong, canbo, lan].map(async (by) => (await by.send('POST /api/emergency-suspensions/:id/lift', lift)).code))).toEqual(['not-allowed', 'not-allowed', 'not-allowed']);
    expect((await chutich.get('POST /api/emergency-suspensions/:id/lift', lift)).map(({ mayLift }) => mayLift)).toEqual([false]);
  });

  test('an officer who leaves takes it along, and the owner who takes the permission back is asked no more', async () => {
    const { people: { bay, lan, truc, tra, truong }, units, cameras } = street;
    // Lan stopped hers today; the neighbour has not.
    const stopped = (await lan.get('GET /api/emergencies'))[0];
    expect(stopped?.stoppedAt).toBeGreaterThan(0);
    const running = await opened();
    expect(running.open.map(({ camera }) => camera)).toEqual([cameras.b.id]);
    using viewer = await truc.live(hello({ camera: cameras.b.id })).playing();
    const { id: investigator } = await tra.get('GET /api/session');
    await truong.get('DELETE /api/units/:id/officers/:person', { params: { id: units.u, person: investigator } });
    await viewer.end();
    await until('it is over', async () => (await bay.get('GET /api/emergencies'))[0]?.ended?.why === 'membership');
    expect(viewer.bytesAfterEnd).toBe(0);
    expect(await truong.get('GET /api/officer/emergencies', { query: { unit: units.u } })).toMatchObject({ used: 2, most: 10, suspended: false, rows: [{ status: 'ended', ended: { why: 'membership' } }, { status: 'unjustified' }] });
    // An owner's no is hers: the unit sees that it is over, and not by whom.
    const { id: last } = await truc.get('POST /api/officer/emergencies', { body: fire() });
    await truong.get('POST /api/officer/emergencies/:id/second', { params: { id: last } });
    expect((await bay.get('POST /api/emergencies/:id/stop', { params: { id: last } })).ended?.why).toBe('owner');
    expect((await truong.get('GET /api/officer/emergencies', { query: { unit: units.u } })).rows[0]).toMatchObject({ id: last, status: 'ended', ended: { why: null, by: null }, reviewers: 0, mayReview: false });
    const [shown] = await bay.get('GET /api/emergencies');
    await bay.get('DELETE /api/grants/:id', { params: { id: shown?.grants[0] ?? '' } });
    expect([(await bay.get('GET /api/emergencies'))[0]?.grants, (await truc.send('POST /api/officer/emergencies', { body: fire() })).code, (await lan.get('GET /api/emergencies')).length]).toEqual([[], 'emergency-no-cameras', 1]);
  });
});
