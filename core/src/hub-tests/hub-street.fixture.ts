import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraGear, openCamera, type CameraSpec, type SimulatedCamera } from '@matpho/simulator';
import { expect } from 'vitest';
import type { GrantDraft, GrantRow, RequestOf, Api } from '../api/index.ts';
import { openLog } from '../base/log.ts';
import { complete, type Config } from '../config/config.ts';
import { parseConfig } from '../config/read-config.ts';
import type { CameraRow } from '../api/index.ts';
import { noticeHash } from '../records/privacy-notice.ts';
import { startHub, type RunningHub } from '../start-hub.ts';
import { Browser } from './browser.fixture.ts';
import { until } from './until.fixture.ts';

export const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
/** Nobody guesses it, and a search for it finds only itself. */
export const newPassword = (): string => randomBytes(12).toString('base64url');

export type Logins = 'lan' | 'minh' | 'bay' | 'kim' | 'quan' | 'xem' | 'truong' | 'truc' | 'tra' | 'vinh' | 'vuong' | 'chutich' | 'canbo' | 'kythuat';
export interface Street {
  readonly running: RunningHub;
  readonly config: Config;
  readonly folder: string;
  /** Lines of the hub's log, at `debug`. */
  readonly lines: string[];
  readonly passwords: Readonly<Record<Logins, string>>;
  /** lan owns A and operates the hub, minh is its co-owner; bay owns B; kim owns shop C with quan (manager) and xem (viewer); unit U: truong leads, truc on duty, tra investigates; unit V: vinh leads, vuong on duty; UBND P: chutich leads, canbo; kythuat only operates. */
  readonly people: Readonly<Record<Logins, Browser>>;
  readonly owners: { readonly a: string; readonly b: string; readonly c: string };
  readonly units: { readonly u: string; readonly v: string; readonly p: string };
  readonly cameras: { readonly a: Enrolled; readonly b: Enrolled; readonly c: Enrolled };
  /** All that must never be read anywhere. */
  readonly secrets: () => readonly string[];
  readonly newBrowser: (language?: string) => Browser;
  readonly signedIn: (login: Logins) => Promise<Browser>;
  readonly close: () => Promise<void>;
}
export interface Enrolled {
  readonly id: string;
  readonly name: string;
  readonly simulated: SimulatedCamera;
}
export interface StreetOptions {
  /** Of the hub, in place of the usual ones. */
  readonly settings?: object;
  readonly footage?: CameraSpec['footage'];
  /** More of every simulated camera. */
  readonly camera?: Partial<CameraSpec>;
}

export async function startTestHub(folder: string, lines: string[], settings: object = {}): Promise<{ readonly running: RunningHub; readonly config: Config }> {
  const written = { name: 'Mắt Phố', listen: { port: 0 }, trustProxy: ['127.0.0.1'], timeZone: 'Asia/Ho_Chi_Minh', cameras: { allowLoopback: true }, ffmpeg: { encoder: 'software' }, plugins: ['@matpho/plugin-rtsp', '@matpho/plugin-notify', '@matpho/plugin-export'], ...settings };
  const config = complete(parseConfig(written, 'matpho.json', undefined), folder);
  const log = openLog({ level: 'debug', to: { write: (line: string) => { lines.push(line); } } });
  const running = await startHub({ config, log, env: { ...process.env, FFMPEG_BIN: ffmpeg }, ui: undefined, demo: false, pluginFolder: folder, importModule: (name) => import(name), onNewSetUpCode: () => {} });
  return { running, config };
}

/** One hub with its people, units and three cameras, all made through its own door. */
export async function openStreet({ footage = { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 10 }, settings, camera = {} }: StreetOptions = {}): Promise<Street> {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-hub-'));
  const lines: string[] = [];
  const { running, config } = await startTestHub(folder, lines, settings);
  const { origin, setUpCode = '' } = running;
  const secrets: string[] = [setUpCode];
  const browsers: Browser[] = [];
  const newBrowser = (language?: string): Browser => {
    const browser = new Browser(origin, `10.0.0.${browsers.length + 1}`, language);
    browsers.push(browser);
    return browser;
  };
  const passwords = {} as Record<Logins, string>;
  const people = {} as Record<Logins, Browser>;
  const account = (login: Logins) => ({ name: `Người tên ${login}`, login, password: (passwords[login] = newPassword()), language: 'vi' as const, consent: noticeHash('vi') });
  const joins = async (login: Logins, by: Browser, body: RequestOf<Api['POST /api/invitations']>['body']): Promise<void> => {
    const { link } = await by.get('POST /api/invitations', { body });
    const token = new URL(link).hash.replace('#invite=', '');
    secrets.push(token);
    people[login] = newBrowser();
    await people[login].get('POST /api/invitations/accept', { body: { token, ...account(login) } });
  };

  const lan = people.lan = newBrowser();
  const { memberships } = await lan.get('POST /api/set-up', { body: { code: setUpCode, ownerKind: 'household', ownerName: 'Nhà bà Lan', ...account('lan') } });
  const a = memberships[0]?.owner ?? '';
  const [u, v, p] = await Promise.all([['Công an phường U', 'ward_police'], ['Công an phường V', 'ward_police'], ['UBND phường P', 'peoples_committee']].map(async ([name = '', kind]) => (await lan.get('POST /api/units', { body: { name, kind: kind as 'ward_police' } })).id)) as [string, string, string];
  const officer = (unit: string, role: 'unit_leader' | 'duty_officer' | 'investigator', officerNo: string) => ({ kind: 'officer' as const, unit, role, officerNo });
  await Promise.all([
    joins('minh', lan, { kind: 'member', owner: a, role: 'co_owner' }),
    joins('bay', lan, { kind: 'owner', ownerKind: 'household', ownerName: 'Nhà ông Bảy' }),
    joins('kim', lan, { kind: 'owner', ownerKind: 'business', ownerName: 'Tiệm Kim' }),
    joins('truong', lan, officer(u, 'unit_leader', 'U-1')), joins('vinh', lan, officer(v, 'unit_leader', 'V-1')), joins('chutich', lan, officer(p, 'unit_leader', 'P-1')),
  ]);
  const ownerOf = async (login: Logins): Promise<string> => (await people[login].get('GET /api/session')).memberships[0]?.owner ?? '';
  const [b, c] = [await ownerOf('bay'), await ownerOf('kim')];
  await Promise.all([
    joins('quan', people.kim, { kind: 'member', owner: c, role: 'manager' }), joins('xem', people.kim, { kind: 'member', owner: c, role: 'viewer' }),
    joins('truc', people.truong, officer(u, 'duty_officer', 'U-2')), joins('tra', people.truong, officer(u, 'investigator', 'U-3')),
    joins('vuong', people.vinh, officer(v, 'duty_officer', 'V-2')), joins('canbo', people.chutich, officer(p, 'duty_officer', 'P-2')), joins('kythuat', people.vinh, officer(v, 'duty_officer', 'V-9')),
  ]);
  // Who only operates: no door makes one, but roles end.
  const { id: kythuat } = await people.kythuat.get('GET /api/session');
  await people.vinh.get('DELETE /api/units/:id/officers/:person', { params: { id: v, person: kythuat } });
  await running.hub.store.write((trx) => trx.updateTable('person').set({ operator: 1 }).where('login', '=', 'kythuat').execute());

  const gear = cameraGear(ffmpeg);
  const enrol = async (by: Browser, owner: string, name: string): Promise<Enrolled> => {
    const password = newPassword();
    secrets.push(password);
    const simulated = await openCamera({ id: `camera-${name}`, name, footage, password, onvif: false, ...camera }, gear);
    const { id } = await enrolCamera(by, owner, name, simulated, simulated.rtspUri());
    return { id, name, simulated };
  };
  const [ca, cb, cc] = await Promise.all([enrol(lan, a, 'Cổng nhà bà Lan'), enrol(people.bay, b, 'Sân nhà ông Bảy'), enrol(people.kim, c, 'Quầy tiệm Kim')]);
  return {
    running, config, folder, lines, passwords, people, owners: { a, b, c }, units: { u, v, p }, cameras: { a: ca, b: cb, c: cc }, newBrowser,
    secrets: () => [...secrets, ...Object.values(passwords), ...browsers.flatMap(({ tokens }) => tokens)].filter((secret) => secret.length > 5),
    signedIn: async (login) => {
      const browser = newBrowser();
      await browser.signIn(login, passwords[login]);
      return browser;
    },
    close: async () => {
      await running[Symbol.asyncDispose]();
      await Promise.all([ca, cb, cc].map(({ simulated }) => simulated.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function enrolCamera(by: Browser, owner: string, name: string, { user, password }: Pick<SimulatedCamera, 'user' | 'password'>, main: string): Promise<CameraRow> {
  const { id } = await by.get('POST /api/enrolments', { body: { kind: 'rtsp', main, username: user, password } });
  const camera = await by.get('POST /api/enrolments/:id/confirm', { params: { id }, body: { owner, mine: true, name, place: `Chỗ ${name}`, direction: null } });
  await until(`${name} runs`, async () => (await by.get('GET /api/cameras/:id', { params: { id: camera.id } })).state === 'running');
  return camera as CameraRow;
}

/** What the sharing page does: reads the sentence, signs it. */
export async function give(by: Browser, draft: Partial<GrantDraft> & Pick<GrantDraft, 'owner' | 'cameras' | 'who'>): Promise<GrantRow> {
  const body = { preset: 'ask_each_time', days: 30, ...draft } as const;
  const { sentence, problems } = await by.get('POST /api/grants/preview', { body });
  expect(problems).toEqual([]);
  return await by.get('POST /api/grants', { body: { ...body, sentence: sentence.vi } }) as GrantRow;
}
/** Live at any hour, for nothing but a purpose. */
export const always = { preset: 'own', mode: 'standing', actions: ['live', 'clip'], lookbackHours: 24, purposes: ['crime'] } as const satisfies Partial<GrantDraft>;

/** Secrets that stand somewhere in the text, told without showing them. */
export function leaksIn(street: Street, text: string): readonly string[] {
  return street.secrets().flatMap((secret, at) => (text.includes(secret) ? [`secret ${at} (${secret.slice(0, 2)}…)`] : []));
}
