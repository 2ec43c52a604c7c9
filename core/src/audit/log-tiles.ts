import { sql } from 'kysely';
import type { OwnerId } from '../domain/ids.ts';
import { tileLevel, tileWidth } from '../proof/tree.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import type { TileRef } from './tile-path.ts';

/** The log in the form of c2sp.org/tlog-tiles: tiles of 256 hashes, and bundles of 256 entries. */
export class LogTiles {
  readonly #rows: Store['read'];

  constructor(rows: Store['read']) {
    this.#rows = rows;
  }

  /**
   * A tile's hashes, or a bundle of entries, each after its length (big-endian, 16 bits). Of another household's entries a bundle says nothing but their place: their length is 0,
   * and their hash stands in the tile of level 0.
   * @throws HubError `not-found` for what the tree has not grown to
   */
  async read({ level, index, width }: TileRef, owners: readonly OwnerId[]): Promise<Uint8Array> {
    const from = index * tileWidth;
    if (!Number.isSafeInteger(from)) throw new HubError('not-found', 'The audit log has no such tile.');
    const parts = level === undefined ? await this.#entries(from, from + width, owners) : await this.#hashes(level * tileLevel, from, from + width);
    if (parts.length !== width) throw new HubError('not-found', 'The audit log has no such tile.');
    return Buffer.concat(parts);
  }

  async #hashes(level: number, from: number, to: number): Promise<Uint8Array[]> {
    const found = await this.#rows.selectFrom('audit_node').select('hash').where('level', '=', level).where('idx', '>=', from).where('idx', '<', to).orderBy('idx').execute();
    return found.map(({ hash }) => hash);
  }

  async #entries(from: number, to: number, owners: readonly OwnerId[]): Promise<Uint8Array[]> {
    const found = await this.#rows.selectFrom('audit_entry').select(['entry', isOwn(owners)]).where('seq', '>=', from).where('seq', '<', to).orderBy('seq').execute();
    return found.map(({ entry, own }) => {
      const text = Buffer.from(own ? entry : '');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(text.length);
      return Buffer.concat([length, text]);
    });
  }
}

/** Whether an entry is about a camera of these owners, or about themselves. */
export function isOwn(owners: readonly OwnerId[]) {
  const list = sql.join(owners.length === 0 ? [''] : owners);
  return sql<0 | 1>`coalesce(audit_entry.owner IN (${list}), 0) OR coalesce(audit_entry.camera IN (SELECT id FROM camera WHERE owner IN (${list})), 0)`.as('own');
}
