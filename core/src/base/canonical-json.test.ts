import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256Hex } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 §3.2.3', () => {
    const value = { numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001], string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] };
    expect(canonicalJson(value)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('does not depend on the order of properties, and reads back as the same value', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      const text = canonicalJson(value);
      expect(canonicalJson(reversed)).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }));
  });

  it.each([
    ['a set', { masks: new Set(['m1']) }], ['a map', new Map()], ['a date', [new Date(0)]], ['bytes', Buffer.from('a')], ['NaN', { at: NaN }], ['infinity', { until: Infinity }],
    ['undefined', undefined], ['a hole', [undefined]], ['a function', { f: () => 1 }], ['a bigint', 1n], ['a lone surrogate', '\ud800'], ['a toJSON', { toJSON: (): number => 1 }],
  ])('refuses %s instead of writing something else', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('refuses a cycle but not the same value twice', () => {
    const twice = { a: 1 };
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(canonicalJson([twice, twice])).toBe('[{"a":1},{"a":1}]');
    expect(() => canonicalJson(cycle)).toThrow(TypeError);
  });

  it('leaves out properties that are undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });
});

describe('sha256Hex', () => {
  it('hashes parts as one', () => {
    expect(sha256Hex('a', Buffer.from('bc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
