import { chromium } from 'playwright-core';
import { startFakeHub } from './fake-hub.ts';
const say = (...a: unknown[]) => process.stdout.write(a.map((x) => typeof x === 'string' ? x : JSON.stringify(x)).join(' ') + '\n');
const base = { now: Date.now(), setUp: true, roles: ['owner', 'operator'] as const, language: 'vi' as const };
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] });
const errs: string[] = [];
async function open(scene: object, path: string) {
  const hub = await startFakeHub('/tmp/ui-dist', { ...base, ...scene });
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'vi-VN' });
  page.on('pageerror', (e) => errs.push(e.message)); 
  await page.goto(hub.origin + path); await page.waitForTimeout(600);
  return { hub, page };
}
const deepFocus = () => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e ? `${e.tagName} ${e.textContent?.trim().slice(0, 30)} ${e.id}` : ''; };
{
  const { hub, page } = await open({ setUp: false, roles: undefined }, '/#setup=ABCD-1234');
  say('address', page.url().replace(hub.origin, ''), 'title', await page.title());
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Lan'); await page.getByLabel('Tên đăng nhập').fill('lan'); await page.getByLabel(/^Mật khẩu$/).fill('ba con mèo đen');
  await page.getByLabel(/^Mật khẩu$/).press('Enter'); await page.waitForTimeout(200);
  say('enter leads to', await page.getByRole('heading', { level: 1 }).textContent(), '| focus', await page.evaluate(deepFocus));
  await page.getByLabel('Tên gọi').fill('Nhà Lan'); await page.getByRole('button', { name: 'Quay lại' }).click();
  say('back keeps', await page.getByLabel('Họ và tên').inputValue(), await page.getByLabel(/^Mật khẩu$/).inputValue());
  await page.getByRole('button', { name: 'English' }).click(); say('switch', await page.getByRole('heading', { level: 1 }).textContent(), await page.evaluate(() => document.documentElement.lang), await page.getByLabel('Full name').inputValue());
  await page.getByRole('button', { name: 'Continue' }).click(); say('kept', await page.getByLabel(/^Name$/).inputValue());
  await page.getByRole('button', { name: 'Create this home' }).click(); await page.waitForTimeout(400); say(await page.getByRole('heading', { level: 1 }).textContent());
  await page.getByRole('button', { name: 'Done with cameras' }).click(); await page.waitForTimeout(500); await page.getByRole('button', { name: 'Go to your home page' }).click(); await page.waitForTimeout(600);
  say('finished at', page.url().replace(hub.origin, ''), await page.title());
  await page.close(); await hub.close();
}
{
  const { hub, page } = await open({}, '/settings');
  await page.keyboard.press('Tab'); say('first tab', await page.evaluate(deepFocus));
  await page.keyboard.press('Enter'); say('then', await page.evaluate(deepFocus));
  await page.evaluate(() => scrollTo(0, 300)); await page.waitForTimeout(50);
  await page.getByRole('link', { name: /Tình trạng hub/ }).click(); await page.waitForTimeout(500);
  say('went', page.url().replace(hub.origin, ''), await page.title(), 'scroll', await page.evaluate(() => scrollY), '| focus', await page.evaluate(deepFocus));
  await page.goBack(); await page.waitForTimeout(500); say('back', page.url().replace(hub.origin, ''), 'scroll', await page.evaluate(() => scrollY), await page.getByRole('navigation').getByRole('link').allTextContents());
  await page.goForward(); await page.waitForTimeout(500);
  await hub.close();
  await page.evaluate(() => document.querySelector('mp-app')?.shadowRoot?.querySelector('mp-outlet')?.shadowRoot?.querySelector('mp-health-screen')?.['health'].reload()); await page.waitForTimeout(500);
  say('strip', await page.locator('.strip').allTextContents(), 'stale', await page.locator('mp-stale').allTextContents());
  await page.screenshot({ path: '/tmp/shots/offline.png' });
  await page.getByRole('link', { name: 'Cài đặt' }).click(); await page.waitForTimeout(300); await page.getByRole('link', { name: /Tên và ngôn ngữ/ }).click(); await page.waitForTimeout(400);
  await page.screenshot({ path: '/tmp/shots/offline2.png' });
  await page.close();
}
{
  const { hub, page } = await open({}, '/operator/plugins');
  await page.getByRole('button', { name: 'Cài đặt và nhật ký' }).first().click();
  await page.getByLabel(/Tìm camera mới/).fill('0'); await page.getByRole('button', { name: /Lưu và khởi động/ }).click(); say('fault', await page.getByRole('alert').allTextContents());
  await page.getByLabel(/Tìm camera mới/).fill('60'); await page.getByRole('button', { name: /Lưu và khởi động/ }).click(); await page.waitForTimeout(300);
  say('proof focus', await page.evaluate(deepFocus));
  await page.getByLabel(/^Mật khẩu$/).fill('x'); await page.keyboard.press('Enter'); await page.waitForTimeout(500); say('toast', await page.locator('.toast').allTextContents());
  await page.getByRole('switch').first().click({ force: true }); await page.waitForTimeout(300); await page.screenshot({ path: '/tmp/shots/off.png' });
  await page.keyboard.press('Escape'); await page.waitForTimeout(200); say('escaped: still on', await page.getByRole('switch').first().isChecked());
  await page.close(); await hub.close();
}
say('page errors', errs); await browser.close();
