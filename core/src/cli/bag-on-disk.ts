import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BagUnreadable, openBagFile, type BagEntry, type BagSource, type NewHasher, type RandomAccess } from '../proof/bag/index.ts';

/** OpenSSL's. */
export const nodeHasher: NewHasher = () => {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
};

export interface BagOnDisk extends AsyncDisposable {
  readonly source: BagSource;
}

/** A bag in a folder or a ZIP. The files in it are opened one at a time, and no link is followed. @throws BagUnreadable, or what the file system says */
export async function openBagOnDisk(path: string): Promise<BagOnDisk> {
  const name = basename(path);
  if ((await stat(path)).isDirectory()) return { source: { name, entries: await entriesOf(path, '') }, [Symbol.asyncDispose]: async () => {} };
  const file = await open(path);
  try {
    const source = await openBagFile(name, new DiskFile(file, (await file.stat()).size));
    return { source, [Symbol.asyncDispose]: () => file.close() };
  } catch (failure) {
    await file.close();
    throw failure;
  }
}

async function entriesOf(root: string, under: string): Promise<BagEntry[]> {
  const entries: BagEntry[] = [];
  for (const found of (await readdir(join(root, under), { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = under === '' ? found.name : `${under}/${found.name}`;
    const at = join(root, path);
    const kind = found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
    if (kind === 'folder') entries.push({ path: `${path}/`, size: 0, kind, open: nothing }, ...await entriesOf(root, path));
    else entries.push({ path, kind, size: kind === 'file' ? (await stat(at)).size : 0, open: kind === 'file' ? () => contents(at, path) : nothing });
  }
  return entries;
}
async function* nothing(): AsyncGenerator<Uint8Array> {}
async function* contents(at: string, path: string): AsyncGenerator<Uint8Array> {
  try {
    const file = await open(at, constants.O_RDONLY | constants.O_NOFOLLOW);
    yield* file.createReadStream({ highWaterMark: 2 ** 20 }) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new BagUnreadable('unreadable', path, { cause });
  }
}

/** One buffer for everything that is read: a bag of five gigabytes costs no more memory than one of five. */
class DiskFile implements RandomAccess {
  readonly #file: FileHandle;
  readonly size: number;
  #buffer = Buffer.allocUnsafe(2 ** 20);
  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }
  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || at + length > this.size) throw new BagUnreadable('cut-short');
    if (length > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await this.#file.read(this.#buffer, done, length - done, at + done);
      if (bytesRead === 0) throw new BagUnreadable('cut-short');
      done += bytesRead;
    }
    return this.#buffer.subarray(0, length);
  }
}
