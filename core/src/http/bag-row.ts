import type { BagRow } from '../api/evidence.ts';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import type { Language } from '../domain/people.ts';
import type { BagRecord } from '../evidence/bag-rows.ts';
import { officerKeeps } from '../exports/export-access.ts';
import { keepers, ownersOf } from '../people/roles.ts';
import type { SignedIn } from '../people/signed-in.ts';
import type { Custody } from '../evidence/custody.ts';

/** A bag as one side may see it. To a house, only its own pieces of a bag with several houses' footage. */
export function bagRow(row: BagRecord, custody: Awaited<ReturnType<Custody['of']>>, by: SignedIn, language: Language): BagRow {
  const keeps = ownersOf(by, keepers);
  const isMine = row.person === by.person;
  const pieces = isMine && row.unit !== null ? row.pieces : row.pieces.filter(({ owner }) => keeps.includes(owner));
  const code = row.error === null ? undefined : row.error in errorCodes ? row.error as ErrorCode : 'internal' as const;
  const receiver = row.receiver === null ? null : JSON.parse(row.receiver) as { name: string; fingerprint: string };
  const isOfficers = row.route !== 'R0' && row.route !== 'R4';
  return {
    id: row.id, status: row.status, progress: row.progress, route: row.route, purpose: row.purpose, caseNo: row.case_no, request: row.request,
    owners: [...new Map(pieces.map(({ owner, owner_name }) => [owner, { id: keeps.includes(owner) ? owner : null, name: owner_name }])).values()],
    unit: row.unit_name, officerNo: row.officer_no, mine: isMine,
    pieces: pieces.map(({ n, camera, camera_name, ask, from_at, to_at, outcome, recorded_ms, gaps }) => ({ n, camera, cameraName: camera_name, ask, from: from_at, to: to_at, outcome, recordedMs: recorded_ms, gaps })),
    bytes: row.bytes, sha256: row.sha256, originals: row.originals, encrypted: receiver && { name: receiver.name, fingerprint: receiver.fingerprint, unwrappedAt: row.unwrapped_at },
    stamped: row.stamped, receipt: row.receipt === null ? null : JSON.parse(row.receipt) as { at: number; subject: string },
    until: isOfficers && row.done_at !== null ? row.done_at + officerKeeps : null, problem: code === undefined ? null : { code, message: errorCodes[code][language] }, createdAt: row.created_at, doneAt: row.done_at,
    custody: custody.map(({ event: { n, at, event, by: who, note, before, after }, jws }) => ({ n, at: Date.parse(at), event, by: who, note, before, after, jws })),
  };
}
