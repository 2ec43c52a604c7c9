import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { ed25519Signer, openLogSigner } from './log-signer.ts';
import { leafHash } from './merkle.ts';
import { openNote, parseVerifierKey, signNote, verifierKey } from './signed-note.ts';

/** Key, text and note of golang.org/x/mod/sumdb/note, the reference implementation. */
const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
const note = `${text}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
// RFC 8410 §7: a 32-byte seed as PKCS #8.
const peter = ed25519Signer('PeterNeumann', createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' }));

describe('signed notes', () => {
  it('are byte for byte those of the reference implementation', () => {
    expect(signNote(text, peter)).toBe(note);
    expect(verifierKey(peter)).toBe(vkey);
    expect(openNote(note, parseVerifierKey(vkey))).toBe(text);
  });

  it('open with signatures of unknown keys beside the known one', () => {
    const other = '\u2014 witness.example AAAAAAECAwQF\n';
    expect(openNote(note + other, peter)).toBe(text);
  });

  it.each([
    ['another text', note.replace('cryptography', 'cryptographY')], ['another signature', note.replace('x08go/ZJ', 'x08go/ZK')], ['a hyphen for the dash', note.replace('\u2014', '-')],
    ['no signature', `${text}\n`], ['no blank line', text], ['a stranger only', `${text}\n\u2014 stranger AAAAAAECAwQF\n`], ['a word too many', note.replace(/\n$/, ' x\n')], ['a missing newline', note.slice(0, -1)],
  ])('do not open with %s', (_, spoilt) => {
    expect(() => openNote(spoilt, peter)).toThrow(TypeError);
  });

  it('are not made of control characters or names with spaces', () => {
    expect(() => signNote('a\tb\n', peter)).toThrow(TypeError);
    expect(() => signNote('no newline', peter)).toThrow(TypeError);
    expect(() => signNote('a\n', { ...peter, name: 'a b' })).toThrow(TypeError);
    expect(() => parseVerifierKey(vkey.replace('c74f20a3', 'c74f20a4'))).toThrow(TypeError);
  });
});

describe('checkpoints', () => {
  const head = { size: 7, root: leafHash('x') };

  it('say origin, size and root in three lines and read back', () => {
    const signed = signCheckpoint(head, peter);
    expect(signed.split('\n').slice(0, 4)).toEqual(['PeterNeumann', '7', head.root.toString('base64'), '']);
    expect(openCheckpoint(signed, peter)).toEqual(head);
  });

  it.each([['another origin', `Someone\n7\n${head.root.toString('base64')}\n`], ['a leading zero', `PeterNeumann\n07\n${head.root.toString('base64')}\n`], ['a short root', 'PeterNeumann\n7\nAAAA\n'], ['another text', text]])('with %s are refused, however well signed', (_, spoilt) => {
    expect(() => openCheckpoint(signNote(spoilt, peter), peter)).toThrow(TypeError);
  });
});

describe('the log\'s key', () => {
  it('is made once and keeps its first name', async () => {
    const kept = new Map<string, string>();
    const keys = { get: async (name: string) => kept.get(name), put: async (name: string, value: string) => { kept.set(name, value); } };
    const first = await openLogSigner('hub.example/1', keys);
    const again = await openLogSigner('hub.example/renamed', keys);
    expect(verifierKey(again)).toBe(verifierKey(first));
    expect(openNote(signNote('a\n', again), first)).toBe('a\n');
  });
});
