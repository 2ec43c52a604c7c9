import { writeFileSync } from 'node:fs';

/** Writes the names of tests that passed only at their second try to `MATPHO_FLAKY_FILE`, a line each: they count as passed and are named all the same. */
export default class FlakyReporter {
  #names = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky === true) this.#names.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }
  onTestRunEnd() {
    const file = process.env['MATPHO_FLAKY_FILE'];
    if (file !== undefined) writeFileSync(file, this.#names.map((name) => `${name}\n`).join(''));
  }
}
