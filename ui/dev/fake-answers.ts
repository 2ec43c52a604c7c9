import type { Api, ParsedOf, RouteKey } from '@matpho/core/api';
import type { Reply } from '../src/hub/hub-client.ts';
import { camerasOf, fakePicture, grants, ledger, plugins, asks, offers } from './fake-rows.ts';
import { FakeRefusal } from './fake-hub.ts';

export interface Scene {
  readonly now: number;
  readonly setUp: boolean;
  /** Who is signed in at the start; nobody when absent. */
  readonly roles: readonly ('owner' | 'officer' | 'operator')[] | undefined;
  readonly language: 'vi' | 'en';
  readonly empty?: boolean;
  /** Routes that never answer, to look at skeletons. */
  readonly never?: readonly RouteKey[];
  readonly unwell?: boolean;
}
type Answers = { readonly [K in RouteKey]?: (given: ParsedOf<Api[K]>) => Reply<K> | FakeRefusal | Buffer };
const minute = 60_000;
const day = 86_400_000;
const qr = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 25" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h25v25H0z"/>${Array.from({ length: 25 * 25 }, (_, n) => ((n * 7919 + (n % 25) * 104729 + Math.floor(n / 25) * 1299709) % 5 < 2 ? `<path d="M${n % 25} ${Math.floor(n / 25)}h1v1h-1z"/>` : '')).join('')}</svg>`;

/** Everything the fake hub says. Names and places are invented. */
export function answers(scene: Scene): Answers {
  const { now } = scene;
  let roles = scene.roles;
  let language = scene.language;
  let setUp = scene.setUp;
  let fresh = false;
  const me = (): Reply<'GET /api/session'> | FakeRefusal => (roles === undefined ? new FakeRefusal(401, 'not-signed-in', 'Bạn cần đăng nhập.') : {
    id: 'p1', login: 'lan', name: 'Nguyễn Thị Lan', language, operator: roles.includes('operator'), proved: fresh, hasPassword: true, passkeys: 1,
    memberships: roles.includes('owner') ? [{ owner: 'o1', ownerName: 'Nhà cô Lan, 12 Lê Lợi', ownerKind: 'household', role: 'owner' }] : [],
    offices: roles.includes('officer') ? [{ unit: 'u1', unitName: 'Công an phường Bồ Xuyên', unitKind: 'ward_police', role: 'unit_leader', officerNo: '034-2187' }] : [],
  });
  const proved = <T>(make: () => T): T | FakeRefusal => (fresh ? make() : new FakeRefusal(403, 'fresh-sign-in', 'Hãy nhập lại mật khẩu.'));
  let channels: Reply<'GET /api/me/channels'> = [
    { id: 'email', name: { vi: 'thư điện tử', en: 'e-mail' }, asks: { vi: 'Địa chỉ thư', en: 'E-mail address', kind: 'email' }, address: 'lan@example.vn', enabled: true },
    { id: 'ntfy', name: { vi: 'ntfy', en: 'ntfy' }, asks: { vi: 'Địa chỉ chủ đề ntfy', en: 'Address of the ntfy topic', kind: 'url' }, address: '', enabled: false },
  ];
  let rows = plugins(now);
  const enter = (): Reply<'GET /api/session'> | FakeRefusal => { roles ??= ['owner']; return me(); };
  return {
    'GET /api/hub': () => ({ name: 'Hub nhà cô Lan', version: '0.1.0', setUp, demo: false, passkeys: true, secure: true }),
    'GET /api/session': me,
    'POST /api/session': ({ body }) => (body.password === 'sai' ? new FakeRefusal(401, 'wrong-login', 'Tên đăng nhập hoặc mật khẩu không đúng.') : enter()),
    'DELETE /api/session': () => { roles = undefined; },
    'POST /api/set-up': ({ body }) => { if (body.code === 'WRONG') return new FakeRefusal(403, 'wrong-code', ''); setUp = true; roles = ['owner', 'operator']; language = body.language; return me(); },
    'GET /api/privacy-notice': () => ({ version: '2026-1', sha256: { vi: 'a'.repeat(64), en: 'b'.repeat(64) }, paragraphs: { vi: ['Hub này giữ: họ tên và tên đăng nhập của bạn.', 'Bạn có quyền rút lại bất cứ lúc nào.'], en: ['This hub keeps your name and user name.', 'You may withdraw at any time.'] }, notAdvice: { vi: 'Thông tin chung, không phải tư vấn pháp lý.', en: 'General information, not legal advice.' } }),
    'POST /api/session/proof': () => { fresh = true; return me(); },
    'PATCH /api/me': ({ body }) => { language = body.language ?? language; return me(); },
    'POST /api/me/password': () => proved(() => me()) as Reply<'GET /api/session'>,
    'GET /api/sessions': () => [
      { id: 's1', current: true, createdAt: now - 3 * day, seenAt: now, device: 'Chrome, Android', address: '192.168.1.24' },
      { id: 's2', current: false, createdAt: now - 9 * day, seenAt: now - 26 * minute, device: 'Safari, iPhone', address: '192.168.1.31' },
    ],
    'DELETE /api/sessions/:id': () => undefined,
    'GET /api/passkeys': () => [{ id: 'k1', name: 'Điện thoại của Lan', createdAt: now - 30 * day, usedAt: now - 2 * day }],
    'GET /api/me/channels': () => channels,
    'PUT /api/me/channels/:id': ({ params, body }) => (channels = channels.map((row) => (row.id === params.id ? { ...row, ...body } : row))),
    'POST /api/me/channels/:id/test': () => undefined,
    'GET /api/invitations': () => (scene.empty ? [] : [
      { id: 'i1', kind: 'member', role: 'viewer', to: 'Nhà cô Lan, 12 Lê Lợi', officerNo: null, expiresAt: now + 2 * day, usedAt: null },
      { id: 'i2', kind: 'officer', role: 'duty_officer', to: 'Công an phường Bồ Xuyên', officerNo: '034-2190', expiresAt: now + day, usedAt: null },
    ]),
    'POST /api/invitations': () => proved(() => ({ id: 'i3', link: 'https://192.168.1.10:8443/#invite=Vf3kq9Zc1sJx0bT7mWq4hR8yLd2nPeUa', qr, expiresAt: now + 3 * day })),
    'DELETE /api/invitations/:id': () => undefined,
    'POST /api/invitations/look': ({ body }) => (body.token === 'ended' ? new FakeRefusal(410, 'invitation-ended', '') : { kind: 'officer', role: 'duty_officer', to: 'Công an phường Bồ Xuyên', from: 'Trần Văn An', expiresAt: now + 3 * day }),
    'POST /api/invitations/accept': () => { roles = ['officer']; return me(); },
    'GET /api/owners/:id/members': () => [
      { person: 'p1', name: 'Nguyễn Thị Lan', login: 'lan', role: 'owner', since: now - 90 * day }, { person: 'p2', name: 'Phạm Quốc Bình', login: 'binh', role: 'co_owner', since: now - 60 * day },
    ],
    'GET /api/units': () => (scene.empty ? [] : [{ id: 'u1', name: 'Công an phường Bồ Xuyên', kind: 'ward_police', officers: 3 }, { id: 'u2', name: 'UBND phường Bồ Xuyên', kind: 'peoples_committee', officers: 0 }]),
    'POST /api/units': ({ body }) => ({ id: 'u3', officers: 0, ...body }),
    'GET /api/units/:id/officers': ({ params }) => (params.id === 'u2' ? [] : [
      { person: 'p5', name: 'Trần Văn An', role: 'unit_leader', officerNo: '034-2187', since: now - 40 * day }, { person: 'p6', name: 'Lê Thị Hoa', role: 'duty_officer', officerNo: '034-2201', since: now - 12 * day },
    ]),
    'GET /api/hub/trust': () => ({ origin: 'https://192.168.1.10:8443', caLink: 'http://192.168.1.10:8080/ca.crt', qr, fingerprint: '5F:0E:92:AC:11:7B:3D:66:C0:49:8E:21:DF:05:B7:3A:90:EE:4C:18:7D:62:A3:FB:08:5A:C6:31:9B:E4:20:7F' }),
    'GET /api/plugins': () => (scene.empty ? [] : rows),
    'POST /api/plugins/:id/enabled': ({ params, body }) => { rows = rows.map((row) => (row.id === params.id ? { ...row, enabled: body.enabled } : row)); return rows.find((row) => row.id === params.id) ?? new FakeRefusal(404, 'not-found', ''); },
    'PUT /api/plugins/:id/config': ({ params, body }) => proved(() => rows.find((row) => row.id === params.id && body) ?? new FakeRefusal(404, 'not-found', '')) as Reply<'GET /api/plugins'>[number],
    'GET /api/operator/health': () => ({
      version: '0.1.0', startedAt: now - 2 * day, node: 'v20.20.0', ffmpeg: scene.unwell ? null : '5.1.6', clockTrusted: !scene.unwell, disk: { total: 512_000_000_000, free: scene.unwell ? 3_000_000_000 : 208_000_000_000, recordings: 241_000_000_000 },
      memory: 186_000_000, database: 41_000_000, auditEntries: 1204, cameras: { total: scene.empty ? 0 : 12, running: scene.empty ? 0 : 11, offline: scene.unwell ? 1 : 0 }, viewers: 2, loopDelayP99Ms: 12.4, remakes: { encoder: 'h264_vaapi', found: 'h264_vaapi', probed: true, running: 2, waiting: 1, most: 12 },
    }),
    'GET /api/cameras': () => (scene.empty ? [] : camerasOf(now)),
    'GET /api/cameras/:id': ({ params }) => camerasOf(now).find((row) => row.id === params.id) ?? new FakeRefusal(404, 'not-found', ''),
    'GET /api/cameras/:id/picture': () => fakePicture,
    'GET /api/watching': () => [],
    'GET /api/pauses': () => [],
    'GET /api/found-cameras': () => ({ cameras: [], searching: true }),
    'GET /api/asks': () => (scene.empty ? [] : asks(now)),
    'GET /api/grants': () => (scene.empty ? [] : grants(now)),
    'GET /api/ledger': () => (scene.empty ? [] : ledger(now)),
    'GET /api/officer/cameras': () => (scene.empty ? [] : offers(now)),
    'GET /api/officer/asks': () => (scene.empty ? [] : asks(now)),
    'GET /api/officer/viewings': () => (scene.empty ? [] : ledger(now)),
    'GET /api/notices': () => [],
    'GET /api/exports': () => [],
  };
}
