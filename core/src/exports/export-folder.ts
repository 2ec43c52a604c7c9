import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile as save } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { KeptPieces } from '../recordings/conditioned-clip.ts';
import { HubError } from '../sdk/errors.ts';
import type { ExportedFile, ExportTarget } from '../sdk/ports.ts';

const fileName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$/;
const mostFiles = 200;
/** Also its sum as archives write it (PKWARE APPNOTE.TXT §4.4.7); what older hubs wrote has none. */
export type StoredFile = ExportedFile & { readonly crc32?: number };
const madeEnding = '.made';

/** Files of exports, each export in a folder of its own, for the hub's eyes only. */
export class ExportFolder {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Begins an export afresh. What it wrote is listed by `files`. */
  async begin(job: string, written: (bytes: number) => void): Promise<{ readonly target: ExportTarget; readonly files: readonly StoredFile[] }> {
    await this.clear(job);
    await mkdir(this.#at(job), { recursive: true, mode: 0o700 });
    const files: StoredFile[] = [];
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
  /** Pieces that took long to make, until the export is written or given up. */
  kept(job: string): KeptPieces {
    const folder = this.#at(`${job}${madeEnding}`);
    return {
      get: async (key) => {
        const whole = await readFile(join(folder, key)).catch(() => undefined);
        // A sudden stop may leave a file that is not whole.
        return whole && createHash('sha256').update(whole.subarray(32)).digest().equals(whole.subarray(0, 32)) ? whole.subarray(32) : undefined;
      },
      put: async (key, made) => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await roomy(() => save(join(folder, `${key}.new`), Buffer.concat([createHash('sha256').update(made).digest(), made]), { mode: 0o600 }));
        await rename(join(folder, `${key}.new`), join(folder, key));
      },
    };
  }
  async remove(job: string): Promise<void> {
    await this.clear(job);
    await this.forgetKept(job);
  }
  async forgetKept(job: string): Promise<void> {
    await rm(this.#at(`${job}${madeEnding}`), { recursive: true, force: true, maxRetries: 3 });
  }
  /** Its files; what was kept stays. */
  async clear(job: string): Promise<void> {
    // An exporter that was told to stop may be writing its last file still.
    await rm(this.#at(job), { recursive: true, force: true, maxRetries: 3 });
  }
  /** Exports that have anything here. */
  async list(): Promise<readonly string[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return [...new Set((await readdir(this.#folder)).map((name) => (name.endsWith(madeEnding) ? name.slice(0, -madeEnding.length) : name)))];
  }

  #at(...names: readonly string[]): string {
    return join(this.#folder, ...names);
  }
}

async function writeFile(path: string, bytes: AsyncIterable<Uint8Array>, written: (bytes: number) => void): Promise<Omit<StoredFile, 'name'>> {
  const hash = createHash('sha256');
  let size = 0;
  let sum = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) {
      await roomy(() => file.writeFile(chunk));
      hash.update(chunk);
      sum = crc32(chunk, sum);
      size += chunk.length;
      written(chunk.length);
    }
    await roomy(() => file.datasync());
  } finally {
    await file.close();
  }
  return { bytes: size, sha256: hash.digest('hex'), crc32: sum };
}

async function roomy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw new HubError('disk-full', 'There is no room left for the export.', { cause });
    throw cause;
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}
