import type { AuditLog } from '../audit/audit-log.ts';
import type { Gate } from '../consent/gate.ts';
import type { ViewingRequest } from '../consent/gate-ports.ts';
import { ownAsk } from '../consent/owner-access.ts';
import { isRefusal } from '../consent/refusal.ts';
import type { Permit, Rendition } from '../domain/consent.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import type { Store } from '../store/open-store.ts';
import type { WrittenPieceTable, WrittenRequestTable } from '../store/schema-consent.ts';
import type { WrittenFolder } from './written-folder.ts';
import { isBagName, sidesOf, type Acting, type Bags } from './written-ports.ts';
import { releaseName } from './written-releases.ts';
import type { WrittenRows } from './written-rows.ts';

export interface FetchParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly gate: Pick<Gate, 'admit' | 'end' | 'vouches' | 'countWith'>;
  readonly clock: Clock;
  readonly rows: WrittenRows;
  readonly folder: WrittenFolder;
}
/** A file to save; `read` opens bytes [from, to) and ends early, with an error, when it may no longer be had. */
export interface DeliveredFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly read: (from: number, to: number) => AsyncIterable<Uint8Array>;
}
/** The recording as it was made: the owner handed over exactly this. */
const asRecorded: Rendition = { maxHeight: 4_320, maxFps: 240, audio: true, masks: new Set() };
const types: Readonly<Record<string, string>> = { zip: 'application/zip', mp4: 'video/mp4', json: 'application/json', txt: 'text/plain; charset=utf-8' };

/** Hands out what was delivered on a written request. Every fetch is a viewing of its own: on record before its first byte, ended with its consent. */
export class WrittenFetch {
  readonly #parts: FetchParts;
  #bags: Bags | undefined;
  constructor(parts: FetchParts) {
    this.#parts = parts;
  }

  useBags(bags: Bags): void {
    this.#bags = bags;
  }

  /** @throws HubError `not-found` for whoever has no part in it, and for what is not or no longer there */
  async open(request: string, name: string, acting: Acting): Promise<DeliveredFile> {
    const { rows, clock } = this.#parts;
    const row = await rows.find(request);
    if (!row || sidesOf(row, acting).length === 0) throw new HubError('not-found', 'There is no such request.');
    const found = (await rows.pieces(row.id)).flatMap((piece) => (JSON.parse(piece.files) as ExportedFile[]).map((file) => ({ piece, file }))).find(({ file }) => file.name === name);
    if (!found) throw new HubError('not-found', 'There is no such file.');
    if (row.status !== 'delivered' || row.release_until === null || clock.now() >= row.release_until) throw new HubError('consent-ended', 'What was delivered is no longer handed out.');
    const { piece, file } = found;
    return { name, bytes: file.bytes, type: types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', read: (from, to) => this.#read(row, piece, file, acting, from, to) };
  }

  async* #read(row: WrittenRequestTable, piece: WrittenPieceTable, file: ExportedFile, acting: Acting, from: number, to: number): AsyncGenerator<Uint8Array> {
    const { gate, folder, rows } = this.#parts;
    const permits: Permit<'clip'>[] = [];
    let bytes = 0;
    try {
      // A bag holds every piece that was cut: what ends one of them ends the whole.
      for (const each of isBagName(file.name) ? (await rows.pieces(row.id)).filter(({ status }) => status === 'cut') : [piece]) {
        const permit = await gate.admit(this.#asked(row, each, acting));
        if (isRefusal(permit)) throw permit.error;
        permits.push(permit);
        const spanSeconds = (each.to_at - each.from_at) / 1_000;
        gate.countWith(permit, () => ({ seconds: file.bytes === 0 ? 0 : spanSeconds * Math.min(1, bytes / file.bytes), bytes, obligationsMet: true, mark: null }));
      }
      await this.#record(row, file, permits);
      for await (const chunk of folder.read(row.id, file.name, from, to)) {
        const ended = permits.find((permit) => !gate.vouches(permit));
        if (ended) throw new HubError('consent-ended', `The permission ended: ${String(ended.signal.reason)}.`);
        bytes += chunk.length;
        yield chunk;
      }
    } finally {
      for (const permit of permits) await gate.end(permit, 'viewer');
    }
  }

  /** An officer under the release, the house under its own roof. */
  #asked(row: WrittenRequestTable, piece: WrittenPieceTable, { person, keeps, offices }: Acting): ViewingRequest<'clip'> {
    const footage = [piece.from_at, piece.to_at] as const;
    const office = offices.find(({ unit }) => unit === row.unit);
    if (keeps.includes(row.owner) || !office) return { as: 'member', ask: ownAsk(person, piece.camera, 'clip', asRecorded, footage) };
    return {
      as: 'officer', release: releaseName(row.id, piece.n),
      ask: { who: { person, units: [office.unit], roles: [office.role], certs: [] }, camera: piece.camera, action: 'clip', rendition: asRecorded, footage, purpose: row.purpose, caseNo: row.case_no },
    };
  }

  /** On the disk before the first byte leaves; the request remembers that something of it is out. */
  async #record(row: WrittenRequestTable, { name, sha256 }: ExportedFile, permits: readonly Permit<'clip'>[]): Promise<void> {
    const { store, audit, clock } = this.#parts;
    const at = clock.now();
    try {
      const officerNo = await store.write(async (trx) => {
        let number: string | null = null;
        for (const permit of permits) {
          const line = await trx.selectFrom('viewing').select(['unit', 'officer_no']).where('id', '=', permit.id).executeTakeFirst();
          number = line?.officer_no ?? number;
          if (permit.route === 'R4') await trx.updateTable('written_request').set({ first_fetched_at: row.first_fetched_at ?? at }).where('id', '=', row.id).where('first_fetched_at', 'is', null).execute();
          await audit.append(trx, {
            type: 'clip.fetched', camera: permit.ask.camera, at,
            body: { request: row.id, documentNo: row.document_no, caseNo: row.case_no, file: name, sha256, person: permit.ask.who.person, unit: line?.unit ?? null, officerNo: line?.officer_no ?? null, route: permit.route, viewing: permit.id },
          });
        }
        return number;
      });
      const [permit] = permits;
      if (permit && isBagName(name)) await this.#bags?.fetched(row.id, { person: permit.ask.who.person, side: permit.route === 'R4' ? 'unit' : 'owner', officerNo });
    } catch (cause) {
      throw new HubError('not-recorded', 'The download could not be recorded.', { cause });
    }
  }
}
