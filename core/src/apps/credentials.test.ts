import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { id } from '../domain/ids.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { addressPart } from './address-part.ts';
import { challenges, isRightDigest, readDigest } from './digest.ts';
import { newPassword } from './new-credentials.ts';
import { Nonces } from './nonces.ts';
import { OneTimePasses } from './one-time-passes.ts';

describe('a digest', () => {
  const hash = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
  const header = (algorithm: 'MD5' | 'SHA-256', counted: boolean, password = 'mật khẩu'): string => {
    const h = (text: string): string => hash(algorithm === 'MD5' ? 'md5' : 'sha256', text);
    const response = h(counted ? `${h(`app-1:matpho:${password}`)}:n:00000001:c:auth:${h('GET:/a?b=1')}` : `${h(`app-1:matpho:${password}`)}:n:${h('GET:/a?b=1')}`);
    return `Digest username="app-1", realm="matpho", nonce="n", uri="/a?b=1", algorithm=${algorithm}${counted ? ', qop=auth, nc=00000001, cnonce="c"' : ''}, response="${response}"`;
  };
  it.each([['MD5', true], ['MD5', false], ['SHA-256', true], ['SHA-256', false]] as const)('of %s, counted %s, is believed with the right password and method only', (algorithm, counted) => {
    const claim = readDigest(header(algorithm, counted));
    expect(claim && [isRightDigest(claim, 'GET', 'mật khẩu'), isRightDigest(claim, 'PUT', 'mật khẩu'), isRightDigest(claim, 'GET', 'khác'), isRightDigest({ ...claim, realm: 'other' }, 'GET', 'mật khẩu')]).toEqual([true, false, false, false]);
  });
  it.each([
    ['Basic YTpi'], ['Digest'], ['Digest username="a"'], [header('MD5', true).replace('auth', 'auth-int')], [header('MD5', true).replace('00000001', '1')], [header('MD5', false).replace('MD5', 'MD5-sess')],
    [`${header('MD5', false)}, username="b"`], [header('MD5', false).replace('app-1', 'a'.repeat(65))], [`${header('MD5', false)}, x="${'y'.repeat(3_000)}"`],
  ])('that says %s is none', (text) => {
    expect(readDigest(text)).toBeUndefined();
  });
  it('is read from any text without throwing', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => { readDigest(`Digest ${text}`); }), { numRuns: 500 });
  });
  it('is asked for with the weaker way last, realm and nonce first', () => {
    expect(challenges('n', { stale: true, counted: false })).toEqual(['Digest realm="matpho", nonce="n", algorithm=SHA-256, stale=true', 'Digest realm="matpho", nonce="n", algorithm=MD5, stale=true']);
  });
});

describe('a nonce', () => {
  it('takes each count once, also when requests overtake each other', () => {
    const nonces = new Nonces(new FakeClock());
    const nonce = nonces.make();
    expect(['00000001', '00000003', '00000002', '00000003', '00000040', '00000004'].map((nc) => nonces.spend(nonce, nc))).toEqual(['good', 'good', 'good', 'stale', 'good', 'stale']);
  });
  it('is good once without a count, for five minutes, and from this hub only', async () => {
    const clock = new FakeClock();
    const nonces = new Nonces(clock);
    const [once, late] = [nonces.make(), nonces.make()];
    const seen = [nonces.spend(once, undefined), nonces.spend(once, undefined), nonces.spend(new Nonces(clock).make(), undefined), nonces.spend('khong', undefined)];
    await clock.advance(300_000);
    expect([...seen, nonces.spend(late, undefined)]).toEqual(['good', 'stale', 'foreign', 'foreign', 'stale']);
  });
});

describe('one-time credentials', () => {
  const about = { person: id('p'), camera: id('c'), sound: false, about: {} } as const;
  it('are spent once, within a minute', async () => {
    const clock = new FakeClock();
    const passes = new OneTimePasses(clock);
    const [first, second] = [passes.make(about as never), passes.make(about as never)];
    expect([passes.spend(first.username), passes.spend(first.username), passes.find(first.username)]).toEqual([true, false, undefined]);
    await clock.advance(60_000);
    expect([passes.find(second.username), passes.spend(second.username)]).toEqual([undefined, false]);
  });
  it('are five of one person, the newest', () => {
    const passes = new OneTimePasses(new FakeClock());
    const made = Array.from({ length: 7 }, () => passes.make(about as never));
    expect(made.map(({ username }) => passes.find(username) !== undefined)).toEqual([false, false, true, true, true, true, true]);
  });
  it('hold 160 bits in 32 letters', () => {
    expect([/^[0-9a-hjkmnp-tv-z]{32}$/.test(newPassword()), newPassword() === newPassword()]).toEqual([true, false]);
  });
});

test.each([
  ['192.168.1.9', '192.168.1.9'], ['::ffff:192.168.1.9', '192.168.1.9'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'], ['2001:db8::1', '2001:db8:0:0::/64'], ['fe80::1%eth0', 'fe80:0:0:0::/64'], ['::1', '0:0:0:0::/64'], ['token of app-1', 'token of app-1'],
])('of the address %s the part %s counts', (address, part) => {
  expect(addressPart(address)).toBe(part);
});
