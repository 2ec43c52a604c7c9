import { mkdir, open, readdir, readFile, rmdir, statfs, truncate, unlink } from 'node:fs/promises';
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
  read(path: string): Promise<Buffer>;
  cut(path: string, bytes: number): Promise<void>;
  /** With the folders it leaves empty. Nothing happens when it is gone already. */
  remove(path: string): Promise<void>;
  /** Names in a folder, sorted; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  room(): Promise<{ readonly free: number; readonly total: number }>;
}

export function isError(failure: unknown, ...codes: readonly string[]): boolean {
  return failure instanceof Error && codes.includes((failure as NodeJS.ErrnoException).code ?? '');
}

export class FolderDisk implements Disk {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  async create(path: string): Promise<GrowingFile> {
    return roomy(async () => {
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
  async read(path: string): Promise<Buffer> {
    return readFile(this.#at(path));
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
