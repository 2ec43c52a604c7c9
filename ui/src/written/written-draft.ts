import { fromLocal } from '../exports/interval.ts';

/** What the form holds, as its inputs write it. */
export interface WrittenDraft {
  readonly scan: string;
  readonly documentNo: string;
  readonly issuer: string;
  readonly signerName: string;
  readonly signerTitle: string;
  readonly legalBasis: string;
  readonly details: string;
  readonly caseNo: string;
  readonly purpose: string;
  readonly cameras: readonly string[];
  readonly intervals: readonly { readonly from: string; readonly to: string }[];
  /** Dates, `2026-11-22`. */
  readonly deadline: string;
  readonly destroyBy: string;
}
export type DraftFault = 'required' | 'camera' | 'tooMany' | 'interval' | 'deadline' | 'destroyBy' | 'scan' | 'document' | 'short';
export type DraftFaults = { readonly [F in keyof WrittenDraft]?: DraftFault };

export const longestInterval = 2 * 3_600_000;
const day = 86_400_000;
/** The end of that day where the reader is; NaN while it is empty. */
export const endOfDay = (date: string): number => (date ? new Date(`${date}T23:59:59`).getTime() : Number.NaN);

/** What is wrong with it, field by field; empty when it may be sent. */
export function faultsOf(draft: WrittenDraft, now: number): DraftFaults {
  const faults: { -readonly [F in keyof WrittenDraft]?: DraftFault } = {};
  for (const field of ['documentNo', 'issuer', 'signerName', 'signerTitle', 'legalBasis', 'details', 'caseNo', 'purpose'] as const) if (draft[field].trim() === '') faults[field] = 'required';
  if (!faults.documentNo && !/^[\p{L}\p{N}./_ -]+$/u.test(draft.documentNo.trim())) faults.documentNo = 'document';
  if (!faults.caseNo && !/^[\p{L}\p{N}./_-]+$/u.test(draft.caseNo.trim())) faults.caseNo = 'document';
  if (!faults.details && draft.details.trim().length < 5) faults.details = 'short';
  if (!faults.legalBasis && draft.legalBasis.trim().length < 3) faults.legalBasis = 'short';
  if (draft.scan === '') faults.scan = 'scan';
  if (draft.cameras.length === 0) faults.cameras = 'camera';
  else if (draft.cameras.length > 8) faults.cameras = 'tooMany';
  const spans = draft.intervals.map(({ from, to }) => [fromLocal(from), fromLocal(to)] as const);
  if (spans.some(([from, to]) => !(from < to) || to - from > longestInterval || to > now)) faults.intervals = 'interval';
  const deadline = endOfDay(draft.deadline);
  if (!(deadline > now && deadline <= now + 60 * day)) faults.deadline = 'deadline';
  if (!(endOfDay(draft.destroyBy) > deadline)) faults.destroyBy = 'destroyBy';
  return faults;
}

/** As the hub takes it; the draft has no faults. */
export function paperOf(draft: WrittenDraft) {
  return {
    documentNo: draft.documentNo.trim(), issuer: draft.issuer.trim(), signerName: draft.signerName.trim(), signerTitle: draft.signerTitle.trim(), legalBasis: draft.legalBasis.trim(), details: draft.details.trim(),
    caseNo: draft.caseNo.trim(), cameras: [...draft.cameras], intervals: draft.intervals.map(({ from, to }) => ({ from: fromLocal(from), to: fromLocal(to) })),
    deadline: endOfDay(draft.deadline), destroyBy: endOfDay(draft.destroyBy), scan: draft.scan,
  };
}

export function dateIn(days: number, now: number): string {
  const at = new Date(now + days * day);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}
