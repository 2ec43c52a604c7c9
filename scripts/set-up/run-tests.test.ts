import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { closingLine, countsOf, failuresOf, secondTriesOf } from './run-tests.mjs';

const folder = mkdtempSync(join(tmpdir(), 'matpho-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const passed = { status: 'passed' };
const failed = { status: 'failed' };

function counts(code: number, report: object | undefined): unknown {
  const file = join(folder, 'report.json');
  rmSync(file, { force: true });
  if (report) writeFileSync(file, JSON.stringify(report));
  return countsOf(file, code);
}
const report = (suites: readonly object[], numbers: object = {}): object => ({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: suites, ...numbers });

test('passed, failed, skipped and planned tests are counted one by one', () => {
  expect(counts(1, report([{ status: 'failed', assertionResults: [passed, failed] }], { numPassedTests: 5, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 }))).toEqual({ passed: 5, failed: 2, skipped: 4 });
});
test('a file that cannot be loaded has no tests, and counts as one failed', () => {
  expect(counts(1, report([{ status: 'failed', assertionResults: [] }, { status: 'passed', assertionResults: [passed] }], { numPassedTests: 1 }))).toEqual({ passed: 1, failed: 1, skipped: 0 });
});
test('a bad end without a failed test counts as one failed', () => {
  expect(counts(1, report([{ status: 'passed', assertionResults: [passed] }], { numPassedTests: 1 }))).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(counts(124, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
test('all is well only when vitest says so too', () => {
  expect(counts(0, report([{ status: 'passed', assertionResults: [passed] }], { numPassedTests: 1 }))).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(closingLine({ passed: 12, failed: 0, skipped: 1 })).toBe('12 passed, 0 failed, 1 skipped');
});
test('what failed, and what passed only at its second try, is named', () => {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [passed, { ...failed, fullName: 'opens', failureMessages: ['expected 1 to be 2'] }] }, { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }] }));
  writeFileSync(join(folder, 'flaky'), 'c.test.ts: closes\n');
  expect([...failuresOf(file), ...secondTriesOf(join(folder, 'flaky')), ...failuresOf(join(folder, 'none')), ...secondTriesOf(join(folder, 'none'))]).toEqual(['✗ a.test.ts: opens\n    expected 1 to be 2', '✗ b.test.ts\n    no such module', '! passed only at the second try: c.test.ts: closes']);
});
