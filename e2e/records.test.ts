import { readFile } from 'node:fs/promises';
import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, readNotice, shoot } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

describe('papers, consent and leaving, by the pages', () => {
  let camera: SimulatedCamera;
  let hub: RunningHub;
  let browser: Browser;
  /** Ông Bình, whose house will leave; he does not run the hub. */
  let home: Page;
  let officer: Page;
  let passer: Page;
  let grant = '';
  const complaints: string[][] = [];

  const saved = async (page: Page, press: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]) as [Download, void];
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const invited = async (by: Page, page: Page, invitation: object, person: object): Promise<void> => {
    const { link } = await call<{ link: string }>(by, 'POST /api/invitations', invitation);
    await page.goto(hub.origin);
    await call(page, 'POST /api/invitations/accept', { consent: await readNotice(page), language: 'vi', token: new URL(link).hash.replace('#invite=', ''), ...person });
  };

  beforeAll(async () => {
    camera = await openCamera({ id: 'gate', name: 'Cổng', password: 'camera-1234', onvif: false }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    const contexts = await Promise.all([desktop, phone, desktop, phone].map((look) => browser.newContext(look)));
    complaints.push(...contexts.slice(1).map(complaintsOf));
    const [operator, ...others] = await Promise.all(contexts.map((context) => context.newPage())) as [Page, Page, Page, Page];
    [home, officer, passer] = others;
    await operator.goto(hub.origin);
    await call(operator, 'POST /api/set-up', { consent: await readNotice(operator), code: hub.setUpCode, name: 'Nguyễn Thị Lan', login: 'lan', password: 'mot-hai-ba-bon-nam', language: 'vi', ownerKind: 'household', ownerName: 'Nhà cô Lan' });
    const unit = await call<{ id: string }>(operator, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' });
    await invited(operator, officer, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '100-001' }, { name: 'Trần Quốc Dũng', login: 'dung', password: 'chi-huy-phuong-bo-xuyen' });
    await invited(operator, home, { kind: 'owner', ownerKind: 'household', ownerName: 'Nhà ông Bình' }, { name: 'Phạm Văn Bình', login: 'binh', password: 'sau-bay-tam-chin-muoi' });
    const me = await call<{ memberships: { owner: string }[] }>(home, 'GET /api/session');
    const owner = me.memberships[0]?.owner;
    const enrolment = await call<{ id: string }>(home, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), username: camera.user, password: camera.password });
    const { id } = await call<{ id: string }>(home, `POST /api/enrolments/${enrolment.id}/confirm`, { owner, mine: true, name: 'Cổng', place: '', direction: null });
    const draft = { owner, cameras: [id], who: { unit: unit.id }, preset: 'ask_each_time', days: 90 };
    const { sentence } = await call<{ sentence: { vi: string } }>(home, 'POST /api/grants/preview', draft);
    ({ id: grant } = await call<{ id: string }>(home, 'POST /api/grants', { ...draft, sentence: sentence.vi }));
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await camera?.close();
  });

  test('he makes a sign and prints it; a neighbour without an account reads its page and asks for a mask', async () => {
    await home.goto(`${hub.origin}/settings/signs`);
    await home.getByLabel('Liên hệ').fill('0912 345 678');
    await home.getByRole('button', { name: 'Làm biển này' }).click();
    const { name, bytes } = await saved(home, () => home.getByRole('link', { name: 'In A5' }).click());
    expect([name, bytes.subarray(0, 5).toString()]).toEqual(['bien-thong-bao-A5.pdf', '%PDF-']);
    const [sign] = await call<{ link: string }[]>(home, 'GET /api/signs');
    await passer.goto(sign?.link ?? '');
    await passer.getByText('0912 345 678').waitFor();
    await passer.getByLabel('Bạn muốn nói gì?').fill('Cửa sổ tầng hai nhà số 14 lọt vào hình.');
    await shoot(passer, 'sign-page');
    await passer.getByRole('button', { name: 'Gửi' }).click();
    await passer.getByText('Đã gửi tới chủ camera.').waitFor();
    await home.goto(`${hub.origin}/settings/signs`);
    await home.getByText('Cửa sổ tầng hai nhà số 14 lọt vào hình.').waitFor();
    await home.getByRole('button', { name: 'Tôi đã xem và xử lý' }).click();
    await home.getByText(/^Đã xử lý/).waitFor();
  });

  test('the slip\'s address opens the grant with the button that stops it; its receipt is a signed file', async () => {
    await home.goto(`${hub.origin}/grant/${grant}`);
    const slip = await saved(home, () => home.getByRole('link', { name: 'Phiếu giấy (A6)' }).click());
    const receipt = await saved(home, () => home.getByRole('link', { name: 'Biên nhận có chữ ký' }).click());
    expect([slip.bytes.subarray(0, 5).toString(), (JSON.parse(receipt.bytes.toString()) as { jws: string }).jws.split('.').length]).toEqual(['%PDF-', 3]);
    await home.getByRole('button', { name: 'Dừng chia sẻ' }).click();
    await home.getByText(/^Đã dừng lúc/).first().waitFor();
  });

  test('he takes back the yes about his own data with one tap, and everything comes as a file', async () => {
    await home.goto(`${hub.origin}/settings/data`);
    await home.getByRole('button', { name: 'Rút lại' }).click();
    await home.getByText('Bạn rút lại').waitFor();
    await home.getByLabel(/^Tôi đã đọc và đồng ý/).check();
    await home.getByRole('button', { name: 'Đồng ý', exact: true }).click();
    await home.getByText('Bạn đồng ý lại').waitFor();
    const { bytes } = await saved(home, () => home.getByRole('button', { name: 'Tải về' }).click());
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
    await shoot(home, 'my-data');
  });

  test('his house leaves with one tap and a confirmation; the receipt stays, and the unit says that it destroyed', async () => {
    await home.goto(`${hub.origin}/settings/leave`);
    await home.getByText('Bị xoá. Bạn sẽ không đăng nhập được nữa.').waitFor();
    await home.getByRole('button', { name: 'Rời chương trình' }).click();
    await home.locator('mp-confirm').getByRole('button', { name: 'Rời chương trình' }).click();
    await home.waitForURL(/\/left\//);
    await home.getByText(/^Xong lúc/).waitFor({ timeout: 60_000 });
    await home.getByText('Đã được yêu cầu, chưa xác nhận').waitFor();
    await shoot(home, 'left');
    await officer.goto(`${hub.origin}/officer/purges`);
    await officer.getByRole('button', { name: 'Đã huỷ hết' }).click();
    await officer.locator('mp-confirm').getByRole('button', { name: 'Đã huỷ hết' }).click();
    await officer.getByText(/Trần Quốc Dũng xác nhận/).waitFor();
    await home.reload();
    await home.getByText(/^Đã xác nhận huỷ/).waitFor();
    await home.goto(hub.origin);
    await home.getByLabel('Tên đăng nhập').waitFor();
  });

  test('no page complained', () => {
    // What his page still asked for while his house left was refused, as it must be.
    expect(complaints.flat().filter((line) => !/403 \(Forbidden\)/.test(line))).toEqual([]);
  });
});
