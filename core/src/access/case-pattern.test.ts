import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalCaseNo, exampleOf, fitsCasePattern, parseCasePattern } from './case-pattern.ts';

const fits = (pattern: string, caseNo: string): boolean | undefined => {
  const tokens = parseCasePattern(pattern);
  return tokens && fitsCasePattern(tokens, canonicalCaseNo(caseNo), 2026);
};

describe('a unit\'s pattern of case numbers', () => {
  it.each([
    ['{n}/{year}-CSHS', '12/2026-CSHS', true], ['{n}/{year}-CSHS', '12/2026-cshs', true], ['{n}/{year}-CSHS', '12/2025-CSHS', false], ['{n}/{year}-CSHS', '/2026-CSHS', false],
    ['{n}/{year}-CSHS', '1234567/2026-CSHS', false], ['{n}/{year}-CSHS', '12/2026-CSHS2', false], ['VA-####', 'VA-0012', true], ['VA-####', 'VA-12', false],
    ['@@{yy}{n}', 'BX26123456', true], ['@@{yy}{n}', 'BX25123456', false], ['@@{yy}{n}', '1X261', false], ['{n}{n}#', '1234567890123', true], ['{n}{n}#', '12345678901234', false], ['{n}{n}#', '12', false], ['{n}{n}#', '123', true],
    ['vụ-{n}', 'VỤ-7', true],
  ])('%s takes %s: %s', (pattern, caseNo, taken) => {
    expect(fits(pattern, caseNo)).toBe(taken);
  });

  it.each(['', ' ', '{x}', '{n', '(a+)+$', 'VA 12', '^#', '2026', 'x'.repeat(61), '{year}'])('is not "%s"', (pattern) => {
    expect(parseCasePattern(pattern)).toBeUndefined();
  });

  it('takes its own example, whatever it is: 2,000 patterns', () => {
    let parsed = 0;
    fc.assert(fc.property(fc.array(fc.constantFrom('#', '@', '{n}', '{year}', '{yy}', 'a', 'Đ', '/', '-', '.', '_', '7'), { minLength: 1, maxLength: 12 }), (parts) => {
      const tokens = parseCasePattern(parts.join(''));
      if (!tokens) return;
      parsed += 1;
      expect(fitsCasePattern(tokens, exampleOf(tokens, 2026), 2026)).toBe(true);
    }), { numRuns: 2_000, seed: 26 });
    expect(parsed).toBeGreaterThan(1_000);
  });

  it('is answered in a step for each sign, also where a regular expression would run for years', () => {
    const tokens = parseCasePattern('{n}'.repeat(20)) ?? [];
    expect([tokens.length, fitsCasePattern(tokens, '1'.repeat(120), 2026), fitsCasePattern(tokens, `${'1'.repeat(39)}x`, 2026)]).toEqual([20, true, false]);
  });

  it('writes a number one way only', () => {
    expect([' va-12 ', 'VA-12', 'vU\u0323-1'].map(canonicalCaseNo)).toEqual(['VA-12', 'VA-12', 'VỤ-1']);
  });
});
