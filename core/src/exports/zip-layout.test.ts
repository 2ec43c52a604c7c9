import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { fromBuffer, fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { cutLayout, dosClock, zipLayout, type ZipLayout } from './zip-layout.ts';

const clock = dosClock(Date.UTC(2026, 10, 21, 2, 0, 7));
function bytesOf(layout: ZipLayout, files: ReadonlyMap<string, Buffer>, from = 0, to = layout.bytes): Buffer {
  return Buffer.concat([...cutLayout(layout, from, to)].map(({ part, from: first, to: last }) => ('head' in part ? part.head : files.get(part.file.name) ?? Buffer.alloc(0)).subarray(first, last)));
}
async function opened(open: (done: (error: Error | null, zip?: ZipFile) => void) => void): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open((error, zip) => {
      if (zip) resolve(zip);
      else reject(error ?? new Error('none'));
    });
  });
}
async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const found: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => { found.push(entry); zip.readEntry(); });
    zip.on('end', () => resolve(found));
    zip.on('error', reject);
    zip.readEntry();
  });
}

describe('a stored ZIP', () => {
  const files = new Map([['EV/a.txt', Buffer.from('một')], ['EV/empty', Buffer.alloc(0)], ['EV/verify.sh', Buffer.from('#!/bin/sh\n')], ['EV/b.bin', Buffer.alloc(70_000, 7)]]);
  const layout = zipLayout([...files].map(([name, bytes]) => ({ name, bytes: bytes.length, crc32: crc32(bytes), isProgram: name.endsWith('.sh') })), clock);

  it('is read by a foreign program and by yauzl, and any range of it is that of the whole', async () => {
    const whole = bytesOf(layout, files);
    expect(whole.length).toBe(layout.bytes);
    const folder = await mkdtemp(join(tmpdir(), 'matpho-zip-'));
    await writeFile(join(folder, 'a.zip'), whole);
    const listed = execFileSync('python3', ['-c', 'import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1])\nprint(z.testzip(),[(i.filename,i.file_size,i.compress_type,i.date_time[3:],oct(i.external_attr>>16)) for i in z.infolist()])', join(folder, 'a.zip')]).toString().trim();
    await rm(folder, { recursive: true });
    expect(listed).toBe("None [('EV/a.txt', 5, 0, (9, 0, 6), '0o100644'), ('EV/empty', 0, 0, (9, 0, 6), '0o100644'), ('EV/verify.sh', 10, 0, (9, 0, 6), '0o100755'), ('EV/b.bin', 70000, 0, (9, 0, 6), '0o100644')]");
    const zip = await opened((done) => fromBuffer(whole, { lazyEntries: true }, done));
    expect((await entriesOf(zip)).map(({ fileName, crc32: crc }) => [fileName, crc])).toEqual([...files].map(([name, bytes]) => [name, crc32(bytes)]));
    for (let from = 0; from < whole.length; from += 997) expect(bytesOf(layout, files, from, Math.min(whole.length, from + 1_500)).equals(whole.subarray(from, from + 1_500))).toBe(true);
  });

  // Nothing of these sizes is written: only what stands around the files is read.
  it.each([
    ['a file just too large for 32 bits', [0xffff_ffff]], ['one just small enough', [0xffff_fffe]], ['many that are large together', [3e9, 3e9, 10]], ['5 GB and more behind it', [5e9, 1, 2]],
  ])('holds %s', async (_, sizes) => {
    const large = zipLayout(sizes.map((bytes, n) => ({ name: `EV-2026-000001/data/${n}`, bytes, crc32: n })), clock);
    class Around extends RandomAccessReader {
      override _readStreamForRange(from: number, to: number): PassThrough {
        const stream = new PassThrough();
        for (const { part, from: first, to: last } of cutLayout(large, from, to)) stream.write('head' in part ? part.head.subarray(first, last) : Buffer.alloc(last - first));
        stream.end();
        return stream;
      }
    }
    const zip = await opened((done) => fromRandomAccessReader(new Around(), large.bytes, { lazyEntries: true }, done));
    const entries = await entriesOf(zip);
    let at = 0;
    const places = large.parts.flatMap((part) => { const from = at; at += 'head' in part ? part.head.length : part.file.bytes; return 'head' in part && part.head.readUInt32LE(0) === 0x04034b50 ? [from] : []; });
    expect(entries.map(({ uncompressedSize, relativeOffsetOfLocalHeader }) => [uncompressedSize, relativeOffsetOfLocalHeader])).toEqual(sizes.map((bytes, n) => [bytes, places[n]]));
  });

  it('holds more files than 16 bits count', async () => {
    const many = zipLayout(Array.from({ length: 70_000 }, (_, n) => ({ name: `d/${n}`, bytes: 0, crc32: 0 })), clock);
    const zip = await opened((done) => fromBuffer(bytesOf(many, new Map()), { lazyEntries: true }, done));
    expect(zip.entryCount).toBe(70_000);
  });
});
