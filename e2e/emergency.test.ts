import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, expectMoving, invite, readNotice, shoot } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

const market = { latitude: 20.4463, longitude: 106.3366 };
const told = 'Có người dùng dao đe doạ người bán hàng ở cổng chợ.';
const found = 'Có người bị đe doạ thật, đã gọi người tới kịp.';

/** Route R3 with three officers at their desks and the owner on her phone. The tests follow one another. */
describe('an emergency, from the declaration to the finding', () => {
  let camera: SimulatedCamera;
  let hub: RunningHub;
  let browser: Browser;
  let home: Page;
  /** Who declares, who confirms, and the leader who has no part in it. */
  let desk: Page;
  let second: Page;
  let leader: Page;
  const complaints: string[][] = [];

  beforeAll(async () => {
    camera = await openCamera({ id: 'gate', name: 'Cổng nhà', password: 'camera-1234', onvif: false }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    const contexts = await Promise.all([{ ...phone, hasTouch: true }, desktop, desktop, desktop].map((look) => browser.newContext(look)));
    complaints.push(...contexts.map(complaintsOf));
    [home, desk, second, leader] = await Promise.all(contexts.map((context) => context.newPage())) as [Page, Page, Page, Page];
    await home.goto(hub.origin);
    await call(home, 'POST /api/set-up', { consent: await readNotice(home), code: hub.setUpCode, name: 'Nguyễn Thị Lan', login: 'lan', password: 'hoa-sua-ngo-12-bo-xuyen', language: 'vi', ownerKind: 'household', ownerName: 'Nhà cô Lan' });
    const house = (await call<{ memberships: { owner: string }[] }>(home, 'GET /api/session')).memberships[0]?.owner;
    const enrolment = await call<{ id: string }>(home, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), username: camera.user, password: camera.password });
    await call(home, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: house, mine: true, name: 'Cổng nhà', place: 'Ngõ 12', direction: null, position: market });
    const { id: unit } = await call<{ id: string }>(home, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' });
    await invite(home, leader, hub.origin, { kind: 'officer', unit, role: 'unit_leader', officerNo: '100-001' }, { name: 'Trần Quốc Dũng', login: 'dung', password: 'chi-huy-phuong-bo-xuyen' });
    await invite(leader, desk, hub.origin, { kind: 'officer', unit, role: 'duty_officer', officerNo: '217-482' }, { name: 'Lê Minh Tuấn', login: 'tuan', password: 'truc-ban-dem-nay-mua' });
    await invite(leader, second, hub.origin, { kind: 'officer', unit, role: 'investigator', officerNo: '305-119' }, { name: 'Vũ Thu Hương', login: 'huong', password: 'dieu-tra-vien-bo-xuyen' });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all([shoot(home, 'failed-owner'), shoot(desk, 'failed-officer'), shoot(leader, 'failed-leader')]);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await camera?.close();
  });

  test('she switches it on beforehand, by the sentence that she signs; nothing opens by that', async () => {
    await home.goto(`${hub.origin}/sharing/new`);
    await home.getByRole('radio', { name: /^Mở khẩn cấp/ }).tap();
    await home.getByText(/được mở khẩn cấp để xem trực tiếp.*Phải có hai người khác vai trò cùng khai báo; mỗi lần mở nhiều nhất 30 phút/).first().waitFor();
    await shoot(home, 'emergency-sentence');
    await home.getByRole('button', { name: 'Đồng ý chia sẻ' }).tap();
    await home.getByText('Chỉ khi khẩn cấp').first().waitFor();
    await desk.goto(`${hub.origin}/officer`);
    await desk.getByText('Lúc này bạn chưa được xem camera nào.').waitFor();
  });

  test('an officer declares it, which opens nothing; the same person cannot confirm', async () => {
    await desk.getByRole('link', { name: 'Mở khẩn cấp' }).click();
    await desk.getByRole('link', { name: 'Khai báo khẩn cấp' }).click();
    await desk.getByLabel('Tội phạm đang diễn ra').check();
    await desk.getByLabel('Kể ngắn gọn điều bạn biết').fill(told);
    await desk.getByLabel('Ở đâu?').fill('Cổng chợ Bồ Xuyên');
    await desk.getByLabel('Toạ độ', { exact: true }).fill(`${market.latitude}, ${market.longitude}`);
    await shoot(desk, 'emergency-declare');
    await desk.getByRole('button', { name: 'Khai báo và chờ xác nhận' }).click();
    await desk.getByText('Đang chờ một người khác vai trò xác nhận').waitFor();
    await shoot(desk, 'emergency-waits');
    const { unit } = (await call<{ offices: [{ unit: string }] }>(desk, 'GET /api/session')).offices[0];
    const [row] = (await call<{ rows: { id: string; status: string; open: unknown[] }[] }>(desk, `GET /api/officer/emergencies?unit=${unit}`)).rows;
    const again = await desk.context().request.post(`${hub.origin}/api/officer/emergencies/${row?.id ?? ''}/second`, { headers: { origin: hub.origin } });
    expect([await desk.getByRole('button', { name: 'Tôi xác nhận, mở ngay' }).count(), (await again.json() as { code: string }).code, row?.status, row?.open]).toEqual([0, 'emergency-second', 'declared', []]);
    expect(await call(home, 'GET /api/emergencies')).toEqual([]);
  });

  test('a second person with another role confirms; the officer sees the picture move', async () => {
    await second.goto(`${hub.origin}/officer/emergencies`);
    await second.getByText(told).waitFor();
    await shoot(second, 'emergency-confirm');
    await second.getByRole('button', { name: 'Tôi xác nhận, mở ngay' }).click();
    await second.getByText('Đã mở. Các chủ camera đã được báo.').waitFor();
    await desk.getByRole('button', { name: 'Xem Cổng nhà' }).click();
    await expectMoving(desk);
    await shoot(desk, 'emergency-live');
  });

  test('she is told at once: a notice, the banner on her first page, the bar on every other', async () => {
    const notices = await call<{ kind: string; body: { vi: string } }[]>(home, 'GET /api/notices');
    expect(notices.find(({ kind }) => kind === 'emergency.opened')?.body.vi).toContain('Số hiệu 217-482 khai báo, số hiệu 305-119 xác nhận');
    await home.goto(`${hub.origin}/ledger`);
    await home.getByText('Công an phường Bồ Xuyên đang mở khẩn cấp camera của bạn').waitFor();
    await home.goto(hub.origin);
    await home.getByText(/^Công an phường Bồ Xuyên đang mở khẩn cấp camera Cổng nhà/).waitFor();
    await home.getByText(told).waitFor();
    await shoot(home, 'emergency-banner');
  });

  test('one tap of hers ends it: his picture is gone, his page says so, and her ledger too', async () => {
    await home.getByRole('region', { name: 'Mở khẩn cấp' }).getByRole('button', { name: 'Dừng ngay' }).tap();
    await home.getByRole('heading', { name: /^Đã dừng lúc/ }).waitFor();
    await desk.getByText(/^Kết thúc/).waitFor();
    await desk.getByText('Đang chờ một chỉ huy không tham gia xem xét.').waitFor();
    await shoot(home, 'emergency-stopped');
    await shoot(desk, 'emergency-ended');
    expect(await desk.locator('mp-player').count()).toBe(0);
    const [line] = await call<{ seconds: number }[]>(home, 'GET /api/ledger');
    expect(line).toMatchObject({ route: 'R3', action: 'live', officerNo: '217-482', purpose: 'crime', endReason: 'revoked' });
    expect(line?.seconds).toBeGreaterThanOrEqual(1);
  });

  test('the leader who had no part in it decides with a reason, and she can read it', async () => {
    await leader.goto(`${hub.origin}/officer/emergencies`);
    await leader.getByLabel('Có lý do chính đáng', { exact: true }).check();
    await leader.getByLabel('Lý do kết luận').fill(found);
    await shoot(leader, 'emergency-review');
    await leader.getByRole('button', { name: 'Ghi kết luận' }).click();
    await leader.getByText('Đã ghi kết luận. Các chủ camera được báo.').waitFor();
    await home.goto(`${hub.origin}/emergencies`);
    await home.getByText(found).waitFor();
    await home.getByText(/Trần Quốc Dũng.* kết luận/).waitFor();
    await home.getByText('Có lý do chính đáng').waitFor();
    await shoot(home, 'emergency-verdict');
    expect(await call(home, 'POST /api/ledger/check')).toMatchObject({ intact: true });
  });

  test('no page complained', () => {
    expect(complaints.flat()).toEqual([]);
  });
});
