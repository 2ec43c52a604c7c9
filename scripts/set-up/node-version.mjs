// Old syntax on purpose: see run.mjs.
var wanted = [20, 19];

/** Says one sentence and answers true when this Node cannot run the hub. */
export function nodeIsTooOld() {
  var parts = process.versions.node.split('.').map(Number);
  if (parts[0] > wanted[0] || (parts[0] === wanted[0] && parts[1] >= wanted[1])) return false;
  process.stderr.write('Mắt Phố cần Node.js ' + wanted.join('.') + ' trở lên, máy này có ' + process.versions.node + '. / Mắt Phố needs Node.js ' + wanted.join('.') + ' or newer, this machine has ' + process.versions.node + '. https://nodejs.org\n');
  return true;
}
