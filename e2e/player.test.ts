import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, expectMoving, expectPainting, invite, readNotice, shoot } from './page-steps.fixture.ts';
import { desktop, findFfmpeg, findProgram, newFolder, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';
import { SlowLine } from './slow-line.fixture.ts';

interface Facts { readonly path: string; readonly level: string; readonly because: string | null; readonly left: { readonly path: string; readonly why: string } | null; readonly made?: string }

/** The live picture by whichever way is left, in a real browser that lacks the others, and on a line that is too narrow. */
describe('a live picture finds its way', () => {
  let camera: SimulatedCamera;
  let dense: SimulatedCamera;
  let hub: RunningHub;
  let browser: Browser;
  let owner: BrowserContext;
  let page: Page;
  let id = '';
  /** A camera whose picture needs 1.6 Mbit/s. */
  let square = '';
  let home = '';
  const patient = { timeout: 60_000, interval: 250 };

  beforeAll(async () => {
    camera = await openCamera({ id: 'alley', name: 'Đầu ngõ', password: 'camera-1234', onvif: false }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder({ plugins: ['@matpho/plugin-rtsp', '@matpho/plugin-webrtc'] }));
    // Without names by multicast DNS, and with loopback: hub and browser are one machine here.
    browser = await chromium.launch({
      executablePath: findProgram('CHROMIUM_BIN', ['chromium', 'chromium-browser', 'google-chrome']),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns'],
    });
    owner = await browser.newContext(desktop);
    page = await owner.newPage();
    await page.goto(hub.origin);
    await call(page, 'POST /api/set-up', { consent: await readNotice(page), code: hub.setUpCode, name: 'Phạm Văn Bình', login: 'binh', password: 'mot-hai-ba-bon-nam', language: 'vi', ownerKind: 'household', ownerName: 'Nhà ông Bình' });
    const me = await call<{ memberships: { owner: string }[] }>(page, 'GET /api/session');
    const enrolment = await call<{ id: string }>(page, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), sub: camera.rtspUri('sub'), username: camera.user, password: camera.password });
    home = me.memberships[0]?.owner ?? '';
    ({ id } = await call<{ id: string }>(page, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: home, mine: true, name: 'Đầu ngõ', place: '', direction: null }));
    square = await enrolDense();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shoot(page, 'failed-player');
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await Promise.all([camera?.close(), dense?.close()]);
  });

  /** Noise, coded once: it costs the line much, and nobody the time to draw or code it. */
  async function enrolDense(): Promise<string> {
    const file = join(hub.folder, 'dense.h264');
    execFileSync(findFfmpeg(), ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=480x270:rate=12,noise=alls=60:allf=t', '-t', '6', '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-x264-params', 'keyint=24:min-keyint=24:scenecut=0:bframes=0:repeat-headers=1:sliced-threads=0', '-b:v', '1600k', '-maxrate', '1600k', '-bufsize', '800k', file]);
    dense = await openCamera({ id: 'square', name: 'Quảng trường', password: 'camera-5678', onvif: false, footage: { kind: 'elementary', file, codec: 'h264', fps: 12 } }, cameraGear(findFfmpeg()));
    const enrolment = await call<{ id: string }>(page, 'POST /api/enrolments', { kind: 'rtsp', main: dense.rtspUri('main'), sub: dense.rtspUri('sub'), username: dense.user, password: dense.password });
    return (await call<{ id: string }>(page, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: home, mine: true, name: 'Quảng trường', place: '', direction: null })).id;
  }

  /** Somebody's browser, but for what is taken away from it, and a page in it: hers and the camera's, unless told. */
  async function without(taken: readonly string[], look: typeof desktop | typeof phone = desktop, address = `${hub.origin}/camera/${id}`, whose = owner): Promise<Page> {
    const context = await browser.newContext(look);
    const { cookies } = await whose.storageState();
    await context.addCookies(cookies);
    await context.addInitScript((names) => { for (const name of names) Reflect.deleteProperty(globalThis, name); }, taken);
    const other = await context.newPage();
    await other.goto(address);
    return other;
  }
  const factsOf = (of: Page): Promise<Facts | undefined> => of.locator('mp-player').first().evaluate((player) => (player as HTMLElement & { facts?: Facts }).facts);
  const stateOf = (of: Page): Promise<string | null> => of.locator('mp-player').first().getAttribute('state');

  test('by fMP4 where the browser has it, and it says so', async () => {
    await page.goto(`${hub.origin}/camera/${id}`);
    await expectMoving(page);
    expect(await factsOf(page)).toMatchObject({ path: 'mse', left: null, made: 'sent' });
    await page.getByRole('button', { name: /Cách hình đến: Qua hub \(MSE\)/ }).click();
    await page.getByRole('heading', { name: 'Hình này đến bằng cách nào' }).waitFor();
    await page.getByText('Hình gốc của camera').waitFor();
    await expect.poll(() => page.getByText(/^\d+ kbit\/s$/).count(), patient).toBe(1);
    await shoot(page, 'player-sheet-desktop');
  });

  test('without Media Source Extensions by WebRTC, and it says so', async () => {
    const other = await without(['MediaSource', 'ManagedMediaSource'], phone);
    await expectMoving(other);
    expect(await factsOf(other)).toMatchObject({ path: 'webrtc' });
    await other.getByRole('button', { name: /Cách hình đến: Thẳng từ hub \(WebRTC\)/ }).click();
    await other.getByText('Trễ ít nhất').waitFor();
    await shoot(other, 'player-sheet-phone');
    await other.context().close();
  });

  test('without both by what a canvas can draw, and the page was not loaded again', async () => {
    const other = await without(['MediaSource', 'ManagedMediaSource', 'RTCPeerConnection']);
    await other.evaluate(() => { (globalThis as { same?: boolean }).same = true; });
    await expectPainting(other, 'canvas.mpeg');
    // On a machine with no time for it JPEGs and stills come after MPEG-1.
    expect(['mpeg1', 'mjpeg', 'stills']).toContain((await factsOf(other))?.path);
    expect(await other.evaluate(() => (globalThis as { same?: boolean }).same)).toBe(true);
    await other.context().close();
  });

  test('what she chooses is kept on this device and counts at once', async () => {
    const other = await without([]);
    await expectMoving(other);
    await other.getByRole('button', { name: /Cách hình đến/ }).click();
    await other.getByText('Trễ ít nhất').click();
    await expect.poll(async () => [(await factsOf(other))?.path, await stateOf(other)], patient).toEqual(['webrtc', 'playing']);
    await other.reload();
    await expect.poll(async () => [(await factsOf(other))?.path, await stateOf(other)], patient).toEqual(['webrtc', 'playing']);
    await other.context().close();
  });

  test('a line that becomes too narrow brings less of the picture, the same page, and all of it again later', async () => {
    await using line = await SlowLine.open(hub.origin);
    const other = await without([], desktop, `${line.origin}/camera/${square}`);
    await other.evaluate(() => { (globalThis as { same?: boolean }).same = true; });
    await expectMoving(other);
    await expect.poll(async () => { const { path, level } = (await factsOf(other)) ?? {}; return [path, level]; }, { ...patient, timeout: 90_000 }).toEqual(['mse', 'full']);
    line.kbits = 512;
    // The whole needs three times what the line carries: the camera's smaller stream fits, and so do key pictures.
    await expect.poll(async () => (await factsOf(other))?.level, { ...patient, timeout: 90_000 }).toMatch(/light|keys|stills/);
    await other.getByText(/Mạng chậm|Máy này vẽ không kịp/).first().waitFor({ state: 'attached' });
    await expect.poll(() => stateOf(other), patient).toBe('playing');
    await shoot(other, 'player-slow');
    line.kbits = Infinity;
    await expect.poll(async () => (await factsOf(other))?.level, { ...patient, timeout: 150_000 }).toBe('full');
    await expect.poll(() => stateOf(other), patient).toBe('playing');
    expect(await other.evaluate(() => (globalThis as { same?: boolean }).same)).toBe(true);
    await other.context().close();
  }, 360_000);

  test('an officer without Media Source Extensions or WebRTC has his name over the canvas, and under what can be pressed', async () => {
    const unit = (await call<{ id: string }>(page, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' })).id;
    const [leader, officer] = await Promise.all([browser.newContext(desktop), browser.newContext(desktop)]);
    const [chief, desk] = await Promise.all([leader.newPage(), officer.newPage()]);
    await invite(page, chief, hub.origin, { kind: 'officer', unit, role: 'unit_leader', officerNo: '100-001' }, { name: 'Trần Quốc Dũng', login: 'dung.tran', password: 'chi-huy-phuong-bo-xuyen' });
    await invite(chief, desk, hub.origin, { kind: 'officer', unit, role: 'duty_officer', officerNo: '217-482' }, { name: 'Lê Minh Tuấn', login: 'tuan.le', password: 'truc-ban-dem-nay-mua' });
    const draft = { owner: home, cameras: [id], who: { unit }, preset: 'nights', mode: 'standing', days: 30, access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }] } };
    const { sentence } = await call<{ sentence: { vi: string } }>(page, 'POST /api/grants/preview', draft);
    await call(page, 'POST /api/grants', { ...draft, sentence: sentence.vi });
    const other = await without(['MediaSource', 'ManagedMediaSource', 'RTCPeerConnection'], desktop, `${hub.origin}/officer`, officer);
    await other.getByText('Đầu ngõ').first().click();
    await other.getByRole('button', { name: 'Xem trực tiếp', exact: true }).click();
    await other.getByRole('button', { name: 'Mở hình' }).click();
    await expectPainting(other, 'canvas.mpeg');
    await other.locator('mp-player .mark .label').getByText(/217-482/).waitFor();
    await other.locator('mp-player').first().hover();
    const over = await other.locator('mp-player').first().evaluate((player) => {
      const inside = player.shadowRoot as ShadowRoot;
      const topAt = (element: Element): Element | null => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return inside.elementFromPoint(x + width / 2, y + height / 2);
      };
      const canvas = inside.querySelector('canvas.mpeg') as Element;
      const mark = inside.querySelector('.mark') as HTMLElement;
      const [whole, picture] = [mark.getBoundingClientRect(), canvas.getBoundingClientRect()];
      // What nothing can point at is not found at a point.
      mark.style.setProperty('pointer-events', 'auto');
      const buttons = [...inside.querySelectorAll('.bar button')];
      return {
        drawn: [getComputedStyle(canvas).opacity, getComputedStyle(mark).visibility], covers: whole.width >= picture.width && whole.height >= picture.height,
        isOverPicture: topAt(canvas)?.closest('.mark') === mark, buttons: buttons.length, pressed: buttons.filter((button) => topAt(button)?.closest('button') === button).length,
      };
    });
    expect(over).toMatchObject({ drawn: ['1', 'visible'], covers: true, isOverPicture: true });
    expect([over.buttons > 1, over.pressed]).toEqual([true, over.buttons]);
    await shoot(other, 'player-officer-canvas');
    await Promise.all([other.context().close(), leader.close(), officer.close()]);
  });

  test('two side by side, each by its own way', async () => {
    const other = await without([]);
    await other.locator('mp-player').first().evaluate((player) => {
      const second = player.cloneNode() as HTMLElement & { camera: string; own: boolean };
      Object.assign(second, { camera: (player as typeof second).camera, own: true, forced: 'mpeg1' });
      player.after(second);
    });
    await expect.poll(() => other.locator('mp-player').evaluateAll((players) => players.map((player) => [(player as HTMLElement & { facts?: Facts }).facts?.path, player.getAttribute('state')])), patient).toEqual([['mse', 'playing'], ['mpeg1', 'playing']]);
    await shoot(other, 'player-two');
    await other.context().close();
  });
});
