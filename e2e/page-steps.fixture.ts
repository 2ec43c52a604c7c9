import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
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

/** The picture is decoded and changes: time advances, and two frames of it differ. */
export async function expectMoving(page: Page): Promise<void> {
  const video = page.locator('mp-player video').first();
  await video.waitFor({ state: 'attached', timeout: 20_000 });
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
  }, undefined, { timeout: 20_000 });
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
  }, { timeout: 15_000 }).toBe(true);
}

/** With MATPHO_SHOTS=<folder>: what a person saw here. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['MATPHO_SHOTS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
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
  await expect.poll(async () => new Set(await look()).size, { timeout: 30_000 }).toBeGreaterThan(50);
  const first = await look();
  await expect.poll(async () => (await look()).filter((value, i) => Math.abs(value - (first[i] ?? 0)) > 24).length, { timeout: 15_000 }).toBeGreaterThan(50);
}
