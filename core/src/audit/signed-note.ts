import { createHash, createPublicKey, verify } from 'node:crypto';

/** Notes by c2sp.org/signed-note, signed with Ed25519 (type 0x01). */

export interface NoteVerifier {
  /** A schema-less URL, without spaces and plus. */
  readonly name: string;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Uint8Array;
}
export interface NoteSigner extends NoteVerifier {
  sign(text: Uint8Array): Uint8Array;
}

const ed25519 = 0x01;
const mostSignatures = 100;
const longestNote = 1_000_000;

/** SHA-256(name || 0x0A || 0x01 || public key)[:4]. */
export function keyId({ name, publicKey }: NoteVerifier): Buffer {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(ed25519)).update(publicKey).digest().subarray(0, 4);
}

/** What somebody who checks needs, in one word: `name+keyid+base64(0x01 || public key)`. */
export function verifierKey(of: NoteVerifier): string {
  return `${of.name}+${keyId(of).toString('hex')}+${Buffer.concat([Buffer.of(ed25519), of.publicKey]).toString('base64')}`;
}

/** @throws TypeError when it is malformed or its key id is not that of the key */
export function parseVerifierKey(text: string): NoteVerifier {
  const [, name = '', id = '', key = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(key, 'base64');
  const verifier = { name, publicKey: bytes.subarray(1) };
  if (bytes.length !== 33 || bytes[0] !== ed25519 || keyId(verifier).toString('hex') !== id) throw new TypeError('This is not a verifier key.');
  return verifier;
}

/** @param text ends with a newline */
export function signNote(text: string, signer: NoteSigner): string {
  if (/[+\s]/u.test(signer.name) || signer.name === '') throw new TypeError('A key name holds no spaces and no plus.');
  // oxlint-disable-next-line no-control-regex
  if (!text.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(text) || /\p{Surrogate}/u.test(text)) throw new TypeError('A note is lines of text, each with its newline.');
  const signature = Buffer.concat([keyId(signer), signer.sign(Buffer.from(text))]).toString('base64');
  return `${text}\n\u2014 ${signer.name} ${signature}\n`;
}

/**
 * The text of a note that this key has signed. Signatures of other keys are passed over.
 * @throws TypeError when the note is malformed, not signed by the key, or signed wrongly
 */
export function openNote(note: string, verifier: NoteVerifier): string {
  const gap = note.lastIndexOf('\n\n');
  const lines = note.slice(gap + 2).split('\n');
  if (note.length > longestNote || gap < 0 || lines.pop() !== '' || lines.length === 0 || lines.length > mostSignatures) throw new TypeError('This is not a signed note.');
  const text = note.slice(0, gap + 1);
  const ours = keyId(verifier);
  let isSigned = false;
  for (const line of lines) {
    const [, name, base64 = ''] = /^\u2014 ([^+\s]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    if (name === undefined || bytes.length < 5) throw new TypeError('This is not a signed note.');
    if (name !== verifier.name || !bytes.subarray(0, 4).equals(ours)) continue;
    if (!verify(null, Buffer.from(text), publicKeyOf(verifier), bytes.subarray(4))) throw new TypeError('The note\'s signature is wrong.');
    isSigned = true;
  }
  if (!isSigned) throw new TypeError('The note is not signed by this key.');
  return text;
}

function publicKeyOf({ publicKey }: NoteVerifier): ReturnType<typeof createPublicKey> {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' });
}
