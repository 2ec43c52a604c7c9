import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConfigProblem } from './config-problem.ts';
import { parseConfig, readConfig } from './read-config.ts';

const problem = (written: unknown, port?: string): { code: string; field: string; vi: string; en: string } => {
  try {
    parseConfig(written, 'matpho.json', port);
  } catch (failure) {
    const { code, field, text } = failure as ConfigProblem;
    return { code, field, ...text };
  }
  return { code: 'accepted', field: '', vi: '', en: '' };
};

test('a typo is named with the word that was meant, in both languages', () => {
  expect([problem({ lisen: {} }), problem({ listen: { prot: 80 } }), problem({ tls: { zzzzzzzz: 1 } })]).toEqual([
    { code: 'bad-config', field: 'lisen', en: 'matpho.json, lisen: unknown setting `lisen`, did you mean `listen`?', vi: 'matpho.json, lisen: không có cài đặt `lisen`, có phải ý bạn là `listen`?' },
    { code: 'bad-config', field: 'listen.prot', en: 'matpho.json, listen.prot: unknown setting `prot`, did you mean `port`?', vi: 'matpho.json, listen.prot: không có cài đặt `prot`, có phải ý bạn là `port`?' },
    { code: 'bad-config', field: 'tls.zzzzzzzz', en: 'matpho.json, tls.zzzzzzzz: unknown setting `zzzzzzzz`.', vi: 'matpho.json, tls.zzzzzzzz: không có cài đặt `zzzzzzzz`.' },
  ]);
});

test.each([
  ['a port that is none', { listen: { port: 70_000 } }, 'listen.port', '<=65535'],
  ['text for a number', { listen: { port: '80' } }, 'listen.port', 'number'],
  ['an origin with a path', { publicOrigin: 'https://hub.vn/x' }, 'publicOrigin', 'https://name'],
  ['everybody as a proxy', { trustProxy: ['0.0.0.0/0'] }, 'trustProxy.0', 'network'],
  ['a proxy by name', { trustProxy: ['proxy'] }, 'trustProxy.0', 'network'],
  ['a zone that is none', { timeZone: 'Hanoi' }, 'timeZone', 'Asia/Ho_Chi_Minh'],
  ['a level that is none', { log: { level: 'loud' } }, 'log.level', 'debug'],
  ['files without files', { tls: { mode: 'files', cert: 'a.pem' } }, 'tls.key', 'tls.key'],
  ['a public origin in the clear', { publicOrigin: 'http://hub.vn' }, 'publicOrigin', 'https://'],
  ['an idle time over the longest', { sessions: { idleDays: 20, longestDays: 10 } }, 'sessions.idleDays', 'longer'],
  ['a list', [], '', 'object'],
])('refuses %s', (_what, written, field, says) => {
  const found = problem(written);
  expect([found.code, found.field, found.en.includes(says), found.vi.length > 20]).toEqual(['bad-config', field, true, true]);
});

describe('the hub opens itself to a network only with encryption', () => {
  test.each([
    ['0.0.0.0', {}, 'bad-config'], ['::', {}, 'bad-config'], ['192.168.1.5', {}, 'bad-config'], ['127.0.0.1.evil.vn', {}, 'bad-config'], ['0.0.0.0', { trustProxy: ['10.0.0.2'] }, 'bad-config'], ['0.0.0.0', { publicOrigin: 'https://hub.vn' }, 'bad-config'],
    ['0.0.0.0', { tls: { mode: 'local-ca' } }, 'accepted'], ['::', { tls: { mode: 'files', cert: 'a', key: 'b' } }, 'accepted'], ['0.0.0.0', { trustProxy: ['10.0.0.0/24'], publicOrigin: 'https://hub.vn' }, 'accepted'],
    ['127.0.0.1', {}, 'accepted'], ['::1', {}, 'accepted'], ['localhost', {}, 'accepted'],
  ])('%s with %j: %s', (host, more, outcome) => {
    const found = problem({ listen: { host }, ...more });
    expect([found.code, outcome === 'accepted' || (found.field === 'listen.host' && found.en.includes('local-ca') && found.vi.includes('mã hoá'))]).toEqual([outcome, true]);
  });
});

describe('the file', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'matpho-config-')); });
  afterEach(() => rm(folder, { recursive: true }));

  test('may be missing: everything has a default', async () => {
    const { timeZone, ...config } = await readConfig({ dataDir: folder, env: {} });
    expect([typeof timeZone, config]).toEqual(['string', {
      name: 'Mắt Phố', dataDir: folder, listen: { host: '127.0.0.1', port: 8080 }, tls: { mode: 'off', names: [] }, publicOrigin: null, trustProxy: [],
      plugins: ['@matpho/plugin-onvif', '@matpho/plugin-rtsp', '@matpho/plugin-webrtc', '@matpho/plugin-notify', '@matpho/plugin-export'], cameras: { allowLoopback: false, allowPublic: false },
      recordings: { dir: join(folder, 'recordings'), keepFreeBytes: 2_000_000_000, keepFreePercent: 5, maxBytes: null, disks: [], sheets: true }, ffmpeg: { encoder: 'auto' }, sessions: { idleDays: 14, longestDays: 90, officerIdleHours: 8 }, notices: { keepDays: 90 }, emergencies: { perUnitMonth: 10 }, ledger: { keepDays: 365 }, restream: { mode: 'off', host: '127.0.0.1', port: 8_554 }, uplink: { home: [], outside: [] }, metrics: { tokenSha256: null }, evidence: { timestamp: null }, log: { level: 'info' },
    }]);
  });

  test('names paths as seen from itself, and the environment goes first', async () => {
    const file = join(folder, 'my.json');
    await writeFile(file, `\uFEFF${JSON.stringify({ dataDir: 'data', listen: { port: 9000 }, tls: { mode: 'files', cert: 'hub.pem', key: '/etc/hub.key' } })}`);
    const plain = await readConfig({ file, dataDir: '/nowhere', env: {} });
    const moved = await readConfig({ file, dataDir: '/nowhere', env: { MATPHO_DATA: '/srv/matpho', MATPHO_PORT: '0' } });
    expect([plain.dataDir, plain.recordings.dir, plain.tls, plain.listen.port, moved.dataDir, moved.recordings.dir, moved.listen.port]).toEqual([
      join(folder, 'data'), join(folder, 'data', 'recordings'), { mode: 'files', cert: join(folder, 'hub.pem'), key: '/etc/hub.key', names: [] }, 9000, '/srv/matpho', '/srv/matpho/recordings', 0,
    ]);
  });

  test('that is not JSON says where, one named and missing is not forgotten, and neither is a wrong port', async () => {
    await writeFile(join(folder, 'matpho.json'), '{\n  "name": "Nhà"\n  "listen": {}\n}');
    const say = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'accepted', (failure: ConfigProblem) => [failure.code, failure.text.en.replace(folder, '')]);
    expect([await say(readConfig({ dataDir: folder, env: {} })), await say(readConfig({ file: join(folder, 'gone.json'), dataDir: folder, env: {} })), await say(readConfig({ dataDir: join(folder, 'new'), env: { MATPHO_PORT: 'http' } }))]).toEqual([
      ['bad-config', '/matpho.json: this is not valid JSON (line 3).'], ['bad-config', '/gone.json: the file cannot be read.'], ['bad-config', 'MATPHO_PORT: it must be a number from 0 to 65535.'],
    ]);
  });
});
