import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { isError, type FolderDisk } from './disk.ts';

/** Lies in the folder of every disk of recordings; one that is empty says: take this folder. */
export const markName = '.matpho-disk';
const probeName = '.matpho-try';
const longestMark = 200;

export interface MarkFacts {
  readonly exists: boolean;
  /** What the mark says; undefined where there is none. */
  readonly mark: string | undefined;
  /** What it said when the disk was taken. */
  readonly known: string | undefined;
  /** The folder is on another file system than the hub's data, now and when it was taken. */
  readonly isOwn: boolean;
  readonly wasOwn: boolean;
  /** `recordings.dir` itself, which is made where it is missing. */
  readonly isMain: boolean;
}
/** `take`: to be marked and used; `gone`: an empty mount point, or nothing; `foreign`: another hub's or another disk. */
export type Recognition = 'ours' | 'take' | 'gone' | 'foreign';

/** Whether a folder is the disk it is said to be: a mount point without its disk looks like an empty folder and must not be filled. Pure. */
export function recognise({ exists, mark, known, isOwn, wasOwn, isMain }: MarkFacts): Recognition {
  if (!exists) return isMain && !wasOwn ? 'take' : 'gone';
  if (mark === '') return 'take';
  if (mark !== undefined) return mark === known ? 'ours' : 'foreign';
  // No mark. A file system of its own is a disk that is new here; a folder on the hub's own is the hub's, or a mount point.
  if (isOwn) return 'take';
  return isMain && !wasOwn ? 'take' : 'gone';
}

export interface MarkedDiskParts {
  readonly id: string;
  readonly folder: string;
  readonly disk: FolderDisk;
  readonly store: Store;
  readonly clock: Clock;
  readonly dataDir: string;
}

/** Finds out whether the disk that was there is there now, and marks one that is new. */
export class DiskMark {
  readonly #parts: MarkedDiskParts;
  constructor(parts: MarkedDiskParts) {
    this.#parts = parts;
  }

  /** @throws what the system says of a folder it cannot read or write */
  async look(): Promise<'here' | 'gone' | 'foreign'> {
    const { id, folder, store, disk } = this.#parts;
    const row = await store.read.selectFrom('recording_disk').selectAll().where('id', '=', id).executeTakeFirst();
    const device = await deviceOf(folder);
    const isOwn = device !== undefined && device !== await deviceOf(this.#parts.dataDir);
    const found = recognise({ exists: device !== undefined, mark: await this.#read(), known: row?.marker, isOwn, wasOwn: row?.own_filesystem === 1, isMain: id === 'main' });
    if (found === 'gone' || found === 'foreign') return found;
    if (found === 'take') await this.#take(row?.marker ?? `${id} ${randomUUID()}`);
    disk.expect(found === 'take' ? await deviceOf(folder) : device);
    return 'here';
  }
  /** A small file can be written and deleted. @throws what the system says */
  async probe(): Promise<void> {
    const file = join(this.#parts.folder, probeName);
    await using handle = await open(file, 'w', 0o600);
    await handle.writeFile('matpho');
    await handle.datasync();
    await unlink(file);
  }

  async #take(mark: string): Promise<void> {
    const { id, folder, store, clock, dataDir } = this.#parts;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const values = { marker: mark, own_filesystem: (await deviceOf(folder)) === (await deviceOf(dataDir)) ? 0 : 1, since: clock.now() } as const;
    // The row first: a mark without a row would be a stranger's.
    await store.write((trx) => trx.insertInto('recording_disk').values({ id, ...values }).onConflict((conflict) => conflict.column('id').doUpdateSet(values)).execute());
    await using handle = await open(join(folder, markName), 'w', 0o600);
    await handle.writeFile(mark);
    await handle.datasync();
  }
  async #read(): Promise<string | undefined> {
    try {
      return (await readFile(join(this.#parts.folder, markName), 'utf8')).trim().slice(0, longestMark);
    } catch (failure) {
      if (isError(failure, 'ENOENT', 'ENOTDIR')) return undefined;
      throw failure;
    }
  }
}

/** Of the file system a folder is on; undefined where there is no such folder. */
async function deviceOf(folder: string): Promise<number | undefined> {
  try {
    const found = await stat(folder);
    return found.isDirectory() ? found.dev : (await stat(dirname(folder))).dev;
  } catch (failure) {
    if (isError(failure, 'ENOENT', 'ENOTDIR')) return undefined;
    throw failure;
  }
}
