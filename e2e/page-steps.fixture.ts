import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Asks the API as the page's person does: same cookie, same origin. */
export async function call<T>(page: Page, key: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(async ([request, sent]) => {
    const [method = 'GET', path = '/'] = (request as string).split(' ');
    const response = await fetch(path, { method, ...(sent === null ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) }) });
    const text = await response.text();
    return { status: response.status, json: text === '' ? null : JSON.parse(text) as unknown };
  }, [key, body ?? null] as const);
  if (answer.status >= 400) throw new Error(`${key}: ${answer.status} ${JSON.stringify(answer.json)}`);
  return answer.json as T;
}

/** The hash of the notice that a person says yes to before she is entered. */
export async function readNotice(page: Page): Promise<string> {
  return (await call<{ sha256: { vi: string } }>(page, 'GET /api/privacy-notice')).sha256.vi;
}

/** The picture is decoded and changes: time advances, and two frames of it differ. */
export async function expectMoving(page: Page): Promise<void> {
  const video = page.locator('mp-player video').first();
  await video.waitFor({ state: 'attached', timeout: 60_000 });
  await page.waitForFunction(() => {
    const find = (root: Document | ShadowRoot): HTMLVideoElement | undefined => {
      for (const element of root.querySelectorAll('*')) {
        if (element instanceof HTMLVideoElement && element.readyState >= 2 && element.currentTime > 0) return element;
        const inside = element.shadowRoot && find(element.shadowRoot);
        if (inside) return inside;
      }
      return undefined;
    };
    return find(document) !== undefined;
  }, undefined, { timeout: 60_000 });
  const look = () => video.evaluate((element) => {
    const shown = element as HTMLVideoElement;
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext('2d');
    context?.drawImage(shown, 0, 0, 320, 180);
    return { time: shown.currentTime, pixels: [...context?.getImageData(0, 0, 320, 180).data ?? []] };
  });
  const first = await look();
  await expect.poll(async () => {
    const next = await look();
    const changed = next.pixels.filter((value, i) => Math.abs(value - (first.pixels[i] ?? 0)) > 24).length;
    return next.time > first.time + 0.5 && changed > 200;
  }, { timeout: 60_000 }).toBe(true);
}

/** With MATPHO_SHOTS=<folder>: what a person saw here. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['MATPHO_SHOTS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  // A sheet that is still rising is shown where it comes to rest, in shadow roots too.
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

/** A canvas inside the player is painted, and the picture on it changes. */
export async function expectPainting(page: Page, selector: string): Promise<void> {
  const canvas = page.locator(`mp-player ${selector}`).first();
  const look = () => canvas.evaluate((element) => {
    const copy = document.createElement('canvas');
    copy.width = 160;
    copy.height = 90;
    const context = copy.getContext('2d');
    context?.drawImage(element as HTMLCanvasElement, 0, 0, 160, 90);
    return [...context?.getImageData(0, 0, 160, 90).data ?? []];
  });
  await expect.poll(async () => new Set(await look()).size, { timeout: 60_000 }).toBeGreaterThan(50);
  const first = await look();
  await expect.poll(async () => (await look()).filter((value, i) => Math.abs(value - (first[i] ?? 0)) > 24).length, { timeout: 60_000 }).toBeGreaterThan(50);
}

/** `by` invites, and `page` becomes the browser of whoever says yes. */
export async function invite(by: Page, page: Page, origin: string, invitation: object, person: { readonly name: string; readonly login: string; readonly password: string }): Promise<void> {
  const { link } = await call<{ link: string }>(by, 'POST /api/invitations', invitation);
  await page.goto(origin);
  await call(page, 'POST /api/invitations/accept', { consent: await readNotice(page), language: 'vi', token: new URL(link).hash.replace('#invite=', ''), ...person });
}

/** From now on the context's pages count the taps of a finger. */
export async function countTaps(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    addEventListener('click', (event) => { if (event.isTrusted) sessionStorage.setItem('taps', String(Number(sessionStorage.getItem('taps') ?? '0') + 1)); }, { capture: true });
  });
}
/** Taps since the last call, as the page got them. */
export async function tapsOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const count = Number(sessionStorage.getItem('taps') ?? '0');
    sessionStorage.setItem('taps', '0');
    return count;
  });
}

/** A short film is decoded, and its pictures differ from one another. */
export async function expectFilm(page: Page, selector: string): Promise<void> {
  const video = page.locator(selector).first();
  await video.waitFor({ state: 'attached', timeout: 60_000 });
  const seen = new Set<string>();
  await expect.poll(async () => {
    const picture = await video.evaluate((element) => {
      const shown = element as HTMLVideoElement;
      const canvas = document.createElement('canvas');
      canvas.width = 64;
      canvas.height = 36;
      const context = canvas.getContext('2d');
      if (shown.readyState < 2 || !context) return [];
      context.drawImage(shown, 0, 0, 64, 36);
      return [...context.getImageData(0, 0, 64, 36).data];
    });
    if (new Set(picture).size > 50) seen.add(picture.join());
    return seen.size;
  }, { timeout: 60_000, interval: 200 }).toBeGreaterThanOrEqual(3);
}
