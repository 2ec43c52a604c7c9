import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { demoCameras, startStreet, type Street } from '@matpho/simulator';
import { complaintsOf, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';
import { call, shoot } from './page-steps.fixture.ts';

interface Grant { readonly id: string; readonly version: number; readonly revokedAt: number | null; readonly from: number; readonly until: number; readonly actions: readonly string[] }

/** On a phone, counted in taps: to take back must cost no more than to give (CONSENT §7). The tests follow one another. */
describe('giving, seeing what it comes to, and taking back', () => {
  let street: Street;
  let hub: RunningHub;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const password = 'hoa-sua-ngo-12-bo-xuyen';
  const complaints: string[][] = [];
  /** Taps of a finger since the last call, as the page got them. */
  const taps = async (): Promise<number> => page.evaluate(() => {
    const count = Number(sessionStorage.getItem('taps') ?? '0');
    sessionStorage.setItem('taps', '0');
    return count;
  });
  const grants = async (): Promise<readonly Grant[]> => call<Grant[]>(page, 'GET /api/grants');

  beforeAll(async () => {
    street = await startStreet({ cameras: demoCameras(1).map((spec) => ({ ...spec, password: 'camera-1234' })), ffmpeg: findFfmpeg(), discoveryPort: 20_000 + process.pid % 10_000 });
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    context = await browser.newContext({ ...phone, hasTouch: true });
    complaints.push(complaintsOf(context));
    await context.addInitScript(() => {
      addEventListener('click', (event) => { if (event.isTrusted) sessionStorage.setItem('taps', String(Number(sessionStorage.getItem('taps') ?? '0') + 1)); }, { capture: true });
    });
    page = await context.newPage();
    await page.goto(hub.origin);
    const { sha256 } = await call<{ sha256: { vi: string } }>(page, 'GET /api/privacy-notice');
    const me = await call<{ memberships: { owner: string }[] }>(page, 'POST /api/set-up', { name: 'Nguyễn Thị Lan', login: 'lan', password, language: 'vi', consent: sha256.vi, code: hub.setUpCode, ownerKind: 'household', ownerName: 'Nhà cô Lan' });
    await call(page, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' });
    const [camera] = street.cameras;
    if (!camera) throw new Error('The street has no camera.');
    const { id } = await call<{ id: string }>(page, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri(), username: camera.user, password: camera.password });
    await call(page, `POST /api/enrolments/${id}/confirm`, { owner: me.memberships[0]?.owner, mine: true, name: 'Cổng', place: 'Ngõ 12', direction: null });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shoot(page, 'failed-giving');
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await street?.close();
  });

  test('from the home page it takes three taps to give, with what it comes to before the signature, and two to take back', async () => {
    await page.goto(hub.origin);
    await page.getByRole('link', { name: 'Chia sẻ' }).first().waitFor();
    await taps();
    await page.getByRole('link', { name: 'Chia sẻ' }).first().tap();
    await page.getByRole('link', { name: 'Chia sẻ với một đơn vị' }).tap();
    await page.getByText('Nếu bạn làm vậy thì').waitFor();
    await page.getByText(/Công an phường Bồ Xuyên được xin xem trực tiếp, trích xuất hình ở camera “Cổng”, lần nào bạn đồng ý mới được/).waitFor();
    expect(await grants()).toEqual([]);
    await page.getByRole('button', { name: 'Đồng ý chia sẻ' }).tap();
    await page.getByText('Đang có hiệu lực').waitFor();
    const toGive = await taps();
    await page.goto(hub.origin);
    await page.getByRole('link', { name: 'Chia sẻ' }).first().tap();
    await page.getByRole('button', { name: 'Dừng chia sẻ' }).tap();
    await page.getByText(/Đã dừng lúc/).first().waitFor();
    const toTakeBack = await taps();
    expect([toGive, toTakeBack, (await grants()).map(({ revokedAt }) => typeof revokedAt)]).toEqual([3, 2, ['number']]);
  });

  test('the whole home tells who may do what, for whom it is open and when; private hours are one tap', async () => {
    const [me] = [await call<{ memberships: { owner: string }[] }>(page, 'GET /api/session')];
    const [unit] = await call<{ id: string }[]>(page, 'GET /api/units');
    const [camera] = await call<{ id: string }[]>(page, 'GET /api/cameras');
    const draft = { owner: me.memberships[0]?.owner, cameras: [camera?.id], who: { unit: unit?.id }, preset: 'nights', days: 90 };
    const { sentence } = await call<{ sentence: { vi: string } }>(page, 'POST /api/grants/preview', draft);
    await call(page, 'POST /api/grants', { ...draft, sentence: sentence.vi });
    await page.goto(`${hub.origin}/sharing/now`);
    await page.getByRole('heading', { name: 'Lúc này ai xem được gì' }).waitFor();
    const strip = page.getByRole('img', { name: /được xem/ });
    await strip.first().waitFor();
    expect(await strip.count()).toBeGreaterThanOrEqual(6);
    await shoot(page, 'rights-now');
    await page.goto(`${hub.origin}/sharing`);
    await page.getByRole('button', { name: 'Bữa tối 18:00–20:00' }).waitFor();
    await taps();
    await page.getByRole('button', { name: 'Bữa tối 18:00–20:00' }).tap();
    await page.getByText('Mỗi ngày 18:00–20:00').waitFor();
    expect(await taps()).toBe(1);
  });

  test('where the reminder leads, one tap signs it again', async () => {
    const [before] = (await grants()).filter(({ revokedAt }) => revokedAt === null);
    await page.goto(`${hub.origin}/sharing/renew/${before?.id ?? ''}`);
    await page.getByRole('button', { name: 'Gia hạn' }).waitFor();
    await taps();
    await page.getByRole('button', { name: 'Gia hạn' }).tap();
    await page.getByRole('heading', { name: 'Chia sẻ', exact: true }).waitFor();
    expect([await taps(), (await grants()).find(({ id }) => id === before?.id)?.version]).toEqual([1, 2]);
  });

  test('a change says whether it narrows or widens, and what would be otherwise', async () => {
    const [before] = (await grants()).filter(({ revokedAt }) => revokedAt === null);
    await page.goto(`${hub.origin}/sharing/edit/${before?.id ?? ''}`);
    await page.getByLabel('chữa cháy, cứu nạn').tap();
    await page.getByText('Bản này hẹp hơn bản đang có.').waitFor();
    await page.getByLabel('ảnh chụp').tap();
    await page.getByText('Bản này có phần rộng hơn bản đang có.').waitFor();
    await page.getByText(/được làm thêm ở camera “Cổng”: lấy ảnh chụp/).waitFor();
    await shoot(page, 'grant-edit');
    await page.getByRole('button', { name: 'Ký bản mới' }).tap();
    await page.getByRole('heading', { name: 'Chia sẻ', exact: true }).waitFor();
    expect((await grants()).find(({ id }) => id === before?.id)).toMatchObject({ version: 3, actions: ['live', 'snapshot'] });
  });

  test('no page complained', () => {
    expect(complaints.flat()).toEqual([]);
  });
});
