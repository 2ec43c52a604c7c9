import { base64Bytes } from './bytes.ts';
import { openCheckpoint, readKey, type VerifySignature } from './note.ts';
import type { Digest } from './sha256.ts';
import { verifyConsistency } from './tree.ts';

/** `older`: the hub shows a log that is shorter than one it signed. `forked`: one that is not its continuation. `key`: one signed by another key. `unsigned`: nothing of a log at all. */
export type Comparison = { readonly is: 'same' | 'grown' | 'older' | 'forked' | 'key' | 'unsigned'; readonly size: number };

export interface CompareParts {
  readonly digest: Digest;
  readonly verify: VerifySignature;
  /** As kept. */
  readonly key: string;
  readonly kept: string;
  /** As the hub says now. */
  readonly keyNow: string;
  readonly now: string;
  /** Asks the hub for the proof (RFC 6962 §2.1.2) from the one size to the other, base64 each. */
  readonly proof: (from: number, to: number) => Promise<readonly string[]>;
}

/** What a checkpoint kept on a phone says about the one the hub shows today. @throws what `proof` throws: then nothing is known yet */
export async function compareCheckpoints({ digest, verify, key, kept, keyNow, now, proof }: CompareParts): Promise<Comparison> {
  const trusted = readKey(key, digest);
  const before = trusted && await openCheckpoint(kept, trusted, verify);
  if (!trusted || !before || typeof before === 'string') return { is: 'unsigned', size: 0 };
  if (keyNow !== key) return { is: 'key', size: 0 };
  const today = await openCheckpoint(now, trusted, verify);
  if (typeof today === 'string') return { is: today === 'unsigned' ? 'key' : 'unsigned', size: 0 };
  const { size } = today;
  if (size < before.size) return { is: 'older', size };
  const hashes = size === before.size ? [] : (await proof(before.size, size)).map((text) => base64Bytes(text));
  const isWhole = hashes.every((hash) => hash?.length === 32);
  if (!isWhole || !verifyConsistency(digest, before, today, hashes as Uint8Array[])) return { is: 'forked', size };
  return { is: size === before.size ? 'same' : 'grown', size };
}
