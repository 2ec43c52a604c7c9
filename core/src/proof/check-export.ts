import { EntryCheck, type LogPart } from './entry-check.ts';
import { longestLine, readHeader } from './export-format.ts';
import type { LogFault, LogVerdict } from './fault.ts';
import { LineCutter } from './line-cutter.ts';
import { openCheckpoint, readKey, type NoteFault, type VerifySignature } from './note.ts';
import type { Digest } from './sha256.ts';
import { TileCutter, type TilePiece } from './tile-cutter.ts';
import type { Head } from './tree.ts';

/** Threads that go through parts of a log (`checkPart`) while it is read. */
export interface PartCheckers {
  /** Parts on their way at once; each is held until it is answered. */
  readonly ahead: number;
  /** Bytes of a part, about. */
  readonly least: number;
  /** Entries from which it is worth asking. */
  readonly from: number;
  /** Undefined also when the helper failed: then the part is gone through here. */
  readonly check: (bytes: Uint8Array) => Promise<LogPart | undefined>;
}

export interface CheckOptions {
  readonly digest: Digest;
  readonly verify: VerifySignature;
  /** Verifier key that is trusted already; without one the file's own is taken, and the verdict names it. */
  readonly key?: string | undefined;
  /** A signed checkpoint kept from before: the log must be the same, grown. */
  readonly kept?: string | undefined;
  /** Entries checked so far, and how many there will be. */
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** With them the verdict is the same to the last word, only sooner. */
  readonly helpers?: PartCheckers | undefined;
}

const faultOfNote: Readonly<Record<NoteFault, 'malformed' | 'not-signed' | 'forged'>> = { malformed: 'malformed', unsigned: 'not-signed', forged: 'forged' };

/** Checks an exported log from its first byte to its last, in the order it comes, without holding more of it than its helpers are busy with. Never throws for what is in the file; throws what reading it throws. */
export async function checkExport(chunks: AsyncIterable<Uint8Array>, options: CheckOptions): Promise<LogVerdict> {
  const { digest, verify, onProgress, signal, helpers } = options;
  const cutter = new LineCutter(longestLine);
  const found = { key: options.key ?? '', note: '', size: undefined as number | undefined, madeAt: undefined as number | undefined, continues: undefined as number | undefined };
  let check: EntryCheck | undefined;
  let root: Uint8Array | undefined;
  let kept: Head | undefined;
  let lines = 0;

  const begin = async (text: string): Promise<LogFault | undefined> => {
    const header = readHeader(text);
    if (!header) return { what: 'not-a-log', line: 1 };
    Object.assign(found, { key: options.key ?? header.key, note: header.note, madeAt: header.madeAt });
    if (options.key !== undefined && options.key !== header.key) return { what: 'other-key' };
    const key = readKey(found.key, digest);
    if (!key) return { what: 'malformed', line: 1 };
    const head = await openCheckpoint(header.note, key, verify);
    if (typeof head === 'string') return { what: faultOfNote[head], line: 1 };
    found.size = head.size;
    root = head.root;
    if (head.size !== header.size) return { what: 'not-as-signed', line: 1 };
    if (options.kept !== undefined) {
      const older = await openCheckpoint(options.kept, key, verify);
      if (typeof older === 'string') return { what: 'other-key' };
      if (older.size > head.size) return { what: 'rolled-back', seq: head.size };
      kept = older;
    }
    check = new EntryCheck(digest, head.size, kept);
    return undefined;
  };
  const verdict = (fault: LogFault | undefined): LogVerdict => ({
    ...found, fault: fault && (fault.line === undefined && lines > 0 && fault.what !== 'not-as-signed' ? { ...fault, line: lines } : fault),
    entries: check?.tree.size ?? 0, own: check?.own ?? 0, bodies: check?.bodies ?? 0, erased: check?.erased.count ?? 0, cameras: check?.cameras ?? 0,
  });

  const read = async (bytes: Uint8Array): Promise<LogVerdict | undefined> => {
    cutter.add(bytes);
    for (let line = cutter.next(); line !== undefined; line = cutter.next()) {
      lines += 1;
      const fault = check ? check.line(cutter.bytes, line.from, line.to) : await begin(new TextDecoder().decode(cutter.bytes.subarray(line.from, line.to)));
      if (fault) return verdict(fault);
    }
    if (cutter.isTooLong) return verdict({ what: check ? 'malformed' : 'not-a-log', line: lines + 1 });
    if (check) onProgress?.(check.tree.size, found.size ?? 0);
    return undefined;
  };
  const waiting: { readonly bytes: Uint8Array; readonly part: Promise<LogPart | undefined> | undefined }[] = [];
  /** In the order of the file. A part that does not fit is gone through line by line, which tells what is wrong with it. */
  const settle = async (most: number): Promise<LogVerdict | undefined> => {
    while (waiting.length > most) {
      const { bytes, part: answer } = waiting.shift() as (typeof waiting)[number];
      const part = await answer;
      signal?.throwIfAborted();
      const isTaken = part !== undefined && cutter.isEmpty && check?.take(part) === true;
      if (isTaken) {
        lines += part.lines;
        onProgress?.(check?.tree.size ?? 0, found.size ?? 0);
      } else {
        const wrong = await read(bytes);
        if (wrong) return wrong;
      }
    }
    return undefined;
  };
  const queue = (pieces: readonly TilePiece[]): void => {
    for (const { bytes, isTiles } of pieces) waiting.push({ bytes, part: isTiles ? helpers?.check(bytes).catch(() => undefined) : undefined });
  };
  const tiles = helpers && new TileCutter(helpers.least);

  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    const isShared = tiles && helpers && check && (found.size ?? 0) >= helpers.from;
    if (isShared) queue(tiles.add(chunk));
    const wrong = await (isShared ? settle(helpers.ahead) : read(chunk));
    if (wrong) return wrong;
  }
  if (tiles) queue(tiles.rest());
  const wrong = await settle(0);
  if (wrong) return wrong;
  if (!check || !root) return verdict({ what: 'not-a-log', line: 1 });
  const fault = check.end(root) ?? (cutter.isEmpty ? undefined : { what: 'too-long' as const, seq: check.tree.size });
  if (!fault) found.continues = kept?.size;
  return verdict(fault);
}
