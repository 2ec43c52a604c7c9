import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCamera, cameraGear, type Garbage } from '@matpho/simulator';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import { ffmpeg, newPassword, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('cameras that behave badly', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('one that answers garbage is named so, and nothing of it is kept', async () => {
    // An SDP that makes no sense names no picture (RFC 8866 §5: what is not known is passed over).
    const kinds = { rtsp: 'camera-broken-answer', sdp: 'camera-no-video', length: 'camera-broken-answer' } as const satisfies Partial<Record<Garbage, ErrorCode>>;
    const gear = cameraGear(ffmpeg);
    const answers = await Promise.all((Object.keys(kinds) as (keyof typeof kinds)[]).map(async (kind) => {
      const password = newPassword();
      await using camera = await openCamera({ id: `garbage-${kind}`, name: kind, password, onvif: false, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 } }, gear);
      camera.answerGarbage(kind);
      const answer = await street.people.bay.send('POST /api/enrolments', { body: { kind: 'rtsp', main: camera.rtspUri(), username: 'admin', password } });
      return answer.body;
    }));
    expect(answers).toEqual(Object.values(kinds).map((code) => ({ code, message: errorCodes[code].vi })));
    expect((await street.people.bay.get('GET /api/cameras')).map(({ name, state }) => [name, state])).toEqual([['Sân nhà ông Bảy', 'running']]);
  }, 60_000);

  test('one that vanishes and comes back: its viewers wait and go on, the others notice nothing', async () => {
    const { people: { lan, bay }, cameras } = street;
    using viewer = await lan.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    using neighbour = await bay.live({ camera: cameras.b.id, transport: 'mse' }).playing();
    const back = cameras.a.simulated.reboot(1);
    await until('the viewer is told to wait', () => viewer.of('waiting') > 0);
    const reply = await lan.get('GET /api/cameras/:id', { params: { id: cameras.a.id } });
    await neighbour.more();
    await back;
    const formats = viewer.of('format');
    await until('the picture is back', () => viewer.of('format') > formats);
    await viewer.more();
    expect([reply.state, viewer.ended, neighbour.of('waiting'), neighbour.of('format'), formats]).toEqual(['offline', undefined, 0, 1, 1]);
  }, 60_000);

  test('one that is cut off again and again is one viewing in the ledger', async () => {
    const { people: { lan }, cameras } = street;
    using viewer = await lan.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    for (const n of [1, 2]) {
      cameras.a.simulated.drop();
      await until('it waits', () => viewer.of('waiting') >= n);
      await until('it goes on', () => viewer.of('format') > n);
    }
    await viewer.more();
    const lines = (await lan.get('GET /api/ledger', { query: { own: '1' } })).filter(({ viewing }) => viewing === viewer.viewing);
    expect([lines.length, lines[0]?.to, viewer.of('opened')]).toEqual([1, null, 1]);
  }, 60_000);

  test('one that goes mad while it is watched is waited for, and watched again when it has healed', async () => {
    const { people: { lan, bay }, cameras } = street;
    using viewer = await lan.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    using neighbour = await bay.live({ camera: cameras.b.id, transport: 'mse' }).playing();
    cameras.a.simulated.answerGarbage('length');
    cameras.a.simulated.drop();
    await until('the viewer is told why', () => viewer.events.some((event) => event.type === 'waiting' && event.problem.code === 'camera-broken-answer'));
    cameras.a.simulated.heal();
    const { bytes } = viewer;
    await until('the picture is back', () => viewer.bytes > bytes);
    await neighbour.more();
    expect([viewer.ended, neighbour.of('waiting')]).toEqual([undefined, 0]);
  }, 60_000);

  test('one that changes its picture size tells viewers before the first picture of it', async () => {
    const { people: { bay }, cameras } = street;
    using viewer = await bay.live({ camera: cameras.b.id, transport: 'mse' }).playing();
    await cameras.b.simulated.changeParameters();
    await until('a new size is announced', () => viewer.of('format') > 1);
    await viewer.more();
    const sizes = viewer.events.flatMap((event) => (event.type === 'format' ? [event.height] : []));
    expect([sizes[0], sizes[1] === sizes[0], viewer.ended]).toEqual([180, false, undefined]);
  }, 60_000);

  test('a new password is asked for once, in words, and mends it', async () => {
    const { people: { kim }, cameras } = street;
    const password = newPassword();
    cameras.c.simulated.setPassword(password);
    cameras.c.simulated.drop();
    const state = async () => kim.get('GET /api/cameras/:id', { params: { id: cameras.c.id } });
    await until('it needs her', async () => (await state()).state === 'needs-attention');
    const { vi, en } = errorCodes['camera-wrong-password'];
    expect((await state()).stateText).toEqual({ vi, en });
    await kim.get('POST /api/cameras/:id/credentials', { params: { id: cameras.c.id }, body: { username: cameras.c.simulated.user, password } });
    await until('it runs again', async () => (await state()).state === 'running');
    expect(street.lines.filter((line) => line.includes(password))).toEqual([]);
  }, 60_000);
});
