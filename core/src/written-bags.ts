import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { WrittenRoom } from './access/open-written-room.ts';
import type { Bags, HandedPiece } from './access/written-ports.ts';
import { ownAsk } from './consent/owner-access.ts';
import { errorCodes, type ErrorCode } from './domain/error-codes.ts';
import type { BagHand } from './evidence/bag-hand.ts';
import type { BagRecord, BagRows } from './evidence/bag-rows.ts';
import { theHub, type Custody } from './evidence/custody.ts';
import type { EvidenceDesk } from './evidence/evidence-desk.ts';
import type { RequestPapers } from './evidence/request-papers.ts';
import type { PersonId } from './domain/ids.ts';
import { HubError } from './sdk/errors.ts';
import type { Store } from './store/open-store.ts';

const extensions = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;

/** The paper of a request, for the bag that answers it. */
export function papersOf({ rows, folder }: Pick<WrittenRoom, 'rows' | 'folder'>): (request: string) => Promise<RequestPapers | undefined> {
  return async (request) => {
    const found = await rows.find(request);
    if (!found) return undefined;
    const { row, paper, scan } = await rows.one(found);
    return {
      id: row.id, unitName: row.unit_name, documentNo: row.document_no, ...paper, caseNo: row.case_no, purpose: row.purpose, receivedAt: row.created_at, deadline: row.deadline_at, destroyBy: row.destroy_by,
      scan: { bytes: await folder.scan(scan.id).catch(() => undefined), type: scan.type, extension: extensions[scan.type], size: scan.bytes, sha256: scan.sha256 },
    };
  };
}

/** The evidence desk as whoever carries out a written request uses it: asked by the one of the house who executes it (R0), handed over as R4. */
export function openBags({ desk, hand, rows, custody, store }: { readonly desk: EvidenceDesk; readonly hand: BagHand; readonly rows: BagRows; readonly custody: Custody; readonly store: Store }): Bags & { destroyed(request: string, by: PersonId | undefined): Promise<void> } {
  const drop = async (bag: BagRecord | undefined, note: string): Promise<void> => {
    if (bag && ['waiting', 'running', 'done'].includes(bag.status)) await desk.cancel(bag.id, theHub, null, note);
  };
  const handOf = async (bag: BagRecord, request: string, side: 'owner' | 'unit', person: PersonId | undefined, officerNo: string | null) => {
    if (side === 'owner') return { side, name: bag.pieces[0]?.owner_name ?? '', unit: null, officerNo: null };
    const row = await store.read.selectFrom('written_request').select('unit_name').where('id', '=', request).executeTakeFirst();
    const known = person === undefined ? undefined : await store.read.selectFrom('person').select('name').where('id', '=', person).executeTakeFirst();
    return { side, name: known?.name ?? '', unit: row?.unit_name ?? null, officerNo };
  };
  return {
    begin: async ({ id, owner, person }, pieces) => {
      const answer = await desk.ask({ person, request: id, pieces: pieces.map(({ camera, from, to }) => ({ owner, request: { as: 'member' as const, ask: ownAsk(person, camera, 'clip', { maxHeight: 4_320, maxFps: 240, audio: true, masks: new Set() }, [from, to]) } })) });
      if ('refused' in answer) throw answer.error;
    },
    look: async (request, pieces) => {
      const bag = await rows.ofRequest(request);
      if (!bag || bag.status === 'cancelled' || bag.status === 'destroyed') return { state: 'none' };
      if (!isOf(bag, pieces)) {
        await drop(bag, 'chủ nhà quyết định lại');
        return { state: 'none' };
      }
      if (bag.status === 'done') return { state: 'done' };
      if (bag.status !== 'failed') return { state: 'running' };
      // Told once; when she executes again, it is tried again.
      await rows.change(bag.id, { request: null });
      return { state: 'failed', code: bag.error !== null && bag.error in errorCodes ? bag.error as ErrorCode : 'internal' };
    },
    take: async (request, folder) => {
      const bag = await rows.ofRequest(request);
      if (bag?.status !== 'done') throw new HubError('not-found', 'The bag is not made.');
      const { name, bytes, read } = await hand.bytes(bag);
      return { name, ...(await written(join(folder, name), read(0, bytes))) };
    },
    fetched: async (request, { person, side, officerNo }) => {
      const bag = await rows.ofRequest(request);
      if (bag) await custody.record({ bag: bag.id, event: 'copy', by: await handOf(bag, request, side, person, officerNo), person, note: 'tải về từ hub / fetched from the hub', before: bag.sha256, after: bag.sha256 });
    },
    destroyed: async (request, person) => {
      const bag = await rows.ofRequest(request);
      if (bag && bag.sha256 !== null) await custody.record({ bag: bag.id, event: 'destroy', by: await handOf(bag, request, 'unit', person, null), person: person ?? null, note: 'bên nhận báo đã tiêu huỷ / the receiver says so', before: bag.sha256, after: null });
    },
    drop: async (request) => drop(await rows.ofRequest(request), 'yêu cầu bằng văn bản đã dừng'),
  };
}

function isOf(bag: BagRecord, pieces: readonly HandedPiece[]): boolean {
  return bag.pieces.length === pieces.length && bag.pieces.every(({ camera, from_at, to_at }, i) => camera === pieces[i]?.camera && from_at === pieces[i].from && to_at === pieces[i].to);
}
async function written(path: string, parts: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const part of parts) {
      await file.writeFile(part);
      hash.update(part);
      bytes += part.length;
    }
    await file.datasync();
  } catch (cause) {
    if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw new HubError('disk-full', 'There is no room left for the bag.', { cause });
    throw cause;
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
