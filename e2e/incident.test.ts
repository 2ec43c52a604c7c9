import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraGear, openCamera, readPaintedClock, type SimulatedCamera } from '@matpho/simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, invite, readNotice, shoot } from './page-steps.fixture.ts';
import { desktop, findFfmpeg, newFolder, openBrowser, phone, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

interface Span { readonly from: number; readonly to: number }
interface Bag { readonly id: string; readonly status: string; readonly problem: object | null; readonly originals: string; readonly custody: readonly { readonly event: string }[] }
const [width, height] = [960, 540];
const second = 1_000;
const hour = 3_600_000;

/** What the police need, from the incident to a bag that anybody can check. The tests follow one another. */
describe('an incident at a known second', () => {
  let camera: SimulatedCamera;
  let hub: RunningHub;
  let browser: Browser;
  let home: Page;
  let desk: Page;
  let id = '';
  let unit = '';
  let ask = '';
  let folder = '';
  const incident = { from: 0, to: 0 };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matpho-incident-'));
    camera = await openCamera({ id: 'corner', name: 'Ngã tư', password: 'camera-1234', onvif: false, footage: { kind: 'drawn', width, height, fps: 12 } }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder());
    browser = await openBrowser();
    [home, desk] = await Promise.all([phone, desktop].map(async (look) => (await browser.newContext(look)).newPage())) as [Page, Page];
    await home.goto(hub.origin);
    await call(home, 'POST /api/set-up', { consent: await readNotice(home), code: hub.setUpCode, name: 'Nguyễn Thị Lan', login: 'lan', password: 'hoa-sua-ngo-12-bo-xuyen', language: 'vi', ownerKind: 'household', ownerName: 'Nhà bà Lan' });
    const owner = (await call<{ memberships: { owner: string }[] }>(home, 'GET /api/session')).memberships[0]?.owner;
    const enrolment = await call<{ id: string }>(home, 'POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), username: camera.user, password: camera.password });
    ({ id } = await call<{ id: string }>(home, `POST /api/enrolments/${enrolment.id}/confirm`, { owner, mine: true, name: 'Ngã tư', place: 'Ngõ 12', direction: null }));
    await call(home, `PATCH /api/cameras/${id}`, { recording: 'continuous' });
    unit = (await call<{ id: string }>(home, 'POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' })).id;
    const draft = { owner, cameras: [id], who: { unit }, preset: 'ask_each_time', days: 90 };
    const { sentence } = await call<{ sentence: { vi: string } }>(home, 'POST /api/grants/preview', draft);
    await call(home, 'POST /api/grants', { ...draft, sentence: sentence.vi });
    const leader = await (await browser.newContext(desktop)).newPage();
    await invite(home, leader, hub.origin, { kind: 'officer', unit, role: 'unit_leader', officerNo: '100-001' }, { name: 'Trần Quốc Dũng', login: 'dung', password: 'chi-huy-phuong-bo-xuyen' });
    await invite(leader, desk, hub.origin, { kind: 'officer', unit, role: 'investigator', officerNo: '305-119' }, { name: 'Vũ Thu Hương', login: 'huong', password: 'dieu-tra-vien-bo-xuyen' });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all([shoot(home, 'failed-incident-owner'), shoot(desk, 'failed-incident-officer')]);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await camera?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('is asked for, and its footage is locked before anybody answers', async () => {
    await expect.poll(async () => {
      const [span] = await call<Span[]>(home, `GET /api/cameras/${id}/recordings?from=${Date.now() - hour}&to=${Date.now()}`);
      // In the middle of a group of pictures and of a second's worth of frames: nothing falls into place by itself.
      incident.from = Math.ceil((span?.from ?? 0) / second) * second + 3 * second;
      incident.to = incident.from + 5 * second;
      return span !== undefined && span.to > incident.to + 2 * second;
    }, { timeout: 60_000, interval: 500 }).toBe(true);
    const made = await call<{ id: string }>(desk, 'POST /api/officer/asks', { unit, camera: id, action: 'clip', purpose: 'traffic_accident', message: 'Va chạm ở ngã tư, cần xem lại năm giây.', footage: incident });
    ask = made.id;
    expect(await call(home, `GET /api/cameras/${id}/holds`)).toMatchObject([{ camera: id, ...incident, reason: 'ask' }]);
  });

  test('is given by its owner, on her phone', async () => {
    await home.goto(`${hub.origin}/requests`);
    const yes = home.getByRole('button', { name: 'Đồng ý' }).first();
    await yes.waitFor();
    await shoot(home, 'incident-request');
    await yes.click();
    await expect.poll(async () => (await call<{ id: string; status: string }[]>(home, 'GET /api/asks')).find((row) => row.id === ask)?.status, { timeout: 20_000 }).toBe('approved');
  });

  test('comes as an evidence bag with exactly the seconds that were asked for', async () => {
    const { id: bag } = await call<Bag>(desk, 'POST /api/evidence', { pieces: [{ camera: id, ...incident }], unit, purpose: 'traffic_accident', ask });
    await expect.poll(async () => (await call<Bag>(desk, `GET /api/evidence/${bag}`)).status, { timeout: 60_000, interval: 500 }).toBe('done');
    const zip = join(folder, `${bag}.zip`);
    await writeFile(zip, Buffer.from(await (await desk.context().request.get(`${hub.origin}/api/evidence/${bag}/file`)).body()));
    execFileSync('unzip', ['-q', zip, '-d', folder]);
    expect(await call<Bag>(desk, `GET /api/evidence/${bag}`)).toMatchObject({ status: 'done', problem: null, originals: 'with-owner' });
    const [film] = (await files(join(folder, bag))).filter((name) => name.endsWith('.mp4') && (name.startsWith('data/redacted/') || name.startsWith('data/playable/')));
    const seen = clocksOf(join(folder, bag, film ?? ''));
    expect(seen.length).toBeGreaterThan(45);
    expect([seen.includes(undefined), [...new Set(seen)]]).toEqual([false, [0, 1, 2, 3, 4].map((n) => incident.from + n * second)]);
    await desk.goto(`${hub.origin}/officer/evidence/${bag}`);
    await desk.getByText(bag).first().waitFor();
    await shoot(desk, 'incident-bag');
  });

  test('is proved by programs that are not ours, and disproved after one changed byte', async () => {
    const [bag = ''] = (await readdir(folder)).filter((name) => /^EV-\d{4}-\d{6}$/.test(name));
    const inside = join(folder, bag);
    const checks = [
      ['sha256sum', '-c', '--quiet', 'tagmanifest-sha256.txt'], ['sha256sum', '-c', '--quiet', 'manifest-sha256.txt'],
      ['openssl', 'cms', '-verify', '-binary', '-inform', 'DER', '-in', 'signatures/tagmanifest.p7s', '-content', 'tagmanifest-sha256.txt', '-CAfile', 'signatures/chain.pem', '-purpose', 'any', '-out', '/dev/null'],
    ] as const;
    const passes = (): boolean => checks.every(([program, ...args]) => {
      try {
        execFileSync(program, args, { cwd: inside, stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    });
    expect(passes()).toBe(true);
    const [film = ''] = (await files(inside)).filter((name) => name.endsWith('.mp4'));
    for (const name of [film, 'data/records/evidence.json', 'manifest-sha256.txt', 'tagmanifest-sha256.txt', 'bag-info.txt', 'signatures/tagmanifest.p7s']) {
      const whole = await readFile(join(inside, name));
      const changed = Buffer.from(whole);
      const at = Math.floor(changed.length / 2);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await writeFile(join(inside, name), changed);
      expect([name, passes()]).toEqual([name, false]);
      await writeFile(join(inside, name), whole);
    }
    expect(passes()).toBe(true);
    const said = execFileSync(process.execPath, [join(import.meta.dirname, '../core/bin/matpho.mjs'), 'verify', inside], { encoding: 'utf8', env: { ...process.env, LANG: 'vi_VN.UTF-8' } });
    expect(said).toContain(bag);
  });

  test('and both sides know what became of it', async () => {
    const [bag] = await call<Bag[]>(home, 'GET /api/evidence');
    const [other] = await call<Bag[]>(desk, 'GET /api/evidence');
    expect(bag?.custody.map(({ event }) => event)).toEqual(expect.arrayContaining(['create', 'seal', 'copy']));
    expect(other?.custody).toEqual(bag?.custody);
  });

  /** What the painted clock of each frame says. */
  function clocksOf(film: string): (number | undefined)[] {
    const luma = execFileSync(findFfmpeg(), ['-v', 'error', '-i', film, '-vf', `scale=${width}:${height}`, '-pix_fmt', 'gray', '-vsync', '0', '-f', 'rawvideo', 'pipe:1'], { maxBuffer: 2 ** 29 });
    const size = width * height;
    return Array.from({ length: luma.length / size }, (_, n) => readPaintedClock(luma.subarray(n * size, (n + 1) * size), width));
  }
});

async function files(root: string): Promise<string[]> {
  return (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).toSorted();
}
