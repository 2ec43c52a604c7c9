import { mkdirSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { violationsOf } from './axe-check.ts';
import type { Scene } from './fake-answers.ts';
import { startFakeHub } from './fake-hub.ts';

const [dist = 'ui/dist', out = '/tmp/shots', only = ''] = process.argv.slice(2);
const base: Scene = { now: Date.now(), setUp: true, roles: ['owner', 'operator'], language: 'vi' };
interface Shot { readonly name: string; readonly scene?: Partial<Scene>; readonly path: string; readonly then?: (page: Page) => Promise<void> }

/** Every state worth a look. `node` this file after bundling: dist folder, output folder, part of a name. */
const shots: readonly Shot[] = [
  { name: 'first-1', scene: { setUp: false, roles: undefined }, path: '/#setup=ABCD-1234', then: async (page) => { await page.getByRole('button', { name: /Tiếp tục|Continue/ }).click(); } },
  { name: 'first-2', scene: { setUp: false, roles: undefined }, path: '/#setup=ABCD-1234', then: toHome },
  { name: 'first-3', scene: { setUp: false, roles: undefined }, path: '/#setup=ABCD-1234', then: toCameras },
  { name: 'first-4', scene: { setUp: false, roles: undefined }, path: '/#setup=ABCD-1234', then: async (page) => { await toCameras(page); await page.getByRole('button', { name: /Xong phần camera|Done with cameras/ }).click(); } },
  { name: 'sign-in', scene: { roles: undefined }, path: '/', then: async (page) => { await page.getByLabel(/Tên đăng nhập|User name/).fill('lan'); await page.getByLabel(/^Mật khẩu$|^Password$/).fill('sai'); await page.getByLabel(/^Mật khẩu$|^Password$/).press('Enter'); } },
  { name: 'invited', scene: { roles: undefined }, path: '/#invite=token' },
  { name: 'invited-ended', scene: { roles: undefined }, path: '/#invite=ended' },
  { name: 'home', path: '/' },
  { name: 'settings', scene: { roles: ['owner', 'officer', 'operator'] }, path: '/settings' },
  { name: 'me', path: '/settings/me' },
  { name: 'security', path: '/settings/security' },
  { name: 'proof', path: '/settings/security', then: async (page) => { await page.getByLabel(/Mật khẩu mới|New password/).fill('ba con meo den'); await page.getByRole('button', { name: /Đổi mật khẩu|Change password/ }).click(); await page.waitForTimeout(400); } },
  { name: 'channels', path: '/settings/notices' },
  { name: 'members', path: '/settings/members' },
  { name: 'invite-member', path: '/settings/members', then: async (page) => { await page.getByRole('button', { name: /Mời một người|Invite somebody/ }).click(); } },
  { name: 'invite-made', path: '/settings/members', then: async (page) => { await page.getByRole('button', { name: /Mời một người|Invite somebody/ }).click(); await page.getByRole('button', { name: /Tạo lời mời|Make an invitation/ }).click(); await page.getByLabel(/^Mật khẩu$|^Password$/).fill('x'); await page.getByRole('button', { name: /^Xác nhận$|^Confirm$/ }).click(); await page.waitForTimeout(400); } },
  { name: 'trust', path: '/settings/trust' },
  { name: 'people', path: '/people', then: async (page) => { await page.getByRole('button', { name: /Xem cán bộ|Show officers/ }).first().click(); } },
  { name: 'invite-officer', path: '/people', then: async (page) => { await page.getByRole('button', { name: /Mời cán bộ|Invite an officer/ }).first().click(); } },
  { name: 'people-empty', scene: { empty: true }, path: '/people' },
  { name: 'operator', path: '/operator' },
  { name: 'operator-unwell', scene: { unwell: true }, path: '/operator' },
  { name: 'operator-loading', scene: { never: ['GET /api/operator/health'] }, path: '/operator' },
  { name: 'plugins', path: '/operator/plugins', then: async (page) => { await page.getByRole('button', { name: /Cài đặt và nhật ký|Settings and log/ }).first().click(); } },
  { name: 'plugins-secret', path: '/operator/plugins', then: async (page) => { await page.getByRole('button', { name: /Cài đặt và nhật ký|Settings and log/ }).nth(1).click(); } },
  { name: 'plugins-empty', scene: { empty: true }, path: '/operator/plugins' },
  { name: 'no-permission', scene: { roles: ['owner'] }, path: '/operator' },
  { name: 'lost', path: '/khong-co' },
  { name: 'no-role', scene: { roles: [] }, path: '/' },
  { name: 'confirm', path: '/settings', then: async (page) => { await page.getByRole('button', { name: /Đăng xuất|Sign out/ }).click(); await page.waitForTimeout(300); } },
];

async function toHome(page: Page): Promise<void> {
  await page.getByLabel(/Họ và tên|Full name/).fill('Nguyễn Thị Lan');
  await page.getByLabel(/Tên đăng nhập|User name/).fill('lan');
  await page.getByLabel(/^Mật khẩu$|^Password$/).fill('ba con mèo đen');
  await page.getByRole('button', { name: /Tiếp tục|Continue/ }).click();
}
async function toCameras(page: Page): Promise<void> {
  await toHome(page);
  await page.getByLabel(/^Tên gọi$|^Name$/).fill('Nhà cô Lan, 12 Lê Lợi');
  await page.getByRole('button', { name: /Tạo nhà này|Create this home/ }).click();
  await page.waitForTimeout(500);
}

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const looks = [{ tag: 'phone-vi', language: 'vi', width: 390, height: 844, dark: false }, { tag: 'desk-en', language: 'en', width: 1440, height: 900, dark: false }, { tag: 'phone-en-dark', language: 'en', width: 390, height: 844, dark: true }, { tag: 'desk-vi', language: 'vi', width: 1440, height: 900, dark: false }] as const;
const [wanted = '', tags = 'phone-vi,desk-en'] = only.split('@');
for (const shot of shots.filter((each) => each.name.startsWith(wanted))) {
  for (const look of looks.filter((each) => tags.split(',').includes(each.tag))) {
    const hub = await startFakeHub(dist, { ...base, ...shot.scene, language: look.language });
    const page = await browser.newPage({ viewport: { width: look.width, height: look.height }, locale: look.language === 'vi' ? 'vi-VN' : 'en-GB', colorScheme: look.dark ? 'dark' : 'light' });
    page.on('console', (line) => { if (line.type() === 'error' && !/status of 40[13]/.test(line.text())) process.stdout.write(`${shot.name} ${look.tag}: ${line.text()}\n`); });
    page.on('pageerror', (fault) => process.stdout.write(`${shot.name} ${look.tag}: ${fault.message}\n`));
    try {
      await page.goto(hub.origin + shot.path);
      await page.waitForTimeout(700);
      await shot.then?.(page);
      await page.waitForTimeout(350);
    } catch (thrown) {
      process.stdout.write(`${shot.name} ${look.tag}: ${String(thrown).slice(0, 300)}\n`);
    }
    for (const { id, where, help } of await violationsOf(page)) process.stdout.write(`${shot.name} ${look.tag}: axe ${id}: ${help}\n  ${where.slice(0, 3).join('\n  ')}\n`);
    await page.screenshot({ path: `${out}/${shot.name}.${look.tag}.png`, fullPage: true });
    await page.close();
    await hub.close();
  }
}
await browser.close();
