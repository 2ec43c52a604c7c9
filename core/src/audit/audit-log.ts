import { sql, type Transaction } from 'kysely';
import type { CameraId, OwnerId } from '../domain/ids.ts';
import { Lock } from '../base/lock.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { AuditEntryTable, Database } from '../store/schema.ts';
import { appendEntries, sealName, writable, type Appended, type BodySealer, type WritableFact } from './append-entries.ts';
import { AppendQueue } from './append-queue.ts';
import { eraseBodies, type Erasure } from './erase-bodies.ts';
import { exportLog } from './export-log.ts';
import { isOwn, LogTiles } from './log-tiles.ts';
import type { TileRef } from './tile-path.ts';
import { consistencyProof, inclusionProof, rootAt, treeSize } from './audit-tree.ts';
import { openCheckpoint, signCheckpoint, type TreeHead } from './checkpoint.ts';
import { parseEntry, type AuditEntry, type AuditFact, type AuditType } from './entry.ts';
import type { Hash } from './merkle.ts';
import { verifierKey, type NoteSigner } from './signed-note.ts';
import { verifyLog, type LogReport } from './verify-log.ts';

export type { Appended, Erasure, AuditEntry, AuditFact, AuditType, LogReport };

export interface AuditLogParts {
  readonly store: Store;
  readonly signer: NoteSigner;
  readonly sealer: BodySealer;
  readonly clock: Clock;
}

/** An entry as a reader who may see it gets it. */
export interface RecordedEntry {
  readonly seq: number;
  readonly entry: AuditEntry;
  /** The exact bytes of the leaf, for checking. */
  readonly text: string;
  /** Undefined once erased. */
  readonly body: unknown;
}

/** With what opens its private body: `body` of the entry is SHA-256(salt || RFC 8785 text). */
export interface OpenedEntry extends RecordedEntry {
  /** Hex; undefined once erased. */
  readonly salt: string | undefined;
}

/** Append-only; what is in it can be proved, and a change of it is found. */
export class AuditLog {
  readonly #store: Store;
  readonly #signer: NoteSigner;
  readonly #sealer: BodySealer;
  readonly #clock: Clock;
  readonly #queue: AppendQueue;
  /** A caller that appends twice at once in one transaction is put in line. */
  readonly #turns = new WeakMap<Transaction<Database>, Lock>();

  constructor({ store, signer, sealer, clock }: AuditLogParts) {
    this.#store = store;
    this.#signer = signer;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#queue = new AppendQueue(store, sealer);
  }

  /** For owners' phones: with it they check checkpoints. */
  get verifierKey(): string { return verifierKey(this.#signer); }

  /**
   * With a transaction, the entry stands or falls with it. Without one, resolves when the entry is on the disk.
   * @throws HubError `not-recorded` when it could not be written (nothing of it is left), `too-large`; TypeError for a body that is not plain JSON
   */
  async append(trx: Transaction<Database> | undefined, fact: AuditFact): Promise<Appended> {
    const ready = writable(fact);
    if (trx) return await this.#appendWith(trx, ready);
    if (this.#store.writing()) throw new HubError('internal', 'An entry inside a write must be given its transaction.');
    return await this.#queue.add(ready);
  }

  async size(): Promise<number> {
    return await treeSize(this.#store.read);
  }

  /** Signs the log as it is now, once for each size, and keeps the note. @throws HubError `log-damaged` rather than sign a tree that is not the last signed one, grown */
  async checkpoint(): Promise<string> {
    return await this.#store.write(async (rows) => {
      const size = await treeSize(rows);
      const last = await rows.selectFrom('audit_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
      if (last) await requireGrown(rows, last, size);
      if (last?.size === size) return last.note;
      const root = await rootAt(rows, size);
      const note = signCheckpoint({ size, root }, this.#signer);
      await rows.insertInto('audit_checkpoint').values({ size, root, note, at: this.#clock.now() }).execute();
      return note;
    });
  }

  /** The newest note kept; undefined before the first. */
  async lastCheckpoint(): Promise<string | undefined> {
    return (await this.#store.read.selectFrom('audit_checkpoint').select('note').orderBy('size', 'desc').limit(1).executeTakeFirst())?.note;
  }

  /** Proof (RFC 6962 §2.1.1) that entry `seq` is in the tree of `size`. @throws HubError `not-found` */
  async inclusion(seq: number, size: number): Promise<readonly Hash[]> {
    await this.#requireWithin(size, seq + 1, size);
    return await inclusionProof(this.#store.read, seq, size);
  }

  /** Proof (RFC 6962 §2.1.2) that the tree of size `a` is the beginning of that of size `b`. @throws HubError `not-found` */
  async consistency(a: number, b: number): Promise<readonly Hash[]> {
    await this.#requireWithin(b, a + 1, b + 1);
    return await consistencyProof(this.#store.read, a, b);
  }

  /** One camera's entries with their private bodies, newest first. Deciding who may read them is the caller's. */
  async entriesFor(camera: CameraId, { before, limit, types }: { readonly before?: number; readonly limit: number; readonly types?: readonly AuditType[] }): Promise<readonly RecordedEntry[]> {
    let found = this.#store.read.selectFrom('audit_entry').leftJoin('audit_body', 'audit_body.seq', 'audit_entry.seq')
      .select(['audit_entry.seq as seq', 'audit_entry.entry as entry', 'audit_body.body as body']).where('audit_entry.camera', '=', camera).orderBy('audit_entry.camera_seq', 'desc').limit(limit);
    if (before !== undefined) found = found.where('audit_entry.seq', '<', before);
    if (types) found = found.where('audit_entry.type', 'in', types);
    return (await found.execute()).map(({ seq, entry, body }) => ({ seq, entry: parseEntry(entry), text: entry, body: body === null ? undefined : (JSON.parse(this.#sealer.open(sealName(seq), body)) as unknown) }));
  }

  /** One camera's entries of these types written in [from, to), in order, with what opens them. Deciding who may read them is the caller's. */
  async openedFor(camera: CameraId, types: readonly AuditType[], from: number, to: number): Promise<readonly OpenedEntry[]> {
    const found = await this.#store.read.selectFrom('audit_entry').leftJoin('audit_body', 'audit_body.seq', 'audit_entry.seq')
      .select(['audit_entry.seq as seq', 'audit_entry.entry as entry', 'audit_body.body as body', 'audit_body.salt as salt']).where('audit_entry.camera', '=', camera).where('audit_entry.at', '>=', from).where('audit_entry.at', '<', to)
      .where('audit_entry.type', 'in', types).orderBy('audit_entry.camera_seq').execute();
    return found.map(({ seq, entry, body, salt }) => ({
      seq, entry: parseEntry(entry), text: entry, body: body === null ? undefined : (JSON.parse(this.#sealer.open(sealName(seq), body)) as unknown), salt: salt === null ? undefined : salt.toString('hex'),
    }));
  }

  /** A tile of hashes, or a bundle of entries that tells only those of these owners. @throws HubError `not-found` */
  async tile(ref: TileRef, owners: readonly OwnerId[]): Promise<Uint8Array> {
    return await new LogTiles(this.#store.read).read(ref, owners);
  }

  /** The log as a household keeps it (proof/export-format.ts), signed as it is now: what is appended meanwhile is left for the next time. */
  async exportFor(owner: OwnerId): Promise<AsyncGenerator<Uint8Array>> {
    const note = await this.checkpoint();
    const { size } = openCheckpoint(note, this.#signer);
    return exportLog({ rows: this.#store.read, sealer: this.#sealer, header: { key: this.verifierKey, madeAt: this.#clock.now(), note, size }, owner });
  }

  /** An offline proof that entry `seq` is in the log as signed now (c2sp.org/tlog-proof); its own text goes along where the reader may see it. @throws HubError `not-found` */
  async inclusionProof(seq: number, owners: readonly OwnerId[]): Promise<string> {
    const note = await this.checkpoint();
    const hashes = await this.inclusion(seq, openCheckpoint(note, this.#signer).size);
    const { entry, own } = await this.#store.read.selectFrom('audit_entry').select(['entry', isOwn(owners)]).where('seq', '=', seq).executeTakeFirstOrThrow();
    return ['c2sp.org/tlog-proof@v1', ...(own ? [`extra ${Buffer.from(entry).toString('base64')}`] : []), `index ${seq}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n');
  }

  /**
   * Erases private bodies and salts, and puts on record that it did, in the caller's transaction. The tree stays as it is; a check says "erased", not "damaged".
   * @param why one word: `retention`, `left`, ...
   * @returns how many
   */
  async erase(trx: Transaction<Database>, erasure: Erasure, why: string): Promise<number> {
    return await eraseBodies(trx, erasure, why, this.#clock.now(), (fact) => this.append(trx, fact), this.#sealer);
  }

  /** The leaves themselves, in order; they name nobody. For whoever checks the whole tree. */
  async leaves(from: number, limit: number): Promise<readonly Pick<AuditEntryTable, 'entry'>[]> {
    return await this.#store.read.selectFrom('audit_entry').select('entry').where('seq', '>=', from).orderBy('seq').limit(limit).execute();
  }

  /** Computes everything again from the entries and compares; tells the first damage. */
  async verify(signal?: AbortSignal): Promise<LogReport> {
    return await verifyLog({ rows: this.#store.read, sealer: this.#sealer, verifier: this.#signer, ...(signal && { signal }) });
  }

  async #appendWith(trx: Transaction<Database>, fact: WritableFact): Promise<Appended> {
    const turn = this.#turns.get(trx) ?? new Lock();
    this.#turns.set(trx, turn);
    return await turn.run(async () => {
      // A caller that goes on after a failure must not commit half an entry.
      await sql`SAVEPOINT audit_append`.execute(trx);
      try {
        const [appended] = await appendEntries(trx, [fact], this.#sealer);
        await sql`RELEASE audit_append`.execute(trx);
        return appended as Appended;
      } catch (cause) {
        await sql`ROLLBACK TO audit_append`.execute(trx).then(() => sql`RELEASE audit_append`.execute(trx)).catch(() => {});
        throw new HubError('not-recorded', 'The audit log could not be written.', { cause });
      }
    });
  }

  async #requireWithin(size: number, low: number, high: number): Promise<void> {
    const isWhole = [size, low, high].every((n) => Number.isSafeInteger(n));
    if (!isWhole || low < 1 || low > high || size > (await this.size())) throw new HubError('not-found', 'The audit log has no such entry or size.');
  }
}

/**
 * Opens the log, comparing the tree with the last checkpoint it signed.
 * @throws HubError `log-damaged` when entries are missing, or the tree is not the signed one, grown
 */
export async function openAuditLog(parts: AuditLogParts): Promise<AuditLog> {
  const rows = parts.store.read;
  const size = await treeSize(rows);
  const { entries } = await rows.selectFrom('audit_entry').select((e) => e.fn.countAll<number>().as('entries')).executeTakeFirstOrThrow();
  if (entries !== size) throw new HubError('log-damaged', `The audit log holds ${entries} entries of ${size}.`);
  const last = await rows.selectFrom('audit_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
  if (last) {
    let signed: TreeHead;
    try {
      signed = openCheckpoint(last.note, parts.signer);
    } catch (cause) {
      throw new HubError('log-damaged', 'The last checkpoint is not signed by this hub.', { cause });
    }
    if (signed.size !== last.size || !signed.root.equals(last.root)) throw new HubError('log-damaged', 'The last checkpoint was changed.');
    await requireGrown(rows, signed, size);
  }
  await rootAt(rows, size);
  return new AuditLog(parts);
}

async function requireGrown(rows: Store['read'], signed: TreeHead, size: number): Promise<void> {
  if (signed.size > size) throw new HubError('log-damaged', `The audit log holds ${size} entries; ${signed.size} were signed.`);
  if (!(await rootAt(rows, signed.size)).equals(signed.root)) throw new HubError('log-damaged', `The first ${signed.size} entries of the audit log are not the ones that were signed.`);
}
