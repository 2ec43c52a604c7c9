import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCamera, cameraGear, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, expectMoving, expectPainting, readNotice, shoot } from './page-steps.fixture.ts';
import { desktop, findFfmpeg, newFolder, openBrowser, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

interface ExportRow { readonly id: string; readonly status: string; readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[] }

describe('footage: recorded, exported, played without H.264, and still there after a crash', () => {
  let camera: SimulatedCamera;
  let hub: RunningHub;
  let browser: Browser;
  let page: Page;
  let id = '';

  beforeAll(async () => {
    camera = await openCamera({ id: 'alley', name: 'Đầu ngõ', password: 'camera-1234', onvif: false }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    page = await (await browser.newContext(desktop)).newPage();
    await page.goto(hub.origin);
    await call(page, 'POST /api/set-up', { consent: await readNotice(page), code: hub.setUpCode, name: 'Phạm Văn Bình', login: 'binh', password: 'mot-hai-ba-bon-nam', language: 'vi', ownerKind: 'household', ownerName: 'Nhà ông Bình' });
    const me = await call<{ memberships: { owner: string }[] }>(page, 'GET /api/session');
    const enrolment = await call<{ id: string }>(page, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), sub: camera.rtspUri('sub'), username: camera.user, password: camera.password });
    ({ id } = await call<{ id: string }>(page, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: me.memberships[0]?.owner, mine: true, name: 'Đầu ngõ', place: '', direction: null }));
    await call(page, `PATCH /api/cameras/${id}`, { recording: 'continuous' });
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await camera?.close();
  });

  async function recorded(): Promise<{ from: number; to: number }> {
    let spans: { from: number; to: number }[] = [];
    await expect.poll(async () => {
      spans = await call<{ from: number; to: number }[]>(page, `GET /api/cameras/${id}/recordings?from=${Date.now() - 3_600_000}&to=${Date.now()}`);
      return spans.length;
    }, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
    return spans[0] as { from: number; to: number };
  }

  test('a browser without H.264 and Media Source Extensions gets MPEG-1 over the same socket', async () => {
    const lacking = await (await browser.newContext({ ...desktop, storageState: await page.context().storageState() })).newPage();
    await lacking.addInitScript(() => {
      for (const name of ['MediaSource', 'ManagedMediaSource', 'RTCPeerConnection']) Reflect.deleteProperty(globalThis, name);
      HTMLMediaElement.prototype.canPlayType = () => '';
    });
    await lacking.goto(`${hub.origin}/camera/${id}`);
    await expectPainting(lacking, 'canvas.mpeg');
    expect(await lacking.locator('mp-player').first().evaluate((player) => (player as HTMLElement & { facts?: object }).facts)).toMatchObject({ path: 'mpeg1', made: 'anew' });
    await shoot(lacking, 'mpeg1');
    await lacking.context().close();
  });

  test('an H.265 camera is shown to a browser that cannot play it, made anew as H.264 by the hub', async () => {
    const other = await openCamera({ id: 'yard', name: 'Sân', password: 'camera-5678', codec: 'h265', onvif: false }, cameraGear(findFfmpeg()));
    try {
      const me = await call<{ memberships: { owner: string }[] }>(page, 'GET /api/session');
      const enrolment = await call<{ id: string; sources: { codec: string }[] }>(page, 'POST /api/enrolments', { kind: 'rtsp', main: other.rtspUri('main'), username: other.user, password: other.password });
      expect(enrolment.sources.map(({ codec }) => codec)).toEqual(['h265']);
      const yard = await call<{ id: string }>(page, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: me.memberships[0]?.owner, mine: true, name: 'Sân', place: '', direction: null });
      // Not every Chromium lacks H.265: this one shall.
      const lacking = await (await browser.newContext({ ...desktop, storageState: await page.context().storageState() })).newPage();
      await lacking.addInitScript(() => {
        const asked = MediaSource.isTypeSupported.bind(MediaSource);
        MediaSource.isTypeSupported = (type) => !/hvc1|hev1/.test(type) && asked(type);
      });
      await lacking.goto(`${hub.origin}/camera/${yard.id}`);
      await expectMoving(lacking);
      expect(await lacking.locator('mp-player').first().evaluate((player) => (player as HTMLElement & { facts?: object }).facts)).toMatchObject({ path: 'mse', codec: 'H.264', made: 'anew' });
      await shoot(lacking, 'h265-as-h264');
      await lacking.context().close();
      await page.goto(hub.origin);
      await call(page, `DELETE /api/cameras/${yard.id}`);
    } finally {
      await other.close();
    }
  });

  test('an interval leaves as an MP4 whose sums agree, by stream copy', async () => {
    const { from, to } = await recorded();
    const asked = await call<ExportRow>(page, 'POST /api/exports', { camera: id, from, to });
    let done: ExportRow | undefined;
    await expect.poll(async () => {
      done = (await call<ExportRow[]>(page, 'GET /api/exports')).find((row) => row.id === asked.id);
      return done?.status;
    }, { timeout: 30_000 }).toBe('done');
    const folder = await mkdtemp(join(tmpdir(), 'matpho-export-'));
    try {
      const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      for (const file of done?.files ?? []) {
        const bytes = Buffer.from(await (await fetch(`${hub.origin}/api/exports/${asked.id}/files/${file.name}`, { headers: { cookie } })).arrayBuffer());
        expect({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }).toEqual({ bytes: file.bytes, sha256: file.sha256 });
        await writeFile(join(folder, file.name), bytes);
      }
      const names = done?.files.map(({ name }) => name) ?? [];
      execFileSync('sha256sum', ['-c', names.find((name) => name.includes('sha256')) ?? ''], { cwd: folder });
      const mp4 = names.find((name) => name.endsWith('.mp4')) ?? '';
      const said = execFileSync(findFfmpeg(), ['-v', 'error', '-xerror', '-i', join(folder, mp4), '-f', 'null', '-', '-stats_period', '100', '-progress', 'pipe:1'], { encoding: 'utf8' });
      expect(Number([...said.matchAll(/frame=\s*(\d+)/g)].at(-1)?.[1])).toBeGreaterThan(20);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('after kill -9 while it is watched and recorded, nobody is still watching, the ledger is whole and the footage is there', async () => {
    const before = await recorded();
    await page.goto(`${hub.origin}/camera/${id}`);
    await expectMoving(page);
    const { folder } = hub;
    await hub.kill('SIGKILL');
    hub = await startHubProcess(folder);
    await page.goto(hub.origin);
    await call(page, 'POST /api/session', { login: 'binh', password: 'mot-hai-ba-bon-nam' });
    const lines = await call<{ to: number | null; endReason: string | null; action: string }[]>(page, 'GET /api/ledger?own=1');
    expect(lines.filter(({ action, to }) => action === 'live' && to === null)).toEqual([]);
    expect(lines.some(({ endReason }) => endReason === 'shutdown')).toBe(true);
    expect(await call<{ intact: boolean }>(page, 'POST /api/ledger/check')).toMatchObject({ intact: true });
    const after = await recorded();
    expect(after.from).toBe(before.from);
    expect(after.to).toBeGreaterThanOrEqual(before.to);
  });
});
