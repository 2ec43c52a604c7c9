import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GrantDraft } from '../api/index.ts';
import { openStreet, give, leaksIn, type Logins, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

const everybody: readonly Logins[] = ['lan', 'minh', 'bay', 'kim', 'quan', 'xem', 'truong', 'truc', 'tra', 'vinh', 'vuong', 'chutich', 'canbo', 'kythuat'];
const right = { type: 'move', x: 1, y: 0, zoom: 0 } as const;

describe('moving a camera and talking through it, by real ONVIF and RTSP', () => {
  let street: Street;
  beforeAll(async () => {
    street = await openStreet({
      settings: { plugins: ['@matpho/plugin-rtsp', '@matpho/plugin-onvif'] },
      // Turns until it is told to stop: nothing here may lean on the camera's own good manners.
      camera: { onvif: true, ptz: 'no-timeout', talk: 'pcma' },
    });
    // As if they had been found by ONVIF; discovery on a shared machine would find the neighbours' too.
    for (const { id, simulated } of Object.values(street.cameras)) {
      await street.running.hub.store.write((trx) => trx.updateTable('camera').set({ provider: 'onvif', device_uri: simulated.deviceUri ?? null }).where('id', '=', id as never).execute());
    }
  }, 60_000);
  afterAll(async () => street?.close());
  beforeEach(async () => {
    await until('nobody is at the controls', () => street.running.hub.gate.open().length === 0);
  });

  const a = () => street.cameras.a;
  const motors = () => a().simulated.stats.ptz;
  const heard = () => a().simulated.stats.heard;
  const own = (action: 'ptz' | 'talk') => ({ camera: a().id, action });
  const asOfficer = (action: 'ptz' | 'talk', more: object = {}) => ({ ...own(action), unit: street.units.u, purpose: 'crime', ...more });
  const toU = (actions: GrantDraft['actions'], more: Partial<GrantDraft> = {}) => give(street.people.lan, { owner: street.owners.a, cameras: [a().id], who: { unit: street.units.u }, preset: 'own', mode: 'standing', actions, purposes: ['crime'], ...more });
  const newest = async () => (await street.people.lan.get('GET /api/ledger', { query: { own: '1' } }))[0];
  const stopped = (): Promise<void> => until('the camera stands still', () => motors()?.moving === false);
  const moving = (): Promise<void> => until('the camera moves', () => motors()?.moving === true);

  test('the socket is for whom the table names, and what a camera can do is for its own house', async () => {
    const statuses = await Promise.all(everybody.map(async (login) => {
      using hand = street.people[login].control(undefined);
      await until('the socket answers', () => hand.refused ?? hand.socket.readyState === hand.socket.OPEN);
      const { status, body } = await street.people[login].send('GET /api/cameras/:id/control', { params: { id: a().id } });
      return [login, hand.refused ?? 'open', status === 200 ? body : status];
    }));
    const facts = { move: { panTilt: true, zoom: true, presets: 16, home: true }, talk: 'pcma' };
    expect(statuses).toEqual([
      ['lan', 'open', facts], ['minh', 'open', facts], ['bay', 'open', 404], ['kim', 'open', 404], ['quan', 'open', 404], ['xem', 403, 403], ['truong', 'open', 403], ['truc', 'open', 403], ['tra', 'open', 403],
      ['vinh', 'open', 403], ['vuong', 'open', 403], ['chutich', 403, 403], ['canbo', 403, 403], ['kythuat', 403, 403],
    ]);
    using nobody = street.newBrowser().control(own('ptz'));
    await until('nobody is refused', () => nobody.refused);
    expect([nobody.refused, motors()?.commands['ContinuousMove']]).toEqual([401, undefined]);
  });

  test('she turns her own camera, it stops when she lets go, and her ledger says that she did', async () => {
    using hand = street.people.lan.control(own('ptz'));
    expect(await hand.opened()).toMatchObject({ own: true, keeps: true, covered: false, move: { panTilt: true }, talk: null, presets: [], until: null });
    hand.say(right);
    await moving();
    expect(await hand.ask({ type: 'stop' })).toEqual({ type: 'done', what: 'stop' });
    expect(motors()?.moving).toBe(false);
    hand.socket.close();
    await until('it is written down', async () => (await newest())?.endReason === 'viewer');
    expect(await newest()).toMatchObject({ action: 'ptz', route: 'R0', own: true, purpose: null });
  });

  test('a hand that says nothing any more stops the camera, and so does a connection that dies', async () => {
    using hand = street.people.lan.control(own('ptz'));
    await hand.opened();
    hand.say(right);
    await moving();
    await stopped();
    expect(hand.closed).toBeUndefined();
    hand.say(right);
    await moving();
    hand.socket.terminate();
    await stopped();
  });

  test('presets and home: saved, gone to, called by their names, removed', async () => {
    using hand = street.people.lan.control(own('ptz'));
    await hand.opened();
    const home = motors()?.position;
    expect(await hand.ask({ type: 'set-home' })).toEqual({ type: 'done', what: 'set-home' });
    hand.say(right);
    await until('it is elsewhere', () => (motors()?.position.x ?? 0) > (home?.x ?? 0) || motors()?.position.x === 1);
    await hand.ask({ type: 'stop' });
    expect(await hand.ask({ type: 'save', name: 'Cổng & ngõ' })).toEqual({ type: 'done', what: 'save' });
    const [preset] = hand.all('presets').at(-1)?.presets ?? [];
    expect(preset).toEqual({ token: expect.stringMatching(/^0/) as string, name: 'Cổng & ngõ' });
    const there = motors()?.position;
    await hand.ask({ type: 'home' });
    expect(motors()?.position).toEqual(home);
    await hand.ask({ type: 'go', preset: preset?.token ?? '' });
    expect(motors()?.position).toEqual(there);
    expect(await hand.ask({ type: 'go', preset: 'no-such' })).toMatchObject({ type: 'problem', problem: { code: 'control-refused' } });
    await hand.ask({ type: 'remove', preset: preset?.token ?? '' });
    expect(hand.all('presets').at(-1)).toEqual({ type: 'presets', presets: [] });
  });

  test('without a permission that names it, an officer moves nothing and says nothing; it is on record', async () => {
    const { truc, lan } = street.people;
    const grant = await toU(['live']);
    const before = motors()?.commands['ContinuousMove'];
    const tries = async () => (await street.running.hub.store.read.selectFrom('refused_try').select((eb) => eb.fn.sum<number>('tries').as('tries')).executeTakeFirst())?.tries ?? 0;
    const known = await tries();
    for (const action of ['ptz', 'talk'] as const) {
      using hand = truc.control(asOfficer(action));
      expect(await hand.end()).toMatchObject({ reason: 'refused', problem: { code: 'consent-refused' } });
    }
    using stranger = street.people.bay.control(own('ptz'));
    expect((await stranger.end()).problem.code).toBe('not-found');
    expect([await tries(), motors()?.commands['ContinuousMove'], heard()?.packets]).toEqual([known + 2, before, 0]);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('under one he does, beside the picture he looks at; taken back, the camera stops at once and she was told', async () => {
    const { truc, lan } = street.people;
    const grant = await toU(['live', 'ptz'], { maxConcurrent: 1 });
    using picture = await truc.live({ camera: a().id, transport: 'mse', unit: street.units.u, purpose: 'crime' }).playing();
    using hand = truc.control(asOfficer('ptz'));
    expect(await hand.opened()).toMatchObject({ own: false, keeps: false });
    expect((await lan.get('GET /api/watching')).map(({ action, officerNo, own: isOwn }) => [action, officerNo, isOwn]).toSorted((one, other) => one.join().localeCompare(other.join()))).toEqual([['live', 'U-2', false], ['ptz', 'U-2', false]]);
    expect(await hand.ask({ type: 'save', name: 'Của tôi' })).toMatchObject({ type: 'problem', problem: { code: 'not-allowed' } });
    const keepMoving = setInterval(() => hand.say(right), 200);
    await moving();
    const stops = motors()?.commands['Stop'] ?? 0;
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect((await hand.end()).reason).toBe('revoked');
    clearInterval(keepMoving);
    await stopped();
    const moves = motors()?.commands['ContinuousMove'];
    expect([(await picture.end()).reason, (motors()?.commands['Stop'] ?? 0) > stops, motors()?.moving, motors()?.commands['ContinuousMove']]).toEqual(['revoked', true, false, moves]);
    const told = async () => (await lan.get('GET /api/notices')).map(({ title }) => title.vi);
    await until('she was told', async () => (await told()).includes(`Công an phường U đã thôi xoay camera ${a().name}`));
    expect(await told()).toContain(`Công an phường U đang xoay camera ${a().name}`);
    expect((await lan.get('GET /api/ledger')).filter(({ action }) => action === 'ptz')[0]).toMatchObject({ route: 'R1', officerNo: 'U-2', endReason: 'revoked', purpose: 'crime' });
  });

  test('one hand at a time: others wait their turn, and she always takes over', async () => {
    const { truc, tra, lan, minh } = street.people;
    const grant = await toU(['ptz'], { maxConcurrent: 5 });
    using first = truc.control(asOfficer('ptz'));
    await first.opened();
    using second = tra.control(asOfficer('ptz'));
    expect((await second.end()).problem.code).toBe('control-busy');
    first.say(right);
    await moving();
    using owner = lan.control(own('ptz'));
    await owner.opened();
    expect((await first.end()).problem.code).toBe('control-busy');
    await stopped();
    using late = truc.control(asOfficer('ptz'));
    expect((await late.end()).problem.code).toBe('control-busy');
    using coOwner = minh.control(own('ptz'));
    await coOwner.opened();
    expect((await owner.end()).problem.code).toBe('control-busy');
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('asked each time: her yes to turning is good for one time at the controls', async () => {
    const { truc, lan } = street.people;
    const grant = await toU(['ptz'], { mode: 'ask' });
    using unasked = truc.control(asOfficer('ptz'));
    expect((await unasked.end()).problem.code).toBe('needs-approval');
    const { id, sentence } = await truc.get('POST /api/officer/asks', { body: { unit: street.units.u, camera: a().id, action: 'ptz', purpose: 'crime', message: 'Xin xoay về phía ngõ.' } });
    expect(sentence.vi).toContain('xin xoay camera Cổng nhà bà Lan để điều tra tội phạm. Chỉ xoay và phóng to');
    await lan.get('POST /api/asks/:id/approve', { params: { id } });
    using hand = truc.control(asOfficer('ptz', { ask: id }));
    await hand.opened();
    hand.socket.close();
    await until('it is over', () => street.running.hub.gate.open().length === 0);
    using again = truc.control(asOfficer('ptz', { ask: id }));
    expect((await again.end()).problem.code).toBe('needs-approval');
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('what she says comes out of the camera, and an officer\'s words end with the permission', async () => {
    const { lan, truc } = street.people;
    using speech = lan.control(own('talk'));
    expect(await speech.opened()).toMatchObject({ talk: 'pcma', move: null });
    speech.sound(new Uint8Array(1_600).fill(0xd5));
    await until('it is heard', () => (heard()?.bytes ?? 0) >= 1_600);
    expect([heard()?.lost, heard()?.strange, new Set(a().simulated.soundHeard)]).toEqual([0, 0, new Set([0xd5])]);
    speech.socket.close();
    await until('it is written down', async () => { const line = await newest(); return line?.action === 'talk' && line.endReason !== null; });
    expect(await newest()).toMatchObject({ action: 'talk', route: 'R0', endReason: 'viewer' });
    const grant = await toU(['talk']);
    using officer = truc.control(asOfficer('talk'));
    await officer.opened();
    const chatter = setInterval(() => officer.sound(new Uint8Array(400).fill(0x55)), 50);
    await until('he is heard', () => a().simulated.soundHeard.includes(0x55));
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect((await officer.end()).reason).toBe('revoked');
    clearInterval(chatter);
    const { packets } = heard() ?? {};
    await until('the camera has been left', () => a().simulated.stats.rtspClients === 1);
    expect((heard()?.packets ?? 0) - (packets ?? 0)).toBeLessThanOrEqual(1);
  });

  test('a camera with something covered is turned by its owner alone', async () => {
    const { kim, quan, truc } = street.people;
    const { id } = street.cameras.c;
    await kim.get('POST /api/cameras/:id/masks', { params: { id }, body: { name: 'Cửa sổ nhà bên', polygons: [[{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }]], staff: true } as never });
    await give(kim, { owner: street.owners.c, cameras: [id], who: { unit: street.units.u }, preset: 'own', mode: 'standing', actions: ['ptz'], purposes: ['crime'] });
    using officer = truc.control({ camera: id, action: 'ptz', unit: street.units.u, purpose: 'crime' });
    expect((await officer.end()).problem.code).toBe('control-masked');
    using owner = kim.control({ camera: id, action: 'ptz' });
    expect(await owner.opened()).toMatchObject({ covered: true });
    using manager = quan.control({ camera: id, action: 'ptz' });
    expect(['control-busy', 'control-masked']).toContain((await manager.end()).problem.code);
  });

  test('something covered while somebody else turns the camera takes it out of his hand', async () => {
    const { lan, truc } = street.people;
    const grant = await toU(['ptz']);
    using officer = truc.control(asOfficer('ptz'));
    await officer.opened();
    const { id: mask } = await lan.get('POST /api/cameras/:id/masks', { params: { id: a().id }, body: { name: 'Sân nhà bên', polygons: [[{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }]], staff: false } as never });
    expect((await officer.end()).reason).toBe('refused');
    await lan.get('DELETE /api/cameras/:id/masks/:mask', { params: { id: a().id, mask } });
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('a plugin that is switched off lets go of the camera, and stops it', async () => {
    const { lan } = street.people;
    using hand = lan.control(own('ptz'));
    await hand.opened();
    hand.say(right);
    await moving();
    await lan.get('POST /api/plugins/:id/enabled', { params: { id: 'onvif' }, body: { enabled: false } });
    expect((await hand.end()).problem.code).toBe('control-unsupported');
    await stopped();
    await lan.get('POST /api/plugins/:id/enabled', { params: { id: 'onvif' }, body: { enabled: true } });
  });

  test('bad words end the connection, and what a camera answers badly is told plainly', async () => {
    const { lan } = street.people;
    for (const hello of [{}, { camera: a().id, action: 'live' }, { camera: a().id, action: 'ptz', purpose: 'curiosity' }]) {
      using hand = lan.control(hello);
      expect((await hand.end()).problem.code).toBe('bad-request');
    }
    using wild = lan.control(own('ptz'));
    await wild.opened();
    wild.say({ type: 'move', x: 7, y: 0, zoom: 0 });
    await until('it is closed', () => wild.closed !== undefined);
    expect(wild.closed).toBe(4000);
    await until('nobody is at the controls', () => street.running.hub.gate.open().length === 0);
    using deaf = lan.control(own('ptz'));
    await deaf.opened();
    deaf.sound(new Uint8Array(10));
    await until('it is closed', () => deaf.closed !== undefined);
    expect(deaf.closed).toBe(1003);
    await until('nobody is at the controls', () => street.running.hub.gate.open().length === 0);
    a().simulated.answerGarbage('xml');
    using broken = lan.control(own('ptz'));
    expect(['control-unsupported', 'camera-broken-answer']).toContain((await broken.end()).problem.code);
    a().simulated.heal();
  });

  test('no secret stands in what was said or logged', () => {
    expect(leaksIn(street, street.lines.join('\n'))).toEqual([]);
  });
});
