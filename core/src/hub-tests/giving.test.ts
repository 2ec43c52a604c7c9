import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api, GrantDraft, RequestOf } from '../api/index.ts';
import { Browser } from './browser.fixture.ts';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

type Draft = RequestOf<Api['POST /api/grants/preview']>['body'];
const zone = 'Asia/Ho_Chi_Minh';

describe('giving, changing and taking back', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());
  const draft = (more: { readonly [K in keyof GrantDraft]?: GrantDraft[K] | undefined } = {}): GrantDraft => ({ owner: street.owners.a, cameras: [street.cameras.a.id], who: { unit: street.units.u }, days: 30, ...always, ...more }) as GrantDraft;
  const stale = (browser: Browser) => browser.get('GET /api/session').then(({ id }) => street.running.hub.store.write((trx) => trx.updateTable('session').set({ proved_at: Date.now() - 700_000 }).where('person', '=', id as never).execute()));
  const fresh = (browser: Browser, password: string) => browser.get('POST /api/session/proof', { body: { password } });
  const clean = async (): Promise<void> => {
    for (const grant of await street.people.lan.get('GET /api/grants')) if (grant.revokedAt === null) await street.people.lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  };
  const kindsOf = async (browser: Browser): Promise<string[]> => (await browser.get('GET /api/notices')).map(({ kind }) => kind);

  test('who can see what now: by unit, with the sentence, the hours to come and why not; of her own cameras only', async () => {
    const { people: { lan, bay, minh }, cameras: { a }, units: { u } } = street;
    const grant = await give(lan, draft());
    await give(lan, draft({ preset: 'on_incident', mode: undefined, actions: undefined, purposes: undefined, lookbackHours: undefined }));
    const home = await lan.get('GET /api/rights');
    const row = await minh.get('GET /api/cameras/:id/rights', { params: { id: a.id } });
    const [unit] = row.holders;
    expect([home.map(({ camera }) => camera), row.holders.map(({ unitName, effect, rights }) => [unitName, effect, rights.length]), unit?.week.map(({ effect }) => effect), row.days.length]).toEqual([[a.id], [['Công an phường U', 'permit', 2]], ['permit'], 9]);
    expect(unit?.rights.find((right) => right.grant === grant.id)).toMatchObject({ effect: 'permit', actions: ['live', 'clip'], caseRequired: false, purposes: ['crime'], until: grant.until, sentence: grant.sentence, lookbackHours: 24 });
    const asked = await lan.get('GET /api/cameras/:id/why', { params: { id: a.id }, query: { unit: u, action: 'live', purpose: 'fire_rescue', maxHeight: '1080' } });
    expect([asked.effect, asked.grants.map(({ covers, missing }) => [covers, missing.map(({ code }) => code)])]).toEqual(['no', expect.arrayContaining([[false, ['PURPOSE', 'RESOLUTION']], [false, ['CASE_REQUIRED', 'RESOLUTION']]])]);
    expect([(await bay.send('GET /api/cameras/:id/rights', { params: { id: a.id } })).code, (await street.people.truc.send('GET /api/cameras/:id/why', { params: { id: a.id }, query: { unit: u, action: 'live', purpose: 'crime' } })).code, (await bay.get('GET /api/rights')).length]).toEqual(['not-found', 'not-allowed', 1]);
    await clean();
  });

  test('what would be, before she signs: in words, for giving, taking back and pausing; and nothing is written', async () => {
    const { people: { lan, bay }, cameras: { a }, owners, running: { hub } } = street;
    const entries = async (): Promise<number> => (await hub.store.read.selectFrom('audit_entry').select((select) => select.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
    const before = await entries();
    const given = await lan.get('POST /api/rights/what-if', { body: { kind: 'give', draft: draft() } });
    expect([given.widens, given.changes.map(({ text }) => text.vi), given.before[0]?.holders, given.after[0]?.holders.map(({ effect }) => effect)]).toEqual([true, [`Công an phường U được xem trực tiếp, trích xuất hình ở camera “${a.name}” mà không phải hỏi bạn: lúc nào cũng vậy trong 7 ngày tới.`], [], ['permit']]);
    expect(await entries()).toBe(before);
    const grant = await give(lan, draft());
    const answers = await Promise.all([
      lan.get('POST /api/rights/what-if', { body: { kind: 'revoke', grant: grant.id } }), lan.get('POST /api/rights/what-if', { body: { kind: 'pause', owner: owners.a } }),
      lan.get('POST /api/rights/what-if', { body: { kind: 'give', replaces: grant.id, draft: draft({ actions: ['live'], mode: 'ask' }) } }), lan.get('POST /api/rights/what-if', { body: { kind: 'give', replaces: grant.id, draft: draft({ maxHeight: 1_080, audio: true, actions: ['live', 'clip', 'snapshot'] }) } }),
      lan.get('POST /api/rights/what-if', { body: { kind: 'privacy', owner: owners.a, hours: { tz: zone, windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1_440 }] } } }),
    ]);
    expect(answers.map(({ widens, changes }) => [widens, changes.map(({ text }) => text.en)])).toEqual([
      [false, [`Công an phường U can no longer watch live, export footage on the camera “${a.name}”: at any time of the next 7 days.`]],
      [false, [`Công an phường U can no longer watch live, export footage on the camera “${a.name}”: at any time of the next 7 days.`]],
      [false, [`Công an phường U have to ask you each time to watch live on the camera “${a.name}”: at any time of the next 7 days.`, `Công an phường U may no longer export footage on the camera “${a.name}”.`]],
      [true, [`Công an phường U may also take a still on the camera “${a.name}”.`, `Công an phường U see the camera “${a.name}” sharper: 1080p.`, `Công an phường U also hear the sound of the camera “${a.name}”.`]],
      [false, [`Công an phường U can no longer watch live, export footage on the camera “${a.name}”: at any time of the next 7 days.`]],
    ]);
    expect([(await bay.send('POST /api/rights/what-if', { body: { kind: 'revoke', grant: grant.id } })).code, (await bay.send('POST /api/rights/what-if', { body: { kind: 'pause', owner: owners.a } })).code]).toEqual(['not-found', 'not-found']);
    await clean();
  });

  test('the expert form says every field in the sentence, refuses an event without dates, and comes back as it was given', async () => {
    const { people: { lan, truc, bay }, units: { u }, cameras, running: { hub } } = street;
    const { id: person } = await truc.get('GET /api/session');
    const now = Math.floor(Date.now() / 60_000) * 60_000;
    const body = draft({
      who: { unit: u, role: 'duty_officer', person }, from: now, until: now + 9 * 86_400_000, actions: ['live', 'clip', 'playback'], maxHeight: 480, maxFps: 12, audio: true, purposes: ['public_event'], caseRequired: true,
      access: { tz: zone, windows: [{ days: [1, 2], from: 480, to: 720 }, { days: [6, 0], from: 1_320, to: 360 }] }, lookbackHours: 7, footageFrom: now - 3_600_000, footageUntil: now + 86_400_000, footageHours: { tz: zone, windows: [{ days: [5], from: 0, to: 60 }] },
      maxSessionMinutes: 9, maxConcurrent: 3, maxPerDay: 11, watermark: false, store: 'none',
    });
    const { sentence, problems } = await lan.get('POST /api/grants/preview', { body });
    expect([problems, ['480p', '12 hình', 'có tiếng', 'cán bộ trực ban', 'giữ an toàn cho sự kiện công cộng', 'thứ hai và thứ ba từ 08:00 đến 12:00', '7 giờ trước lúc xem', 'thứ sáu từ 00:00 đến 01:00', 'không quá 9 phút', 'không quá 3 lượt', 'không quá 11 lượt', 'không in gì', 'không được giữ lại'].filter((words) => !sentence.vi.includes(words))]).toEqual([[], []]);
    const { from: _, until: _until, ...undated } = body;
    expect((await lan.get('POST /api/grants/preview', { body: { ...undated, days: 9 } })).problems.map(({ en }) => en)).toEqual(['A public event needs the day it begins and the day it ends.']);
    expect((await lan.send('POST /api/grants', { body: { ...undated, days: 9, sentence: sentence.vi } })).code).toBe('grant-invalid');
    const grant = await lan.get('POST /api/grants', { body: { ...body, sentence: sentence.vi } });
    const again = await lan.get('GET /api/grants/:id/draft', { params: { id: grant.id } });
    expect((await lan.get('POST /api/grants/:id/preview', { params: { id: grant.id }, body: again }))).toMatchObject({ sentence, widens: false, problems: [] });
    // An officer is named by the number that owners know; a mask that is not on these cameras is no mask.
    expect([(await lan.get('POST /api/grants/preview', { body: draft({ who: { unit: u, officerNo: 'U-3' } }) })).sentence.vi.includes('“Người tên tra”'), (await lan.send('POST /api/grants/preview', { body: draft({ who: { unit: u, officerNo: 'V-2' } }) })).code, (await lan.send('POST /api/grants/preview', { body: draft({ masks: ['not-a-mask'] }) })).code, (await bay.send('GET /api/grants/:id/draft', { params: { id: grant.id } })).code]).toEqual([true, 'grant-invalid', 'grant-invalid', 'not-found']);
    expect(await hub.store.read.selectFrom('grant_version').select('id').where('id', '=', grant.id as never).execute()).toHaveLength(1);
    expect(cameras.a.id).toBe(grant.cameras[0]?.id);
    await clean();
  });

  test('a narrower version needs no proof and may be a co-owner\'s; a wider one needs the owner and a proof, and every co-owner is told', async () => {
    const { people: { lan, minh }, passwords } = street;
    const grant = await give(lan, draft());
    await Promise.all([stale(lan), stale(minh)]);
    const change = async (by: Browser, body: Draft, version: number) => {
      const { sentence, widens } = await by.get('POST /api/grants/:id/preview', { params: { id: grant.id }, body });
      return { widens, answer: await by.send('PUT /api/grants/:id', { params: { id: grant.id }, body: { ...body, version, sentence: sentence.vi } }) };
    };
    const given = await lan.get('GET /api/grants/:id/draft', { params: { id: grant.id } }) as Draft;
    const narrower = { ...given, actions: ['live' as const] };
    const one = await change(minh, narrower, 1);
    const back = await change(minh, given, 2);
    const stolen = await change(lan, given, 2);
    await fresh(lan, passwords.lan);
    const told = (await kindsOf(minh)).length;
    const wide = await change(lan, given, 2);
    const replayed = await change(lan, given, 2);
    expect([one.widens, one.answer.status, back.widens, back.answer.code, stolen.answer.code, wide.answer.status, replayed.answer.code]).toEqual([false, 200, true, 'not-allowed', 'fresh-sign-in', 200, 'conflict']);
    await until('the co-owner is told', async () => (await kindsOf(minh)).length > told);
    expect((await minh.get('GET /api/notices'))[0]).toMatchObject({ kind: 'grant.changed', link: `/grant/${grant.id}` });
    expect(await kindsOf(lan)).toContain('grant.changed');
    expect((await lan.get('GET /api/grants')).filter(({ id }) => id === grant.id).map(({ version, actions }) => [version, actions])).toEqual([[3, ['live', 'clip']]]);
    await clean();
  });

  test('a renewal is a new signature for as long again, of what is in force', async () => {
    const { people: { lan, minh } } = street;
    const grant = await give(lan, draft({ days: 20 }));
    const { sentence, version } = await lan.get('POST /api/grants/:id/renewal', { params: { id: grant.id }, body: { days: 90 } });
    const body = { days: 90, version, sentence: sentence.vi };
    const before = await minh.send('POST /api/grants/:id/renew', { params: { id: grant.id }, body });
    const renewed = await lan.get('POST /api/grants/:id/renew', { params: { id: grant.id }, body });
    const twice = await lan.send('POST /api/grants/:id/renew', { params: { id: grant.id }, body });
    expect([before.code, renewed.version, renewed.until - renewed.from, twice.code]).toEqual(['not-allowed', 2, 90 * 86_400_000, 'conflict']);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect((await lan.send('POST /api/grants/:id/renewal', { params: { id: grant.id }, body: {} })).code).toBe('conflict');
  });

  test('what a co-owner paused, only she lets go on; when she has left, the owner', async () => {
    const { people: { lan, minh, kim, quan }, owners: { a, c } } = street;
    await fresh(minh, street.passwords.minh);
    const pause = await minh.get('POST /api/pauses', { body: { owner: a } });
    const refused = await lan.send('DELETE /api/pauses/:id', { params: { id: pause.id } });
    const seen = [await lan.get('GET /api/pauses'), await minh.get('GET /api/pauses')].map((rows) => rows.map(({ mayLift }) => mayLift));
    const lifted = await minh.send('DELETE /api/pauses/:id', { params: { id: pause.id } });
    await until('the owner is told', async () => (await kindsOf(lan)).includes('restriction.lifted'));
    const own = await lan.get('POST /api/pauses', { body: { owner: a } });
    const others = await minh.send('DELETE /api/pauses/:id', { params: { id: own.id } });
    expect([pause.mayLift, refused.code, seen, lifted.status, others.code, (await lan.send('DELETE /api/pauses/:id', { params: { id: own.id } })).status]).toEqual([true, 'not-allowed', [[false], [true]], 204, 'not-allowed', 204]);
    const shop = await quan.get('POST /api/pauses', { body: { owner: c } });
    expect([shop.mayLift, (await kim.send('DELETE /api/pauses/:id', { params: { id: shop.id } })).status]).toEqual([false, 204]);
  });

  test('what one adult adds to another\'s private hours is her own, and the other cannot take it back', async () => {
    const { people: { lan, minh }, owners: { a } } = street;
    const hoursOf = (from: number, to: number) => ({ tz: zone, windows: [{ days: [1] as const, from, to }].map((window) => ({ ...window, days: [...window.days] })) });
    await Promise.all([fresh(lan, street.passwords.lan), fresh(minh, street.passwords.minh)]);
    const own = await lan.get('POST /api/privacy-hours', { body: { owner: a, hours: hoursOf(60, 120) } });
    const longer = await minh.get('PUT /api/privacy-hours/:id', { params: { id: own.id }, body: { hours: hoursOf(0, 300) } });
    expect([longer.id === own.id, longer.mayLift, (await lan.get('GET /api/privacy-hours')).map(({ hours, mayLift }) => [hours.windows[0]?.to, mayLift])]).toEqual([false, true, [[120, true], [300, false]]]);
    const refused = [await lan.send('DELETE /api/privacy-hours/:id', { params: { id: longer.id } }), await lan.send('PUT /api/privacy-hours/:id', { params: { id: longer.id }, body: { hours: hoursOf(0, 60) } })];
    expect(refused.map(({ code }) => code)).toEqual(['not-allowed', 'not-allowed']);
    // Her own she lengthens in place.
    const same = await lan.get('PUT /api/privacy-hours/:id', { params: { id: own.id }, body: { hours: hoursOf(0, 120) } });
    expect([same.id, (await lan.send('DELETE /api/privacy-hours/:id', { params: { id: own.id } })).status, (await minh.send('DELETE /api/privacy-hours/:id', { params: { id: longer.id } })).status]).toEqual([own.id, 204, 204]);
  });

  test('a permission says what keeps it shut, and is not called open meanwhile', async () => {
    const { people: { lan }, owners: { a }, cameras } = street;
    await fresh(lan, street.passwords.lan);
    const grant = await give(lan, draft());
    const seen = async () => {
      const [row, of, who] = [await lan.get('GET /api/grants/:id', { params: { id: grant.id } }), (await lan.get('GET /api/grants')).find((each) => each.id === grant.id), await lan.get('GET /api/cameras/:id/sharing', { params: { id: cameras.a.id } })];
      return [row.open, row.held, of?.held, who.length];
    };
    const free = await seen();
    const hours = await lan.get('POST /api/privacy-hours', { body: { owner: a, hours: { tz: zone, windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1_440 }] } } });
    const inHours = await seen();
    await lan.get('DELETE /api/privacy-hours/:id', { params: { id: hours.id } });
    const pause = await lan.get('POST /api/pauses', { body: { owner: a } });
    const paused = await seen();
    await lan.get('DELETE /api/pauses/:id', { params: { id: pause.id } });
    expect([free, inHours, paused, await seen()]).toEqual([[true, null, null, 1], [false, 'privacy_hours', 'privacy_hours', 0], [false, 'pause', 'pause', 0], [true, null, null, 1]]);
    await clean();
  });

  test('private hours shut everybody out at once; adding needs no proof, shortening and removing do', async () => {
    const { people: { lan, minh, truc, bay }, owners: { a }, units: { u }, cameras, passwords } = street;
    await give(lan, draft());
    using viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' }).playing();
    await Promise.all([stale(lan), stale(minh)]);
    const allDay = { tz: zone, windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1_440 }] };
    const hours = await minh.get('POST /api/privacy-hours', { body: { owner: a, hours: allDay } });
    expect([(await viewer.end()).reason, hours.now, hours.cameras]).toEqual(['paused', true, null]);
    const short = { hours: { tz: zone, windows: [{ days: [1], from: 60, to: 120 }] } };
    const at = { params: { id: hours.id } };
    // A pause's own door does not open it.
    const refused = [await minh.send('PUT /api/privacy-hours/:id', { ...at, body: short }), await lan.send('PUT /api/privacy-hours/:id', { ...at, body: short }), await minh.send('DELETE /api/privacy-hours/:id', at), await bay.send('DELETE /api/privacy-hours/:id', at)];
    await Promise.all([fresh(lan, passwords.lan), fresh(minh, passwords.minh), fresh(bay, passwords.bay)]);
    const after = [await lan.send('DELETE /api/privacy-hours/:id', at), await minh.send('DELETE /api/pauses/:id', at), await bay.send('DELETE /api/privacy-hours/:id', at)];
    expect([refused.map(({ code }) => code), after.map(({ code }) => code)]).toEqual([['fresh-sign-in', 'not-allowed', 'fresh-sign-in', 'not-found'], ['not-allowed', 'not-found', 'not-found']]);
    expect((await lan.get('GET /api/cameras/:id/rights', { params: { id: cameras.a.id } })).blocks.map(({ kind, now }) => [kind, now])).toEqual([['privacy_hours', true]]);
    expect([(await minh.send('PUT /api/privacy-hours/:id', { ...at, body: short })).status, (await minh.send('DELETE /api/privacy-hours/:id', at)).status, await lan.get('GET /api/privacy-hours')]).toEqual([200, 204, []]);
    await clean();
  });
});
