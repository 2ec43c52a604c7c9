import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeDigest } from '../base/node-digest.ts';
import { nodeVerify } from '../base/node-verify.ts';
import { BagUnreadable, checkBag, emptyReport, finding, type BagReport } from '../proof/bag/index.ts';
import { nodeHasher, openBagOnDisk } from './bag-on-disk.ts';
import { bagWordsFor, type BagWords } from './verify-bag-words.ts';
import type { CommandParts, ExitCode } from './verify-log-command.ts';
import { filled } from './words.ts';

/** Lines of one kind that are shown; a bag of 8 cameras may be wrong in thousands of places. */
const mostAlike = 10;

/** `matpho verify`: checks an evidence bag without the hub and without a network. 0: nothing changed since it was signed. 1: it does not hold. 2: it could not be checked. */
export async function verifyBagCommand({ args, env, say }: CommandParts): Promise<ExitCode> {
  const words = bagWordsFor(env);
  const line = (text: string, values: Readonly<Record<string, unknown>> = {}): void => say(`${filled(text, values)}\n`);
  let path: string | undefined;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { ca: { type: 'string' }, tsa: { type: 'string' }, json: { type: 'boolean', default: false } } });
    path = positionals[0];
    if (path === undefined || positionals.length > 1) {
      line(words.usage);
      return 2;
    }
    const report = await checked(path, values);
    const isClosed = report.findings.some(({ code }) => code === 'encrypted');
    if (values.json) say(`${JSON.stringify(report, undefined, 2)}\n`);
    else tell(words, line, report, isClosed);
    return isClosed ? 2 : report.verdict === 'broken' ? 1 : 0;
  } catch (failure) {
    line(words.unreadable, { path: path ?? '', why: failure instanceof Error ? failure.message : String(failure) });
    if (path === undefined) line(words.usage);
    return 2;
  }
}

async function checked(path: string, { ca, tsa }: { readonly ca?: string | undefined; readonly tsa?: string | undefined }): Promise<BagReport> {
  const read = async (file: string | undefined): Promise<string | undefined> => (file === undefined ? undefined : readFile(file, 'utf8'));
  const [roots, stampRoots] = await Promise.all([read(ca), read(tsa)]);
  try {
    await using bag = await openBagOnDisk(path);
    return await checkBag(bag.source, { newHasher: nodeHasher, digest: nodeDigest, verify: nodeVerify, crypto: webcrypto, now: Date.now(), roots, stampRoots });
  } catch (failure) {
    if (failure instanceof BagUnreadable) return emptyReport(basename(path), [finding(failure.why, failure.path)]);
    throw failure;
  }
}

type Line = (text: string, values?: Readonly<Record<string, unknown>>) => void;

function tell(words: BagWords, line: Line, report: BagReport, isClosed: boolean): void {
  line(words[isClosed ? 'closed' : report.verdict]);
  if (report.id !== undefined) line(words.about, { ...report });
  if (report.sha256 !== undefined) line(words.hash, { ...report });
  const told = new Map<string, number>();
  for (const { code, level, path, text } of report.findings) {
    const before = told.get(code) ?? 0;
    told.set(code, before + 1);
    // Names come from the bag: what a terminal would obey is not passed on.
    if (before < mostAlike) say(`${words.levels[level].padStart(8)}  ${printable(path === undefined ? text[words.language] : `${path}: ${text[words.language]}`)}`);
  }
  for (const count of told.values()) if (count > mostAlike) line(words.more, { n: count - mostAlike });
  function say(text: string): void {
    line('{text}', { text });
  }
}

function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, '\u{fffd}');
}
