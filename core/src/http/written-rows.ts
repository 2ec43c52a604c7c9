import type { WrittenRow } from '../api/written-requests.ts';
import type { WrittenRecord } from '../access/written-rows.ts';
import { overdueOf, type WrittenSide } from '../access/written-states.ts';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import type { Language } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';

/** A written request as one side may see it. The unit is not told what is held, who in the house answered, nor what she noted beside a refusal. */
export function writtenRow({ row, paper, scan, pieces, messages }: WrittenRecord, side: Exclude<WrittenSide, 'hub'>, now: Instant, language: Language): WrittenRow {
  const isOwner = side === 'owner';
  const destroyed = messages.findLast(({ kind }) => kind === 'destruction');
  const code = row.trouble === null ? undefined : row.trouble in errorCodes ? row.trouble as ErrorCode : 'internal' as const;
  return {
    id: row.id, owner: row.owner, unit: row.unit_name, officerNo: row.officer_no, enteredBy: row.entered_by, onPaper: row.unit === null, status: row.status, overdue: overdueOf(row, now) ?? null,
    documentNo: row.document_no, ...paper, caseNo: row.case_no, purpose: row.purpose, deadline: row.deadline_at, destroyBy: row.destroy_by, createdAt: row.created_at, statusAt: row.status_at,
    scan: { id: scan.id, type: scan.type, bytes: scan.bytes, sha256: scan.sha256 },
    pieces: pieces.map(({ n, camera, camera_name, from_at, to_at, held, status, files }) => ({
      n, camera, cameraName: camera_name, from: from_at, to: to_at, held: isOwner ? held === 1 : null,
      // How far the cutting has come, and what was found, is hers until she has handed it over.
      status: isOwner || row.release_until !== null ? status : 'asked', files: isOwner || row.status === 'delivered' ? [...files] : [],
    })),
    refusedGround: row.refused_ground, problem: isOwner && code !== undefined ? { code, message: errorCodes[code][language] } : null,
    messages: messages.filter(({ kind }) => kind !== 'destruction' && (isOwner || kind !== 'refusal')).map(({ n, at, kind, person_name, body }) => ({ n, at, kind, by: isOwner || kind === 'answer' ? person_name : null, text: body.text })),
    releaseUntil: row.release_until, firstFetchedAt: row.first_fetched_at,
    destruction: destroyed ? { at: destroyed.body.destroyedAt ?? destroyed.at, by: destroyed.body.by ?? '', method: destroyed.body.method ?? '', documentNo: destroyed.body.documentNo ?? '', note: destroyed.body.text } : null,
  };
}
