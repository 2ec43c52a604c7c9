import { describe, expect, it } from 'vitest';
import { answerChallenges, isStale, parseChallenges } from './digest.ts';

const credentials = { username: 'Mufasa', password: 'Circle of Life' };
const request = { method: 'GET', uri: '/dir/index.html' };
const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
const header = (field: string | readonly string[], options = { basic: false, cnonce }, who = credentials): string | undefined =>
  answerChallenges(parseChallenges(typeof field === 'string' ? [field] : field), request, who, options)?.header;

describe('HTTP authentication', () => {
  it('answers the examples of RFC 7616 §3.9.1', () => {
    const rest = `realm="http-auth@example.org", nonce="${nonce}", qop="auth, auth-int", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
    expect(header(`Digest ${rest}, algorithm=MD5`)).toContain('response="8ca523f5e9506fed4657c9700eebdbec"');
    expect(header(`Digest ${rest}, algorithm=SHA-256`)).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
  });
  it('answers the older form without qop (RFC 2069)', () => {
    const older = { username: 'Mufasa', password: 'Circle Of Life' };
    expect(header('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"', undefined, older)).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
  });
  it('prefers SHA-256 in two fields and in one', () => {
    expect(header(['Digest realm="r", nonce="n"', 'Digest realm="r", nonce="n", algorithm=SHA-256'])).toContain('algorithm=SHA-256');
    expect(header('Digest realm="r", nonce="n", algorithm=MD5, Digest realm="r", nonce="n", algorithm=SHA-256')).toContain('algorithm=SHA-256');
  });
  it('prefers Digest to Basic even where Basic is allowed, and even when it knows no Digest on offer', () => {
    expect(header('Basic realm="r", Digest realm="r", nonce="n"', { basic: true, cnonce })).toMatch(/^Digest /);
    expect(header('Basic realm="r", Digest realm="r", nonce="n", algorithm=FUTURE', { basic: true, cnonce })).toBeUndefined();
  });
  it('answers Basic only where it is allowed', () => {
    expect(header('Basic realm="r"', { basic: true, cnonce })).toBe(`Basic ${Buffer.from('Mufasa:Circle of Life').toString('base64')}`);
    expect(header('Basic realm="r"')).toBeUndefined();
  });
  it('quotes what could end a field, and sends names outside ASCII in the extended form', () => {
    expect(header('Digest realm="a\\"b", nonce="n"', { basic: false, cnonce }, { username: 'x"y\\', password: '' })).toMatch(/^Digest username="x\\"y\\\\", realm="a\\"b"/);
    expect(header('Digest realm="r", nonce="n"', { basic: false, cnonce }, { username: 'Hoà', password: '' })).toContain("username*=UTF-8''Ho%C3%A0");
  });
  it('cannot answer integrity protection alone, and makes nothing of nonsense', () => {
    expect(header('Digest realm="r", nonce="n", qop="auth-int"')).toBeUndefined();
    for (const junk of ['', ',,,', 'Digest', 'Digest realm="open', '="x"', 'Negotiate abc==', '"'.repeat(16_000), 'a,'.repeat(8_000)]) expect(header(junk)).toBeUndefined();
  });
  it('knows an aged nonce', () => {
    expect([isStale(parseChallenges(['Digest nonce="n", stale=TRUE'])), isStale(parseChallenges(['Digest nonce="n", stale=false']))]).toEqual([true, false]);
  });
});
