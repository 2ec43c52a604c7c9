import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPlugin } from '../core/src/kernel/load-plugin.ts';
import { behavesLikeAPlugin } from '../core/src/sdk/testing/index.ts';
import { read, root } from './source-tree.ts';

const guide = read('docs/plugin-guide.md');
const blocks = [...guide.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => ({ name, text }));
let home: string;

// Inside the checkout, as the guide says: Node finds @matpho/core from there.
beforeAll(() => {
  mkdirSync(join(root, '.matpho'), { recursive: true });
  home = mkdtempSync(join(root, '.matpho', 'guide-'));
  mkdirSync(join(home, 'plugins/ntfy'), { recursive: true });
  for (const { name, text } of blocks) writeFileSync(join(home, 'plugins/ntfy', name), text);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('the guide shows the files of examples/first-plugin', () => {
  expect(blocks.map(({ name }) => name)).toEqual(['package.json', 'index.js', 'index.test.js']);
  for (const { name, text } of blocks) expect(text).toBe(read(`examples/first-plugin/${name}`));
});
test('its test passes, run as the guide says', () => {
  const { status, stdout } = spawnSync(process.execPath, ['--test'], { cwd: join(home, 'plugins/ntfy'), encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '' } });
  expect({ status, passed: /^# pass (\d+)$/m.exec(stdout)?.[1] ?? /ℹ pass (\d+)/.exec(stdout)?.[1] }, stdout).toEqual({ status: 0, passed: '2' });
});
test('the hub loads it by the path the guide writes into matpho.json', async () => {
  const named = /"(\.\/plugins\/[^"]+)"/.exec(guide)?.[1] ?? '';
  const plugin = await loadPlugin(named, home, (specifier) => import(specifier));
  expect(plugin.id).toBe('ntfy');
  await behavesLikeAPlugin(plugin);
});
