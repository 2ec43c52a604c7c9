import { defineConfig } from 'vitest/config';

// A test that waits for real sockets and disks may meet a machine that stands still: on CI it gets one more try, and is named at the end of the run (scripts/set-up/flaky-reporter.mjs).
const retry = process.env['CI'] === undefined ? 0 : 1;
const shared = { resolve: { conditions: ['dev'] }, ssr: { resolve: { conditions: ['dev'] } } };
const foreign = ['e2e/interop-*.test.ts', 'e2e/bad-network.test.ts'];
const not = ['**/node_modules/**', '**/dist/**'];
/** Four projects: `unit` beside the code, `house` over the whole tree, `foreign` with programs and networks that are not ours, `e2e` with a real hub, street and browser. */
export default defineConfig({
  test: {
    projects: [
      { ...shared, test: { name: 'unit', setupFiles: ['scripts/seed-properties.ts'], include: ['core/src/**/*.test.ts', 'plugins/**/*.test.ts', 'simulator/**/*.test.ts', 'bench/**/*.test.ts', 'ui/src/**/*.test.ts', 'scripts/**/*.test.ts', 'fuzz/**/*.test.ts'], exclude: not, testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 3, retry } },
      { ...shared, test: { name: 'house', include: ['house/**/*.test.ts'], exclude: not, testTimeout: 120_000, maxWorkers: 3 } },
      { ...shared, test: { name: 'foreign', include: foreign, exclude: not, testTimeout: 120_000, hookTimeout: 180_000, maxWorkers: 3, retry } },
      { ...shared, test: { name: 'e2e', include: ['e2e/**/*.test.ts'], exclude: [...not, ...foreign], testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false, maxWorkers: 1, retry } },
    ],
  },
});
