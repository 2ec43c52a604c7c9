import { cameraGear, openCamera } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { always, enrolCamera, ffmpeg, give, newPassword, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('what a camera sends is its owner\'s business', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('that a browser cannot play it is no stranger\'s business, and whoever may see it sees it made anew', async () => {
    const { people: { kim, truc }, owners: { c }, units: { u } } = street;
    await using simulated = await openCamera({ id: 'h265', name: 'Kho', password: newPassword(), onvif: false, codec: 'h265', footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 } }, cameraGear(ffmpeg));
    const camera = await enrolCamera(kim, c, 'Kho tiệm Kim', simulated, simulated.rtspUri());
    const hello = { camera: camera.id, transport: 'mse', unit: u, purpose: 'crime' };
    using stranger = truc.live(hello);
    expect([camera.sources.map(({ codec }) => codec), (await stranger.end()).problem]).toEqual([['h265'], { code: 'consent-refused', message: 'Chủ camera không cho phép việc này.', reasons: ['not_shared'] }]);
    await give(kim, { owner: c, cameras: [camera.id], who: { unit: u }, ...always });
    using old = await truc.live(hello).playing();
    using ownOld = await kim.live({ camera: camera.id, transport: 'mse' }).playing();
    using small = await kim.live({ camera: camera.id, transport: 'mse', plays: ['h264', 'h265'], maxHeight: 144 }).playing();
    const format = ({ events }: typeof old) => events.flatMap((event) => (event.type === 'opened' ? [event.made] : event.type === 'format' ? [event.mime.slice(0, 23), event.height] : []));
    expect([old, ownOld, small].map(format)).toEqual([['anew', 'video/mp4; codecs="avc1', 180], ['anew', 'video/mp4; codecs="avc1', 180], ['anew', 'video/mp4; codecs="avc1', 144]]);
    old.socket.close();
    await until('the officer has left', async () => (await kim.get('GET /api/watching')).every(({ own }) => own));
    using able = await truc.live({ ...hello, plays: ['h264', 'h265'] }).playing();
    expect(able.events.find(({ type }) => type === 'format')).toMatchObject({ width: 320, height: 180, mime: expect.stringContaining('hvc1') as string });
    expect(able.events[0]).toMatchObject({ made: 'sent' });
  });

  test('who comes when the machine has enough to do waits in line, knows her place, and sees it when there is room', async () => {
    const { people: { lan }, cameras, running: { hub } } = street;
    const order = { camera: id<CameraId>(cameras.a.id), role: 'main', masks: new Set<never>(), maxFps: 5, mark: '' } as const;
    const places = await Promise.all(Array.from({ length: hub.renditions.most }, (_, at) => hub.renditions.place({ ...order, maxHeight: 100 + at }, { person: `somebody ${at}`, standing: 'emergency', obliged: true, told: () => {}, signal: new AbortController().signal })));
    using viewer = lan.live({ camera: cameras.a.id, transport: 'mse', maxHeight: 144 });
    using other = street.people.lan.live({ camera: cameras.a.id, transport: 'mse', maxHeight: 150 });
    await until('both wait', () => viewer.of('waiting') + other.of('waiting') >= 2);
    using gone = lan.live({ camera: cameras.a.id, transport: 'mse', maxHeight: 160 });
    await until('a third waits', () => gone.of('waiting') > 0);
    const open = (await lan.get('GET /api/watching')).length;
    gone.socket.close();
    await until('she has left the line', () => hub.renditions.waiting === 2);
    expect([viewer.events[0], viewer.bytes, other.bytes, open, hub.renditions.running]).toEqual([
      { type: 'waiting', problem: { code: 'renditions-busy', message: expect.stringMatching(/thứ [12] trong hàng chờ/) as string } }, 0, 0, 0, hub.renditions.most,
    ]);
    places[0]?.[Symbol.dispose]();
    await Promise.all([viewer.playing(), other.playing()]);
    expect([viewer, other].map(({ events }) => events.find(({ type }) => type === 'opened'))).toMatchObject([{ made: 'anew' }, { made: 'anew' }]);
    for (const place of places) place[Symbol.dispose]();
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
