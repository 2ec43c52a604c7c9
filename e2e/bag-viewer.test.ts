import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallBag, zipOf, type SmallBag } from '../core/src/proof/bag/small-bag.fixture.ts';
import { complaintsOf, findFfmpeg, home, openBrowser, phone } from './running-hub.fixture.ts';

const film = 'data/playable/cong.mp4';

/** A judge with a laptop and no network: she opens viewer.html from the disk and gives it the bag. */
describe('the viewer that lies in the bag', () => {
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let bag: SmallBag;
  let complaints: string[];
  const asked: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matpho-viewer-'));
    const viewer = join(home, 'ui/dist/viewer.html');
    expect(existsSync(viewer), 'npx vite build ui').toBe(true);
    await writeFile(join(folder, 'viewer.html'), await readFile(viewer));
    execFileSync(findFfmpeg(), ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=10:duration=20', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '10', '-movflags', '+faststart', join(folder, 'film.mp4')]);
    bag = await smallBag({ now: Date.now(), film: await readFile(join(folder, 'film.mp4')), cameras: [['cong', 'Cổng'], ['ngo', 'Ngõ 12']], apart: 4_000 });
    await writeFile(join(folder, 'good.zip'), zipOf(bag));
    const spoilt = Buffer.from(bag.get(film) as Buffer);
    spoilt[5_000] = (spoilt[5_000] ?? 0) ^ 1;
    await writeFile(join(folder, 'spoilt.zip'), zipOf(new Map([...bag, [film, spoilt]])));
    for (const [path, bytes] of bag) {
      await mkdir(dirname(join(folder, 'EV-2026-000143', path)), { recursive: true });
      await writeFile(join(folder, 'EV-2026-000143', path), bytes);
    }
    browser = await openBrowser();
    context = await browser.newContext({ ...phone });
    complaints = complaintsOf(context);
    context.on('request', (request) => asked.push(request.url()));
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function give(name: string, input: 'file' | 'folder' = 'file'): Promise<string> {
    await page.goto(pathToFileURL(join(folder, 'viewer.html')).href);
    await page.locator(`mp-bag-check input#${input}`).setInputFiles(join(folder, name));
    const verdict = page.locator('mp-bag-report .verdict h2');
    await verdict.waitFor();
    return verdict.innerText();
  }

  test('finds the bag sound as a ZIP and as a folder', async () => {
    expect([await give('good.zip'), await give('EV-2026-000143', 'folder')]).toEqual(['Gói chứng cứ nguyên vẹn', 'Gói chứng cứ nguyên vẹn']);
  });

  test('plays its films side by side by the wall clock of the street', async () => {
    await give('good.zip');
    const films = page.locator('mp-bag-films');
    await films.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => {
      const players = [...document.querySelector('mp-bag-viewer')?.shadowRoot?.querySelector('mp-bag-check')?.shadowRoot?.querySelector('mp-bag-films')?.shadowRoot?.querySelectorAll<HTMLVideoElement>('video[data-path]') ?? []];
      return players.length === 2 && players.every((player) => player.readyState >= 2);
    });
    // Ten seconds after the first film began; the second began four seconds later.
    await films.locator('input[type=range]').evaluate((input: HTMLInputElement) => {
      input.value = String(Number(input.min) + 10_000);
      input.dispatchEvent(new Event('input'));
    });
    const times = (): Promise<number[]> => films.locator('video[data-path]').evaluateAll((players) => players.map((player) => Math.round((player as HTMLVideoElement).currentTime)));
    expect(await times()).toEqual([10, 6]);
    await films.getByRole('button', { name: 'Phát' }).click();
    await page.waitForFunction(() => {
      const players = [...document.querySelector('mp-bag-viewer')?.shadowRoot?.querySelector('mp-bag-check')?.shadowRoot?.querySelector('mp-bag-films')?.shadowRoot?.querySelectorAll<HTMLVideoElement>('video[data-path]') ?? []];
      return players.every((player) => player.currentTime > 6.5) && (players[0]?.currentTime ?? 0) > 10.5;
    });
    await films.getByRole('button', { name: 'Dừng' }).click();
  });

  test('refuses the bag when one byte of a film was changed, and says so in both languages', async () => {
    expect(await give('spoilt.zip')).toBe('Gói chứng cứ không khớp');
    expect(await page.locator('mp-bag-report section.fail').innerText()).toContain(film);
    expect(await page.locator('mp-bag-films .broken').innerText()).toContain('Gói chứng cứ không khớp');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.locator('mp-bag-report .verdict h2').innerText()).toBe('The bag does not hold');
  });

  test('asks nobody for anything', () => {
    expect(asked.filter((url) => !/^(file|blob|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
