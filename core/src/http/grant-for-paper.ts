import type { Grant } from '../domain/consent.ts';
import type { GrantId, OwnerId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { receiptId, type GrantForReceipt } from '../records/receipts.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';

/** A grant with the names that a slip and a receipt need. */
export interface PaperGrant extends GrantForReceipt {
  readonly signedBy: string;
  readonly receipt: string;
}

/** Its newest version. @throws HubError `not-found`, also when it is none of these owners' */
export async function grantForPaper({ read }: Pick<Store, 'read'>, grant: GrantId, owners: readonly OwnerId[]): Promise<PaperGrant> {
  const row = await read.selectFrom('grant_version').selectAll().where('id', '=', grant).orderBy('version', 'desc').limit(1).executeTakeFirst();
  if (!row || !owners.includes(row.owner)) throw new HubError('not-found', 'There is no such grant of hers.');
  const signed = JSON.parse(row.body) as Grant;
  const [owner, unit, person, signer, kept] = await Promise.all([
    read.selectFrom('owner').select('name').where('id', '=', row.owner).executeTakeFirst(),
    signed.who.unit === undefined ? undefined : read.selectFrom('unit').select('name').where('id', '=', signed.who.unit).executeTakeFirst(),
    signed.who.person === undefined ? undefined : read.selectFrom('person').select('name').where('id', '=', signed.who.person).executeTakeFirst(),
    read.selectFrom('person').select('name').where('id', '=', row.signed_by).executeTakeFirst(),
    read.selectFrom('camera').select((e) => e.fn.max('record_days').as('days')).where('id', 'in', signed.what.cameras).executeTakeFirst(),
  ]);
  const revokedAt: Instant | null = row.revoked_at;
  return {
    grant: signed, sentence: { vi: row.sentence_vi, en: row.sentence_en }, signedAt: row.signed_at, revokedAt, ownerName: owner?.name ?? '', signedBy: signer?.name ?? '',
    to: [person?.name, unit?.name].filter((name) => name !== undefined).join(', '), keptDays: typeof kept?.days === 'number' ? kept.days : 0, receipt: receiptId(signed.id, signed.version, revokedAt === null ? 1 : 2),
  };
}
