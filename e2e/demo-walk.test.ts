import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../ui/dev/axe-check.ts';
import { shoot } from './page-steps.fixture.ts';
import { complaintsOf, desktop, findFfmpeg, home, openBrowser, phone } from './running-hub.fixture.ts';

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
    await page.getByLabel('Mật khẩu', { exact: true }).fill(ready.people.find((person) => person.login === login)?.password ?? '');
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.locator('nav').first().waitFor();
    return page;
  }

  test('prints who may sign in, and they can', () => {
    expect(ready.people.map(({ login }) => login)).toEqual(['lan', 'chihuy', 'trucban', 'binh', 'goc-pho']);
    for (const { login, password } of ready.people) expect(words).toMatch(new RegExp(`${login} +${password}`));
  });

  const walks = [
    ['lan', ['/', '/requests', '/ledger', '/sharing', '/sharing/new', '/add-camera', '/exports', '/settings', '/settings/me', '/settings/security', '/settings/notices', '/settings/members', '/settings/trust', '/people', '/operator', '/operator/plugins']],
    ['trucban', ['/officer', '/officer/requests', '/officer/log', '/settings']],
    ['goc-pho', ['/', '/ledger']],
  ] as const;
  test.each(walks.flatMap(([login, paths]) => [[login, 'phone', paths], [login, 'desktop', paths]] as const))('%s on a %s: every screen is whole and can be used by everybody', async (login, device, paths) => {
    const context = await browser.newContext(device === 'phone' ? phone : desktop);
    const complaints = complaintsOf(context);
    const page = await enter(context, login);
    const wrong: string[] = [];
    for (const path of paths) {
      await page.goto(`${ready.origin}${path}`);
      await page.locator('h1').first().waitFor();
      await page.waitForFunction(() => document.querySelector('mp-app')?.shadowRoot?.querySelector('mp-skeleton') === null);
      await shoot(page, `walk-${login}-${device}${path.replaceAll('/', '-')}`);
      wrong.push(...(await violationsOf(page)).map(({ id, where }) => `${path}: ${id} ${where.join(' | ')}`));
      const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (width > 0) wrong.push(`${path}: scrolls sideways by ${width} px`);
    }
    expect({ wrong, complaints }).toEqual({ wrong: [], complaints: [] });
    await context.close();
  });

  test('the other language is one choice away, on every screen at once', async () => {
    const context = await browser.newContext(phone);
    const page = await enter(context, 'lan');
    await page.goto(`${ready.origin}/settings/me`);
    await page.getByRole('radio', { name: 'English' }).click({ force: true });
    await page.getByRole('heading', { name: 'Name and language' }).waitFor();
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
