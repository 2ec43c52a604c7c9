import type { OwnerId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import type { Store } from '../store/open-store.ts';
import type { WrittenMessageTable, WrittenPieceTable, WrittenRequestTable, WrittenScanTable } from '../store/schema-consent.ts';
import type { TextSealer } from './written-folder.ts';
import type { SealedPaper } from './written-paper.ts';
import { sidesOf, type Acting } from './written-ports.ts';

/** A request with all that belongs to it, opened. */
export interface WrittenRecord {
  readonly row: WrittenRequestTable;
  readonly paper: SealedPaper;
  readonly scan: WrittenScanTable;
  readonly pieces: readonly WrittenPiece[];
  readonly messages: readonly WrittenMessage[];
}
export type WrittenPiece = Omit<WrittenPieceTable, 'files'> & { readonly camera_name: string; readonly files: readonly ExportedFile[] };
export type WrittenMessage = Pick<WrittenMessageTable, 'n' | 'at' | 'kind'> & { readonly person_name: string; readonly body: MessageBody };
export interface MessageBody {
  readonly text: string;
  /** Of a destruction: when, who did it, how, and under which paper. */
  readonly destroyedAt?: Instant;
  readonly by?: string;
  readonly method?: string;
  readonly documentNo?: string;
}
const mostListed = 200;

/** Reads written requests. */
export class WrittenRows {
  readonly #store: Store;
  readonly #sealer: TextSealer;
  constructor(store: Store, sealer: TextSealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  async find(id: string): Promise<WrittenRequestTable | undefined> {
    return this.#store.read.selectFrom('written_request').selectAll().where('id', '=', id).executeTakeFirst();
  }
  /** Newest first. */
  async ofOwners(owners: readonly OwnerId[]): Promise<readonly WrittenRecord[]> {
    if (owners.length === 0) return [];
    return this.#opened(await this.#store.read.selectFrom('written_request').selectAll().where('owner', 'in', owners).orderBy('created_at', 'desc').limit(mostListed).execute());
  }
  /** Those of her units that this officer may see, newest first. */
  async ofOfficer(acting: Acting): Promise<readonly WrittenRecord[]> {
    const units = acting.offices.map(({ unit }) => unit);
    if (units.length === 0) return [];
    const rows = await this.#store.read.selectFrom('written_request').selectAll().where('unit', 'in', units).orderBy('created_at', 'desc').limit(mostListed).execute();
    return this.#opened(rows.filter((row) => sidesOf(row, { ...acting, keeps: [] }).includes('unit')));
  }
  async one(row: WrittenRequestTable): Promise<WrittenRecord> {
    const [record] = await this.#opened([row]);
    if (!record) throw new RangeError('A request was read and is not there.');
    return record;
  }
  async pieces(request: string): Promise<readonly WrittenPieceTable[]> {
    return this.#store.read.selectFrom('written_piece').selectAll().where('request', '=', request).orderBy('n').execute();
  }

  async #opened(rows: readonly WrittenRequestTable[]): Promise<readonly WrittenRecord[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const [pieces, messages, scans] = await Promise.all([
      this.#store.read.selectFrom('written_piece').innerJoin('camera', 'camera.id', 'written_piece.camera').selectAll('written_piece').select('camera.name as camera_name').where('request', 'in', ids).orderBy('n').execute(),
      this.#store.read.selectFrom('written_message').innerJoin('person', 'person.id', 'written_message.person').selectAll('written_message').select('person.name as person_name').where('request', 'in', ids).orderBy('n').execute(),
      this.#store.read.selectFrom('written_scan').selectAll().where('id', 'in', rows.map(({ scan }) => scan)).execute(),
    ]);
    return rows.flatMap((row) => {
      const scan = scans.find(({ id }) => id === row.scan);
      return scan ? [{
        row, scan, paper: JSON.parse(this.#sealer.open(paperName(row.id), row.body)) as SealedPaper,
        pieces: pieces.filter(({ request }) => request === row.id).map((piece) => ({ ...piece, files: JSON.parse(piece.files) as ExportedFile[] })),
        messages: messages.filter(({ request }) => request === row.id).map(({ n, at, kind, person_name, body }) => ({ n, at, kind, person_name, body: JSON.parse(this.#sealer.open(messageName(row.id, n), body)) as MessageBody })),
      }] : [];
    });
  }
}

export const paperName = (request: string): string => `written/${request}`;
export const messageName = (request: string, n: number): string => `written/${request}/${n}`;
export const holdRef = (request: string, n: number): string => `${request}.${n}`;
