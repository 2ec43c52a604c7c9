// Plays, revokes, drops and falls back in a real browser against the made-up hub; prints what it saw. Development only.
import { chromium } from 'playwright-core';
import { videoHub } from './video-hub.mjs';

const [dist = 'ui/dist', out = '/tmp/uib'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const print = (name, value) => process.stdout.write(`${name}: ${JSON.stringify(value)}\n`);

async function trial(name, scene, path, act) {
  const hub = await videoHub(dist, scene);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  page.on('console', (line) => line.type() === 'error' && print(`${name} console`, line.text()));
  page.on('pageerror', (fault) => print(`${name} pageerror`, fault.message));
  await page.goto(hub.origin + path);
  try {
    print(name, await act(page));
  } catch (thrown) {
    print(name, String(thrown).slice(0, 300));
  }
  await page.screenshot({ path: `${out}/player-${name}.png` });
  await page.close();
  await hub.close();
}
const state = (page, word, timeout = 8000) => page.waitForFunction((wanted) => {
  const find = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? find(one.shadowRoot) : [])]);
  globalThis.found ??= () => find(document).find((one) => one.localName === 'mp-player');
  return globalThis.found()?.getAttribute('state') === wanted;
}, word, { timeout });
const look = (page) => page.evaluate(() => {
  const player = globalThis.found();
  const video = player.shadowRoot.querySelector('video');
  const ranges = video.buffered;
  return { state: player.state, time: Math.round(player.currentTime * 100) / 100, lag: ranges.length ? Math.round((ranges.end(ranges.length - 1) - video.currentTime) * 1000) : null, held: ranges.length ? Math.round(ranges.end(ranges.length - 1) - ranges.start(0)) : null, rate: video.playbackRate, width: video.videoWidth, said: player.shadowRoot.querySelector('.say p')?.textContent ?? null };
});

await trial('plays', {}, '/camera/c1', async (page) => {
  const before = Date.now();
  await state(page, 'playing');
  const ms = Date.now() - before;
  await page.waitForTimeout(1500);
  const first = await look(page);
  await page.waitForTimeout(6000);
  return { firstFrameMs: ms, first, later: await look(page) };
});
await trial('long', {}, '/camera/c1', async (page) => {
  await state(page, 'playing');
  await page.waitForTimeout(26_000);
  return look(page);
});
await trial('revoked', { role: 'officer', live: () => ({ watermark: 'CA phường Bồ Xuyên · 034-2187', until: Date.now() + 12 * 60_000, endAfterMs: 3500, reason: 'revoked' }) }, '/officer?ask=a2', async (page) => {
  await state(page, 'playing');
  await page.waitForTimeout(800);
  await page.screenshot({ path: `${out}/player-watermark.png` });
  await state(page, 'ended');
  await page.waitForTimeout(300);
  const seen = await look(page);
  const gone = await page.evaluate(() => { const video = globalThis.found().shadowRoot.querySelector('video'); return { src: video.getAttribute('src'), ready: video.readyState }; });
  return { ...seen, ...gone };
});
let drops = 0;
await trial('dropped', { live: () => (drops++ === 0 ? { dropAfterMs: 2000 } : {}) }, '/camera/c1', async (page) => {
  await state(page, 'playing');
  await state(page, 'waiting');
  await page.screenshot({ path: `${out}/player-lost.png` });
  await state(page, 'playing');
  return { connections: drops, ...(await look(page)) };
});
await trial('waiting', { live: () => ({ waiting: true }) }, '/camera/c1', async (page) => {
  await state(page, 'waiting');
  return look(page);
});
await trial('mpeg1', {}, '/camera/c1', async (page) => {
  await state(page, 'playing');
  await page.evaluate(() => globalThis.found().setAttribute('player', 'mpeg1'));
  await page.waitForTimeout(300);
  await state(page, 'playing');
  await page.waitForTimeout(2000);
  return page.evaluate(() => { const player = globalThis.found(); const canvas = player.shadowRoot.querySelector('canvas.mpeg'); return { state: player.state, time: player.currentTime, width: canvas.width, height: canvas.height }; });
});
await browser.close();
