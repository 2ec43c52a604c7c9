import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redactText } from './redact.ts';

/** Long enough not to be found by chance, and with the characters that break naive patterns. */
const password = fc.string({ unit: fc.constantFrom(...'abcXYZ0189@:/&=?#%+$!.,;~-_'.split('')), minLength: 4, maxLength: 30 }).map((text) => `Zq7${text}Kw9`);
const word = fc.string({ unit: fc.constantFrom(...'abcxyz0189'.split('')), minLength: 1, maxLength: 10 });

const texts: Record<string, (secret: string, word: string) => string> = {
  'an RTSP address': (s, w) => `cannot open rtsp://admin:${s}@192.168.1.20:554/${w}`,
  'an address in brackets and quotes': (s, w) => `("http://${w}:${s}@cam/snap.jpg")`,
  'user and password without a scheme': (s) => `dialling admin:${s}@10.0.0.9`,
  'a query parameter': (s, w) => `GET /feed?${w}=1&access_token=${s}`,
  'a Basic header': (s) => `Authorization: Basic ${Buffer.from(s).toString('base64')}`,
  'a Bearer word': (s) => `sent Bearer ${s}`,
  'a Digest header': (s, w) => `authorization: Digest username="${w}", realm="cam", nonce="x", response="${s}"`,
  'a cookie header': (s, w) => `set-cookie: ${w}=1; session=${s}; Path=/`,
  'JSON': (s) => JSON.stringify({ user: 'admin', password: s, port: 80 }),
  'JSON inside JSON': (s) => JSON.stringify(JSON.stringify({ password: s })),
  'XML of ONVIF': (s) => `<wsse:UsernameToken><wsse:Username>admin</wsse:Username><wsse:Password Type="#PasswordText">${s}</wsse:Password></wsse:UsernameToken>`,
  'an assignment': (s) => `SMTP_PASSWORD=${s} exit`,
};
const shapes: Record<string, (secret: string, word: string) => unknown> = {
  'a property': (s) => ({ camera: { credentials: { password: s } } }),
  'a property by another name': (s, w) => ({ [`${w}-Api_Key`]: s, [`x${w}Token`]: [s], sessionId: s }),
  'headers': (s) => new Headers({ authorization: encodeURIComponent(s), cookie: `a=${encodeURIComponent(s)}` }),
  'raw headers': (s) => ({ rawHeaders: ['Host', 'x', 'Authorization', s, 'Cookie', s] }),
  'a map': (s) => new Map([['secret', { value: s }]]),
  'a URL': (s) => ({ url: new URL(`rtsp://admin:${encodeURIComponent(s)}@host/x`) }),
  'an error and its cause': (s) => new Error(`no answer from rtsp://a:${s}@b/c`, { cause: Object.assign(new Error('inner'), { token: s }) }),
  'bytes': (s) => ({ body: Buffer.from(s) }),
};

describe('redact', () => {
  it.each(Object.entries(texts))('takes a credential out of %s', (_, write) => {
    fc.assert(fc.property(password, word, (secret, w) => {
      const safe = redactText(write(secret, w));
      for (const form of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]) expect(safe).not.toContain(form);
      expect(safe).not.toContain('Kw9');
    }), { numRuns: 300 });
  });

  it.each(Object.entries(shapes))('takes a credential out of %s', (_, make) => {
    fc.assert(fc.property(password, word, (secret, w) => {
      const safe = JSON.stringify(redact(make(secret, w)));
      expect(safe).not.toContain('Zq7');
      expect(safe).not.toContain('Kw9');
    }), { numRuns: 200 });
  });

  it('keeps what is needed to find a fault', () => {
    expect(redact({ camera: 'c1', uri: 'rtsp://admin:pw@192.168.1.20:554/main?profile=1', error: { code: 'camera-unreachable' }, key: true, size: 3, hasPassword: true })).toEqual({
      camera: 'c1', uri: 'rtsp://***@192.168.1.20:554/main?profile=1', error: { code: 'camera-unreachable' }, key: true, size: 3, hasPassword: true,
    });
    expect(redactText('camera c1: frame 12 of 30 at 10:32:05')).toBe('camera c1: frame 12 of 30 at 10:32:05');
    expect(redactText('write to someone@example.com')).toBe('write to someone@example.com');
  });

  it('never throws, never loops, and stays bounded whatever it is given', () => {
    const cycle: Record<string, unknown> = { name: 'x' };
    cycle['self'] = cycle;
    const trap = { get boom(): never { throw new Error('getter'); } };
    expect(redact({ cycle, trap })).toEqual({ cycle: { name: 'x', self: '<cycle>' }, trap: '<unreadable: Error>' });
    fc.assert(fc.property(fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true, withBigInt: true, withNullPrototype: true, withSparseArray: true }), (value) => {
      expect(() => JSON.stringify(redact(value))).not.toThrow();
    }));
    expect(JSON.stringify(redact(Array.from({ length: 5_000 }, () => 'x'.repeat(40)))).length).toBeLessThan(10_000);
  });

  it('drops the word that a cut would break, for it may be half a credential', () => {
    const safe = redactText(`${'x '.repeat(8_180)}rtsp://admin:${'s3cret'.repeat(20)}@host/`);
    expect(safe).not.toContain('s3cret');
    expect(safe.length).toBeLessThan(16_500);
  });
});
