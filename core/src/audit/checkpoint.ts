import type { Hash } from './merkle.ts';
import { openNote, signNote, type NoteSigner, type NoteVerifier } from './signed-note.ts';

/** What a checkpoint says (c2sp.org/tlog-checkpoint). */
export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** The origin is the key's name, as the specification wants it. */
export function signCheckpoint({ size, root }: TreeHead, signer: NoteSigner): string {
  return signNote(`${signer.name}\n${size}\n${root.toString('base64')}\n`, signer);
}

/** @throws TypeError when the note is not a checkpoint of this log, signed by its key */
export function openCheckpoint(note: string, verifier: NoteVerifier): TreeHead {
  const [origin, size = '', root = ''] = openNote(note, verifier).split('\n');
  const hash = Buffer.from(root, 'base64');
  const isHead = origin === verifier.name && /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size)) && hash.length === 32 && hash.toString('base64') === root;
  if (!isHead) throw new TypeError('This is not a checkpoint of this log.');
  return { size: Number(size), root: hash };
}
