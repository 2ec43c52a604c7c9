import { describe, expect, it } from 'vitest';
import { digest } from '../testing.fixture.ts';
import { DigestGate } from './digest-gate.ts';

const account = { user: 'admin', password: 'mật khẩu' };
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const gate = new DigestGate('Street camera', 1_000);

describe('the digest gate', () => {
  it.each(['MD5', 'SHA-256'] as const)('lets the right %s answer in, and only that one', (algorithm) => {
    const challenge = gate.challenge(algorithm, 500, false);
    const give = (password: string, method = 'DESCRIBE'): string => digest(challenge, method, 'rtsp://x/main', 'admin', password);
    expect(gate.check(give('mật khẩu'), 'DESCRIBE', account, 900)).toEqual({ scheme: algorithm, verdict: 'ok' });
    expect(gate.check(give('mat khau'), 'DESCRIBE', account, 900)).toEqual({ scheme: algorithm, verdict: 'no' });
    expect(gate.check(give('mật khẩu', 'PLAY'), 'DESCRIBE', account, 900)).toEqual({ scheme: algorithm, verdict: 'no' });
  });

  it('calls an old nonce stale, and a nonce it never made wrong', () => {
    const old = digest(gate.challenge('MD5', 0, false), 'PLAY', '*', 'admin', account.password);
    expect(gate.check(old, 'PLAY', account, 1_001)).toEqual({ scheme: 'MD5', verdict: 'stale' });
    const other = digest(new DigestGate('Street camera', 1_000).challenge('MD5', 0, false), 'PLAY', '*', 'admin', account.password);
    expect(gate.check(other, 'PLAY', account, 500)).toEqual({ scheme: 'MD5', verdict: 'no' });
  });

  it('reads Basic and refuses what it cannot read', () => {
    expect(gate.check(basic('admin:mật khẩu'), 'GET', account, 0).verdict).toBe('ok');
    expect(gate.check(basic('admin:no'), 'GET', account, 0).verdict).toBe('no');
    expect(gate.check('Bearer x', 'GET', account, 0)).toEqual({ scheme: 'none', verdict: 'no' });
    expect(gate.check(undefined, 'GET', account, 0)).toEqual({ scheme: 'none', verdict: 'no' });
  });
});
