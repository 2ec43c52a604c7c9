// `npm run setup`: packages and build, nothing started.
import { nodeIsTooOld } from './set-up/node-version.mjs';

if (nodeIsTooOld()) {
  process.exit(1);
} else {
  void import('./set-up/run-command.mjs').then(function (module) { return module.runCommand('setup', []); }).then(function (code) {
    process.exitCode = code;
    return code;
  });
}
