import { EntryCheck, type LogPart } from './entry-check.ts';
import { longestLine } from './export-format.ts';
import { LineCutter } from './line-cutter.ts';
import type { Digest } from './sha256.ts';

/** Goes through whole tiles from the middle of a log, in a thread of its own. Undefined when anything at all is wrong with them: what and where is for the check line by line. */
export function checkPart(bytes: Uint8Array, digest: Digest): LogPart | undefined {
  const cutter = new LineCutter(longestLine);
  const check = new EntryCheck(digest, Number.MAX_SAFE_INTEGER, undefined, true);
  let lines = 0;
  cutter.add(bytes);
  for (let line = cutter.next(); line !== undefined; line = cutter.next()) {
    lines += 1;
    if (check.line(cutter.bytes, line.from, line.to)) return undefined;
  }
  return cutter.isEmpty ? check.part(lines) : undefined;
}
