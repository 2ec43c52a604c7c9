import { expect, test } from 'vitest';
import { read, readJson } from './source-tree.ts';

/** Rows `| \`name\` | runs: yes or no | why |`. */
const rows = read('docs/install-scripts.md').split('\n').flatMap((line) => {
  const row = /^\| `([^`]+)` \| (yes|no) \| (.{20,}) \|$/.exec(line);
  return row ? [{ name: row[1] ?? '', runs: row[2] === 'yes' }] : [];
});
const packages = (readJson('package-lock.json') as { packages: Record<string, { hasInstallScript?: boolean }> }).packages;
const withScript = [...new Set(Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.replace(/^.*node_modules\//, '')))];
const allowed = Object.entries((readJson('package.json')['allowScripts'] ?? {}) as Record<string, boolean>);

test('every package that runs code while it is installed is listed with its reason', () => {
  expect(withScript.length).toBeGreaterThan(0);
  expect(rows.map(({ name }) => name).toSorted()).toEqual(withScript.toSorted());
});
test('exactly those that must run are allowed to', () => {
  expect(allowed.filter(([, may]) => may).map(([name]) => name).toSorted()).toEqual(rows.filter(({ runs }) => runs).map(({ name }) => name).toSorted());
});
