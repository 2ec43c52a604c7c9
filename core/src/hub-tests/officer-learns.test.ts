import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GrantDraft } from '../api/index.ts';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';

const zone = 'Asia/Ho_Chi_Minh';
const minutesNow = (): number => {
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(Date.now()).split(':').map(Number);
  return (hour % 24) * 60 + minute;
};
/** An hour of every day that begins so many hours from now. */
const hourIn = (hours: number): Pick<GrantDraft, 'access'> => {
  const from = (minutesNow() + hours * 60) % 1_440;
  return { access: { tz: zone, windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from, to: (from + 60) % 1_440 }] } };
};

/** A household's hours tell when nobody is at home (THREATS 25). */
describe('what an officer learns of a refusal', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  /** Everything the hub answers an officer about one camera. */
  async function answers(camera: string): Promise<readonly string[]> {
    const { people: { truc }, units: { u } } = street;
    const [from, to] = [Date.now() - 60_000, Date.now() - 30_000];
    const ask = { unit: u, camera, action: 'live' as const, purpose: 'crime' as const, message: 'Xe máy bị lấy trộm.' };
    using viewer = truc.live({ camera, transport: 'mse', unit: u, purpose: 'crime' });
    const ended = await viewer.end();
    expect(viewer.bytes).toBe(0);
    const replies = [
      await truc.send('POST /api/officer/asks', { body: ask }), await truc.send('POST /api/officer/asks/preview', { body: ask }), await truc.send('GET /api/officer/cameras', { query: { unit: u } }),
      await truc.send('POST /api/exports', { body: { camera, from, to, unit: u, purpose: 'crime' } }), await truc.send('GET /api/officer/viewings'),
    ];
    return [JSON.stringify([viewer.of('opened'), ended]), ...replies.map(({ status, text }) => `${status} ${text}`)];
  }

  test('is the same for never shared, outside the hours, revoked, paused and no such camera', async () => {
    const { people: { lan }, owners: { a }, units: { u }, cameras } = street;
    const draft = { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always };
    const never = await answers(cameras.a.id);
    const nights = await give(lan, { ...draft, ...hourIn(6) });
    const outside = await answers(cameras.a.id);
    await lan.get('DELETE /api/grants/:id', { params: { id: nights.id } });
    const revoked = await answers(cameras.a.id);
    await give(lan, draft);
    const pause = await lan.get('POST /api/pauses', { body: { owner: a } });
    const paused = await answers(cameras.a.id);
    await lan.get('DELETE /api/pauses/:id', { params: { id: pause.id } });
    const unknown = await answers('no-such-camera');
    expect(JSON.parse(never[0] ?? '')).toEqual([0, { type: 'ended', reason: 'refused', problem: { code: 'consent-refused', message: 'Chủ camera không cho phép việc này.', reasons: ['not_shared'] } }]);
    // The list of cameras is of all cameras: for a made-up one it shows the one that is shared again.
    expect([outside, revoked, paused, unknown.toSpliced(3, 1)]).toEqual([never, never, never, never.toSpliced(3, 1)]);
    expect(never[3]).toBe('200 []');
  });

  test('holds no hour, window or reason, also while the hours are open', async () => {
    const { people: { lan, truc }, owners: { a }, units: { u }, cameras } = street;
    for (const grant of await lan.get('GET /api/grants')) await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    const { access } = await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always, ...hourIn(0) });
    using viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' }).playing();
    const cameraList = await truc.send('GET /api/officer/cameras', { query: { unit: u } });
    const texts = [cameraList.text, (await truc.send('GET /api/officer/viewings')).text, (await truc.send('GET /api/officer/asks')).text, (await truc.send('GET /api/notices')).text, JSON.stringify(viewer.events.filter(({ type }) => type !== 'format'))];
    expect(cameraList.text).toContain(cameras.a.id);
    expect(access?.windows).toHaveLength(1);
    expect(texts.filter((text) => /access|windows|hours"|RESTRICTED|SCHEDULE|REVOKED|NO_GRANT|sentence"|Asia\//.test(text))).toEqual([]);
  });

  test('does not grow by the purposes that are not on the list', async () => {
    const { people: { truc }, units: { u }, cameras } = street;
    for (const purpose of ['debt', 'press', 'general', 'other', 'residence_check', '', 'CRIME']) {
      using viewer = truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose });
      const asked = await truc.send('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'live', purpose: purpose as 'crime', message: 'Muốn xem thử.' } });
      expect([(await viewer.end()).problem.code, viewer.bytes, asked.status, asked.code]).toEqual(['bad-request', 0, 400, 'bad-request']);
    }
    using silent = truc.live({ camera: cameras.a.id, transport: 'mse', unit: u });
    using wrongOne = truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'traffic_accident' });
    expect([(await silent.end()).problem.code, (await wrongOne.end()).problem.reasons]).toEqual(['bad-request', ['ask_differently']]);
  });
});
