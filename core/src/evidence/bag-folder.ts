import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { HubError } from '../sdk/errors.ts';
import type { ListedFile } from './bag-manifest.ts';

export const bagForm = /^EV-\d{4}-\d{6}$/;
const pathForm = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,250}$/;
const syncedAtOnce = 16;

/** Bags on the disk, for the hub's eyes only: each in a folder of its name, with `.part` behind it until it is whole; beside it the list of its files. */
export class BagFolder {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Afresh, whatever was there. @throws HubError `conflict` where a whole bag of this name is */
  async begin(bag: string): Promise<BagPart> {
    if (await exists(this.#at(bag))) throw new HubError('conflict', 'There is a bag of this name already.');
    await rm(this.#part(bag), { recursive: true, force: true, maxRetries: 3 });
    await roomy(mkdir(this.#part(bag), { recursive: true, mode: 0o700 }));
    return new BagPart(this.#part(bag));
  }
  /** One step: before it there is no such bag, after it the whole one. Done already, it does nothing. */
  async seal(bag: string): Promise<void> {
    if (await this.state(bag) === 'whole') return;
    await rename(this.#part(bag), this.#at(bag));
    await syncFolder(this.#folder);
  }
  /** As it stands on the disk: whole, or all but named so. */
  async state(bag: string): Promise<'none' | 'part' | 'whole'> {
    return await exists(this.#at(bag)) ? 'whole' : await exists(this.#part(bag)) ? 'part' : 'none';
  }
  async list(bag: string): Promise<readonly ListedFile[]> {
    return JSON.parse(await readFile(this.#list(bag), 'utf8')) as ListedFile[];
  }
  async keepList(bag: string, files: readonly ListedFile[]): Promise<void> {
    const next = `${this.#list(bag)}.new`;
    const file = await roomy(open(next, 'w', 0o600));
    try {
      await roomy(file.writeFile(JSON.stringify(files)));
      await roomy(file.datasync());
    } finally {
      await file.close();
    }
    await rename(next, this.#list(bag));
  }
  async readWhole(bag: string, path: string): Promise<Buffer> {
    return readFile(join(await this.#held(bag), checked(path)));
  }
  /** Bytes [from, to) of a file. */
  read(bag: string, path: string, from: number, to: number): AsyncIterable<Buffer> {
    return createReadStream(join(this.#at(bag), checked(path)), { start: from, end: to - 1, highWaterMark: 256 * 1024 });
  }
  /** After the signature: a proof, a token or another signature. */
  async add(bag: string, path: string, bytes: Uint8Array): Promise<void> {
    const files = await this.list(bag);
    const file = await writeFile(join(await this.#held(bag), checked(path)), once(bytes), path, undefined, true);
    await this.keepList(bag, [...files.filter((each) => each.path !== path), file]);
  }
  async remove(bag: string): Promise<void> {
    await rm(this.#part(bag), { recursive: true, force: true, maxRetries: 3 });
    await rm(this.#at(bag), { recursive: true, force: true, maxRetries: 3 });
    await rm(this.#list(bag), { force: true });
  }
  /** Names of bags there is anything of. */
  async names(): Promise<readonly string[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return [...new Set((await readdir(this.#folder)).map((name) => name.slice(0, 14)).filter((name) => bagForm.test(name)))];
  }

  async #held(bag: string): Promise<string> {
    return await exists(this.#at(bag)) ? this.#at(bag) : this.#part(bag);
  }
  #at(bag: string): string {
    if (!bagForm.test(bag)) throw new HubError('not-found', 'There is no such bag.');
    return join(this.#folder, bag);
  }
  #part(bag: string): string {
    return `${this.#at(bag)}.part`;
  }
  #list(bag: string): string {
    return `${this.#at(bag)}.files.json`;
  }
}

/** A bag that is being filled. */
export class BagPart {
  readonly #folder: string;
  readonly #files = new Map<string, ListedFile>();
  constructor(folder: string) {
    this.#folder = folder;
  }

  get files(): readonly ListedFile[] { return [...this.#files.values()]; }
  has(path: string): boolean { return this.#files.has(path); }
  /** @param sha256 where it is known already, from bytes that were just compared with it. @throws HubError `disk-full`, `conflict` */
  async write(path: string, bytes: AsyncIterable<Uint8Array> | Uint8Array, { sha256, counted }: { readonly sha256?: string; readonly counted?: (bytes: number) => void } = {}): Promise<ListedFile> {
    if (this.#files.has(path)) throw new HubError('conflict', 'The bag has this file.');
    const file = await writeFile(join(this.#folder, checked(path)), bytes instanceof Uint8Array ? once(bytes) : bytes, path, sha256, false, counted);
    this.#files.set(path, file);
    return file;
  }
  async move(from: string, to: string): Promise<ListedFile> {
    const file = this.#files.get(from);
    if (!file || this.#files.has(to)) throw new HubError('internal', 'A file of the bag cannot be moved.');
    await mkdir(dirname(join(this.#folder, checked(to))), { recursive: true, mode: 0o700 });
    await rename(join(this.#folder, from), join(this.#folder, to));
    const moved = { ...file, path: to };
    this.#files.delete(from);
    this.#files.set(to, moved);
    return moved;
  }
  /** All that was written is on the disk when it resolves; many at once, as each by itself would wait for the disk. */
  async sync(): Promise<void> {
    const paths = [...this.#files.keys()];
    for (let at = 0; at < paths.length; at += syncedAtOnce) {
      await Promise.all(paths.slice(at, at + syncedAtOnce).map(async (path) => {
        const file = await open(join(this.#folder, path), 'r');
        try {
          await roomy(file.datasync());
        } finally {
          await file.close();
        }
      }));
    }
  }
}

async function writeFile(at: string, bytes: AsyncIterable<Uint8Array>, path: string, known: string | undefined, replaces: boolean, counted?: (bytes: number) => void): Promise<ListedFile> {
  await roomy(mkdir(dirname(at), { recursive: true, mode: 0o700 }));
  const hash: Hash | undefined = known === undefined ? createHash('sha256') : undefined;
  let crc = 0;
  let size = 0;
  const target = replaces ? `${at}.new` : at;
  const file = await roomy(open(target, replaces ? 'w' : 'wx', 0o600));
  try {
    for await (const chunk of bytes) {
      await roomy(file.writeFile(chunk));
      hash?.update(chunk);
      crc = crc32(chunk, crc);
      size += chunk.length;
      counted?.(chunk.length);
    }
    if (replaces) await roomy(file.datasync());
  } finally {
    await file.close();
  }
  if (replaces) await rename(target, at);
  return { path, bytes: size, sha256: known ?? hash?.digest('hex') ?? '', crc32: crc };
}

function checked(path: string): string {
  if (!pathForm.test(path)) throw new HubError('internal', 'A path in a bag is not one.');
  return path;
}
async function roomy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw new HubError('disk-full', 'There is no room left for the bag.', { cause });
    throw cause;
  }
}
async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
