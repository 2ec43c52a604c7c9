import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from '../sdk/errors.ts';
import type { ExportedFile, ExportTarget } from '../sdk/ports.ts';

const fileName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$/;
const mostFiles = 200;

/** Files of exports, each export in a folder of its own, for the hub's eyes only. */
export class ExportFolder {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Begins an export afresh. What it wrote is listed by `files`. */
  async begin(job: string, written: (bytes: number) => void): Promise<{ readonly target: ExportTarget; readonly files: readonly ExportedFile[] }> {
    await this.remove(job);
    await mkdir(this.#at(job), { recursive: true, mode: 0o700 });
    const files: ExportedFile[] = [];
    const target: ExportTarget = {
      write: async (name, bytes) => {
        if (!fileName.test(name) || files.length >= mostFiles || files.some((file) => file.name === name)) throw new HubError('internal', 'The exporter wrote a file it may not write.');
        const file = { name, ...(await writeFile(this.#at(job, name), bytes, written)) };
        files.push(file);
        return { bytes: file.bytes, sha256: file.sha256 };
      },
    };
    return { target, files };
  }
  /** Bytes [from, to) of a file. */
  read(job: string, name: string, from: number, to: number): AsyncIterable<Buffer> {
    return from >= to ? nothing() : createReadStream(this.#at(job, name), { start: from, end: to - 1 });
  }
  /** The same bytes under a second name: nothing is read or written again. */
  async share(job: string, files: readonly ExportedFile[], folder: string, prefix: string): Promise<readonly ExportedFile[]> {
    const shared = files.map((file) => ({ ...file, name: `${prefix}${file.name}`.slice(0, 120) }));
    for (const [at, { name }] of files.entries()) await link(this.#at(job, name), join(folder, shared[at]?.name ?? name));
    return shared;
  }
  async remove(job: string): Promise<void> {
    // An exporter that was told to stop may be writing its last file still.
    await rm(this.#at(job), { recursive: true, force: true, maxRetries: 3 });
  }
  async list(): Promise<readonly string[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return readdir(this.#folder);
  }

  #at(...names: readonly string[]): string {
    return join(this.#folder, ...names);
  }
}

async function writeFile(path: string, bytes: AsyncIterable<Uint8Array>, written: (bytes: number) => void): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) {
      await file.writeFile(chunk);
      hash.update(chunk);
      size += chunk.length;
      written(chunk.length);
    }
    await file.datasync();
  } catch (cause) {
    if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw new HubError('disk-full', 'There is no room left for the export.', { cause });
    throw cause;
  } finally {
    await file.close();
  }
  return { bytes: size, sha256: hash.digest('hex') };
}

async function* nothing(): AsyncGenerator<Buffer> {}
