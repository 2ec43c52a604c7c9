import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { read, root } from './source-tree.ts';

test('the SDK declares what core/sdk.surface.d.ts shows; a wanted change is written by node scripts/update-surface.mjs', () => {
  const program = 'import { sdkSurface } from "./scripts/surface/sdk-surface.mjs"; process.stdout.write(sdkSurface());';
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root, encoding: 'utf8', maxBuffer: 10_000_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('export declare function definePlugin');
  expect(read('core/sdk.surface.d.ts')).toBe(stdout);
});
