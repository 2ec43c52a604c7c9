import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { HubError } from '../sdk/errors.ts';

export interface ZipEntry {
  /** `house-1/cameras.json` */
  readonly name: string;
  readonly parts: Iterable<string> | AsyncIterable<string>;
}
/** Without ZIP64 (APPNOTE.TXT §4.4.1.4) no number is greater. */
const largest = 0xffff_ffff;
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const flags = 0x0808;
const deflated = 8;

/** A ZIP archive (PKWARE APPNOTE.TXT 6.3) as it is made: nothing is held but what the compressor holds. @throws HubError `too-large` past 4 GiB */
export async function* zipStream(entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<Uint8Array> {
  const listed: Buffer[] = [];
  const stamp = dosTime(at);
  let offset = 0;
  for await (const { name, parts } of entries) {
    const path = Buffer.from(name, 'utf8');
    const start = offset;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x0403_4b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(deflated, 8);
    local.writeUInt32LE(stamp, 10);
    local.writeUInt16LE(path.length, 26);
    yield local;
    yield path;
    const sums = { crc: 0, size: 0, packed: 0 };
    for await (const chunk of packed(parts, sums)) {
      sums.packed += chunk.length;
      yield chunk;
    }
    const descriptor = Buffer.alloc(16);
    descriptor.writeUInt32LE(0x0807_4b50, 0);
    descriptor.writeUInt32LE(sums.crc, 4);
    descriptor.writeUInt32LE(fits(sums.packed), 8);
    descriptor.writeUInt32LE(fits(sums.size), 12);
    yield descriptor;
    offset = fits(start + local.length + path.length + sums.packed + descriptor.length);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x0201_4b50, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(deflated, 10);
    central.writeUInt32LE(stamp, 12);
    central.writeUInt32LE(sums.crc, 16);
    central.writeUInt32LE(sums.packed, 20);
    central.writeUInt32LE(sums.size, 24);
    central.writeUInt16LE(path.length, 28);
    central.writeUInt32LE(start, 42);
    listed.push(central, path);
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(listed.length / 2, 8);
  end.writeUInt16LE(listed.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  yield directory;
  yield end;
}

function packed(parts: ZipEntry['parts'], sums: { crc: number; size: number }): AsyncIterable<Buffer> {
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const part of parts) {
      const bytes = Buffer.from(part, 'utf8');
      sums.crc = crc32(bytes, sums.crc);
      sums.size += bytes.length;
      yield bytes;
    }
  };
  // A reader that goes away takes the source with it; a source that fails is heard by the reader.
  return pipeline(Readable.from(counted()), createDeflateRaw(), () => {});
}

function fits(n: number): number {
  if (n > largest) throw new HubError('too-large', 'The archive is larger than 4 GiB.');
  return n;
}
/** MS-DOS time and date, two seconds fine; UTC, so that the same data gives the same bytes. */
function dosTime(at: Date): number {
  const date = ((Math.max(1980, at.getUTCFullYear()) - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
}
