import { claimedSize, compareCheckpoints, openCheckpoint, readKey, type Digest, type VerifySignature } from '@matpho/core/proof';
import type { CheckpointBook, KeptCheckpoint, SealAlarm } from './checkpoint-book.ts';

export interface LookParts {
  readonly book: CheckpointBook;
  readonly digest: Digest;
  readonly verify: VerifySignature;
  /** What the hub says of its log now. */
  readonly ask: () => Promise<{ readonly key: string; readonly note: string }>;
  /** RFC 6962 §2.1.2, base64 each. */
  readonly proof: (from: number, to: number) => Promise<readonly string[]>;
  /** The hub says that it is only for showing. */
  readonly demo: boolean;
  readonly now: () => number;
}
export type LogStanding = { readonly is: 'first' | 'same' | 'grown'; readonly kept: KeptCheckpoint } | { readonly is: 'alarm'; readonly kept: KeptCheckpoint | undefined; readonly alarm: SealAlarm };

/**
 * Compares the log that the hub shows today with the one this device knew, and keeps the newer of the two. Once it did not fit, it says so at every look, whatever the hub shows next.
 * @throws what `ask`, `proof` and the book throw: then nothing is known, and nothing changed
 */
export async function lookAtLog({ book, digest, verify, ask, proof, demo, now }: LookParts): Promise<LogStanding> {
  // In this order: what another page of this device keeps meanwhile is newer than what is asked for now, and would look like a fall back.
  const kept = await book.read();
  if (kept?.alarm) return { is: 'alarm', kept, alarm: kept.alarm };
  const { key, note } = await ask();
  const alarm = (is: SealAlarm['is']): SealAlarm => ({ is, keyNow: key, noteNow: note, at: now() });
  const keep = async (is: 'first' | 'same' | 'grown'): Promise<LogStanding> => {
    const next = { key, note, size: claimedSize(note), at: now(), demo };
    const meanwhile = await book.read();
    if (!meanwhile || is === 'first' || meanwhile.size <= next.size) await book.write(next);
    return { is, kept: next };
  };
  const { is } = kept ? await compareCheckpoints({ digest, verify, key: kept.key, kept: kept.note, keyNow: key, now: note, proof }) : await first(key, note, digest, verify);
  if (is === 'same' || is === 'grown' || is === 'first') return keep(is);
  // Every start of a demonstration is another hub, with another key.
  if (kept?.demo && demo && is === 'key') return keep('first');
  const raised = alarm(is);
  if (kept) await book.write({ ...kept, alarm: raised });
  return { is: 'alarm', kept, alarm: raised };
}

/** A hub that was never seen is believed once, if what it says is at least signed by the key it names. */
async function first(keyText: string, note: string, digest: Digest, verify: VerifySignature): Promise<{ readonly is: 'first' | 'unsigned' }> {
  const key = readKey(keyText, digest);
  return { is: key && typeof await openCheckpoint(note, key, verify) !== 'string' ? 'first' : 'unsigned' };
}
