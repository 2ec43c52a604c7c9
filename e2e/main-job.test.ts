import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { demoCameras, startStreet, type Street } from '@matpho/simulator';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';
import { call, expectMoving, readNotice, shoot } from './page-steps.fixture.ts';

/** The whole job, as its people do it: real WS-Discovery, ONVIF, RTSP, database and browser. The tests follow one another. */
describe('from a camera on the network to the ledger', () => {
  let street: Street;
  let hub: RunningHub;
  let browser: Browser;
  let owner: BrowserContext;
  let officer: BrowserContext;
  let home: Page;
  let desk: Page;
  // A port of its own: other streets may be about on this machine.
  const discoveryPort = 20_000 + process.pid % 10_000;
  const password = 'hoa-sua-ngo-12-bo-xuyen';
  const camera = { name: 'Cổng nhà', password: '' };
  const complaints: string[][] = [];

  beforeAll(async () => {
    street = await startStreet({ cameras: demoCameras(2).map((spec) => ({ ...spec, password: 'camera-1234' })), ffmpeg: findFfmpeg(), discoveryPort });
    camera.password = 'camera-1234';
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    owner = await browser.newContext(phone);
    officer = await browser.newContext(desktop);
    complaints.push(complaintsOf(owner), complaintsOf(officer));
    home = await owner.newPage();
    desk = await officer.newPage();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all([shoot(home, 'failed-owner'), shoot(desk, 'failed-officer')]);
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
    await home.getByLabel(/^Tôi đã đọc và đồng ý/).check();
    await shoot(home, 'wizard-you');
    await home.getByRole('button', { name: 'Tiếp tục' }).click();
    await home.getByLabel('Tên gọi').fill('Nhà cô Lan');
    await home.getByRole('button', { name: 'Tạo nhà này' }).click();
    await home.getByRole('heading', { name: 'Camera của bạn đâu?' }).waitFor();
    expect(home.url()).not.toContain('setup');
  });

  test('the camera is found by WS-Discovery, let in with its password, and hers by her word on the picture', async () => {
    // The street answers on this machine only; a real one needs no setting.
    await call(home, 'PUT /api/plugins/onvif/config', { loopback: true, discoveryPort });
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
    await home.getByText(`Đã thêm camera ${camera.name}.`).waitFor();
    await home.getByRole('button', { name: /Để sau|Xong/ }).first().click();
    expect((await call<{ name: string; confirmed: boolean }[]>(home, 'GET /api/cameras')).map(({ name, confirmed }) => ({ name, confirmed }))).toEqual([{ name: camera.name, confirmed: true }]);
  });

  test('she sees it move', async () => {
    const [found] = await call<{ id: string }[]>(home, 'GET /api/cameras');
    await home.goto(`${hub.origin}/camera/${found?.id ?? ''}`);
    await expectMoving(home);
    await shoot(home, 'camera-page');
  });

  test('a ward police unit and its officer join by invitation', async () => {
    const unit = await call<{ id: string }>(home, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' });
    // The operator brings in the unit's leader, the leader her officers.
    const leaders = await call<{ link: string }>(home, 'POST /api/invitations', { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '100-001' });
    const leader = await (await browser.newContext(desktop)).newPage();
    await leader.goto(hub.origin);
    await call(leader, 'POST /api/invitations/accept', { consent: await readNotice(leader), token: new URL(leaders.link).hash.replace('#invite=', ''), name: 'Trần Quốc Dũng', login: 'dung.tran', password: 'chi-huy-phuong-bo-xuyen', language: 'vi' });
    const { link } = await call<{ link: string }>(leader, 'POST /api/invitations', { kind: 'officer', unit: unit.id, role: 'duty_officer', officerNo: '217-482' });
    await leader.context().close();
    await desk.goto(link);
    await desk.getByLabel('Họ và tên').fill('Lê Minh Tuấn');
    await desk.getByLabel('Tên đăng nhập').fill('tuan.le');
    await desk.getByLabel('Mật khẩu', { exact: true }).fill('truc-ban-dem-nay-mua');
    await desk.getByLabel(/^Tôi đã đọc và đồng ý/).check();
    await shoot(desk, 'invitation');
    await desk.getByRole('button', { name: /Tham gia|Tạo tài khoản|Nhận lời/ }).click();
    await desk.getByRole('heading', { name: 'Camera trên địa bàn' }).waitFor();
    await desk.getByText('Chưa có chủ camera nào cho đơn vị này hỏi xem.').waitFor();
  });

  test('she lets them ask, by the sentence that she signs', async () => {
    await home.goto(`${hub.origin}/sharing/new`);
    await home.getByText('Bạn cho phép “Công an phường Bồ Xuyên” xin từng lần').first().waitFor({ timeout: 15_000 });
    await shoot(home, 'sharing-new');
    await home.getByRole('button', { name: 'Đồng ý chia sẻ' }).click();
    await home.getByText('Đang có hiệu lực').first().waitFor();
    await shoot(home, 'sharing');
  });

  test('the officer asks, she agrees, and he sees it move', async () => {
    await desk.getByText(camera.name).first().click();
    await shoot(desk, 'officer-camera');
    await desk.getByRole('button', { name: 'Hỏi chủ camera' }).first().click();
    await desk.getByLabel('Vì sao bạn cần?').fill('Xe máy bị lấy trộm trước số 12 lúc 20 giờ.');
    // Whatever is asked belongs to a case of the unit: he opens one where he stands.
    await desk.getByRole('button', { name: 'Mở vụ việc mới' }).click();
    await desk.getByLabel('Số hồ sơ').fill('12/2026-BX');
    await desk.getByLabel('Tên vụ việc').fill('Mất trộm xe máy');
    await desk.getByLabel('Nơi xảy ra', { exact: true }).fill('Trước số 12');
    await desk.getByRole('button', { name: 'Mở vụ việc này' }).click();
    await desk.getByText('Đã mở vụ việc 12/2026-BX.').waitFor();
    await desk.getByText(/số hiệu 217-482\) xin xem trực tiếp camera Cổng nhà/).waitFor();
    await shoot(desk, 'officer-ask');
    await desk.getByRole('button', { name: 'Gửi yêu cầu' }).click();
    await home.goto(`${hub.origin}/requests`);
    await home.getByText('Xe máy bị lấy trộm trước số 12 lúc 20 giờ.').waitFor();
    await home.getByText('12/2026-BX').first().waitFor();
    await shoot(home, 'requests');
    await home.getByRole('button', { name: 'Đồng ý' }).first().click();
    await home.getByText('Đã đồng ý lần này.').waitFor();
    await desk.goto(`${hub.origin}/officer/requests`);
    await desk.getByRole('button', { name: 'Xem ngay' }).or(desk.getByRole('link', { name: 'Xem ngay' })).first().click();
    await expectMoving(desk);
    await shoot(desk, 'officer-live');
  });

  test('she is told while he still watches, by the badge and by a notice', async () => {
    const notices = await call<{ kind: string; at: number; title: { vi: string } }[]>(home, 'GET /api/notices');
    const started = notices.find(({ kind }) => kind === 'viewing.started');
    const [watching] = await call<{ since: number; officerNo: string }[]>(home, 'GET /api/watching');
    expect(started?.title.vi).toBe(`Công an phường Bồ Xuyên đang xem camera ${camera.name}`);
    expect(watching?.officerNo).toBe('217-482');
    expect(started?.at).toBeGreaterThanOrEqual(watching?.since ?? Infinity);
    await home.goto(hub.origin);
    await home.getByText(/Công an phường Bồ Xuyên.* đang xem camera Cổng nhà/).first().waitFor();
    await shoot(home, 'home-watched');
  });

  test('she takes it back; his picture stops and says why', async () => {
    await home.goto(`${hub.origin}/sharing`);
    await home.getByRole('button', { name: 'Dừng chia sẻ' }).first().click();
    const stopped = desk.getByText(/Chủ camera đã dừng chia sẻ lúc/).first();
    await stopped.waitFor({ timeout: 5_000 });
    await shoot(desk, 'officer-stopped');
    await home.getByText(/Đã dừng lúc/).first().waitFor();
    const [line] = await call<{ endReason: string; to: number; seconds: number }[]>(home, 'GET /api/ledger');
    const [grant] = await call<{ revokedAt: number }[]>(home, 'GET /api/grants');
    expect(line?.endReason).toBe('revoked');
    expect(line?.to).toBeGreaterThanOrEqual(grant?.revokedAt ?? Infinity);
    // Nothing of the picture is left on his screen.
    expect(await desk.locator('mp-player video').evaluateAll((videos) => videos.filter((video) => (video as HTMLVideoElement).readyState > 0).length)).toBe(0);
  });

  test('the ledger shows who, why and for how many seconds, and proves itself whole', async () => {
    await home.goto(`${hub.origin}/ledger`);
    await home.getByText('217-482').first().waitFor();
    await home.getByText(/Sổ nguyên vẹn/).first().waitFor();
    await shoot(home, 'ledger');
    const [line] = await call<{ unit: string; officerNo: string; purpose: string; caseNo: string; route: string; seconds: number }[]>(home, 'GET /api/ledger');
    expect(line).toMatchObject({ unit: 'Công an phường Bồ Xuyên', officerNo: '217-482', purpose: 'crime', caseNo: '12/2026-BX', route: 'R2' });
    expect(line?.seconds).toBeGreaterThanOrEqual(1);
  });

  test('five plugins run, and a sixth from outside the hub, named in its configuration', async () => {
    await home.goto(`${hub.origin}/operator/plugins`);
    for (const name of ['Camera ONVIF', 'Luồng RTSP', 'Thông báo', 'Trích xuất hình', 'Xin chào']) await home.getByText(name, { exact: true }).first().waitFor();
    await shoot(home, 'plugins');
    const plugins = await call<{ id: string; status: string }[]>(home, 'GET /api/plugins');
    expect(plugins.map(({ id, status }) => `${id} ${status}`).toSorted()).toEqual(['export running', 'hello running', 'notify running', 'onvif running', 'rtsp running', 'webrtc running']);
  });

  test('no page complained, and no password is in what the hub said', () => {
    expect(complaints.flat()).toEqual([]);
    expect(hub.words()).not.toContain(password);
    expect(hub.words()).not.toContain(camera.password);
  });
});
