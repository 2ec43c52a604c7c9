import type { AuditLog } from '../audit/audit-log.ts';
import { sha256Hex } from '../base/canonical-json.ts';
import type { OwnerId } from '../domain/ids.ts';
import { bagFiles } from '../proof/bag/bag-files.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { BagFolder, BagPart } from './bag-folder.ts';
import { openedBody } from './bag-make.ts';
import type { BagRecord, BagRows } from './bag-rows.ts';
import { theHub, type Custody } from './custody.ts';
import { timeStamp, type TimeStampService } from './time-stamp.ts';
import { dosClock, zipLayout, type ZipLayout } from '../exports/zip-layout.ts';
import type { ListedFile } from './bag-manifest.ts';

export interface SealParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'openedFor' | 'inclusionProof'>;
  readonly clock: Clock;
  readonly rows: BagRows;
  readonly folder: BagFolder;
  readonly custody: Custody;
  /** Undefined where none is set. */
  readonly stamps: TimeStampService | undefined;
  readonly log: Log;
}

/** Puts the bag's hash into the log: from here on this bag and no other has the number. The list of its files is kept first, so that a stop right after finds it. */
export async function enterSeal({ folder, custody, rows }: SealParts, part: BagPart, bag: BagRecord, sha256: string): Promise<void> {
  await folder.keepList(bag.id, part.files);
  await custody.record({ bag: bag.id, event: 'seal', by: theHub, person: null, before: null, after: sha256 }, undefined, async (trx) => {
    const { numUpdatedRows } = await trx.updateTable('evidence_bag').set({ sha256 }).where('id', '=', bag.id).where('status', '=', 'running').where('sha256', 'is', null).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new HubError('conflict', 'The bag was stopped, or is sealed already.');
  });
  await rows.settle(bag.id, { progress: 0.97 });
}

/** What follows the log entry; done again after a stop, it comes to the same. @throws HubError `footage-damaged` when what lies there is not what was sealed */
export async function finishSeal(parts: SealParts, bag: BagRecord, sha256: string, signal: AbortSignal): Promise<void> {
  const { store, audit, folder, rows, clock } = parts;
  if (await folder.state(bag.id) === 'none' || sha256Hex(await folder.readWhole(bag.id, bagFiles.tagManifest)) !== sha256) throw new HubError('footage-damaged', 'What was sealed is not there.');
  const seal = await sealEntry(parts, bag);
  if (seal) {
    await folder.add(bag.id, bagFiles.sealProof, Buffer.from(await audit.inclusionProof(seal.seq, [seal.owner])));
    const body = await openedBody(store, audit, seal.camera, 'bag.sealed', seal.seq);
    if (body) await folder.add(bag.id, bagFiles.sealBody, Buffer.from(`${JSON.stringify(body, null, 2)}\n`));
  }
  const stamped = await tryStamp(parts, bag, signal);
  signal.throwIfAborted();
  await folder.seal(bag.id);
  const { bytes } = bagZip(bag.id, await folder.list(bag.id), bag.created_at);
  const at = clock.now();
  await rows.settle(bag.id, { status: 'done', progress: 1, stamped, bytes, done_at: at });
}

/** A service that does not answer keeps nobody waiting for the bag: it is stamped later. */
async function tryStamp({ stamps, folder, custody, log }: SealParts, bag: BagRecord, signal: AbortSignal): Promise<'none' | 'stamped'> {
  if (!stamps) return 'none';
  try {
    const { response, at } = await timeStamp(stamps, await folder.readWhole(bag.id, bagFiles.signature), signal);
    await folder.add(bag.id, bagFiles.token, response);
    await custody.record({ bag: bag.id, event: 'stamp', by: theHub, person: null, note: new Date(at).toISOString(), before: bag.sha256, after: bag.sha256 });
    return 'stamped';
  } catch (failure) {
    if (!(failure instanceof HubError && failure.code === 'timestamp-failed')) throw failure;
    log.warn('a bag was sealed without a time-stamp', { bag: bag.id, error: failure.cause });
    return 'none';
  }
}

async function sealEntry({ store, audit }: SealParts, bag: BagRecord): Promise<{ readonly seq: number; readonly owner: OwnerId; readonly camera: BagRecord['pieces'][number]['camera'] } | undefined> {
  const first = bag.pieces[0];
  const event = await store.read.selectFrom('custody_event').select('at').where('bag', '=', bag.id).where('event', '=', 'seal').executeTakeFirst();
  if (!first || !event) return undefined;
  const found = (await audit.openedFor(first.camera, ['bag.sealed'], event.at, event.at + 1)).find(({ body }) => (body as { bag?: string } | undefined)?.bag === bag.id);
  return found && { seq: found.seq, owner: first.owner, camera: first.camera };
}

/** The bag as one file: all lies in a folder of its name; small files first, so that what checks it has them early. */
export function bagZip(bag: string, files: readonly ListedFile[], at: number): ZipLayout {
  const isPayload = ({ path }: ListedFile): boolean => path.startsWith('data/') && !path.startsWith('data/records/');
  const inOrder = files.toSorted((a, b) => Number(isPayload(a)) - Number(isPayload(b)) || (a.path < b.path ? -1 : 1));
  return zipLayout(inOrder.map(({ path, bytes, crc32 }) => ({ name: `${bag}/${path}`, bytes, crc32, isProgram: path === bagFiles.script })), dosClock(at));
}
