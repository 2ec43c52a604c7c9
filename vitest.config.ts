import { defineConfig } from 'vitest/config';

/** Three projects: `unit` beside the code, `house` over the whole tree, `e2e` with a real hub, street and browser. */
const shared = { resolve: { conditions: ['dev'] }, ssr: { resolve: { conditions: ['dev'] } } };
const not = ['**/node_modules/**', '**/dist/**'];
export default defineConfig({
  test: {
    projects: [
      { ...shared, test: { name: 'unit', setupFiles: ['scripts/seed-properties.ts'], include: ['core/src/**/*.test.ts', 'plugins/**/*.test.ts', 'simulator/**/*.test.ts', 'bench/**/*.test.ts', 'ui/src/**/*.test.ts', 'scripts/**/*.test.ts'], exclude: not, testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 3 } },
      { ...shared, test: { name: 'house', include: ['house/**/*.test.ts'], exclude: not, testTimeout: 120_000 } },
      { ...shared, test: { name: 'e2e', include: ['e2e/**/*.test.ts'], exclude: not, testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false, maxWorkers: 1 } },
    ],
  },
});
