import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../ui/dev/axe-check.ts';
import { HubCaller } from './hub-caller.fixture.ts';
import { call, readNotice, shoot } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, home, openBrowser, phone } from './running-hub.fixture.ts';

interface Named { readonly id: string }
interface Ready { readonly origin: string; readonly people: readonly { readonly login: string; readonly password: string }[] }

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? address?.port ?? 0 : 0;
}

/** The demo itself, and every screen of it: for people who see little, for both languages, for phone and desk. */
describe('the demo', () => {
  let demo: ChildProcess;
  let ready: Ready;
  let browser: Browser;
  let folder: string;
  let words = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matpho-demo-'));
    demo = fork(join(home, 'scripts/demo.mjs'), [], { env: { ...process.env, FFMPEG_BIN: findFfmpeg(), MATPHO_DEMO_DATA: join(folder, 'data'), MATPHO_PORT: String(await freePort()) }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
    demo.stdout?.on('data', (text: Buffer) => { words += text.toString(); });
    ready = await new Promise<Ready>((resolve, reject) => {
      demo.once('message', (message) => resolve(message as Ready));
      demo.once('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${words}`)));
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    if (demo && demo.exitCode === null) {
      demo.kill('SIGTERM');
      await once(demo, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  async function enter(context: BrowserContext, login: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(ready.origin);
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(ready.people.find((person) => person.login === login)?.password ?? (login === committee.login ? committee.password : ''));
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.locator('nav').first().waitFor();
    return page;
  }

  test('prints who may sign in, and they can', () => {
    expect(ready.people.map(({ login }) => login)).toEqual(['lan', 'chihuy', 'trucban', 'dieutra', 'binh', 'goc-pho']);
    for (const { login, password } of ready.people) expect(words).toMatch(new RegExp(`${login} +${password}`));
  });

  const found = { camera: '', grant: '', case: '', written: '' };
  const committee = { login: 'chutich', password: 'chu-tich-phuong-bo-xuyen' };

  test('people begin to use it: a case, a question to an area, a paper, an emergency that runs', async () => {
    const as = async (login: string): Promise<HubCaller> => {
      const caller = new HubCaller(ready.origin);
      await caller.call('POST /api/session', { login, password: ready.people.find((person) => person.login === login)?.password });
      return caller;
    };
    const [lan, officer, investigator] = await Promise.all(['lan', 'trucban', 'dieutra'].map(as)) as [HubCaller, HubCaller, HubCaller];
    const unit = (await officer.call<{ offices: [{ unit: string }] }>('GET /api/session')).offices[0].unit;
    found.camera = (await lan.call<Named[]>('GET /api/cameras'))[0]?.id ?? '';
    found.grant = (await lan.call<Named[]>('GET /api/grants'))[0]?.id ?? '';
    const position = { latitude: 20.4465, longitude: 106.3368 };
    await lan.call(`PATCH /api/cameras/${found.camera}`, { recording: 'continuous' });
    let spans: { from: number; to: number }[] = [];
    await expect.poll(async () => {
      spans = await lan.call(`GET /api/cameras/${found.camera}/recordings?from=${Date.now() - 3_600_000}&to=${Date.now()}`);
      return spans.length;
    }, { timeout: 60_000, interval: 500 }).toBe(1);
    const happened = spans[0];
    found.case = (await officer.call<Named>('POST /api/officer/cases', { unit, caseNo: '21/2026-BX', kind: 'crime', title: 'Mất trộm xe máy', place: 'Cổng chợ Bồ Xuyên', position, happened })).id;
    await officer.call('POST /api/officer/area-asks', { unit, caseNo: '21/2026-BX', action: 'clip', purpose: 'crime', message: 'Tìm người lấy xe máy trước cổng chợ.', position, radiusM: 100, footage: happened });
    const { id: emergency } = await officer.call<Named>('POST /api/officer/emergencies', { unit, ground: 'fire_disaster', words: 'Cháy lớn ở chợ, có người mắc kẹt.', place: 'Chợ Bồ Xuyên', ...position, radiusM: 200 });
    await investigator.call(`POST /api/officer/emergencies/${emergency}/second`);
    // People's committees are invited like everybody else.
    const { id: chair } = await lan.call<Named>('POST /api/units', { name: 'UBND phường Bồ Xuyên', kind: 'peoples_committee' });
    const { link } = await lan.call<{ link: string }>('POST /api/invitations', { kind: 'officer', unit: chair, role: 'unit_leader', officerNo: 'UB-1' });
    const context = await browser.newContext(desktop);
    const page = await context.newPage();
    await page.goto(ready.origin);
    await call(page, 'POST /api/invitations/accept', { consent: await readNotice(page), language: 'vi', token: new URL(link).hash.replace('#invite=', ''), name: 'Ngô Thị Sen', ...committee });
    await context.close();
    const own = await browser.newContext(desktop);
    const hers = await enter(own, 'lan');
    const scan = await hers.evaluate(async () => {
      const form = new FormData();
      form.append('file', new Blob(['%PDF-1.7\ncông văn'], { type: 'application/pdf' }), 'cong-van.pdf');
      return (await (await fetch('/api/written/scans', { method: 'POST', body: form })).json() as { id: string }).id;
    });
    const owner = (await lan.call<{ memberships: [{ owner: string }] }>('GET /api/session')).memberships[0].owner;
    const paper = { documentNo: '15/CV-CAP', issuer: 'Công an phường Bồ Xuyên', signerName: 'Nguyễn Văn Bình', signerTitle: 'Trưởng công an phường', legalBasis: 'Điều 88 Bộ luật Tố tụng hình sự', details: 'Xe máy bị lấy trộm trước cổng chợ.', caseNo: '21/2026-BX', purpose: 'crime', deadline: Date.now() + 259_200_000, destroyBy: Date.now() + 2_592_000_000 };
    found.written = (await call<Named>(hers, 'POST /api/written', { ...paper, cameras: [found.camera], intervals: [happened], scan, owner, unit })).id;
    await own.close();
    expect(Object.values(found)).not.toContain('');
  });

  const walks = [
    ['lan', 'home', ['/', '/recordings', '/evidence', '/evidence/check', '/requests', '/emergencies', '/ledger', '/ledger/letters', '/sharing', '/sharing/now', '/sharing/new', '/sharing/new/:camera', '/sharing/renew/:grant', '/sharing/edit/:grant', '/grant/:grant', '/camera/:camera', '/camera/:camera/sign', '/add-camera', '/exports', '/written/new', '/written/:written']],
    ['lan', 'settings', ['/settings', '/settings/me', '/settings/security', '/settings/notices', '/settings/members', '/settings/data', '/settings/leave', '/settings/signs', '/settings/apps', '/settings/uplink', '/settings/trust', '/people', '/operator', '/operator/plugins']],
    ['trucban', 'officer', ['/officer', '/officer/recordings', '/officer/evidence', '/officer/cases', '/officer/cases/new', '/officer/cases/:case', '/officer/cases/:case/area', '/officer/emergencies', '/officer/emergencies/new', '/officer/requests', '/officer/written', '/officer/written/new', '/officer/log', '/officer/purges', '/exports', '/settings', '/settings/apps', '/settings/data']],
    ['chihuy', 'leader', ['/officer', '/officer/cases', '/officer/cases/:case', '/officer/emergencies', '/officer/written/:written', '/officer/log', '/oversight/alerts', '/people']],
    ['chutich', 'oversight', ['/oversight', '/oversight/alerts', '/oversight/emergencies', '/people', '/settings']],
    ['binh', 'emergency', ['/', '/emergencies', '/ledger']],
    ['goc-pho', 'shop', ['/', '/requests', '/ledger']],
  ] as const;
  const pathOf = (path: string): string => path.replaceAll(/:(camera|grant|case|written)/g, (_, name: keyof typeof found) => found[name]);
  async function look(page: Page, path: string): Promise<void> {
    await page.goto(`${ready.origin}${pathOf(path)}`);
    await page.locator('h1').first().waitFor();
    await page.waitForFunction(() => {
      const waits = (root: Document | ShadowRoot): boolean => [...root.querySelectorAll('*')].some((each) => each.localName === 'mp-skeleton' || (each.shadowRoot !== null && waits(each.shadowRoot)));
      return !waits(document);
    });
  }
  test.each(walks.flatMap(([login, side, paths]) => [[login, side, 'phone', paths], [login, side, 'desktop', paths]] as const))('%s (%s) on a %s: every screen is whole and can be used by everybody', { timeout: 300_000 }, async (login, side, device, paths) => {
    const context = await browser.newContext(device === 'phone' ? phone : desktop);
    const complaints = complaintsOf(context);
    const page = await enter(context, login);
    const wrong: string[] = [];
    for (const path of paths) {
      await look(page, path);
      await shoot(page, `walk-${login}-${side}-${device}${path.replaceAll('/', '-').replaceAll(':', '')}`);
      wrong.push(...(await violationsOf(page)).map(({ id, where }) => `${path}: ${id} ${where.join(' | ')}`));
      const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (width > 0) wrong.push(`${path}: scrolls sideways by ${width} px`);
      if (await page.locator('mp-error').count() > 0) wrong.push(`${path}: ${await page.locator('mp-error').first().innerText()}`);
    }
    expect({ wrong, complaints }).toEqual({ wrong: [], complaints: [] });
    await context.close();
  });

  test('the other language is one choice away, on every screen at once', { timeout: 300_000 }, async () => {
    const context = await browser.newContext(phone);
    const page = await enter(context, 'lan');
    const paths = walks.filter(([login]) => login === 'lan').flatMap(([, , each]) => [...each]);
    const headings = async (): Promise<string[]> => {
      const seen: string[] = [];
      for (const path of paths) {
        await look(page, path);
        seen.push(`${path} ${await page.locator('h1').first().innerText()}`);
      }
      return seen;
    };
    const before = await headings();
    await page.goto(`${ready.origin}/settings/me`);
    await page.getByRole('radio', { name: 'English' }).click({ force: true });
    await page.getByRole('heading', { name: 'Name and language' }).waitFor();
    const after = await headings();
    // A camera and a person keep their names.
    expect(after.filter((heading) => before.includes(heading)).map((heading) => heading.split(' ')[0])).toEqual(['/camera/:camera']);
    await page.goto(ready.origin);
    await page.getByText('Nobody is watching.').first().waitFor();
    await shoot(page, 'walk-english-home');
    await context.close();
  });

  test('a passkey is made and signs in', async () => {
    const context = await browser.newContext(desktop);
    const page = await enter(context, 'binh');
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
    await page.goto(`${ready.origin}/settings/security`);
    await page.getByRole('button', { name: 'Thêm khoá truy cập' }).first().click();
    await page.getByLabel('Tên để nhận ra').fill('Máy của ông Bình');
    await page.getByRole('button', { name: 'Thêm khoá truy cập' }).last().click();
    await page.getByText('Máy của ông Bình').waitFor();
    await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }));
    await page.goto(ready.origin);
    await page.getByRole('button', { name: 'Dùng khoá truy cập' }).click();
    await page.getByText('Không ai đang xem.').first().waitFor();
    await context.close();
  });
});
