import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeDigest } from '../base/node-digest.ts';
import { nodeVerify } from '../base/node-verify.ts';
import { checkExport, checkProof, type LogVerdict } from '../proof/index.ts';
import { checkDatabase } from './check-database.ts';
import { PartThreads } from './part-threads.ts';
import { filled, wordsFor, type Words } from './words.ts';

export interface CommandParts {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly say: (text: string) => void;
}
/** 0: everything fits. 1: it does not. 2: it could not be checked. */
export type ExitCode = 0 | 1 | 2;

/** `matpho verify-log`: checks a log without the hub. Reads files, asks nobody. */
export async function verifyLogCommand({ args, env, say }: CommandParts): Promise<ExitCode> {
  const words = wordsFor(env);
  const line = (text: string, values: Readonly<Record<string, unknown>> = {}): void => say(`${filled(text, values)}\n`);
  let path: string | undefined;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { key: { type: 'string' }, checkpoint: { type: 'string' } } });
    path = positionals[0];
    if (path === undefined || positionals.length > 1) {
      line(words.usage);
      return 2;
    }
    const at = path;
    const key = values.key === undefined ? undefined : await keyFrom(values.key);
    if ((await stat(at)).isDirectory() || at.endsWith('.db')) {
      line(words.database);
      const report = await checkDatabase(at.endsWith('.db') ? at : join(at, 'matpho.db'));
      if (report.sound) line(words.databaseSound, { entries: report.size, root: report.root.toString('base64') });
      else saidWrong(words, line, words.damage[report.damage.what] ?? report.damage.what, { seq: report.damage.seq });
      return report.sound ? 0 : 1;
    }
    if (await isProof(at)) {
      if (key === undefined) {
        line(words.needsKey);
        return 2;
      }
      const verdict = await checkProof(await readFile(at, 'utf8'), key, nodeDigest, nodeVerify);
      if (verdict.fault === undefined) line(words.proofSound, { ...verdict });
      else saidWrong(words, line, words.faults[verdict.fault], {});
      return verdict.fault === undefined ? 0 : 1;
    }
    const kept = values.checkpoint === undefined ? undefined : await readFile(values.checkpoint, 'utf8');
    await using helpers = new PartThreads();
    const verdict = await checkExport(createReadStream(at, { highWaterMark: 1 << 20 }), { digest: nodeDigest, verify: nodeVerify, key, kept, helpers });
    tell(words, line, verdict, key !== undefined);
    return verdict.fault === undefined ? 0 : 1;
  } catch (failure) {
    line(words.unreadable, { path: path ?? '', why: failure instanceof Error ? failure.message : String(failure) });
    if (path === undefined) line(words.usage);
    return 2;
  }
}

type Line = (text: string, values?: Readonly<Record<string, unknown>>) => void;

function tell(words: Words, line: Line, verdict: LogVerdict, isKeyGiven: boolean): void {
  if (verdict.fault) return saidWrong(words, line, words.faults[verdict.fault.what], verdict.fault);
  line(words.sound, { ...verdict });
  line(words.counted, { ...verdict });
  if (verdict.erased > 0) line(words.erased, { ...verdict });
  if (verdict.continues === undefined) line(words.noOlder);
  else line(words.continues, { ...verdict });
  line(isKeyGiven ? words.keyGiven : words.keyOfFile, { ...verdict });
}

function saidWrong(words: Words, line: Line, what: string, { seq, camera, cameraSeq, line: number }: { readonly seq?: number; readonly camera?: string; readonly cameraSeq?: number; readonly line?: number }): void {
  line(words.faulty);
  line(what);
  if (seq !== undefined) line(words.where.entry, { n: seq });
  if (camera !== undefined) line(words.where.camera, { camera, n: cameraSeq });
  if (number !== undefined) line(words.where.line, { n: number });
}

/** The key itself, or a file that holds it. */
async function keyFrom(given: string): Promise<string> {
  return /^[^+\s]+\+[0-9a-f]{8}\+\S+$/.test(given) ? given : (await readFile(given, 'utf8')).trim();
}

async function isProof(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(22), 0, 22, 0);
  return buffer.subarray(0, bytesRead).toString() === 'c2sp.org/tlog-proof@v1';
}
