// Pictures of the screens with cameras in their main states, at phone and desktop size, each checked by axe-core. Development only.
// node ui/dev/video-shots.mjs <dist> <out> [part of a name] [phone,desk]
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { videoHub } from './video-hub.mjs';

const [dist = 'ui/dist', out = '/tmp/shots', only = '', sizes = 'phone,desk'] = process.argv.slice(2);
const click = (name, role = 'button') => (page) => page.getByRole(role, { name }).first().click();
const wait = (ms) => (page) => page.waitForTimeout(ms);
const fill = (label, text) => (page) => page.getByLabel(label).first().fill(text);
const toLogin = [click('Thêm camera này')];
const toYours = [...toLogin, fill('Tên đăng nhập của camera', 'admin'), fill(/^Mật khẩu của camera/, 'x1'), click('Kết nối'), wait(500)];
const toPlace = [...toYours, click('Đúng, camera của tôi'), wait(200)];
const officer = { role: 'officer', live: () => ({ watermark: 'CA phường Bồ Xuyên · 034-2187', until: Date.now() + 12 * 60_000 }) };
const missing = ['GET /api/cameras', 'GET /api/cameras/:id', 'GET /api/grants', 'GET /api/asks', 'GET /api/ledger', 'GET /api/ledger/seal', 'GET /api/watching', 'GET /api/officer/cameras', 'GET /api/officer/asks', 'GET /api/officer/viewings', 'GET /api/found-cameras', 'GET /api/exports'];
const shots = [
  { name: 'home', path: '/' }, { name: 'home-watched', path: '/', scene: { watched: true } }, { name: 'home-paused', path: '/', scene: { paused: true } }, { name: 'homes', path: '/', scene: { homes: true } }, { name: 'homes-paused', path: '/', scene: { homes: true, paused: true } }, { name: 'home-stopped', path: '/', scene: { watched: true }, acts: [click('Dừng ngay'), wait(300)] }, { name: 'home-empty', path: '/', scene: { empty: true } },
  { name: 'home-loading', path: '/', scene: { never: missing } }, { name: 'home-error', path: '/', scene: { fail: missing } }, { name: 'home-en', path: '/', scene: { watched: true, language: 'en' } }, { name: 'home-dark', path: '/', scene: { watched: true }, dark: true },
  { name: 'banner', path: '/requests', scene: { watched: true } },
  { name: 'camera', path: '/camera/c1', acts: [wait(2500)] }, { name: 'camera-offline', path: '/camera/c3', scene: { live: () => ({ waiting: true }) } }, { name: 'camera-edit', path: '/camera/c2', open: 'mp-camera-care' }, { name: 'camera-en', path: '/camera/c1', scene: { language: 'en' }, acts: [wait(1500)] }, { name: 'camera-loading', path: '/camera/c1', scene: { never: missing } },
  { name: 'add', path: '/add-camera' }, { name: 'add-none', path: '/add-camera', scene: { empty: true, quiet: true }, open: 'mp-found-cameras' }, { name: 'add-login', path: '/add-camera', acts: toLogin }, { name: 'add-wrong', path: '/add-camera', acts: [...toLogin, fill(/^Mật khẩu của camera/, 'sai'), click('Kết nối'), wait(400)] },
  { name: 'add-yours', path: '/add-camera', acts: toYours }, { name: 'add-place', path: '/add-camera', acts: [...toPlace, (page) => page.getByRole('slider').press('PageUp')] }, { name: 'add-share', path: '/add-camera', acts: [...toPlace, click('Thêm camera'), wait(900)] },
  { name: 'sharing', path: '/sharing' }, { name: 'sharing-revoked', path: '/sharing', acts: [click('Dừng chia sẻ'), wait(400)] }, { name: 'sharing-empty', path: '/sharing', scene: { empty: true } }, { name: 'sharing-co-owner', path: '/sharing', scene: { member: 'co_owner' } }, { name: 'share', path: '/sharing/new', acts: [wait(700)] }, { name: 'share-nights', path: '/sharing/new', scene: { problem: true }, acts: [(page) => page.getByLabel('Cho ai?').selectOption('u1'), (page) => page.getByRole('radio', { name: /Ban đêm/ }).check(), wait(900)] }, { name: 'share-chosen', path: '/sharing/new', acts: [(page) => page.getByLabel('Cho ai?').selectOption('u1'), wait(900)] }, { name: 'share-en', path: '/sharing/new', scene: { language: 'en' }, acts: [wait(700)] }, { name: 'share-no-unit', path: '/sharing/new', scene: { empty: true } },
  { name: 'requests', path: '/requests' }, { name: 'requests-answered', path: '/requests', acts: [click('Đồng ý'), wait(400)] }, { name: 'requests-empty', path: '/requests', scene: { empty: true } }, { name: 'requests-viewer', path: '/requests', scene: { member: 'viewer' } }, { name: 'requests-error', path: '/requests', scene: { fail: missing } },
  { name: 'ledger', path: '/ledger', scene: { watched: true }, acts: [(page) => page.locator('mp-ledger-lines summary').nth(1).click(), wait(200)] }, { name: 'ledger-broken', path: '/ledger', scene: { broken: true } }, { name: 'ledger-empty', path: '/ledger', scene: { empty: true } }, { name: 'ledger-loading', path: '/ledger', scene: { never: missing } },
  { name: 'officer', path: '/officer', scene: officer, acts: [click(/Cổng/)] }, { name: 'officer-start', path: '/officer', scene: officer }, { name: 'officer-ask', path: '/officer', scene: officer, acts: [click(/Mặt tiền/), click('Hỏi chủ camera'), fill(/Vì sao bạn cần/, 'Có va chạm giữa hai xe máy, cần xem biển số.'), fill(/Số hồ sơ/, '112/2026'), wait(900)] }, { name: 'officer-wall', path: '/officer?ask=a2', scene: officer, acts: [wait(2500)] }, { name: 'officer-lost', path: '/officer?ask=a2', scene: { ...officer, live: () => ({ endAfterMs: 1200, reason: 'slow' }) }, acts: [wait(3000)] }, { name: 'officer-empty', path: '/officer', scene: { ...officer, empty: true } }, { name: 'officer-error', path: '/officer', scene: { ...officer, fail: missing } },
  { name: 'officer-asks', path: '/officer/requests', scene: officer }, { name: 'officer-log', path: '/officer/log', scene: officer },
  { name: 'exports', path: '/exports' }, { name: 'exports-empty', path: '/exports', scene: { empty: true } },
];
const looks = [{ tag: 'phone', width: 390, height: 844 }, { tag: 'desk', width: 1440, height: 900 }].filter((look) => sizes.split(',').includes(look.tag));
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const say = (text) => process.stdout.write(`${text}\n`);
for (const shot of shots.filter((each) => each.name.startsWith(only))) {
  for (const look of looks) {
    const hub = await videoHub(dist, shot.scene ?? {});
    const context = await browser.newContext({ viewport: { width: look.width, height: look.height }, locale: shot.scene?.language === 'en' ? 'en-GB' : 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', colorScheme: shot.dark ? 'dark' : 'light', bypassCSP: true });
    const page = await context.newPage();
    page.on('console', (line) => line.type() === 'error' && !line.text().includes('Failed to load resource') && say(`${shot.name} ${look.tag}: ${line.text()}`));
    page.on('pageerror', (fault) => say(`${shot.name} ${look.tag}: ${fault.message}`));
    try {
      await page.goto(hub.origin + shot.path);
      await page.waitForTimeout(900);
      if (shot.open) await page.locator(`${shot.open} details summary`).first().click();
      for (const act of shot.acts ?? []) await act(page);
      await page.waitForTimeout(300);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) say(`${shot.name} ${look.tag}: ${wide} px too wide`);
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const fault of found.violations.filter((each) => !JSON.stringify(each.nodes).includes('.skip'))) say(`${shot.name} ${look.tag}: axe ${fault.id} (${fault.impact}) ${fault.nodes.slice(0, 2).map((node) => JSON.stringify(node.target)).join(' ')} ${fault.nodes[0]?.any?.[0]?.message ?? ''}`);
    } catch (thrown) {
      say(`${shot.name} ${look.tag}: ${String(thrown).slice(0, 400)}`);
    }
    await page.screenshot({ path: `${out}/${shot.name}.${look.tag}.png`, fullPage: true });
    await context.close();
    await hub.close();
  }
}
await browser.close();
