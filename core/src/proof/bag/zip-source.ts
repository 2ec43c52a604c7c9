import { BagUnreadable, type BagEntry, type BagSource, type RandomAccess } from './bag-source.ts';

/** APPNOTE.TXT 6.3.9 of PKWARE, of which a bag needs little: one disk, stored entries (a repacked bag may hold deflated ones), ZIP64. */
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const longestComment = 65_535;
const longestDirectory = 64 * 2 ** 20;
const mostEntries = 100_000;
const piece = 2 ** 20;

interface Listed extends Pick<BagEntry, 'path' | 'size' | 'kind'> {
  readonly packed: number;
  readonly at: number;
  readonly method: number;
  readonly flags: number;
}

/** Reads the list of a ZIP; the files themselves only when they are opened. @throws BagUnreadable */
export async function openZip(name: string, file: RandomAccess): Promise<BagSource> {
  const { at, length, count } = await findDirectory(file);
  const bytes = copyOf(await file.read(at, length));
  const listed = readDirectory(bytes, count, at);
  // What claims more than the archive holds is a bomb, or damaged.
  if (listed.reduce((sum, { packed }) => sum + packed, 0) > file.size) throw new BagUnreadable('zip-damaged');
  return { name, entries: listed.map((entry) => ({ path: entry.path, size: entry.size, kind: entry.kind, open: () => contents(file, entry), ...(entry.method === 0 ? { place: () => placeOf(file, entry) } : {}) })) };
}

/** A Buffer's own `slice` copies nothing. */
const copyOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** 64 bits that must be a length or a place; §4.4.1.4. */
function large(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BagUnreadable('zip-damaged');
  return Number(value);
}

async function findDirectory(file: RandomAccess): Promise<{ readonly at: number; readonly length: number; readonly count: number }> {
  const tail = Math.min(file.size, endLength + longestComment);
  if (tail < endLength) throw new BagUnreadable('no-zip');
  const bytes = copyOf(await file.read(file.size - tail, tail));
  const view = viewOf(bytes);
  let end = tail - endLength;
  // §4.3.16: the record whose comment reaches exactly to the end of the file.
  while (end >= 0 && !(view.getUint32(end, true) === endSignature && view.getUint16(end + 20, true) === tail - end - endLength)) end -= 1;
  if (end < 0) throw new BagUnreadable(await startsAsZip(file) ? 'cut-short' : 'no-zip');
  let found = { at: view.getUint32(end + 16, true), length: view.getUint32(end + 12, true), count: view.getUint16(end + 10, true) };
  let endAt = file.size - tail + end;
  if (end >= 20 && view.getUint32(end - 20, true) === locator64Signature) {
    endAt = large(view, end - 20 + 8);
    if (endAt + 56 > file.size) throw new BagUnreadable('zip-damaged');
    const record = viewOf(copyOf(await file.read(endAt, 56)));
    if (record.getUint32(0, true) !== end64Signature) throw new BagUnreadable('zip-damaged');
    found = { at: large(record, 48), length: large(record, 40), count: large(record, 32) };
  }
  if (found.count > mostEntries || found.length > longestDirectory) throw new BagUnreadable('too-many');
  if (found.at + found.length > endAt) throw new BagUnreadable('zip-damaged');
  return found;
}
async function startsAsZip(file: RandomAccess): Promise<boolean> {
  return viewOf(await file.read(0, 4)).getUint32(0, true) === localSignature;
}

function readDirectory(bytes: Uint8Array, count: number, before: number): Listed[] {
  const view = viewOf(bytes);
  const listed: Listed[] = [];
  let p = 0;
  for (let i = 0; i < count; i += 1) {
    if (p + 46 > bytes.length || view.getUint32(p, true) !== entrySignature) throw new BagUnreadable('zip-damaged');
    const [nameLength, extraLength, commentLength] = [view.getUint16(p + 28, true), view.getUint16(p + 30, true), view.getUint16(p + 32, true)];
    const extraAt = p + 46 + nameLength;
    const next = extraAt + extraLength + commentLength;
    if (next > bytes.length) throw new BagUnreadable('zip-damaged');
    const path = nameOf(bytes.subarray(p + 46, extraAt));
    const size64 = wide(view, extraAt, extraAt + extraLength, { size: view.getUint32(p + 24, true), packed: view.getUint32(p + 20, true), at: view.getUint32(p + 42, true) });
    if (size64.at + 30 > before) throw new BagUnreadable('zip-damaged', path);
    // §4.4.15: the upper half of the outside attributes is the Unix mode where the maker was Unix.
    const mode = view.getUint8(p + 5) === 3 ? view.getUint16(p + 40, true) & 0xf000 : 0;
    const kind = mode === 0xa000 ? 'link' : path.endsWith('/') ? 'folder' : mode === 0 || mode === 0x8000 ? 'file' : 'other';
    listed.push({ path, kind, ...size64, flags: view.getUint16(p + 8, true), method: view.getUint16(p + 10, true) });
    p = next;
  }
  if (p !== bytes.length) throw new BagUnreadable('zip-damaged');
  return listed;
}

/** A name that is no UTF-8 keeps a mark that no good name has. */
function nameOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** §4.5.3: of the three, only those stand in the extra field that did not fit. */
function wide(view: DataView, from: number, to: number, short: { readonly size: number; readonly packed: number; readonly at: number }): { size: number; packed: number; at: number } {
  const found = { ...short };
  for (let p = from; p + 4 <= to; p += 4 + view.getUint16(p + 2, true)) {
    if (view.getUint16(p, true) !== 0x0001) continue;
    const last = p + 4 + view.getUint16(p + 2, true);
    let q = p + 4;
    for (const which of ['size', 'packed', 'at'] as const) {
      if (short[which] !== 0xffffffff) continue;
      if (q + 8 > last || last > to) throw new BagUnreadable('zip-damaged');
      found[which] = large(view, q);
      q += 8;
    }
  }
  return found;
}

async function* contents(file: RandomAccess, entry: Listed): AsyncGenerator<Uint8Array> {
  const { from, length } = await placeOf(file, entry);
  const stored = pieces(file, from, length);
  if (entry.method === 0) yield* stored;
  else yield* inflated(stored, entry);
}

async function placeOf(file: RandomAccess, { path, size, packed, at, method, flags }: Listed): Promise<{ readonly from: number; readonly length: number }> {
  if ((flags & 1) !== 0) throw new BagUnreadable('zip-locked', path);
  if (method !== 0 && method !== 8) throw new BagUnreadable('zip-method', path);
  const head = viewOf(copyOf(await file.read(at, 30)));
  if (head.getUint32(0, true) !== localSignature) throw new BagUnreadable('zip-damaged', path);
  const nameLength = head.getUint16(26, true);
  const from = at + 30 + nameLength + head.getUint16(28, true);
  // Unpackers go by one list or the other: a bag in which they differ is two bags.
  if (nameOf(await file.read(at + 30, nameLength)) !== path || head.getUint16(8, true) !== method) throw new BagUnreadable('zip-header', path);
  if (from + packed > file.size || (method === 0 && packed !== size)) throw new BagUnreadable('zip-damaged', path);
  return { from, length: packed };
}

async function* pieces(file: RandomAccess, from: number, length: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; done += piece) yield await file.read(from + done, Math.min(piece, length - done));
}

async function* inflated(stored: AsyncGenerator<Uint8Array>, { path, size }: Listed): AsyncGenerator<Uint8Array> {
  // A piece may be written over once the next is asked for, and the stream may still be reading it.
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (control) => {
      const next = await stored.next();
      if (next.done === true) control.close();
      else control.enqueue(copyOf(next.value));
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let total = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      total += read.value.length;
      if (total > size) throw new BagUnreadable('zip-damaged', path);
      yield read.value;
    }
  } catch (cause) {
    throw cause instanceof BagUnreadable ? cause : new BagUnreadable('zip-damaged', path, { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (total !== size) throw new BagUnreadable('zip-damaged', path);
}
