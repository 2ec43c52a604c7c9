import type { AskId, CameraId, OwnerId, PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { EvidenceBagTable, EvidencePieceTable } from '../store/schema-footage.ts';

export type BagPieceRow = Omit<EvidencePieceTable, 'recorded_ms' | 'gaps'> & { readonly recorded_ms: number; readonly gaps: number; readonly camera_name: string; readonly owner_name: string; /** Whose approval it used. */ readonly ask: AskId | null };
export interface BagRecord extends EvidenceBagTable {
  readonly pieces: readonly BagPieceRow[];
}
export type NewBag = Pick<EvidenceBagTable, 'person' | 'route' | 'unit' | 'unit_name' | 'officer_no' | 'purpose' | 'case_no' | 'ask' | 'request' | 'originals' | 'receiver'>;
export type NewPiece = Pick<EvidencePieceTable, 'camera' | 'owner' | 'from_at' | 'to_at' | 'viewing'>;
const counter = (year: number): string => `evidence/${year}`;

/** The rows of bags. */
export class BagRows {
  readonly #store: Store;
  readonly #changed: (bag: string) => void;
  /** @param changed told of every bag that was added or changed */
  constructor(store: Store, changed: (bag: string) => void = () => {}) {
    this.#store = store;
    this.#changed = changed;
  }

  /**
   * Gives the next number of the year. The counter stands by itself and goes only up, in the transaction that writes the row: whatever is deleted or
   * killed later, no two bags have one number.
   */
  async add(bag: NewBag, pieces: readonly NewPiece[], at: Instant): Promise<string> {
    const made = await this.#store.write(async (trx) => {
      const year = new Date(at + 7 * 3_600_000).getUTCFullYear();
      const kept = await trx.selectFrom('hub_value').select('value').where('name', '=', counter(year)).executeTakeFirst();
      const number = Number(kept?.value ?? 0) + 1;
      await trx.insertInto('hub_value').values({ name: counter(year), value: String(number) }).onConflict((taken) => taken.column('name').doUpdateSet({ value: String(number) })).execute();
      const id = `EV-${year}-${String(number).padStart(6, '0')}`;
      await trx.insertInto('evidence_bag').values({ ...bag, id, status: 'waiting', progress: 0, sha256: null, bytes: null, stamped: 'none', receipt: null, unwrapped_at: null, error: null, created_at: at, done_at: null }).execute();
      for (const [i, piece] of pieces.entries()) await trx.insertInto('evidence_piece').values({ ...piece, bag: id, n: i + 1, outcome: 'waiting', recorded_ms: 0, gaps: 0 }).execute();
      return id;
    });
    this.#changed(made);
    return made;
  }
  /** A number that was given once and that no row knows any more. */
  async skip(bag: string): Promise<void> {
    const [, year = 0, number = 0] = bag.split('-').map(Number);
    await this.#store.write(async (trx) => {
      const kept = await trx.selectFrom('hub_value').select('value').where('name', '=', counter(year)).executeTakeFirst();
      const value = String(Math.max(Number(kept?.value ?? 0), number));
      await trx.insertInto('hub_value').values({ name: counter(year), value }).onConflict((taken) => taken.column('name').doUpdateSet({ value })).execute();
    });
  }
  async find(bag: string): Promise<BagRecord | undefined> {
    const row = await this.#store.read.selectFrom('evidence_bag').selectAll().where('id', '=', bag).executeTakeFirst();
    return row && { ...row, pieces: await this.pieces(bag) };
  }
  async pieces(bag: string): Promise<readonly BagPieceRow[]> {
    return this.#store.read.selectFrom('evidence_piece').innerJoin('camera', 'camera.id', 'evidence_piece.camera').innerJoin('owner', 'owner.id', 'evidence_piece.owner').leftJoin('viewing', 'viewing.id', 'evidence_piece.viewing').selectAll('evidence_piece')
      .select(['camera.name as camera_name', 'owner.name as owner_name', 'viewing.ask as ask']).where('evidence_piece.bag', '=', bag).orderBy('n').execute();
  }
  /** Those of a person, those with footage of a house she keeps, and those that answer written requests of these; newest first. */
  async seenBy(person: PersonId, owners: readonly OwnerId[], requests: readonly string[]): Promise<readonly BagRecord[]> {
    const rows = await this.#store.read.selectFrom('evidence_bag').selectAll().where((where) => where.or([
      where('person', '=', person),
      ...(requests.length === 0 ? [] : [where('request', 'in', requests)]),
      ...(owners.length === 0 ? [] : [where('id', 'in', (rows_) => rows_.selectFrom('evidence_piece').select('bag').where('owner', 'in', owners))]),
    ])).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(200).execute();
    return Promise.all(rows.map(async (row) => ({ ...row, pieces: await this.pieces(row.id) })));
  }
  async toDo(): Promise<readonly EvidenceBagTable[]> {
    return this.#store.read.selectFrom('evidence_bag').selectAll().where('status', 'in', ['waiting', 'running']).orderBy('created_at').orderBy('id').execute();
  }
  async ofRequest(request: string): Promise<BagRecord | undefined> {
    const row = await this.#store.read.selectFrom('evidence_bag').select('id').where('request', '=', request).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
    return row && this.find(row.id);
  }
  /** Those with something of this camera in them that are to be done or on the disk. */
  async withCamera(camera: CameraId): Promise<readonly string[]> {
    const rows = await this.#store.read.selectFrom('evidence_bag').innerJoin('evidence_piece', 'evidence_piece.bag', 'evidence_bag.id').select('evidence_bag.id').distinct().where('camera', '=', camera).where('status', 'in', ['waiting', 'running', 'done']).execute();
    return rows.map(({ id }) => id);
  }
  async removedCameras(): Promise<readonly CameraId[]> {
    const rows = await this.#store.read.selectFrom('evidence_bag').innerJoin('evidence_piece', 'evidence_piece.bag', 'evidence_bag.id').innerJoin('camera', 'camera.id', 'evidence_piece.camera').select('camera.id').distinct()
      .where('camera.removed_at', 'is not', null).where('status', 'in', ['waiting', 'running', 'done']).execute();
    return rows.map(({ id }) => id);
  }
  /** Made for an officer and older than she may have them. */
  async over(before: Instant): Promise<readonly string[]> {
    const rows = await this.#store.read.selectFrom('evidence_bag').select('id').where('status', '=', 'done').where('route', 'in', ['R1', 'R2', 'R3']).where('done_at', '<=', before).execute();
    return rows.map(({ id }) => id);
  }
  async change(bag: string, set: Partial<EvidenceBagTable>): Promise<void> {
    await this.#store.write((trx) => trx.updateTable('evidence_bag').set(set).where('id', '=', bag).execute());
    this.#changed(bag);
  }
  async changePiece(bag: string, n: number, set: Partial<Omit<EvidencePieceTable, 'recorded_ms' | 'gaps'>> & { readonly recorded_ms?: number; readonly gaps?: number }): Promise<void> {
    await this.#store.write((trx) => trx.updateTable('evidence_piece').set(set).where('bag', '=', bag).where('n', '=', n).execute());
  }
  /** Only one that is still to be done; tells whether it was. */
  async settle(bag: string, set: Partial<EvidenceBagTable>): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.write((trx) => trx.updateTable('evidence_bag').set(set).where('id', '=', bag).where('status', 'in', ['waiting', 'running']).executeTakeFirst());
    if (numUpdatedRows > 0n) this.#changed(bag);
    return numUpdatedRows > 0n;
  }
  /** Only one that was whole; tells whether it was. */
  async destroyed(bag: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.write((trx) => trx.updateTable('evidence_bag').set({ status: 'destroyed' }).where('id', '=', bag).where('status', '=', 'done').executeTakeFirst());
    if (numUpdatedRows > 0n) this.#changed(bag);
    return numUpdatedRows > 0n;
  }
}
