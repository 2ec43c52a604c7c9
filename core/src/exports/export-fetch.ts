import { crc32 } from 'node:zlib';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { PersonId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { aboutBundle } from './about-bundle.ts';
import { requireAllowed, viewingOf } from './export-access.ts';
import type { ExportFolder, StoredFile } from './export-folder.ts';
import type { ExportJob, ExportRows } from './export-rows.ts';
import { cutLayout, dosClock, zipLayout, type ZipLayout } from './zip-layout.ts';

/** A file to save; `read` opens bytes [from, to) and ends early, with an error, when it may no longer be had. */
export interface ExportAnswer {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly read: (from: number, to: number) => AsyncIterable<Uint8Array>;
}
export interface ExportFetchParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly records: ConsentRecords;
  readonly clock: Clock;
  readonly log: Log;
}
/** Where a file of an archive is; without a place, `about`. */
interface Archive {
  readonly layout: ZipLayout;
  readonly places: ReadonlyMap<string, { readonly row: ExportJob; readonly name: string }>;
  readonly about: Buffer;
}
/** A download asks so often whether it is still allowed: it is cut within a second of a revocation. */
const askedEveryMs = 500;
const types: Readonly<Record<string, string>> = { mp4: 'video/mp4', jpg: 'image/jpeg', json: 'application/json', txt: 'text/plain; charset=utf-8' };

/** Hands finished exports to the one who asked for them: each time she must still be allowed, and each time it is on record before a byte leaves. */
export class ExportFetch {
  readonly #parts: ExportFetchParts;
  readonly #rows: ExportRows;
  readonly #folder: ExportFolder;
  constructor(parts: ExportFetchParts, rows: ExportRows, folder: ExportFolder) {
    this.#parts = parts;
    this.#rows = rows;
    this.#folder = folder;
  }

  /** @throws HubError `not-found`, `not-allowed`, `consent-ended` */
  async file(job: string, name: string, by: PersonId): Promise<ExportAnswer> {
    const row = await this.#rows.find(job);
    const file = row?.person === by && row.status === 'done' ? (JSON.parse(row.files) as StoredFile[]).find((each) => each.name === name) : undefined;
    if (!row || !file) throw new HubError('not-found', 'There is no such file.');
    await this.#requireAllowed(row);
    return { name, bytes: file.bytes, type: types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', read: (from, to) => this.#read(row, name, from, to) };
  }

  /**
   * All that was asked for together, as one archive that is put together while it is read. It names what is missing: what was refused, what failed.
   * @throws HubError `not-found`; `not-ready` while one is still written; `not-allowed`, `consent-ended` when one of them may no longer be had
   */
  async bundle(bundle: string, by: PersonId): Promise<ExportAnswer> {
    const rows = (await this.#rows.ofBundle(bundle)).filter(({ person }) => person === by);
    const done = rows.filter(({ status, files }) => status === 'done' && files !== '[]');
    const [first] = rows;
    if (!first || done.length === 0) throw new HubError('not-found', 'There is no such export.');
    if (rows.some(({ status }) => status === 'waiting' || status === 'running')) throw new HubError('not-ready', 'One of the cameras is still being written.');
    for (const row of done) await this.#requireAllowed(row);
    const listed = done.flatMap((row) => (JSON.parse(row.files) as StoredFile[]).map((file) => ({ row, file, name: `${folderOf(row)}/${file.name}` })));
    const madeAt = Math.max(...done.map((row) => row.done_at ?? row.created_at));
    const about = Buffer.from(aboutBundle(rows, madeAt));
    const entries = [...listed.map(({ name, file }) => ({ name, bytes: file.bytes, crc32: file.crc32 ?? 0 })), { name: 'about.json', bytes: about.length, crc32: crc32(about) }];
    const archive: Archive = { layout: zipLayout(entries, dosClock(madeAt)), places: new Map(listed.map(({ name, row, file }) => [name, { row, name: file.name }])), about };
    const stamp = new Date(first.from_at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return { name: `matpho_${stamp}.zip`, type: 'application/zip', bytes: archive.layout.bytes, read: (from, to) => this.#archive(archive, from, to) };
  }

  async* #archive({ layout, places, about }: Archive, from: number, to: number): AsyncGenerator<Uint8Array> {
    for (const { part, from: begin, to: end } of cutLayout(layout, from, to)) {
      const place = 'file' in part ? places.get(part.file.name) : undefined;
      if (place) yield* this.#read(place.row, place.name, begin, end);
      else yield ('head' in part ? part.head : about).subarray(begin, end);
    }
  }
  async* #read(row: ExportJob, name: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    await this.#requireAllowed(row);
    await this.#recordFetch(row, name);
    let askedAt = -Infinity;
    for await (const chunk of this.#folder.read(row.id, name, from, to)) {
      // By a clock that nobody sets.
      if (performance.now() - askedAt > askedEveryMs) {
        await this.#requireAllowed(row);
        askedAt = performance.now();
      }
      yield chunk;
    }
  }
  /** On the disk before the first byte leaves. */
  async #recordFetch(row: ExportJob, file: string): Promise<void> {
    const { store, audit, clock, log } = this.#parts;
    const viewing = await viewingOf(store, row);
    const body = { export: row.id, file, person: row.person, unit: viewing?.unit ?? null, officerNo: viewing?.officer_no ?? null, route: viewing?.route ?? null, viewing: row.viewing };
    try {
      await audit.append(undefined, { type: 'clip.fetched', camera: row.camera, at: clock.now(), body });
    } catch (cause) {
      log.error('a download could not be recorded', { error: cause });
      throw new HubError('not-recorded', 'The download could not be recorded.', { cause });
    }
  }
  async #requireAllowed(row: ExportJob): Promise<void> {
    await requireAllowed(this.#parts.store, this.#parts.records, row, this.#parts.clock.now());
  }
}

/** One folder for each camera, ASCII. */
function folderOf({ camera }: ExportJob): string {
  return camera.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
}
