import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, readNotice, shoot } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

interface Paper { readonly id: string; readonly status: string; readonly pieces: readonly { readonly files: readonly { readonly name: string; readonly sha256: string }[] }[] }
const hour = 3_600_000;

/** Route R4 with two browsers: the unit files a signed paper at its desk, the owner decides on her phone. The tests follow one another. */
describe('a written request, from the paper to its destruction', () => {
  let camera: SimulatedCamera;
  let hub: RunningHub;
  let browser: Browser;
  let owner: BrowserContext;
  let home: Page;
  let desk: Page;
  const complaints: string[][] = [];
  const gate = { id: '', from: 0, to: 0 };

  beforeAll(async () => {
    camera = await openCamera({ id: 'gate', name: 'Cổng nhà', password: 'camera-1234', onvif: false }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    owner = await browser.newContext(phone);
    const officer = await browser.newContext(desktop);
    complaints.push(complaintsOf(owner), complaintsOf(officer));
    home = await owner.newPage();
    desk = await officer.newPage();
    await Promise.all([home.goto(hub.origin), desk.goto(hub.origin)]);
    const consent = await readNotice(home);
    await call(home, 'POST /api/set-up', { consent, code: hub.setUpCode, name: 'Nguyễn Thị Lan', login: 'lan', password: 'hoa-sua-ngo-12-bo-xuyen', language: 'vi', ownerKind: 'household', ownerName: 'Nhà cô Lan' });
    const house = (await call<{ memberships: { owner: string }[] }>(home, 'GET /api/session')).memberships[0]?.owner;
    const enrolment = await call<{ id: string }>(home, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), username: camera.user, password: camera.password });
    gate.id = (await call<{ id: string }>(home, `POST /api/enrolments/${enrolment.id}/confirm`, { owner: house, mine: true, name: 'Cổng nhà', place: 'Ngõ 12', direction: null })).id;
    await call(home, `PATCH /api/cameras/${gate.id}`, { recording: 'continuous' });
    const unit = (await call<{ id: string }>(home, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' })).id;
    const { link } = await call<{ link: string }>(home, 'POST /api/invitations', { kind: 'officer', unit, role: 'unit_leader', officerNo: '123-456' });
    await call(desk, 'POST /api/invitations/accept', { token: new URL(link).hash.replace('#invite=', ''), name: 'Trần Văn An', login: 'canbo', password: 'truc-ban-dem-bo-xuyen', language: 'vi', consent });
    await call(desk, 'POST /api/officer/cases', { unit, caseNo: '15/2026', kind: 'crime', title: 'Trộm xe ở chợ', place: 'Chợ Bồ Xuyên', position: null, happened: { from: Date.now() - hour, to: Date.now() - 60_000 } });
    const draft = { owner: house, cameras: [gate.id], who: { unit }, preset: 'ask_each_time', days: 30 };
    const { sentence } = await call<{ sentence: { vi: string } }>(home, 'POST /api/grants/preview', draft);
    await call(home, 'POST /api/grants', { ...draft, sentence: sentence.vi });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all([shoot(home, 'failed-owner'), shoot(desk, 'failed-officer')]);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await camera?.close();
  });
  const paper = async (): Promise<Paper | undefined> => (await call<Paper[]>(home, 'GET /api/written'))[0];

  test('the officer files the paper with its scan', async () => {
    await expect.poll(async () => {
      const [span] = await call<{ from: number; to: number }[]>(home, `GET /api/cameras/${gate.id}/recordings?from=${Date.now() - hour}&to=${Date.now()}`);
      Object.assign(gate, span);
      return span !== undefined;
    }, { timeout: 60_000, interval: 500 }).toBe(true);
    const scan = join(hub.folder, 'cong-van.pdf');
    await writeFile(scan, `%PDF-1.7\n${'công văn '.repeat(20_000)}`);
    await desk.goto(`${hub.origin}/officer/written/new`);
    await desk.locator('input[type=file]').setInputFiles(scan);
    await desk.getByText('Đã nhận').waitFor();
    const words = { 'Số văn bản': '15/CV-CAP', 'Cơ quan ban hành': 'Công an phường Bồ Xuyên', 'Người ký': 'Nguyễn Văn Bình', 'Chức vụ người ký': 'Trưởng công an phường', 'Căn cứ pháp lý': 'Điều 88 Bộ luật Tố tụng hình sự', 'Nội dung vụ việc': 'Xe máy bị lấy trộm trước cổng chợ, cần xem người đi qua.' };
    for (const [label, text] of Object.entries(words)) await desk.getByLabel(label, { exact: true }).fill(text);
    await desk.getByLabel('Vụ việc', { exact: true }).selectOption('15/2026');
    await desk.getByRole('checkbox', { name: /Cổng nhà/ }).check();
    // As the page's own clock shows it, in Việt Nam.
    const local = (at: number): string => new Date(at + 7 * hour).toISOString().slice(0, 19);
    await desk.getByLabel('Từ', { exact: true }).fill(local(gate.from));
    await desk.getByLabel('Đến', { exact: true }).fill(local(gate.to));
    await shoot(desk, 'written-form');
    await desk.getByRole('button', { name: 'Gửi cho chủ camera' }).click();
    await desk.getByRole('link', { name: /15\/CV-CAP/ }).waitFor();
    expect((await paper())?.status).toBe('received');
  });

  test('the owner reads it, asks back, and is answered', async () => {
    await home.goto(`${hub.origin}/requests`);
    await home.getByRole('link', { name: /15\/CV-CAP/ }).click();
    await home.getByText('Đã giữ lại, không bị xoá').waitFor();
    await shoot(home, 'written-owner');
    await home.getByRole('button', { name: 'Bắt đầu kiểm tra' }).click();
    await home.getByRole('button', { name: 'Hỏi lại' }).click();
    await home.getByLabel('Bạn muốn hỏi gì?').fill('Xe màu gì?');
    await home.getByRole('button', { name: 'Gửi câu hỏi' }).click();
    await desk.getByRole('link', { name: /15\/CV-CAP/ }).click();
    await desk.getByText('Xe màu gì?').waitFor();
    await desk.getByRole('button', { name: 'Trả lời' }).click();
    await desk.getByLabel('Câu trả lời').fill('Xe màu đỏ.');
    await desk.getByRole('button', { name: 'Gửi trả lời' }).click();
    await home.getByText('Xe màu đỏ.').waitFor();
  });

  test('she hands over, the unit fetches exactly that, and her ledger says so', async () => {
    await home.getByRole('button', { name: 'Giao dữ liệu' }).click();
    await home.getByRole('button', { name: 'Giao', exact: true }).click();
    await home.getByText('Chưa ai của đơn vị tải về.').waitFor({ timeout: 60_000 });
    await shoot(home, 'written-delivered');
    const files = (await paper())?.pieces[0]?.files ?? [];
    const bag = files.find(({ name }) => /^EV-\d{4}-\d{6}\.zip$/.test(name));
    const [download] = await Promise.all([desk.waitForEvent('download'), desk.locator('mp-written-facts').getByRole('link', { name: 'Tải về' }).nth(files.findIndex((file) => file === bag)).click()]);
    const saved = join(hub.folder, 'saved.zip');
    await download.saveAs(saved);
    expect([download.suggestedFilename(), createHash('sha256').update(await readFile(saved)).digest('hex')]).toEqual([bag?.name, bag?.sha256]);
    await rm(saved);
    await home.goto(`${hub.origin}/ledger`);
    await home.getByText('Công an phường Bồ Xuyên').first().waitFor();
    await shoot(home, 'written-ledger');
    const [line] = await call<{ route: string; officerNo: string; caseNo: string }[]>(home, 'GET /api/ledger');
    expect(line).toMatchObject({ route: 'R4', officerNo: '123-456', caseNo: '15/2026' });
  });

  test('the unit records its destruction, and she is told', async () => {
    await desk.getByRole('button', { name: 'Ghi biên bản tiêu huỷ' }).click();
    await desk.getByLabel('Người tiêu huỷ').fill('Trần Văn An');
    await desk.getByLabel('Số biên bản').fill('3/BB-TH');
    await desk.getByRole('button', { name: 'Ghi biên bản', exact: true }).click();
    await desk.getByText('Đã tiêu huỷ').first().waitFor();
    await home.goto(`${hub.origin}/requests`);
    await home.getByRole('link', { name: /15\/CV-CAP/ }).click();
    await home.getByText('biên bản số 3/BB-TH').waitFor();
    await shoot(home, 'written-destroyed');
    expect([(await paper())?.status, complaints.flat()]).toEqual(['closed', []]);
  });
});
