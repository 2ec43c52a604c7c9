import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipLayout } from '../../exports/zip-layout.ts';
import { BagUnreadable, type RandomAccess } from './bag-source.ts';
import { openBagFile } from './open-bag-file.ts';
import { openZip } from './zip-source.ts';
import { zipOf, type SmallBag } from './small-bag.fixture.ts';

const memory = (bytes: Buffer): RandomAccess => ({
  size: bytes.length,
  read: async (at, length) => {
    if (at < 0 || at + length > bytes.length) throw new BagUnreadable('cut-short');
    return bytes.subarray(at, at + length);
  },
});
const small: SmallBag = new Map([['bagit.txt', Buffer.from('one')], ['data/a.mp4', Buffer.alloc(2_500_000, 7)]]);
async function read(file: RandomAccess): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { path, open } of (await openZip('x.zip', file)).entries) {
    found[path] = 0;
    for await (const piece of open()) found[path] = (found[path] ?? 0) + piece.length;
  }
  return found;
}
const why = (file: Buffer): Promise<unknown> => read(memory(file)).then(() => 'read', (failure: unknown) => (failure instanceof BagUnreadable ? failure.why : failure));

describe('a ZIP', () => {
  it('is read as the hub writes it', async () => {
    expect(await read(memory(zipOf(small, 'b/')))).toEqual({ 'b/bagit.txt': 3, 'b/data/a.mp4': 2_500_000 });
  });
  it('of more than 4 GiB is read by its ZIP64 fields, without holding it', async () => {
    const bytes = 5 * 2 ** 30;
    const { parts } = zipLayout([{ name: 'b/big', bytes, crc32: 0 }, { name: 'b/after', bytes: 4, crc32: 0 }], { time: 0, date: 0x21 });
    // Heads where they are, zeroes where the film would be.
    const heads: { readonly at: number; readonly bytes: Buffer }[] = [];
    let size = 0;
    for (const part of parts) {
      if ('head' in part) heads.push({ at: size, bytes: part.head });
      size += 'head' in part ? part.head.length : part.file.bytes;
    }
    const file: RandomAccess = {
      size,
      read: async (at, length) => {
        const into = Buffer.alloc(length);
        for (const head of heads) if (head.at < at + length && head.at + head.bytes.length > at) head.bytes.copy(into, Math.max(0, head.at - at), Math.max(0, at - head.at));
        return into;
      },
    };
    const { entries } = await openZip('x.zip', file);
    expect(entries.map(({ path, size: length }) => [path, length])).toEqual([['b/big', bytes], ['b/after', 4]]);
    let first = 0;
    for await (const piece of entries[0]?.open() ?? []) if ((first += piece.length) > 3_000_000) break;
    let last = 0;
    for await (const piece of entries[1]?.open() ?? []) last += piece.length;
    expect([first, last]).toEqual([3 * 2 ** 20, 4]);
  });
  it('is refused where it is cut, damaged, locked or two things at once', async () => {
    const good = zipOf(small, 'b/');
    const spoilt = (change: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(good);
      change(bytes);
      return bytes;
    };
    const central = good.length - 22 - good.readUInt32LE(good.length - 10);
    expect({
      short: await why(good.subarray(0, -500)), tiny: await why(Buffer.from('PK')), text: await why(Buffer.alloc(400, 'text')),
      local: await why(spoilt((bytes) => void bytes.write('q', 30))), method: await why(spoilt((bytes) => { bytes.writeUInt16LE(12, central + 10); bytes.writeUInt16LE(12, 8); })),
      locked: await why(spoilt((bytes) => void bytes.writeUInt16LE(1, central + 8))), sizes: await why(spoilt((bytes) => void bytes.writeUInt32LE(2, central + 24))),
      bomb: await why(spoilt((bytes) => void bytes.writeUInt32LE(0xfffffff0, central + 20))), count: await why(spoilt((bytes) => void bytes.writeUInt16LE(9, bytes.length - 12))),
      far: await why(spoilt((bytes) => void bytes.writeUInt32LE(good.length, central + 42))),
    }).toEqual({ short: 'cut-short', tiny: 'no-zip', text: 'no-zip', local: 'zip-header', method: 'zip-method', locked: 'zip-locked', sizes: 'zip-damaged', bomb: 'zip-damaged', count: 'zip-damaged', far: 'zip-damaged' });
  });
  it('that somebody packed again is read too, but no further than it says', async () => {
    const text = Buffer.from('again '.repeat(1_000));
    const packed = deflateRawSync(text);
    const make = (claimed: number): Buffer => {
      const bytes = zipOf(new Map([['a', packed]]), '');
      const at = bytes.length - 22 - bytes.readUInt32LE(bytes.length - 10);
      for (const [where, value] of [[8, 8], [at + 10, 8]] as const) bytes.writeUInt16LE(value, where);
      bytes.writeUInt32LE(claimed, at + 24);
      bytes.writeUInt32LE(crc32(text), at + 16);
      return bytes;
    };
    expect([await read(memory(make(text.length))), await why(make(100)), await why(make(text.length + 1))]).toEqual([{ a: 6_000 }, 'zip-damaged', 'zip-damaged']);
  });
  it('finds links by the mode that Unix wrote', async () => {
    const bytes = zipOf(new Map([['a', Buffer.from('/etc/passwd')]]), '');
    bytes.writeUInt32LE((0o120777 << 16) >>> 0, bytes.length - 22 - bytes.readUInt32LE(bytes.length - 10) + 38);
    expect((await openZip('x', memory(bytes))).entries.map(({ kind }) => kind)).toEqual(['link']);
  });
  it('closed to a receiver is known as such', async () => {
    const enveloped = Buffer.from('308006092a864886f70d010703a080', 'hex');
    const of = (name: string, bytes: Buffer): Promise<unknown> => openBagFile(name, memory(bytes)).catch((failure: unknown) => (failure as BagUnreadable).why);
    expect([await of('x.zip.enc', Buffer.alloc(100, 3)), await of('x', enveloped), await of('x', Buffer.alloc(100, 3))]).toEqual(['encrypted', 'encrypted', 'no-zip']);
  });
});
