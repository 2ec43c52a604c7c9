import { mkdir, open, readdir, readFile, rmdir, stat, statfs, truncate, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HubError } from '../sdk/errors.ts';

/** A file that grows at its end. */
export interface GrowingFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when what was written is on the disk. */
  sync(): Promise<void>;
  /** Forgets what lies beyond. */
  cut(bytes: number): Promise<void>;
  close(): Promise<void>;
}
/** The folder of recordings. Paths are relative to it. Everything throws HubError `disk-full` when there is no room, else what the system said. */
export interface Disk {
  /** A new file, private to the hub, with the folders above it. @throws with code EEXIST when there is one */
  create(path: string): Promise<GrowingFile>;
  /** All of it, or so many bytes from an offset on; fewer where the file ends before. */
  read(path: string, part?: { readonly offset: number; readonly bytes: number }): Promise<Buffer>;
  cut(path: string, bytes: number): Promise<void>;
  /** With the folders it leaves empty. Nothing happens when it is gone already. */
  remove(path: string): Promise<void>;
  /** Names in a folder, sorted; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  room(): Promise<{ readonly free: number; readonly total: number }>;
  /** Of several disks: what stands before the paths of new files, in the order in which they are to be tried; none when nothing takes them. */
  shelves?(): readonly string[];
  /** Of several disks: a file could not be made or written there. */
  failed?(path: string, failure: unknown): void;
}

export function isError(failure: unknown, ...codes: readonly string[]): boolean {
  return failure instanceof Error && codes.includes((failure as NodeJS.ErrnoException).code ?? '');
}

export class FolderDisk implements Disk {
  readonly #folder: string;
  #device: number | undefined;
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** New files are made only while the folder is on this file system: what is unplugged between two looks leaves an empty folder behind. */
  expect(device: number | undefined): void {
    this.#device = device;
  }

  async create(path: string): Promise<GrowingFile> {
    return roomy(async () => {
      if (this.#device !== undefined && (await stat(this.#folder)).dev !== this.#device) throw Object.assign(new Error('The disk is not there any more.'), { code: 'ENODEV' });
      await mkdir(dirname(this.#at(path)), { recursive: true, mode: 0o700 });
      const handle = await open(this.#at(path), 'wx', 0o600);
      return {
        // writeFile goes on from where the last one ended, and does not stop half way.
        write: (bytes) => roomy(() => handle.writeFile(bytes)),
        sync: () => roomy(() => handle.datasync()),
        cut: (bytes) => roomy(() => handle.truncate(bytes)),
        close: () => handle.close(),
      };
    });
  }
  async read(path: string, part?: { readonly offset: number; readonly bytes: number }): Promise<Buffer> {
    if (!part) return readFile(this.#at(path));
    await using handle = await open(this.#at(path), 'r');
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(part.bytes), 0, part.bytes, part.offset);
    return buffer.subarray(0, bytesRead);
  }
  async cut(path: string, bytes: number): Promise<void> {
    await roomy(() => truncate(this.#at(path), bytes));
  }
  async remove(path: string): Promise<void> {
    try {
      await unlink(this.#at(path));
    } catch (failure) {
      if (!isError(failure, 'ENOENT')) throw failure;
    }
    for (let folder = dirname(path); folder !== '.' && folder !== '/'; folder = dirname(folder)) {
      try {
        await rmdir(this.#at(folder));
      } catch {
        return; // not empty, which is no fault
      }
    }
  }
  async list(folder: string): Promise<readonly string[]> {
    try {
      return (await readdir(this.#at(folder))).toSorted();
    } catch (failure) {
      if (isError(failure, 'ENOENT', 'ENOTDIR')) return [];
      throw failure;
    }
  }
  async room(): Promise<{ readonly free: number; readonly total: number }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const { bavail, blocks, bsize } = await statfs(this.#folder);
    return { free: bavail * bsize, total: blocks * bsize };
  }

  #at(path: string): string {
    return join(this.#folder, path);
  }
}

async function roomy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isError(cause, 'ENOSPC', 'EDQUOT')) throw new HubError('disk-full', 'There is no room left for recordings.', { cause });
    throw cause;
  }
}
