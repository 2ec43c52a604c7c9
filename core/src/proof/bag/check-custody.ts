import { bagFiles, bagFolders } from './bag-files.ts';
import type { BagCrypto, Cert } from './certificates.ts';
import { finding, type BagFinding } from './finding.ts';
import type { NewHasher } from './hasher.ts';
import { CustodyLine } from './records.ts';
import { canonicalText, openPaper, parsed } from './signed-paper.ts';

export interface CustodyParts {
  readonly text: string | undefined;
  readonly id: string;
  readonly cert: Cert;
  readonly manifest: ReadonlyMap<string, string>;
  readonly crypto: BagCrypto;
  readonly newHasher: NewHasher;
}
const mostLines = 5_000;

/** custody.jsonl: counted from 1, each line naming the hash of the one before it, each signed, the last `create` about these very films. */
export async function checkCustody({ text, id, cert, manifest, crypto, newHasher }: CustodyParts): Promise<{ readonly findings: readonly BagFinding[]; readonly lines: readonly CustodyLine[] }> {
  const path = bagFiles.custody;
  const rows = (text ?? '').split('\n');
  if (rows.at(-1) === '') rows.pop();
  if (rows.length === 0 || rows.length > mostLines) return { findings: [finding('evidence-malformed', path)], lines: [] };
  const hashOf = (of: string): string => {
    const hasher = newHasher();
    hasher.update(new TextEncoder().encode(of));
    return hasher.hex();
  };
  const lines: CustodyLine[] = [];
  const notes: BagFinding[] = [];
  for (const [i, row] of rows.entries()) {
    const line = CustodyLine.safeParse(parsed(row));
    const before = lines.at(-1);
    const isNext = line.success && line.data.event.n === i + 1 && line.data.event.bag === id && line.data.event.prev === (before ? hashOf(before.jws) : null);
    if (!isNext) return { findings: [finding('custody-broken', path, { n: String(i + 1) })], lines };
    const paper = await openPaper(line.data.jws, 'matpho-custody', cert, crypto);
    if (typeof paper === 'string') return { findings: [finding(`jws-${paper}`, `${path}:${i + 1}`)], lines };
    if (paper.payload !== canonicalText(line.data.event)) return { findings: [finding('custody-broken', path, { n: String(i + 1) })], lines };
    // The order is that of the chain: a hub whose clock was set back says so, and its bag still holds.
    if (before && before.event.at > line.data.event.at) notes.push(finding('custody-clock', path, { n: String(i + 1) }));
    lines.push(line.data);
  }
  const films = [...manifest].filter(([name]) => Object.values(bagFolders).some((folder) => name.startsWith(folder))).map(([name, hash]) => `${hash}  ${name}\n`).join('');
  // A hub that stopped before the seal began again under the same number: what it sealed is what it made last.
  const made = lines.findLast(({ event }) => event.event === 'create');
  const isOfThese = lines[0]?.event.event === 'create' && made?.event.after === hashOf(films);
  return { findings: [...notes, isOfThese ? finding('custody', path, { n: String(lines.length) }) : finding('custody-films', path)], lines };
}
