import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaintsOf, home, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

/** An owner who takes nobody's word for her log: she checks it on her phone and on a command line, and her phone remembers. */
describe('her log, checked without the hub', () => {
  let hub: RunningHub;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let files: string;
  let complaints: string[];

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'matpho-log-'));
    hub = await startHubProcess(await newFolder());
    // The same door after every start: what a page keeps belongs to its origin.
    const settings = JSON.parse(await readFile(join(hub.folder, 'matpho.json'), 'utf8')) as object;
    await writeFile(join(hub.folder, 'matpho.json'), JSON.stringify({ ...settings, listen: { port: Number(new URL(hub.origin).port) } }));
    browser = await openBrowser();
    context = await browser.newContext({ ...phone, acceptDownloads: true });
    page = await context.newPage();
    complaints = complaintsOf(context);
    await page.goto(hub.origin);
    await page.evaluate(async (code) => {
      const send = async (path: string, body?: object): Promise<unknown> => (await fetch(path, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {})).json() as Promise<unknown>;
      const { sha256 } = await send('/api/privacy-notice') as { sha256: { vi: string } };
      const { memberships } = await send('/api/set-up', { code, consent: sha256.vi, ownerKind: 'household', ownerName: 'Nhà cô Lan', name: 'Cô Lan', login: 'lan', password: 'mot-hai-ba-bon-nam', language: 'vi' }) as { memberships: { owner: string }[] };
      for (let i = 0; i < 3; i += 1) await send('/api/pauses', { owner: memberships[0]?.owner });
    }, hub.setUpCode);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await rm(files, { recursive: true, force: true });
  });

  const verdict = () => page.locator('mp-log-check .verdict');
  async function openChecks(): Promise<void> {
    await page.goto(`${hub.origin}/ledger`);
    await page.locator('mp-seal details.self summary').click();
  }
  /** Opens the app, and waits until it has kept a checkpoint as new as the log was before. */
  async function phoneKeepsUp(): Promise<void> {
    await until(() => keepsUp());
  }
  async function keepsUp(): Promise<void> {
    await page.goto(hub.origin);
    const size = await page.evaluate(async () => Number(((await (await fetch('/api/log')).json()) as { note: string }).note.split('\n')[1]));
    await page.goto(`${hub.origin}/ledger`);
    await until(async () => { if ((await keptSize()) < size) throw new Error('not yet'); });
  }
  async function keptSize(): Promise<number> {
    return await page.evaluate(() => new Promise<number>((resolve) => {
      const opening = indexedDB.open('matpho-seal');
      opening.addEventListener('success', () => {
        const asked = opening.result.transaction('checkpoint').objectStore('checkpoint').get('hub');
        asked.addEventListener('success', () => { opening.result.close(); resolve((asked.result as { size: number } | undefined)?.size ?? 0); });
      });
    }));
  }
  /** Right after a start on the same port, a browser may still try the old hub's connections; whoever opens the app again gets through. The test's own time is the limit. */
  async function until(work: () => Promise<unknown>): Promise<void> {
    while (!(await work().then(() => true, () => false)));
  }
  async function checkFile(name: string): Promise<string> {
    await page.locator('mp-log-check input[type=file]').setInputFiles(join(files, name));
    await verdict().waitFor();
    return await verdict().innerText();
  }
  async function command(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
    const child = spawn(process.execPath, [join(home, 'core/bin/matpho.mjs'), 'verify-log', ...args], { env: { ...process.env, LC_ALL: 'vi_VN.UTF-8' }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => { said += text.toString(); });
    const [code] = await once(child, 'close') as [number];
    return { code, said };
  }

  test('she checks it on her phone, in a worker, under the hub\'s own content policy', async () => {
    await openChecks();
    await page.getByText('Kiểm tra trên máy này', { exact: true }).click();
    await verdict().waitFor();
    expect(await verdict().innerText()).toMatch(/Sổ nguyên vẹn[\s\S]*Nối tiếp đúng dấu niêm phong[\s\S]*Chữ ký của hub đúng/);
    expect(complaints).toEqual([]);
  });

  test('she saves it; phone and command find it whole, and find what was edited in a copy', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Tải sổ để kiểm tra').click()]);
    await download.saveAs(join(files, 'log.jsonl'));
    const text = await readFile(join(files, 'log.jsonl'), 'utf8');
    const edited = text.replace(/("kind":")pause/, '$1mask!');
    expect(edited).not.toBe(text);
    await writeFile(join(files, 'edited.jsonl'), edited);
    expect([(await command(join(files, 'log.jsonl'))).code, await command(join(files, 'edited.jsonl'))]).toMatchObject([0, { code: 1, said: expect.stringContaining('Nội dung không khớp') as string }]);
    await openChecks();
    expect(await checkFile('edited.jsonl')).toMatch(/Sổ không khớp[\s\S]*Nội dung của một dòng đã bị sửa/);
    await openChecks();
    expect(await checkFile('log.jsonl')).toMatch(/Sổ nguyên vẹn/);
  });

  test('an older disk put back into the hub is shouted about, and goes on being so; both notes can be saved', async () => {
    const older = join(files, 'older');
    await hub.kill('SIGTERM');
    await cp(hub.folder, older, { recursive: true, verbatimSymlinks: true });
    hub = await startHubProcess(hub.folder);
    await phoneKeepsUp();
    expect(await page.locator('mp-seal-alarm section').count()).toBe(0);
    const { folder } = hub;
    // More happens that the older disk does not know: somebody signs in elsewhere, and her phone sees the log grow.
    expect(await page.evaluate(async () => {
      const answers = [];
      for (let i = 0; i < 3; i += 1) answers.push((await fetch('/api/session', { method: 'POST', credentials: 'omit', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'lan', password: 'mot-hai-ba-bon-nam' }) })).status);
      return answers;
    })).toEqual([200, 200, 200]);
    await phoneKeepsUp();
    await hub.kill('SIGTERM');
    await rm(folder, { recursive: true });
    await cp(older, folder, { recursive: true, verbatimSymlinks: true });
    hub = await startHubProcess(folder);
    const alarm = page.locator('mp-seal-alarm section');
    await until(async () => {
      await page.goto(hub.origin);
      await alarm.waitFor({ timeout: 15_000 });
    });
    expect(await alarm.innerText()).toContain('Sổ trên hub đã bị lùi về một bản cũ');
    expect((await alarm.boundingBox())?.width).toBe(phone.viewport.width);
    const [kept] = await Promise.all([page.waitForEvent('download'), page.getByText('Tải dấu máy này đã giữ').click()]);
    await kept.saveAs(join(files, 'kept.note'));
    await page.goto(`${hub.origin}/ledger`);
    await page.locator('mp-seal-alarm section').waitFor();
    // The note is evidence without the phone too: the command finds the same with the hub's newest file.
    await page.locator('mp-seal details.self summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Tải sổ để kiểm tra').click()]);
    await download.saveAs(join(files, 'today.jsonl'));
    expect(await command(join(files, 'today.jsonl'), '--checkpoint', join(files, 'kept.note'))).toMatchObject({ code: 1, said: expect.stringContaining('bản cũ') as string });
  });
});
