import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, expectMoving, invite, readNotice, shoot } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

interface Line { readonly route: string; readonly caseNo: string | null; readonly purpose: string | null; readonly officerNo: string | null; readonly seconds: number; readonly endReason: string | null }
const hour = 3_600_000;

/** Route R1: a standing permission for the time of a case, the owner on her phone, the officer at his desk. The tests follow one another. */
describe('a standing permission', () => {
  let camera: SimulatedCamera;
  let hub: RunningHub;
  let browser: Browser;
  let home: Page;
  let desk: Page;
  let unit = '';
  const complaints: string[][] = [];

  beforeAll(async () => {
    camera = await openCamera({ id: 'gate', name: 'Cổng nhà', password: 'camera-1234', onvif: false }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    const contexts = await Promise.all([{ ...phone, hasTouch: true }, desktop, desktop].map((look) => browser.newContext(look)));
    complaints.push(...contexts.map(complaintsOf));
    let leader: Page;
    [home, desk, leader] = await Promise.all(contexts.map((context) => context.newPage())) as [Page, Page, Page];
    await home.goto(hub.origin);
    await call(home, 'POST /api/set-up', { consent: await readNotice(home), code: hub.setUpCode, name: 'Nguyễn Thị Lan', login: 'lan', password: 'hoa-sua-ngo-12-bo-xuyen', language: 'vi', ownerKind: 'household', ownerName: 'Nhà cô Lan' });
    const house = (await call<{ memberships: { owner: string }[] }>(home, 'GET /api/session')).memberships[0]?.owner;
    const enrolment = await call<{ id: string }>(home, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), username: camera.user, password: camera.password });
    await call(home, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: house, mine: true, name: 'Cổng nhà', place: 'Ngõ 12', direction: null });
    ({ id: unit } = await call<{ id: string }>(home, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' }));
    await invite(home, leader, hub.origin, { kind: 'officer', unit, role: 'unit_leader', officerNo: '100-001' }, { name: 'Trần Quốc Dũng', login: 'dung', password: 'chi-huy-phuong-bo-xuyen' });
    await invite(leader, desk, hub.origin, { kind: 'officer', unit, role: 'duty_officer', officerNo: '217-482' }, { name: 'Lê Minh Tuấn', login: 'tuan', password: 'truc-ban-dem-nay-mua' });
    await leader.context().close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all([shoot(home, 'failed-owner'), shoot(desk, 'failed-officer')]);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await camera?.close();
  });

  test('she signs it for the time of a case; without one nothing opens', async () => {
    await home.goto(`${hub.origin}/sharing/new`);
    await home.getByRole('radio', { name: /^Khi có vụ việc/ }).tap();
    await home.getByRole('button', { name: 'Đồng ý chia sẻ' }).tap();
    await home.getByText('Đang có hiệu lực').first().waitFor();
    const [seen] = await call<{ offers: { effect: string; caseRequired: boolean }[] }[]>(desk, `GET /api/officer/cameras?unit=${unit}`);
    expect(seen?.offers.every(({ caseRequired }) => caseRequired)).toBe(true);
  });

  test('under his case the officer sees it move at once, and she sees that he does', async () => {
    await call(desk, 'POST /api/officer/cases', { unit, caseNo: '15/2026', kind: 'crime', title: 'Trộm xe ở chợ', place: 'Chợ Bồ Xuyên', position: null, happened: { from: Date.now() - hour, to: Date.now() - 60_000 } });
    await desk.goto(`${hub.origin}/officer`);
    await desk.getByText('Cổng nhà').first().click();
    await desk.getByRole('button', { name: 'Xem trực tiếp', exact: true }).click();
    await desk.locator('mp-case-field select').selectOption('15/2026');
    await desk.locator('mp-look-form').getByRole('button').last().click();
    await expectMoving(desk);
    await home.goto(hub.origin);
    await home.getByText(/Công an phường Bồ Xuyên.* đang xem camera Cổng nhà/).first().waitFor();
    await shoot(home, 'standing-watched');
  });

  test('she takes it back; his picture is gone, and the ledger has it as R1 with its case', async () => {
    await home.goto(`${hub.origin}/sharing`);
    await home.getByRole('button', { name: 'Dừng chia sẻ' }).first().tap();
    await desk.getByText(/Chủ camera đã dừng chia sẻ lúc/).first().waitFor();
    await home.getByText(/Đã dừng lúc/).first().waitFor();
    const lines = await call<Line[]>(home, 'GET /api/ledger');
    expect(lines.map(({ route, caseNo, purpose, officerNo, endReason }) => ({ route, caseNo, purpose, officerNo, endReason }))).toEqual([{ route: 'R1', caseNo: '15/2026', purpose: 'crime', officerNo: '217-482', endReason: 'revoked' }]);
    expect(lines[0]?.seconds).toBeGreaterThan(0);
    const [seen] = await call<unknown[]>(desk, `GET /api/officer/cameras?unit=${unit}`);
    expect(seen).toBeUndefined();
  });

  test('no page complained', () => {
    expect(complaints.flat()).toEqual([]);
  });
});
