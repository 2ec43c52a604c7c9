// `npm run demo`, `npm start`, `npm test`, `npm run bench -- <name>`, `npm run fuzz`: sets the tree up, then runs what was asked for.
// Only old syntax here: this file must still be read by the Node that is too old for the rest.
import { nodeIsTooOld } from './set-up/node-version.mjs';

if (nodeIsTooOld()) {
  process.exit(1);
} else {
  void import('./set-up/run-command.mjs').then(function (module) { return module.runCommand(process.argv[2], process.argv.slice(3)); }).then(function (code) {
    process.exitCode = code;
    return code;
  });
}
