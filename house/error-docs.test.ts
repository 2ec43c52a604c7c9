import { expect, test } from 'vitest';
import { errorCodes } from '../core/src/domain/error-codes.ts';
import { read } from './source-tree.ts';

test('docs/errors.md tells every code, in order, in both languages; it is written by node scripts/update-error-docs.mjs', () => {
  const rows = read('docs/errors.md').split('\n').flatMap((line) => {
    const row = /^\| `([a-z-]+)` \| (\d{3}) \| (.+) \| (.+) \|$/.exec(line);
    return row ? [{ code: row[1], status: Number(row[2]), vi: row[3], en: row[4] }] : [];
  });
  expect(rows).toEqual(Object.entries(errorCodes).map(([code, { status, vi, en }]) => ({ code, status, vi, en })));
});
