import type { Me } from '@matpho/core/api';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepOf } from '../first-run/first-run-draft.ts';
import { concernsOf, type Health } from '../operator/concerns.ts';
import { faultsOf } from '../sign-in/new-person.ts';
import { readArrival } from './arrival.ts';
import { matchPath } from './match-path.ts';
import { Preferences } from './preferences.ts';
import { mayInvite, sidesOf } from './sides.ts';

const me = (part: Partial<Me>): Me => ({ id: 'p', login: 'lan', name: 'Lan', language: 'vi', operator: false, memberships: [], offices: [], proved: false, hasPassword: true, passkeys: 0, ...part });
const membership = { owner: 'o', ownerName: 'Nhà', ownerKind: 'household', role: 'owner' } as const;
const office = { unit: 'u', unitName: 'Công an phường', unitKind: 'ward_police', role: 'unit_leader', officerNo: '1' } as const;

function keptIn(kept: Record<string, string>): Pick<Storage, 'getItem' | 'setItem'> {
  return { getItem: (name) => kept[name] ?? null, setItem: (name, value) => { kept[name] = value; } };
}
function refuse(): never {
  throw new DOMException('', 'SecurityError');
}

describe('addresses', () => {
  it.each([
    ['/camera/:id', '/camera/abc', { id: 'abc' }], ['/camera/:id', '/camera/a%20b/', { id: 'a b' }], ['/', '/', {}], ['/settings', '/settings/', {}],
    ['/camera/:id', '/camera', undefined], ['/camera/:id', '/camera/a/b', undefined], ['/settings', '/Settings', undefined], ['/camera/:id', '/camera/%E0%A4', undefined],
  ])('%s against %s', (pattern, path, params) => {
    expect(matchPath(pattern, path)).toEqual(params);
  });

  it.each([['#setup=ABCD-1234', { setUp: 'ABCD-1234' }], ['#invite=x_y-z', { invite: 'x_y-z' }], ['', {}], ['#other=1', {}], ['#setup=', {}], [`#invite=${'a'.repeat(500)}`, { invite: 'a'.repeat(128) }]])('a link that ends in %s brings %o', (hash, arrival) => {
    expect(readArrival(hash)).toEqual(arrival);
  });
});

describe('who sees what', () => {
  it('gives a person every side she has, her home first', () => {
    expect([sidesOf(me({})), sidesOf(me({ operator: true, memberships: [membership] })), sidesOf(me({ offices: [office] })), sidesOf(me({ offices: [{ ...office, unitKind: 'peoples_committee' }] }))]).toEqual([[], ['owner', 'operator'], ['officer'], ['oversight']]);
  });

  it('lets operators and leaders invite, other officers not', () => {
    expect([me({ operator: true }), me({ offices: [office] }), me({ offices: [{ ...office, role: 'duty_officer' }] }), me({ memberships: [membership] })].map(mayInvite)).toEqual([true, true, false, false]);
  });
});

describe('preferences', () => {
  it('begin Vietnamese, or English for an English browser', () => {
    expect([new Preferences(undefined, 'fr-FR').language, new Preferences(undefined, 'vi-VN').language, new Preferences(undefined, 'en-GB').language]).toEqual(['vi', 'vi', 'en']);
  });

  it('are remembered, and nonsense is not', () => {
    const kept = { 'mp-theme': 'neon' };
    const preferences = new Preferences(keptIn(kept), 'en');
    preferences.language = 'vi';
    expect([new Preferences(keptIn(kept), 'en').language, preferences.theme]).toEqual(['vi', 'system']);
  });

  it('survive a browser that refuses to store', () => {
    const preferences = new Preferences({ getItem: refuse, setItem: refuse }, 'vi');
    preferences.theme = 'dark';
    expect(preferences.theme).toBe('system');
  });
});

describe('a new account', () => {
  it.each([
    [{ name: 'Nguyễn Thị Lan', login: 'lan', password: 'ba con mèo', consent: 'c0' }, []],
    [{ name: ' ', login: 'la', password: 'ngắn', consent: '' }, ['name', 'login', 'password-short', 'consent']],
    [{ name: 'Lan', login: 'lan.nguyen1', password: 'Lan.Nguyen1', consent: 'c0' }, ['password-same']],
    [{ name: 'Lan', login: 'lan nguyễn', password: '0123456789', consent: 'c0' }, ['login']],
  ])('%o lacks %o', (draft, faults) => {
    expect(faultsOf(draft)).toEqual(faults);
  });

  it('leads back to the step that the hub refused', () => {
    expect([{ code: 'weak-password', fields: {} }, { code: 'wrong-code', fields: {} }, { code: 'bad-request', fields: { ownerName: 'x' } }, { code: 'bad-request', fields: { login: 'x' } }].map(stepOf)).toEqual(['you', 'you', 'home', 'you']);
  });
});

describe('the health of the hub', () => {
  const well: Health = { version: '1', startedAt: 0, node: 'v20', ffmpeg: '5', clockTrusted: true, disk: { total: 5e11, free: 2e11, recordings: 1e11 }, memory: 1, database: 1, auditEntries: 1, cameras: { total: 2, running: 2, offline: 0 }, viewers: 0, loopDelayP99Ms: 12, remakes: { encoder: 'libx264', found: null, probed: true, running: 0, waiting: 0, most: 6 } };
  it.each([
    [well, []],
    [{ ...well, clockTrusted: false, ffmpeg: null }, ['clock', 'ffmpeg']],
    [{ ...well, disk: { total: 5e11, free: 4e9, recordings: 0 } }, ['disk']],
    [{ ...well, disk: { total: 2e10, free: 3e9, recordings: 0 } }, []],
    [{ ...well, cameras: { total: 2, running: 1, offline: 1 }, loopDelayP99Ms: 400 }, ['cameras', 'delay']],
  ] as const)('case %#: what needs attention', (health, concerns) => {
    expect(concernsOf(health)).toEqual(concerns);
  });
});

describe('the pages under the content policy', () => {
  const source = join(import.meta.dirname, '..');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
  it.each([['style attribute', /\sstyle="|\sstyle=\$\{(?!styleOf)|style-map/], ['value of the hub\'s api package', /import (?!type)[^;]*'@matpho\/core\/api'/], ['address elsewhere', /['"`(]https?:\/\/(?!www\.w3\.org)/]])('have no %s', (_, pattern) => {
    expect(files.filter((path) => pattern.test(readFileSync(join(source, path), 'utf8')))).toEqual([]);
  });
});
