import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, countTaps, expectFilm, invite, readNotice, shoot, tapsOf } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

interface Span { readonly from: number; readonly to: number }
interface Ask { readonly id: string; readonly status: string; readonly cameraName: string; readonly hold: string | null; readonly trimmed: { readonly footage: Span } | null; readonly covered: number }
interface Bag { readonly id: string; readonly status: string; readonly originals: string; readonly pieces: readonly (Span & { readonly ask: string; readonly outcome: string })[]; readonly custody: readonly { readonly event: string; readonly by: { readonly side: string } }[] }
const market = { latitude: 20.4463, longitude: 106.3366 };
const hour = 3_600_000;
const why = 'Tìm người lấy xe máy trước cổng chợ.';

/** Route R2 for a whole area: an officer's one question, two owners, of whom one answers on her phone and one does not. The tests follow one another. */
describe('an area is asked, and one owner gives a part of it', () => {
  const cameras: SimulatedCamera[] = [];
  let hub: RunningHub;
  let browser: Browser;
  let home: Page;
  let neighbour: Page;
  let desk: Page;
  const complaints: string[][] = [];
  const gate = { id: '', asked: { from: 0, to: 0 }, left: { from: 0, to: 0 } };
  const silent = { id: '', name: 'Sân nhà ông Bảy' };
  let unit = '';
  /** What she was shown before she covered anything. */
  let preview = '';
  let caseId = '';

  async function house(page: Page, name: string, camera: SimulatedCamera, metresNorth: number): Promise<string> {
    const owner = (await call<{ memberships: { owner: string }[] }>(page, 'GET /api/session')).memberships[0]?.owner;
    const enrolment = await call<{ id: string }>(page, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), username: camera.user, password: camera.password });
    const { id } = await call<{ id: string }>(page, `POST /api/enrolments/${enrolment.id}/confirm`, { owner, mine: true, name, place: 'Ngõ 12', direction: null, position: { ...market, latitude: market.latitude + metresNorth / 111_195 } });
    await call(page, `PATCH /api/cameras/${id}`, { recording: 'continuous' });
    const draft = { owner, cameras: [id], who: { unit }, preset: 'ask_each_time', days: 90 };
    const { sentence } = await call<{ sentence: { vi: string } }>(page, 'POST /api/grants/preview', draft);
    await call(page, 'POST /api/grants', { ...draft, sentence: sentence.vi });
    return id;
  }

  beforeAll(async () => {
    const gear = cameraGear(findFfmpeg());
    for (const id of ['gate', 'yard']) cameras.push(await openCamera({ id, name: id, password: 'camera-1234', onvif: false }, gear));
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    const contexts = await Promise.all([{ ...phone, hasTouch: true }, phone, desktop].map((look) => browser.newContext(look)));
    complaints.push(...contexts.map(complaintsOf));
    if (contexts[0]) await countTaps(contexts[0]);
    [home, neighbour, desk] = await Promise.all(contexts.map((context) => context.newPage())) as [Page, Page, Page];
    await home.goto(hub.origin);
    await call(home, 'POST /api/set-up', { consent: await readNotice(home), code: hub.setUpCode, name: 'Nguyễn Thị Lan', login: 'lan', password: 'hoa-sua-ngo-12-bo-xuyen', language: 'vi', ownerKind: 'household', ownerName: 'Nhà cô Lan' });
    unit = (await call<{ id: string }>(home, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' })).id;
    await invite(home, neighbour, hub.origin, { kind: 'owner', ownerKind: 'household', ownerName: 'Nhà ông Bảy' }, { name: 'Phạm Văn Bảy', login: 'bay', password: 'sau-bay-tam-chin-muoi' });
    const leader = await (await browser.newContext(desktop)).newPage();
    await invite(home, leader, hub.origin, { kind: 'officer', unit, role: 'unit_leader', officerNo: '100-001' }, { name: 'Trần Quốc Dũng', login: 'dung', password: 'chi-huy-phuong-bo-xuyen' });
    await invite(leader, desk, hub.origin, { kind: 'officer', unit, role: 'investigator', officerNo: '305-119' }, { name: 'Vũ Thu Hương', login: 'huong', password: 'dieu-tra-vien-bo-xuyen' });
    const [hers, his] = cameras;
    if (!hers || !his) throw new Error('The street has no cameras.');
    gate.id = await house(home, 'Cổng nhà', hers, 20);
    silent.id = await house(neighbour, silent.name, his, 60);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all([shoot(home, 'failed-owner'), shoot(desk, 'failed-officer')]);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    for (const camera of cameras) await camera.close();
  });

  test('an investigator opens a case and asks the cameras around it for an interval', async () => {
    // Both cameras have something to give, in whole seconds.
    const recorded = async (page: Page, id: string): Promise<Span> => (await call<Span[]>(page, `GET /api/cameras/${id}/recordings?from=${Date.now() - hour}&to=${Date.now()}`))[0] ?? { from: 0, to: 0 };
    await expect.poll(async () => {
      const spans = await Promise.all([recorded(home, gate.id), recorded(neighbour, silent.id)]);
      gate.asked.from = Math.ceil(Math.max(...spans.map(({ from }) => from)) / 1_000) * 1_000;
      gate.asked.to = gate.asked.from + 12_000;
      return spans.every(({ to }) => to >= gate.asked.to);
    }, { timeout: 90_000, interval: 500 }).toBe(true);
    await desk.goto(`${hub.origin}/officer`);
    await desk.getByRole('link', { name: 'Mở vụ việc' }).first().click();
    await desk.getByLabel('Số hồ sơ').fill('15/2026-CSHS');
    await desk.getByLabel('Tên vụ việc').fill('Mất trộm xe máy');
    await desk.getByLabel('Nơi xảy ra', { exact: true }).fill('Cổng chợ Bồ Xuyên');
    await desk.getByLabel('Toạ độ nơi xảy ra').fill(`${market.latitude}, ${market.longitude}`);
    await shoot(desk, 'area-case');
    await desk.getByRole('button', { name: 'Mở vụ việc này' }).click();
    await desk.getByRole('link', { name: 'Hỏi các camera quanh đây' }).click();
    caseId = /cases\/([^/]+)\/area/.exec(desk.url())?.[1] ?? '';
    await desk.getByRole('radio', { name: 'Vẽ các góc' }).check();
    // Drawn with the keyboard, then typed: from 100 m south to 100 m north of the place, 60 m wide.
    const corner = desk.getByRole('button', { name: /^Góc 1: -30 m về đông, 30 m về bắc$/ });
    await corner.focus();
    await desk.keyboard.press('Shift+ArrowUp');
    await desk.getByRole('button', { name: /^Góc 1: -30 m về đông, 40 m về bắc$/ }).waitFor();
    await shoot(desk, 'area-drawn');
    await desk.getByLabel(/^Các góc/).fill([[100, -30], [100, 30], [-100, 30], [-100, -30]].map(([north = 0, east = 0]) => `${(market.latitude + north / 111_195).toFixed(6)}, ${(market.longitude + east / 104_189).toFixed(6)}`).join('\n'));
    // As the page's own clock shows it, in Việt Nam.
    const local = (at: number): string => new Date(at + 7 * hour).toISOString().slice(0, 19);
    await desk.getByLabel('Hình từ', { exact: true }).fill(local(gate.asked.from));
    await desk.getByLabel('đến', { exact: true }).fill(local(gate.asked.to));
    await desk.getByLabel('Vì sao bạn cần?').fill(why);
    await desk.getByText(/số hiệu 305-119\) xin trích xuất/).waitFor();
    await shoot(desk, 'area-ask');
    await desk.getByRole('button', { name: 'Gửi tới các chủ camera' }).click();
    await desk.getByText('Đã gửi tới các chủ camera trong khu vực. Ai đồng ý sẽ hiện ở đây.').waitFor();
    await shoot(desk, 'area-sent');
  });

  /** Everything an officer can read, as one text. */
  async function officerReads(): Promise<string> {
    const paths = [`/api/officer/area-asks?unit=${unit}`, '/api/officer/asks', `/api/officer/cases/${caseId}?unit=${unit}`, `/api/officer/cameras?unit=${unit}`, '/api/notices', '/api/officer/viewings'];
    return (await Promise.all(paths.map(async (path) => JSON.stringify(await call(desk, `GET ${path}`))))).join('\n') + await desk.locator('body').innerText();
  }

  test('both were asked, and their footage is kept before they answer; the officer can see neither', async () => {
    for (const [page, id] of [[home, gate.id], [neighbour, silent.id]] as const) {
      await expect.poll(async () => (await call<Ask[]>(page, 'GET /api/asks')).map(({ status, hold }) => `${status} ${hold ?? ''}`), { timeout: 30_000 }).toEqual(['pending held']);
      expect(await call(page, `GET /api/cameras/${id}/holds`)).toMatchObject([{ camera: id, ...gate.asked, reason: 'ask' }]);
    }
    const text = await officerReads();
    expect([gate.id, 'Cổng nhà', silent.id, silent.name, '"held"', '"hold"'].filter((word) => text.includes(word))).toEqual([]);
    const peek = await desk.context().request.get(`${hub.origin}/api/cameras/${gate.id}/holds`);
    expect([403, 404]).toContain(peek.status());
  });

  test('on her phone she sees who, why and which minutes, and the footage itself; three taps give a part of it', async () => {
    const notices = await call<{ kind: string; link: string }[]>(home, 'GET /api/notices');
    expect(notices.find(({ kind }) => kind === 'ask.received')).toMatchObject({ link: '/requests' });
    await home.goto(hub.origin);
    await home.getByRole('link', { name: 'Xem yêu cầu' }).tap();
    for (const text of [/Công an phường Bồ Xuyên xin trích xuất đoạn hình/, /Vũ Thu Hương, số hiệu 305-119/, why, '15/2026-CSHS', /\(12 giây\)/, 'Hub đang giữ đoạn hình này cho đến khi bạn trả lời. Người xin không biết điều đó.']) await home.getByText(text).first().waitFor();
    await expectFilm(home, 'mp-ask-preview video');
    await shoot(home, 'area-request');
    preview = join(hub.folder, 'preview.mp4');
    await writeFile(preview, await (await home.context().request.get(`${hub.origin}/api/asks/${(await call<Ask[]>(home, 'GET /api/asks'))[0]?.id ?? ''}/preview`)).body());
    await tapsOf(home);
    await home.getByRole('button', { name: 'Cắt bớt' }).tap();
    // Sliding a handle is no tap.
    await home.getByLabel('Từ', { exact: true }).fill('3000');
    await home.getByLabel('đến', { exact: true }).fill('8000');
    gate.left = { from: gate.asked.from + 3_000, to: gate.asked.from + 8_000 };
    await shoot(home, 'area-trim');
    // A region lies in the middle of the picture at once, for all of the time.
    await home.getByRole('button', { name: 'Che bớt trong hình' }).tap();
    await home.getByText('Che 1 chỗ. Người xin nhận hình đã che, không gỡ ra được.').waitFor();
    await shoot(home, 'area-cover');
    await home.getByRole('button', { name: 'Đồng ý phần này' }).tap();
    await home.getByText('Đã đồng ý lần này.').waitFor();
    const taps = await tapsOf(home);
    const [ask] = await call<Ask[]>(home, 'GET /api/asks');
    expect([taps, ask?.status, ask?.trimmed?.footage, ask?.covered]).toEqual([3, 'approved', gate.left, 1]);
  });

  /** Of the middle of the picture, where her region lies: how much of it is edges, of 255. */
  function edgesIn(film: string): number {
    const grey = execFileSync(findFfmpeg(), ['-v', 'error', '-i', film, '-vf', 'scale=426:240,crop=iw*0.3:ih*0.3:iw*0.35:ih*0.35,edgedetect=low=0.05:high=0.1,scale=1:1:flags=area', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1']);
    return grey.reduce((sum, each) => sum + each, 0) / grey.length;
  }

  test('that camera appears on the officer\'s page, no other; she gets exactly the part that was left, covered, in one bag', { timeout: 180_000 }, async () => {
    await desk.getByText('1 chủ camera đã đồng ý').waitFor();
    await desk.getByText('Cổng nhà', { exact: true }).first().waitFor();
    await shoot(desk, 'area-agreed');
    // Beside her yes there is nothing to be had.
    const beside = await desk.context().request.post(`${hub.origin}/api/evidence`, { headers: { origin: hub.origin }, data: { pieces: [{ camera: gate.id, ...gate.asked }], unit, purpose: 'crime', caseNo: '15/2026-CSHS' } });
    expect((await beside.json() as { code: string }).code).toBe('needs-approval');
    await desk.getByRole('button', { name: 'Lấy gói chứng cứ' }).click();
    await desk.locator('mp-bag-order').getByText('Đã xong', { exact: true }).waitFor({ timeout: 90_000 });
    await shoot(desk, 'area-bag');
    const [bag] = await call<Bag[]>(desk, 'GET /api/evidence');
    const [ask] = await call<Ask[]>(home, 'GET /api/asks');
    expect(bag).toMatchObject({ status: 'done', originals: 'with-owner', pieces: [{ ...gate.left, ask: ask?.id, outcome: 'footage' }] });
    const saved = join(hub.folder, 'bag.zip');
    await writeFile(saved, await (await desk.context().request.get(`${hub.origin}/api/evidence/${bag?.id ?? ''}/file`)).body());
    execFileSync('python3', ['-m', 'zipfile', '-e', saved, hub.folder]);
    const root = join(hub.folder, bag?.id ?? '');
    execFileSync('sh', ['-c', 'sha256sum --quiet -c tagmanifest-sha256.txt && sha256sum --quiet -c manifest-sha256.txt'], { cwd: root });
    const inside = await readdir(join(root, 'data'), { recursive: true });
    const film = join(root, 'data', inside.find((name) => name.startsWith('redacted/') && name.endsWith('.mp4')) ?? '');
    const said = execFileSync(findFfmpeg(), ['-v', 'error', '-xerror', '-i', film, '-f', 'null', '-', '-progress', 'pipe:1'], { encoding: 'utf8' });
    const seconds = Number([...said.matchAll(/out_time_us=(\d+)/g)].at(-1)?.[1]) / 1_000_000;
    // Never more than the part; where nothing but whole groups of pictures can be taken, up to one less (2 s here) at either end.
    expect([seconds > 1, seconds <= 5.1, inside.filter((name) => name.startsWith('original/'))]).toEqual([true, true, []]);
    const [before, after] = [edgesIn(preview), edgesIn(film)];
    expect([before > 1, after < before / 2], `edges before ${before}, after ${after}`).toEqual([true, true]);
  });

  test('she sees where it went', async () => {
    await home.goto(`${hub.origin}/requests`);
    await home.getByText(/^đã giao, lấy về/).tap();
    await home.getByText(/Công an phường Bồ Xuyên · 305-119 lấy về/).waitFor();
    await home.getByText('Bạn đã che 1 chỗ trong hình.').waitFor();
    await shoot(home, 'area-went');
    await desk.reload();
    await desk.getByText('Gói chứng cứ', { exact: true }).waitFor();
    await shoot(desk, 'area-case-bags');
  });

  test('her ledger says so, with case and purpose; whoever stayed silent is never shown', async () => {
    await home.goto(`${hub.origin}/ledger`);
    await home.getByText(/15\/2026-CSHS/).first().waitFor();
    await shoot(home, 'area-ledger');
    const lines = await call<object[]>(home, 'GET /api/ledger');
    expect(lines).toMatchObject([{ route: 'R2', action: 'clip', officerNo: '305-119', unit: 'Công an phường Bồ Xuyên', caseNo: '15/2026-CSHS', purpose: 'crime', footage: gate.left }]);
    expect(await call(neighbour, 'GET /api/ledger')).toEqual([]);
    expect((await call<Ask[]>(neighbour, 'GET /api/asks')).map(({ status }) => status)).toEqual(['pending']);
    await desk.goto(`${hub.origin}/officer/cases/${caseId}?unit=${unit}`);
    await desk.getByText('1 chủ camera đã đồng ý').waitFor();
    const text = await officerReads();
    expect([silent.id, silent.name, 'ông Bảy', 'pending'].filter((word) => text.includes(word))).toEqual([]);
    expect(text).toContain('Cổng nhà');
  });

  test('no page complained', () => {
    expect(complaints.flat()).toEqual([]);
  });
});
