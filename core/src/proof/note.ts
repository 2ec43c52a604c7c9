import { base64Bytes, hexOf, sameBytes } from './bytes.ts';
import { hashOf, type Digest } from './sha256.ts';
import type { Head } from './tree.ts';

/** Checkpoints (c2sp.org/tlog-checkpoint) as signed notes (c2sp.org/signed-note) with Ed25519, type 0x01. */

export interface NoteKey {
  readonly name: string;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** First four bytes of SHA-256(name || 0x0A || 0x01 || public key). */
  readonly id: Uint8Array;
}
/** Whether the key signed exactly these bytes (RFC 8032 §5.1.7). */
export type VerifySignature = (publicKey: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) => Promise<boolean>;

const ed25519 = 0x01;
const longestNote = 100_000;
const mostSignatures = 100;

/** Reads `name+keyid+base64(0x01 || public key)`. Undefined for anything else. */
export function readKey(text: string, digest: Digest): NoteKey | undefined {
  const [, name = '', id = '', key = ''] = /^([^+\s]{1,500})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const bytes = base64Bytes(key);
  if (name === '' || bytes?.length !== 33 || bytes[0] !== ed25519) return undefined;
  const named = new TextEncoder().encode(`${name}\n`);
  const both = new Uint8Array(named.length + 33);
  both.set(named);
  both.set(bytes, named.length);
  const computed = hashOf(digest, both).slice(0, 4);
  return hexOf(computed) === id ? { name, publicKey: bytes.slice(1), id: computed } : undefined;
}

/** `unsigned`: not by this key at all. `forged`: in its name, but not by it. `malformed`: no checkpoint of this log. */
export type NoteFault = 'malformed' | 'unsigned' | 'forged';

/** What a checkpoint of this log says, when its key signed it. */
export async function openCheckpoint(note: string, key: NoteKey, verify: VerifySignature): Promise<Head | NoteFault> {
  const gap = note.lastIndexOf('\n\n');
  const lines = note.slice(gap + 2).split('\n');
  if (note.length > longestNote || gap < 0 || lines.pop() !== '' || lines.length === 0 || lines.length > mostSignatures) return 'malformed';
  const text = note.slice(0, gap + 1);
  const message = new TextEncoder().encode(text);
  let isSigned = false;
  for (const line of lines) {
    const [, name, base64 = ''] = /^\u2014 ([^+\s]+) (\S+)$/u.exec(line) ?? [];
    const bytes = base64Bytes(base64);
    if (name === undefined || !bytes || bytes.length < 5) return 'malformed';
    if (name !== key.name || !sameBytes(bytes.subarray(0, 4), key.id)) continue;
    if (!(await verify(key.publicKey, message, bytes.slice(4)))) return 'forged';
    isSigned = true;
  }
  if (!isSigned) return 'unsigned';
  return readHead(text, key.name) ?? 'malformed';
}

/** Origin, size and root: three lines. */
function readHead(text: string, origin: string): Head | undefined {
  const [first, size = '', root = ''] = text.split('\n');
  const hash = base64Bytes(root);
  if (first !== origin || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || hash?.length !== 32) return undefined;
  return { size: Number(size), root: hash };
}

/** The size a note claims, unchecked: for showing. */
export function claimedSize(note: string): number {
  return Number(note.split('\n')[1] ?? Number.NaN);
}
