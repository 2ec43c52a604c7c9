import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from '../sdk/errors.ts';

/** Keeps the paper unreadable on the disk; the vault gives one. */
export interface TextSealer {
  seal(name: string, text: string): string;
  /** @throws HubError `vault-locked` */
  open(name: string, sealed: string): string;
}
/** Ids are made here; a name from outside never gets this far. */
const idForm = /^[0-9a-f-]{36}$/;
const fileForm = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$/;

/** What written requests keep on the disk: scans, sealed, in `scans`; what was delivered, in a folder for each request in `files`. */
export class WrittenFolder {
  readonly #folder: string;
  readonly #sealer: TextSealer;
  constructor(folder: string, sealer: TextSealer) {
    this.#folder = folder;
    this.#sealer = sealer;
  }

  /** On the disk when it resolves. @throws HubError `disk-full` */
  async keepScan(id: string, bytes: Buffer): Promise<void> {
    await mkdir(join(this.#folder, 'scans'), { recursive: true, mode: 0o700 });
    const file = await open(this.#scan(id), 'wx', 0o600);
    try {
      await file.writeFile(this.#sealer.seal(id, bytes.toString('base64')));
      await file.datasync();
    } catch (cause) {
      if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw new HubError('disk-full', 'There is no room left for the scan.', { cause });
      throw cause;
    } finally {
      await file.close();
    }
  }
  /** @throws HubError `vault-locked` when it was changed; `not-found` */
  async scan(id: string): Promise<Buffer> {
    const sealed = await readFile(this.#scan(id), 'utf8').catch((cause: unknown) => {
      throw new HubError('not-found', 'The scan is not on the disk.', { cause });
    });
    return Buffer.from(this.#sealer.open(id, sealed), 'base64');
  }
  async dropScan(id: string): Promise<void> {
    await rm(this.#scan(id), { force: true });
  }

  /** An empty folder for what is delivered on a request, whatever was in it before. */
  async beginFiles(request: string): Promise<string> {
    await this.dropFiles(request);
    const folder = this.#files(request);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
  /** Bytes [from, to) of a delivered file. */
  read(request: string, name: string, from: number, to: number): AsyncIterable<Uint8Array> {
    if (!fileForm.test(name)) throw new HubError('not-found', 'There is no such file.');
    return from >= to ? nothing() : createReadStream(join(this.#files(request), name), { start: from, end: to - 1 });
  }
  /** Some of what was delivered; what is gone already is no fault. */
  async dropSome(request: string, names: readonly string[]): Promise<void> {
    for (const name of names) if (fileForm.test(name)) await rm(join(this.#files(request), name), { force: true });
  }
  async dropFiles(request: string): Promise<void> {
    await rm(this.#files(request), { recursive: true, force: true, maxRetries: 3 });
  }

  async scans(): Promise<readonly string[]> {
    return this.#list('scans');
  }
  async requests(): Promise<readonly string[]> {
    return this.#list('files');
  }

  async #list(kind: string): Promise<readonly string[]> {
    const names = await readdir(join(this.#folder, kind)).catch((failure: NodeJS.ErrnoException) => {
      if (failure.code === 'ENOENT') return [];
      throw failure;
    });
    return names.filter((name) => idForm.test(name));
  }
  #scan(id: string): string {
    return join(this.#folder, 'scans', checked(id));
  }
  #files(request: string): string {
    return join(this.#folder, 'files', checked(request));
  }
}

function checked(id: string): string {
  if (!idForm.test(id)) throw new HubError('not-found', 'There is nothing of this name.');
  return id;
}
async function* nothing(): AsyncGenerator<Uint8Array> {}
