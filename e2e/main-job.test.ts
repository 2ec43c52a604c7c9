import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { demoCameras, startStreet, type Street } from '@matpho/simulator';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';
import { call, expectMoving, shoot } from './page-steps.fixture.ts';

/** The whole job, as its people do it: real WS-Discovery, ONVIF, RTSP, database and browser. The tests follow one another. */
describe('from a camera on the network to the ledger', () => {
  let street: Street;
  let hub: RunningHub;
  let browser: Browser;
  let owner: BrowserContext;
  let officer: BrowserContext;
  let home: Page;
  let desk: Page;
  const password = 'hoa-sua-ngo-12-bo-xuyen';
  const camera = { name: 'Cổng nhà', password: '' };
  const complaints: string[][] = [];

  beforeAll(async () => {
    street = await startStreet({ cameras: demoCameras(2).map((spec) => ({ ...spec, password: 'camera-1234' })), ffmpeg: findFfmpeg() });
    camera.password = 'camera-1234';
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    owner = await browser.newContext(phone);
    officer = await browser.newContext(desktop);
    complaints.push(complaintsOf(owner), complaintsOf(officer));
    home = await owner.newPage();
    desk = await officer.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await street?.close();
  });

  test('the first person sets the hub up with the code that only its screen shows', async () => {
    await home.goto(`${hub.origin}/#setup=${hub.setUpCode ?? ''}`);
    await home.getByLabel('Họ và tên').fill('Nguyễn Thị Lan');
    await home.getByLabel('Tên đăng nhập').fill('lan');
    await home.getByLabel('Mật khẩu', { exact: true }).fill(password);
    await shoot(home, 'wizard-you');
    await home.getByRole('button', { name: 'Tiếp tục' }).click();
    await home.getByLabel('Tên gọi').fill('Nhà cô Lan');
    await home.getByRole('button', { name: 'Tạo nhà này' }).click();
    await home.getByRole('heading', { name: 'Camera của bạn đâu?' }).waitFor();
    expect(home.url()).not.toContain('setup');
  });

  test('the camera is found by WS-Discovery, let in with its password, and hers by her word on the picture', async () => {
    // The street answers on this machine only; a real one needs no setting.
    await call(home, 'PUT /api/plugins/onvif/config', { loopback: true });
    await home.getByText('Cổng chính').first().waitFor({ timeout: 45_000 });
    await shoot(home, 'wizard-found');
    await home.getByRole('button', { name: /Thêm camera này/ }).first().click();
    await home.getByLabel('Tên đăng nhập của camera').fill('admin');
    await home.getByLabel('Mật khẩu của camera').fill('not-the-password');
    await home.getByRole('button', { name: 'Kết nối' }).click();
    await home.getByText('Camera không nhận tên hoặc mật khẩu này.').waitFor({ timeout: 30_000 });
    await home.getByLabel('Mật khẩu của camera').fill(camera.password);
    await home.getByRole('button', { name: 'Kết nối' }).click();
    await home.getByText('Đây có phải camera của bạn?').waitFor({ timeout: 30_000 });
    await shoot(home, 'wizard-yours');
    await home.getByRole('button', { name: 'Đúng, camera của tôi' }).click();
    await home.getByLabel(/^Tên/).first().fill(camera.name);
    await home.getByRole('button', { name: 'Thêm camera', exact: true }).click();
    await home.getByRole('button', { name: /Để sau|Xong/ }).first().click();
    expect((await call<{ name: string; confirmed: boolean }[]>(home, 'GET /api/cameras')).map(({ name, confirmed }) => ({ name, confirmed }))).toEqual([{ name: camera.name, confirmed: true }]);
  });

  test('she sees it move', async () => {
    const [found] = await call<{ id: string }[]>(home, 'GET /api/cameras');
    await home.goto(`${hub.origin}/cameras/${found?.id ?? ''}`);
    await expectMoving(home);
    await shoot(home, 'camera-page');
  });
});
