import { defineConfig } from 'vitest/config';

/** The tables of the two functions alone: what they let live would have to be found by the slower properties. */
export default defineConfig({
  resolve: { conditions: ['dev'] }, ssr: { resolve: { conditions: ['dev'] } },
  test: { include: ['core/src/consent/test/{covers,hits}.test.ts'], testTimeout: 120_000 },
});
