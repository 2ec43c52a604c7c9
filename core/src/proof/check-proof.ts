import { base64Bytes } from './bytes.ts';
import { openCheckpoint, readKey, type VerifySignature } from './note.ts';
import { hashOf, type Digest } from './sha256.ts';
import { verifyInclusion } from './tree.ts';

export type ProofVerdict = { readonly fault: undefined; readonly seq: number; readonly size: number; readonly entry: string } | { readonly fault: 'malformed' | 'not-signed' | 'forged' | 'no-entry' | 'not-included' };

/** Checks an offline proof (c2sp.org/tlog-proof) that carries its entry as `extra`. */
export async function checkProof(text: string, keyText: string, digest: Digest, verify: VerifySignature): Promise<ProofVerdict> {
  const gap = text.indexOf('\n\n');
  const [format, ...lines] = text.slice(0, Math.max(gap, 0)).split('\n');
  const key = readKey(keyText, digest);
  if (gap < 0 || format !== 'c2sp.org/tlog-proof@v1' || !key || lines.length > 70) return { fault: 'malformed' };
  const extra = lines[0]?.startsWith('extra ') ? base64Bytes((lines.shift() ?? '').slice(6)) : undefined;
  const [, index = ''] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  const proof = lines.map((line) => base64Bytes(line));
  if (index === '' || !proof.every((hash) => hash?.length === 32)) return { fault: 'malformed' };
  const head = await openCheckpoint(text.slice(gap + 2), key, verify);
  if (typeof head === 'string') return { fault: head === 'malformed' ? head : head === 'forged' ? 'forged' : 'not-signed' };
  if (!extra) return { fault: 'no-entry' };
  const leaf = new Uint8Array(1 + extra.length);
  leaf.set(extra, 1);
  const isIncluded = verifyInclusion(digest, { leaf: hashOf(digest, leaf), index: Number(index), size: head.size, proof: proof as Uint8Array[], root: head.root });
  return isIncluded ? { fault: undefined, seq: Number(index), size: head.size, entry: new TextDecoder().decode(extra) } : { fault: 'not-included' };
}
