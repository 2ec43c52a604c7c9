/** `npx stryker run scripts/mutation/stryker.config.mjs`: every change that could be made to what covers and what hits must make a test fail. Survivors are explained in docs/mutation.md. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: false },
  mutate: ['core/src/consent/covers.ts', 'core/src/consent/hits.ts'],
  ignorePatterns: ['**', '!package.json', '!tsconfig.json', '!{plugins/*,simulator,bench,ui}/tsconfig.json', '!scripts/mutation/**', '!core/package.json', '!core/tsconfig.json', '!core/src/{consent,domain,sdk,base,store,people,api}/**'],
  coverageAnalysis: 'perTest',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: '.matpho/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: '.matpho/stryker',
  concurrency: 2,
  timeoutMS: 120_000,
  allowEmpty: false,
};
