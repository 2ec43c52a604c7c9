import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { makeDigest, type Digest } from '@matpho/core/proof';
import { describe, expect, it } from 'vitest';
import { browserVerify } from './browser-verify.ts';
import type { CheckpointBook, KeptCheckpoint } from './checkpoint-book.ts';
import { lookAtLog, type LogStanding } from './look-at-log.ts';

const digest: Digest = makeDigest();
const sha = (...parts: readonly Uint8Array[]): Buffer => {
  const bytes = Uint8Array.from(Buffer.concat(parts));
  const into = Buffer.alloc(32);
  digest(bytes, 0, bytes.length, into, 0);
  return into;
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const leaf = (text: string): Buffer => sha(Buffer.of(0), Buffer.from(text));
const node = (left: Buffer, right: Buffer): Buffer => sha(Buffer.of(1), left, right);

/** A hub as far as this goes: a key and a log of one, two or three entries. */
class Hub {
  readonly name = 'hub.example/log';
  readonly #private: KeyObject;
  readonly #id: Buffer;
  readonly key: string;
  constructor() {
    const pair = generateKeyPairSync('ed25519');
    this.#private = pair.privateKey;
    const raw = Buffer.concat([Buffer.of(1), Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
    this.#id = sha(Buffer.from(`${this.name}\n`), raw).subarray(0, 4);
    this.key = `${this.name}+${this.#id.toString('hex')}+${base64(raw)}`;
  }
  note(entries: readonly string[]): string {
    const [a, b, c] = entries.map(leaf);
    const root = !a ? sha() : !b ? a : !c ? node(a, b) : node(node(a, b), c);
    const text = `${this.name}\n${entries.length}\n${base64(root)}\n`;
    return `${text}\n\u2014 ${this.name} ${base64(Buffer.concat([this.#id, sign(null, Buffer.from(text), this.#private)]))}\n`;
  }
}
class MemoryBook implements CheckpointBook {
  kept: KeptCheckpoint | undefined;
  read = async (): Promise<KeptCheckpoint | undefined> => this.kept;
  write = async (kept: KeptCheckpoint): Promise<void> => { this.kept = kept; };
  forget = async (): Promise<void> => { this.kept = undefined; };
}
/** From one entry to three, and from two to three (RFC 6962 §2.1.2). */
const proofs: Readonly<Record<string, readonly string[]>> = { '1-3': [base64(leaf('b')), base64(leaf('c'))], '2-3': [base64(leaf('c'))], '1-2': [base64(leaf('b'))] };

const hub = new Hub();
async function look(book: CheckpointBook, entries: readonly string[], { by = hub, demo = false }: { readonly by?: Hub; readonly demo?: boolean } = {}): Promise<LogStanding> {
  const { verify, isAble } = await browserVerify(crypto.subtle as unknown as SubtleCrypto);
  expect(isAble).toBe(true);
  return await lookAtLog({ book, digest, verify, demo, now: () => 7, ask: async () => ({ key: by.key, note: by.note(entries) }), proof: async (from, to) => proofs[`${from}-${to}`] ?? [] });
}

describe('what this device knows of its hub\'s log', () => {
  it('begins with the first look and grows with the log', async () => {
    const book = new MemoryBook();
    expect([(await look(book, ['a'])).is, (await look(book, ['a'])).is, (await look(book, ['a', 'b', 'c'])).is, book.kept?.size]).toEqual(['first', 'same', 'grown', 3]);
    expect(await look(new MemoryBook(), ['a', 'b'])).toMatchObject({ is: 'first', kept: { size: 2, at: 7, demo: false } });
  });

  it.each<[string, readonly string[], Hub, string]>([
    ['shorter', ['a'], hub, 'older'], ['rewritten and longer', ['x', 'b', 'c'], hub, 'forked'], ['rewritten at the same length', ['a', 'x'], hub, 'forked'], ['signed with another key', ['a', 'b', 'c'], new Hub(), 'key'],
  ])('shouts when the log is %s, keeps both notes, and goes on shouting when the hub shows the right one again', async (_, entries, by, is) => {
    const book = new MemoryBook();
    await look(book, ['a', 'b']);
    const first = book.kept;
    const standing = await look(book, entries, { by });
    expect(standing).toMatchObject({ is: 'alarm', kept: first, alarm: { is, noteNow: expect.stringContaining('hub.example') as string, keyNow: by.key } });
    expect(book.kept).toMatchObject({ note: hub.note(['a', 'b']), alarm: { is } });
    expect(await look(book, ['a', 'b', 'c'])).toMatchObject({ is: 'alarm', alarm: { is } });
    await book.forget();
    expect((await look(book, ['a', 'b', 'c'])).is).toBe('first');
  });

  it('does not believe a first note that its own key did not sign, and keeps nothing of it', async () => {
    const book = new MemoryBook();
    const { verify } = await browserVerify(crypto.subtle as unknown as SubtleCrypto);
    const forged = hub.note(['a']).replace('\n1\n', '\n2\n');
    expect(await lookAtLog({ book, digest, verify, demo: false, now: () => 7, ask: async () => ({ key: hub.key, note: forged }), proof: async () => [] })).toMatchObject({ is: 'alarm', alarm: { is: 'unsigned' } });
    expect(book.kept).toBeUndefined();
  });

  it('takes a demonstration\'s new key, but not a demonstration in place of a real hub', async () => {
    const [shown, real] = [new MemoryBook(), new MemoryBook()];
    await look(shown, ['a', 'b'], { demo: true });
    await look(real, ['a', 'b']);
    const other = new Hub();
    expect([(await look(shown, ['a'], { by: other, demo: true })).is, (await look(real, ['a'], { by: other, demo: true })).is]).toEqual(['first', 'alarm']);
  });

  it('changes nothing while the hub is away or cannot prove', async () => {
    const book = new MemoryBook();
    await look(book, ['a', 'b']);
    const { verify } = await browserVerify(crypto.subtle as unknown as SubtleCrypto);
    const away = async (): Promise<never> => { throw new Error('away'); };
    await expect(lookAtLog({ book, digest, verify, demo: false, now: () => 9, ask: away, proof: away })).rejects.toThrow('away');
    await expect(lookAtLog({ book, digest, verify, demo: false, now: () => 9, ask: async () => ({ key: hub.key, note: hub.note(['a', 'b', 'c']) }), proof: away })).rejects.toThrow('away');
    expect(book.kept).toMatchObject({ size: 2, at: 7 });
  });

  it('keeps the newer note of two pages that look at once', async () => {
    const book = new MemoryBook();
    await look(book, ['a']);
    const { verify } = await browserVerify(crypto.subtle as unknown as SubtleCrypto);
    const slow = await lookAtLog({
      book, digest, verify, demo: false, now: () => 7, proof: async (from, to) => proofs[`${from}-${to}`] ?? [],
      // While this page waits for its answer, another one has come further.
      ask: async () => { const older = hub.note(['a', 'b']); await look(book, ['a', 'b', 'c']); return { key: hub.key, note: older }; },
    });
    expect([slow.is, book.kept?.size]).toEqual(['grown', 3]);
  });
});

describe('a browser that knows no Ed25519', () => {
  it('says so, and compares the hashes all the same', async () => {
    const { isAble, verify } = await browserVerify(undefined);
    expect([isAble, await verify(new Uint8Array(32), new Uint8Array(), new Uint8Array(64))]).toEqual([false, true]);
    const book = new MemoryBook();
    await look(book, ['a', 'b']);
    expect(await lookAtLog({ book, digest, verify, demo: false, now: () => 7, ask: async () => ({ key: hub.key, note: hub.note(['a']) }), proof: async () => [] })).toMatchObject({ is: 'alarm', alarm: { is: 'older' } });
  });
});
