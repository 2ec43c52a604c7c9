import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readPaintedClock } from '../simulator/src/draw/read-clock.ts';
import { violationsOf } from '../ui/dev/axe-check.ts';
import { call, invite, readNotice, shoot } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

interface Tile { readonly standing: string; readonly skew: number | null; readonly shownAt: number | null; readonly moves: boolean; readonly at: number }
const names = ['Cổng', 'Sân', 'Ngõ'] as const;
const [width, height] = [480, 270];
const patient = { timeout: 60_000, interval: 250 };

/** What was recorded, looked at by its owner and by an officer, in a real browser: in step, to the frame, by keyboard, and no more than is permitted. */
describe('the timeline', () => {
  let cameras: SimulatedCamera[];
  let hub: RunningHub;
  let browser: Browser;
  let owner: BrowserContext;
  let page: Page;
  let complaints: string[];
  let home = '';
  const ids: string[] = [];

  beforeAll(async () => {
    const gear = cameraGear(findFfmpeg());
    cameras = await Promise.all(names.map((name, i) => openCamera({ id: `c${i}`, name: `c${i}`, password: 'camera-1234', onvif: false, footage: { kind: 'drawn', width, height, fps: 8, seed: i + 1 } }, gear)));
    hub = await startHubProcess(await newFolder({ plugins: ['@matpho/plugin-rtsp', '@matpho/plugin-export'] }));
    browser = await openBrowser();
    owner = await browser.newContext(desktop);
    complaints = complaintsOf(owner);
    page = await owner.newPage();
    await page.goto(hub.origin);
    await call(page, 'POST /api/set-up', { consent: await readNotice(page), code: hub.setUpCode, name: 'Phạm Văn Bình', login: 'binh', password: 'mot-hai-ba-bon-nam', language: 'vi', ownerKind: 'household', ownerName: 'Nhà ông Bình' });
    home = (await call<{ memberships: { owner: string }[] }>(page, 'GET /api/session')).memberships[0]?.owner ?? '';
    for (const [i, camera] of cameras.entries()) {
      const enrolment = await call<{ id: string }>(page, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), username: camera.user, password: camera.password });
      const { id } = await call<{ id: string }>(page, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: home, mine: true, name: names[i], place: 'Ngõ 12', direction: null });
      ids.push(id);
      await call(page, `PATCH /api/cameras/${id}`, { recording: 'continuous' });
    }
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shoot(page, 'failed-timeline');
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await Promise.all(cameras?.map((camera) => camera.close()) ?? []);
  });

  async function timeline(id = ''): Promise<{ readonly spans: readonly { readonly from: number; readonly to: number }[] }> {
    return call(page, `GET /api/cameras/${id}/timeline?from=${Date.now() - 3_600_000}&to=${Date.now() + 1_000}`);
  }
  async function recorded(id: string, ms: number): Promise<void> {
    await expect.poll(async () => (await timeline(id)).spans.reduce((sum, { from, to }) => sum + to - from, 0), { ...patient, interval: 500 }).toBeGreaterThan(ms);
  }
  const tilesOf = (on: Page): Promise<Tile[]> => on.locator('mp-playback-tile').evaluateAll((tiles) => tiles.map((tile) => {
    const { standing, skew, picture, session } = tile as unknown as { standing: string; skew?: number; picture?: { shownAt?: number }; session: { at: number; clock: { moves: boolean } } };
    return { standing, skew: skew ?? null, shownAt: picture?.shownAt ?? null, moves: session.clock.moves, at: session.at };
  }));
  const showing = (on: Page, count: number) => expect.poll(async () => (await tilesOf(on)).filter(({ standing }) => standing === 'shows').length, patient).toBe(count);
  /** The clock that each simulated camera painted into the picture that is shown. */
  const painted = async (on: Page): Promise<(number | undefined)[]> => (await on.locator('mp-playback-tile video').evaluateAll((videos) => videos.map((video) => {
    const { videoWidth, videoHeight } = video as HTMLVideoElement;
    const canvas = Object.assign(document.createElement('canvas'), { width: videoWidth, height: videoHeight });
    const context = canvas.getContext('2d');
    context?.drawImage(video as HTMLVideoElement, 0, 0);
    const { data } = context?.getImageData(0, 0, videoWidth, videoHeight) ?? { data: [] };
    return { videoWidth, luma: Array.from({ length: videoWidth * videoHeight }, (_, i) => Math.round(0.3 * (data[i * 4] ?? 0) + 0.59 * (data[i * 4 + 1] ?? 0) + 0.11 * (data[i * 4 + 2] ?? 0))) };
  }))).map(({ videoWidth, luma }) => readPaintedClock(Uint8Array.from(luma), videoWidth));

  test('what is recorded is on the strip, and so is the hole that its owner made', async () => {
    for (const id of ids) await recorded(id, 7_500);
    await call(page, `PATCH /api/cameras/${ids[0]}`, { recording: 'off' });
    await expect.poll(async () => (await timeline(ids[0])).spans.length, patient).toBe(1);
    const until = (await timeline(ids[0])).spans[0]?.to ?? 0;
    await expect.poll(() => Date.now() - until, patient).toBeGreaterThan(5_000);
    await call(page, `PATCH /api/cameras/${ids[0]}`, { recording: 'continuous' });
    await expect.poll(async () => (await timeline(ids[0])).spans.length, patient).toBe(2);
    expect((await call<{ gaps: { cause: string }[] }>(page, `GET /api/cameras/${ids[0]}/timeline?from=${until - 1_000}&to=${until + 4_000}`)).gaps.map(({ cause }) => cause)).toEqual(['off']);
  });

  test('three cameras play in step: less than 100 ms between any two, and their painted clocks agree with the strip', async () => {
    const spans = await Promise.all(ids.map(async (id) => (await timeline(id)).spans[0]));
    const from = Math.max(...spans.map((span) => span?.from ?? 0)) + 1_000;
    await page.goto(`${hub.origin}/recordings?${ids.map((id) => `camera=${id}`).join('&')}&at=${from}`);
    await showing(page, 3);
    const [clocks, tilesThen] = [await painted(page), await tilesOf(page)];
    // The camera paints whole seconds, and its reports tell the hub when a picture was taken.
    expect(clocks.map((clock, i) => Math.abs((clock ?? 0) - (tilesThen[i]?.shownAt ?? 0)) < 1_500)).toEqual([true, true, true]);
    await page.keyboard.press(' ');
    let between: number[] = [];
    await expect.poll(async () => {
      const tiles = await tilesOf(page);
      // At the end it begins anew: a busy machine may need more than one look.
      if (!tiles.every(({ moves }) => moves) || (tiles[0]?.at ?? 0) > from + 5_000) {
        between = [];
        await page.evaluate((at) => (document.querySelector('mp-app')?.shadowRoot?.querySelector('mp-outlet')?.shadowRoot ?? document.querySelector('mp-app')?.shadowRoot)?.querySelector('mp-recordings-screen')?.shadowRoot?.querySelector<HTMLElement & { seek(to: number): void }>('mp-timeline-player')?.seek(at), from);
        if (!tiles.some(({ moves }) => moves)) await page.keyboard.press('l');
        return 0;
      }
      const skews = tiles.map(({ skew }) => skew).filter((skew) => skew !== null);
      if (skews.length === 3) between = [...between, Math.max(...skews) - Math.min(...skews)];
      return between.length >= 6 && between.slice(-6).every((apart) => apart <= 100) ? between.length : 0;
    }, { timeout: 90_000, interval: 150 }).toBeGreaterThanOrEqual(6);
    await shoot(page, 'timeline-three');
    await page.keyboard.press('k');
    await expect.poll(async () => (await tilesOf(page)).map(({ moves }) => moves), patient).toEqual([false, false, false]);
  });

  test('by keyboard: a frame on and back, a written time, the keys themselves, and nothing that axe finds', async () => {
    const slider = page.getByRole('slider', { name: 'Dòng thời gian' });
    // After a stop each picture goes to the common instant: not before that is a frame counted.
    let before = 0;
    await expect.poll(async () => {
      const last = before;
      before = (await tilesOf(page))[0]?.shownAt ?? 0;
      return before > 0 && before === last;
    }, { ...patient, interval: 500 }).toBe(true);
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(async () => ((await tilesOf(page))[0]?.shownAt ?? 0) - before, patient).toBeGreaterThan(60);
    await page.keyboard.press('Control+ArrowLeft');
    await expect.poll(async () => Math.abs(((await tilesOf(page))[0]?.shownAt ?? 0) - before), patient).toBeLessThan(60);
    const at = Math.floor(((await timeline(ids[1])).spans[0]?.from ?? 0) / 1_000) * 1_000 + 3_000;
    const written = new Date(at + 7 * 3_600_000).toISOString();
    await page.getByRole('textbox', { name: /Tới lúc/ }).fill(`${written.slice(11, 19)} ngày ${Number(written.slice(8, 10))}/${Number(written.slice(5, 7))}`);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await tilesOf(page))[0]?.at, patient).toBe(at);
    expect(await slider.getAttribute('aria-valuetext')).toContain(`${Number(written.slice(11, 13))} giờ ${written.slice(14, 16)} phút ${written.slice(17, 19)} giây`);
    await slider.focus();
    await page.keyboard.press('?');
    await page.getByText('Phát hoặc dừng').waitFor();
    await page.keyboard.press('Escape');
    expect(await violationsOf(page)).toEqual([]);
  });

  test('a hole is told of in words and gone over', async () => {
    const first = (await timeline(ids[0])).spans[0]?.to ?? 0;
    await page.goto(`${hub.origin}/recordings?camera=${ids[0]}&at=${first + 2_000}`);
    await page.locator('mp-playback-tile').getByText(/Không có hình .*: đã tắt ghi hình/).waitFor();
    await shoot(page, 'timeline-hole');
    await page.goto(`${hub.origin}/recordings?camera=${ids[0]}&at=${first - 1_500}`);
    await showing(page, 1);
    await page.getByRole('button', { name: 'Phát', exact: true }).click();
    await page.getByText(/Bỏ qua \d+ giây không có hình/).waitFor({ timeout: 60_000 });
    await expect.poll(async () => ((await tilesOf(page))[0]?.at ?? 0) - first, patient).toBeGreaterThan(5_000);
  });

  test('an interval with two handles becomes a file', async () => {
    const span = (await timeline(ids[1])).spans[0];
    await page.goto(`${hub.origin}/recordings?camera=${ids[1]}&at=${(span?.from ?? 0) + 4_000}`);
    await showing(page, 1);
    for (let i = 0; i < 14; i += 1) await page.keyboard.press('+');
    await page.keyboard.press('i');
    await page.getByRole('slider', { name: 'Cuối đoạn' }).focus();
    await page.keyboard.press('Control+ArrowLeft');
    await page.getByRole('button', { name: 'Tải đoạn này' }).click();
    await page.getByRole('button', { name: 'Trích xuất', exact: true }).click();
    await page.waitForURL(/\/exports$/);
    await expect.poll(async () => (await call<{ camera: string; status: string }[]>(page, 'GET /api/exports')).filter(({ camera, status }) => camera === ids[1] && status === 'done').length, patient).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('on a phone an officer sees what her grant covers, with her number in the picture, until it is taken back', async () => {
    const unit = (await call<{ id: string }>(page, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' })).id;
    const [leader, hers] = await Promise.all([browser.newContext(desktop), browser.newContext(phone)]);
    const [chief, desk] = await Promise.all([leader.newPage(), hers.newPage()]);
    await invite(page, chief, hub.origin, { kind: 'officer', unit, role: 'unit_leader', officerNo: '100-001' }, { name: 'Trần Quốc Dũng', login: 'dung.tran', password: 'chi-huy-phuong-bo-xuyen' });
    await invite(chief, desk, hub.origin, { kind: 'officer', unit, role: 'duty_officer', officerNo: '217-482' }, { name: 'Lê Minh Tuấn', login: 'tuan.le', password: 'truc-ban-dem-nay-mua' });
    const draft = { owner: home, cameras: [ids[1]], who: { unit }, preset: 'own', mode: 'standing', days: 30, actions: ['playback'], lookbackHours: 24, purposes: ['crime'], maxHeight: 720 };
    const { sentence } = await call<{ sentence: { vi: string } }>(page, 'POST /api/grants/preview', draft);
    const grant = await call<{ id: string }>(page, 'POST /api/grants', { ...draft, sentence: sentence.vi });
    await desk.goto(`${hub.origin}/officer/recordings`);
    await desk.getByRole('button', { name: /^Sân/ }).click();
    await desk.getByRole('button', { name: 'Mở hình đã ghi' }).click();
    await showing(desk, 1);
    // Her unit and number are in the pixels: the picture was made anew with them.
    expect(await desk.locator('mp-playback-tile').evaluate((tile) => (tile as unknown as { picture: { opened: object } }).picture.opened)).toMatchObject({ own: false, made: 'anew' });
    await shoot(desk, 'timeline-officer');
    expect(await violationsOf(desk)).toEqual([]);
    await call(page, `DELETE /api/grants/${grant.id}`);
    await desk.getByText(/Chủ camera đã dừng chia sẻ lúc|Trong ngày này không có phần nào bạn được xem/).first().waitFor();
    await expect.poll(() => desk.locator('mp-playback-tile video').evaluateAll((videos) => videos.filter((video) => (video as HTMLVideoElement).readyState > 0).length), patient).toBe(0);
    await Promise.all([leader.close(), hers.close()]);
  });
});
