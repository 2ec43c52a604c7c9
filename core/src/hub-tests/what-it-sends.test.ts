import { cameraGear, openCamera } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, enrolCamera, ffmpeg, give, newPassword, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('what a camera sends is its owner\'s business', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('that a browser cannot play it is told only to those who may see it', async () => {
    const { people: { kim, truc }, owners: { c }, units: { u } } = street;
    await using simulated = await openCamera({ id: 'h265', name: 'Kho', password: newPassword(), onvif: false, codec: 'h265', footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 } }, cameraGear(ffmpeg));
    const camera = await enrolCamera(kim, c, 'Kho tiệm Kim', simulated, simulated.rtspUri());
    const hello = { camera: camera.id, transport: 'mse', unit: u, purpose: 'crime' };
    using stranger = truc.live(hello);
    expect([camera.sources.map(({ codec }) => codec), (await stranger.end()).problem]).toEqual([['h265'], { code: 'consent-refused', message: 'Chủ camera không cho phép việc này.', reasons: ['not_shared'] }]);
    await give(kim, { owner: c, cameras: [camera.id], who: { unit: u }, ...always });
    using old = truc.live(hello);
    using ownOld = kim.live({ camera: camera.id, transport: 'mse' });
    expect([(await old.end()).problem.code, (await ownOld.end()).problem.code, old.bytes + ownOld.bytes]).toEqual(['stream-unsupported', 'stream-unsupported', 0]);
    using able = await truc.live({ ...hello, plays: ['h264', 'h265'] }).playing();
    expect(able.events.find(({ type }) => type === 'format')).toMatchObject({ width: 320, height: 180 });
  });

  test('a picture larger than she allows does not leave, whatever is asked', async () => {
    const { people: { lan, truc }, owners: { a }, units: { u }, cameras } = street;
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always, maxHeight: 120 });
    for (const role of ['main', 'sub']) {
      using viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime', role, audio: true }).playing();
      expect(viewer.events.find(({ type }) => type === 'format')).toMatchObject({ height: 120, mime: expect.not.stringContaining('mp4a') as string });
    }
    using own = await lan.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    expect(own.events.find(({ type }) => type === 'format')).toMatchObject({ height: 180 });
  });

  test('a picture that grows while an officer watches ends for him and not for her', async () => {
    const { people: { kim, truc }, owners: { c }, units: { u } } = street;
    await using simulated = await openCamera({ id: 'grows', name: 'Sân', password: newPassword(), onvif: false, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 } }, cameraGear(ffmpeg));
    await simulated.changeParameters();
    const camera = await enrolCamera(kim, c, 'Sân tiệm Kim', simulated, simulated.rtspUri());
    await give(kim, { owner: c, cameras: [camera.id], who: { unit: u }, ...always, maxHeight: 140 });
    using officer = await truc.live({ camera: camera.id, transport: 'mse', unit: u, purpose: 'crime' }).playing();
    using own = await kim.live({ camera: camera.id, transport: 'mse' }).playing();
    await simulated.changeParameters();
    expect([(await officer.end()).reason, officer.bytesAfterEnd, officer.of('format')]).toEqual(['refused', 0, 1]);
    await until('she sees the larger one', () => own.of('format') > 1);
    await own.more();
    expect(own.events.flatMap((event) => (event.type === 'format' ? [event.height] : []))).toEqual([136, 180]);
  });
});
