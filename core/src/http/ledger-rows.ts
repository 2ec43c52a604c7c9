import type { UnitLogRow } from '../api/oversight.ts';
import type { AskRow, LedgerRow, OwnerAskRow, WatchingRow } from '../api/sharing.ts';
import type { LedgerLine } from '../consent/ledger.ts';
import type { OpenViewing } from '../consent/gate-ports.ts';
import type { Obligations } from '../domain/consent.ts';
import type { Instant } from '../domain/time.ts';
import type { AskTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import { approvedAsk, readAsk } from '../access/ask-json.ts';
import { askSentence } from '../access/ask-sentence.ts';

/** `own`: looked at by the house itself. */
export function ledgerRow(line: LedgerLine): LedgerRow {
  const { maxHeight, audio, watermark, masks } = JSON.parse(line.obligations) as Obligations;
  return {
    viewing: line.id, camera: line.camera, cameraName: line.camera_name, own: line.route === 'R0', who: line.person_name, unit: line.unit_name, officerNo: line.officer_no, route: line.route, action: line.action,
    purpose: line.purpose, caseNo: line.case_no, from: line.opened_at, to: line.closed_at, seconds: Math.round(line.seconds), endReason: line.end_reason, maxHeight, audio, watermark, mark: line.mark,
    footage: line.footage_from === null || line.footage_to === null ? null : { from: line.footage_from, to: line.footage_to },
    masks: masks.length, obligationsMet: line.obligations_met === null ? null : line.obligations_met === 1, ask: line.ask, emergency: line.emergency, request: line.request, program: line.program,
  };
}
/** As the leader of whoever looked may know it. */
export function unitLogRow(line: LedgerLine): UnitLogRow {
  const { viewing, who, officerNo, camera, cameraName, route, action, purpose, caseNo, from, to, seconds, footage } = ledgerRow(line);
  return { viewing, who, officerNo: officerNo ?? '', camera, cameraName, route, action, purpose, caseNo, from, to, seconds, footage };
}
/** As a unit may know it: that a household took back or paused stays with the household, so of an end only whether the viewer made it (THREATS 13, 25). */
export function officerLedgerRow(line: LedgerLine): LedgerRow {
  const row = ledgerRow(line);
  return { ...row, endReason: row.endReason === 'viewer' ? 'viewer' : null };
}

/** Names for what the gate has open, from the ledger's own lines. */
export async function watchingRows(store: Store, open: readonly OpenViewing[]): Promise<WatchingRow[]> {
  if (open.length === 0) return [];
  const lines = await store.read.selectFrom('viewing').innerJoin('camera', 'camera.id', 'viewing.camera').select(['viewing.id', 'person_name', 'unit_name', 'officer_no', 'camera.name as camera_name'])
    .where('viewing.id', 'in', open.map(({ viewing }) => viewing)).execute();
  const byId = new Map(lines.map((line) => [line.id, line]));
  return open.map(({ viewing, ask, as, since, until, grant }) => {
    const line = byId.get(viewing);
    return {
      viewing, camera: ask.camera, cameraName: line?.camera_name ?? '', who: line?.person_name ?? '', unit: line?.unit_name ?? null, officerNo: line?.officer_no ?? null, purpose: as === 'member' ? null : ask.purpose, caseNo: ask.caseNo ?? null,
      action: ask.action, since, until: Number.isFinite(until) ? until : null, grant: grant ?? null, own: as === 'member',
    };
  });
}

/** As they are: for the owner. */
export async function askRows(store: Store, asks: readonly AskTable[], tz: string): Promise<OwnerAskRow[]> {
  if (asks.length === 0) return [];
  const rows = await store.read.selectFrom('ask').innerJoin('camera', 'camera.id', 'ask.camera').innerJoin('unit', 'unit.id', 'ask.unit').innerJoin('person', 'person.id', 'ask.person')
    .leftJoin('officer', (join) => join.onRef('officer.person', '=', 'ask.person').onRef('officer.unit', '=', 'ask.unit').on('officer.ended_at', 'is', null)).leftJoin('ask_redaction', 'ask_redaction.ask', 'ask.id')
    .select(['ask.id', 'camera.name as camera_name', 'unit.name as unit_name', 'person.name as person_name', 'officer.role'])
    .select((select) => select.fn<number | null>('json_array_length', ['ask_redaction.regions']).as('covered')).where('ask.id', 'in', asks.map(({ id }) => id)).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return asks.flatMap((ask) => {
    const names = byId.get(ask.id);
    if (!names) return [];
    const body = readAsk(ask.body);
    const role = names.role ?? body.who.roles[0] ?? 'duty_officer';
    return [{
      id: ask.id, camera: ask.camera, cameraName: names.camera_name, unit: names.unit_name, who: names.person_name, role, officerNo: ask.officer_no, action: body.action, purpose: body.purpose, caseNo: body.caseNo ?? null, message: ask.message,
      footage: body.footage ? { from: body.footage[0], to: body.footage[1] } : null, status: ask.status === 'withdrawn' && ask.decided_by !== null ? 'declined' as const : ask.status, createdAt: ask.created_at, lapsesAt: ask.lapses_at, decidedAt: ask.decided_at, approvedUntil: ask.approved_until, usedAt: ask.used_at,
      sentence: askSentence({ unit: names.unit_name, officerNo: ask.officer_no, role, camera: names.camera_name, ask: body, tz }), trimmed: trimmedOf(ask), covered: names.covered ?? 0,
      maxHeight: body.rendition.maxHeight, audio: body.rendition.audio, hold: ask.held === null ? null : ask.held === 1 ? 'held' as const : 'no-room' as const,
    }];
  });
}

/** As whoever asked may know them: a no looks like silence, at every moment (THREATS 13, 14, 25). */
export async function officerAskRows(store: Store, asks: readonly AskTable[], tz: string, now: Instant): Promise<AskRow[]> {
  const statusOf = new Map(asks.map(({ id, status, lapses_at }) => [id as string, status === 'pending' || status === 'declined' ? (lapses_at > now ? 'pending' as const : 'lapsed' as const) : status]));
  return (await askRows(store, asks, tz)).map(({ hold: _hold, maxHeight: _maxHeight, audio: _audio, ...row }) => {
    const status = statusOf.get(row.id) ?? 'lapsed';
    return { ...row, status, trimmed: status === 'approved' ? row.trimmed : null, decidedAt: status === 'approved' ? row.decidedAt : null };
  });
}

function trimmedOf(ask: AskTable): AskRow['trimmed'] {
  if (ask.approved_body === null) return null;
  const { footage, rendition } = approvedAsk(ask);
  return { footage: footage ? { from: footage[0], to: footage[1] } : null, maxHeight: rendition.maxHeight, audio: rendition.audio };
}
