import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraGear, openCamera } from '@matpho/simulator';
import { expect, test } from 'vitest';
import { noticeHash } from '../records/privacy-notice.ts';
import { Browser } from './browser.fixture.ts';
import { ffmpeg, newPassword, startTestHub } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

test('a camera found by ONVIF is recorded when it says that something moves, and its password stands in no line of the log', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-hub-'));
  const lines: string[] = [];
  const password = newPassword();
  await using camera = await openCamera({ id: 'moves', name: 'Cổng', password, auth: 'both', footage: { kind: 'drawn-loop', seconds: 2, width: 640, height: 360, fps: 10 } }, cameraGear(ffmpeg));
  const { running } = await startTestHub(folder, lines, { plugins: ['@matpho/plugin-onvif', '@matpho/plugin-rtsp'] });
  try {
    const lan = new Browser(running.origin, '10.0.0.1');
    const { memberships } = await lan.get('POST /api/set-up', { body: { code: running.setUpCode ?? '', ownerKind: 'household', ownerName: 'Nhà', name: 'Lan', login: 'lan', password: newPassword(), language: 'vi', consent: noticeHash('vi') } });
    const [found] = await lan.get('POST /api/found-cameras', { body: { address: new URL(camera.deviceUri ?? '').host } });
    const enrolment = await lan.get('POST /api/enrolments', { body: { kind: 'found', provider: 'onvif', nativeId: found?.nativeId ?? '', username: camera.user, password } });
    const { id } = await lan.get('POST /api/enrolments/:id/confirm', { params: { id: enrolment.id }, body: { owner: memberships[0]?.owner ?? '', mine: true, name: 'Cổng', place: '', direction: null } });
    const params = { id };
    // Who records nothing is not listened to.
    expect([(await lan.get('GET /api/cameras/:id/recording', { params })).now, camera.stats.motion?.listeners]).toEqual(['off', 0]);
    const wrong = await lan.send('PUT /api/cameras/:id/recording', { params, body: { hours: { tz: 'Mars/Phobos', otherwise: 'off', windows: [{ days: [1], from: 0, to: 1_440, mode: 'events' }] } } });
    expect(wrong.status).toBe(400);
    const page = await lan.get('PUT /api/cameras/:id/recording', { params, body: { mode: 'events', preMs: 2_000, postMs: 1_000, sub: true } });
    expect(page).toMatchObject({ mode: 'events', hours: null, preMs: 2_000, postMs: 1_000, sub: true, hasSub: true, until: null });
    await until('the camera is heard and waited for', async () => {
      const { now, hearing } = await lan.get('GET /api/cameras/:id/recording', { params });
      return now === 'events' && hearing === 'listening';
    });

    const movedAt = Date.now();
    camera.move(1);
    await until('it records', async () => (await lan.get('GET /api/cameras/:id/recording', { params })).now === 'recording');
    await until('it waits again', async () => (await lan.get('GET /api/cameras/:id/recording', { params })).now === 'events');
    const { store } = running.hub;
    await until('both streams are kept', async () => (await store.read.selectFrom('segment').select('role').distinct().execute()).length === 2);
    const [segment] = await store.read.selectFrom('segment').selectAll().where('role', '=', 'main').execute();
    const [event] = await store.read.selectFrom('camera_event').selectAll().execute();
    expect([(segment?.from_at ?? 0) < movedAt, (segment?.to_at ?? 0) > movedAt + 1_000, event?.camera, (event?.from_at ?? 0) >= movedAt]).toEqual([true, true, id, true]);

    // What has not ended yet ends with the hub, and is told.
    const off = await lan.get('PUT /api/cameras/:id/recording', { params, body: { mode: 'off' } });
    expect([off.now, off.preMs]).toEqual(['off', 2_000]);
    await until('the camera has its place back', () => camera.stats.motion?.listeners === 0);
    // A slow machine may lose the camera for a moment in between.
    const states = async () => (await store.read.selectFrom('recorder_state').select('state').where('role', '=', 'main').where('state', '!=', 'offline').orderBy('id').execute()).map(({ state }) => state).filter((state, n, all) => state !== all[n - 1]);
    await until('its last word is written down', async () => (await states()).at(-1) === 'off');
    expect(await states()).toEqual(['events', 'recording', 'events', 'off']);
    expect(lines.filter((line) => line.includes(password))).toEqual([]);
  } finally {
    await running[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
