import type { OwnerId } from '../domain/ids.ts';
import { exportFormat, type ExportHeader } from '../proof/export-format.ts';
import { tileLevel, tileWidth } from '../proof/tree.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import { sealName, type BodySealer } from './append-entries.ts';
import { isOwn } from './log-tiles.ts';

export interface ExportParts {
  readonly rows: Store['read'];
  readonly sealer: BodySealer;
  readonly header: Omit<ExportHeader, 'format'>;
  /** Whose entries are told in full. */
  readonly owner: OwnerId;
}

/** The log for one household to keep (proof/export-format.ts), a tile of entries at a time. */
export async function* exportLog({ rows, sealer, header, owner }: ExportParts): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify({ format: exportFormat, ...header } satisfies ExportHeader)}\n`);
  for (let from = 0; from < header.size; from += tileWidth) {
    const to = Math.min(from + tileWidth, header.size);
    const found = await rows.selectFrom('audit_entry').leftJoin('audit_body', 'audit_body.seq', 'audit_entry.seq')
      .select(['audit_entry.seq as seq', 'audit_entry.entry as entry', 'audit_entry.leaf_hash as leaf', 'audit_body.salt as salt', 'audit_body.body as sealed', isOwn([owner])])
      .where('audit_entry.seq', '>=', from).where('audit_entry.seq', '<', to).orderBy('audit_entry.seq').execute();
    if (found.length !== to - from) throw new HubError('log-damaged', `The audit log has gaps between ${from} and ${to}.`);
    const lines = found.flatMap(({ seq, entry, leaf, salt, sealed, own }) => (own ? [entry, bodyLine(seq, salt, sealed, sealer)] : [`{"leaf":"${leaf.toString('hex')}"}`]));
    if (to % tileWidth === 0) {
      const tile = await rows.selectFrom('audit_node').select('hash').where('level', '=', tileLevel).where('idx', '=', from / tileWidth).executeTakeFirst();
      if (!tile) throw new HubError('log-damaged', `The audit tree has no tile ${from / tileWidth}.`);
      lines.push(`{"tile":"${tile.hash.toString('hex')}"}`);
    }
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
}

function bodyLine(seq: number, salt: Buffer | null, sealed: string | null, sealer: BodySealer): string {
  if (salt === null || sealed === null) return '{"erased":true}';
  return `{"body":${opened(seq, sealed, sealer)},"salt":"${salt.toString('hex')}"}`;
}

/** What does not open any more is given as nothing, and fails the check where it stands: the rest of her log is hers all the same. */
function opened(seq: number, sealed: string, sealer: BodySealer): string {
  try {
    return sealer.open(sealName(seq), sealed);
  } catch {
    return 'null';
  }
}
