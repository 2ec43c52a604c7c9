/** A file of a ZIP that is stored, not compressed. */
export interface ZipEntry {
  /** ASCII, `/` between folders. */
  readonly name: string;
  readonly bytes: number;
  /** CRC-32 as zlib counts it. */
  readonly crc32: number;
  readonly isProgram?: boolean;
}
/** Bytes that stand there, or a whole file of so many. */
export type ZipPart = { readonly head: Buffer } | { readonly file: ZipEntry };
export interface ZipLayout {
  readonly parts: readonly ZipPart[];
  readonly bytes: number;
}
const full32 = 0xffff_ffff;
const full16 = 0xffff;
/** 4.5 is the first that knows ZIP64. */
const version = 45;
const byUnix = 3 << 8;

/**
 * Where every byte of a stored ZIP64 lies, before one is read: so that any range of it can be sent, and nothing is kept twice
 * (APPNOTE.TXT 6.3.10 §4.3; a field that is too small is all ones, and its value stands in the ZIP64 extra field, §4.5.3). Pure.
 * @param clock when it was made, as DOS has it
 */
export function zipLayout(entries: readonly ZipEntry[], clock: { readonly time: number; readonly date: number }): ZipLayout {
  const parts: ZipPart[] = [];
  const central: Buffer[] = [];
  let at = 0;
  const add = (part: ZipPart, bytes: number): void => {
    parts.push(part);
    at += bytes;
  };
  for (const entry of entries) {
    const from = at;
    const head = localHeader(entry, clock);
    add({ head }, head.length);
    if (entry.bytes > 0) add({ file: entry }, entry.bytes);
    central.push(centralHeader(entry, clock, from));
  }
  const listed = Buffer.concat(central);
  const end = endOf(entries.length, at, listed.length);
  add({ head: Buffer.concat([listed, end]) }, listed.length + end.length);
  return { parts, bytes: at };
}

/** What of each part lies in [from, to): the place within the part. */
export function* cutLayout({ parts }: ZipLayout, from: number, to: number): Generator<{ readonly part: ZipPart; readonly from: number; readonly to: number }> {
  let at = 0;
  for (const part of parts) {
    const bytes = 'head' in part ? part.head.length : part.file.bytes;
    const first = Math.max(from - at, 0);
    const last = Math.min(to - at, bytes);
    if (first < last) yield { part, from: first, to: last };
    at += bytes;
    if (at >= to) return;
  }
}

/** An instant as a ZIP says it: two-second steps, no zone; the wall clock of Vietnam. */
export function dosClock(at: number): { readonly time: number; readonly date: number } {
  const local = new Date(at + 7 * 3_600_000);
  return {
    time: (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1),
    date: (Math.max(0, local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate(),
  };
}

/** §4.3.7 */
function localHeader({ name, bytes, crc32 }: ZipEntry, { time, date }: { readonly time: number; readonly date: number }): Buffer {
  const isLarge = bytes >= full32;
  // Both sizes must stand in the extra field of a local header (§4.5.3).
  const extra = isLarge ? zip64([bytes, bytes]) : Buffer.alloc(0);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(version, 4);
  head.writeUInt16LE(time, 10);
  head.writeUInt16LE(date, 12);
  head.writeUInt32LE(crc32 >>> 0, 14);
  head.writeUInt32LE(isLarge ? full32 : bytes, 18);
  head.writeUInt32LE(isLarge ? full32 : bytes, 22);
  head.writeUInt16LE(Buffer.byteLength(name), 26);
  head.writeUInt16LE(extra.length, 28);
  return Buffer.concat([head, Buffer.from(name), extra]);
}

/** §4.3.12 */
function centralHeader({ name, bytes, crc32, isProgram }: ZipEntry, { time, date }: { readonly time: number; readonly date: number }, offset: number): Buffer {
  const isLarge = bytes >= full32;
  const isFar = offset >= full32;
  const extra = isLarge || isFar ? zip64([...(isLarge ? [bytes, bytes] : []), ...(isFar ? [offset] : [])]) : Buffer.alloc(0);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(version | byUnix, 4);
  head.writeUInt16LE(version, 6);
  head.writeUInt16LE(time, 12);
  head.writeUInt16LE(date, 14);
  head.writeUInt32LE(crc32 >>> 0, 16);
  head.writeUInt32LE(isLarge ? full32 : bytes, 20);
  head.writeUInt32LE(isLarge ? full32 : bytes, 24);
  head.writeUInt16LE(Buffer.byteLength(name), 28);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(((isProgram ? 0o100755 : 0o100644) << 16) >>> 0, 38);
  head.writeUInt32LE(isFar ? full32 : offset, 42);
  return Buffer.concat([head, Buffer.from(name), extra]);
}

/** §4.3.14 to §4.3.16; what ZIP64 needs only where something does not fit. */
function endOf(count: number, offset: number, bytes: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, full16), 8);
  end.writeUInt16LE(Math.min(count, full16), 10);
  end.writeUInt32LE(Math.min(bytes, full32), 12);
  end.writeUInt32LE(Math.min(offset, full32), 16);
  if (count < full16 && bytes < full32 && offset < full32) return end;
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(version | byUnix, 12);
  wide.writeUInt16LE(version, 14);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(bytes), 40);
  wide.writeBigUInt64LE(BigInt(offset), 48);
  const place = Buffer.alloc(20);
  place.writeUInt32LE(0x07064b50, 0);
  place.writeBigUInt64LE(BigInt(offset + bytes), 8);
  place.writeUInt32LE(1, 16);
  return Buffer.concat([wide, place, end]);
}

function zip64(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(values.length * 8, 2);
  for (const [i, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + i * 8);
  return extra;
}
