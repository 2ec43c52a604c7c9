import { purposeWords } from '../access/ask-sentence.ts';
import { writePlace, type LedgerPlace } from '../consent/ledger-place.ts';
import type { LedgerLine } from '../consent/ledger.ts';
import type { Obligations } from '../domain/consent.ts';
import type { Language, Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { csvMark, csvRecord } from './ledger-csv.ts';
import { ledgerRow, officerLedgerRow, unitLogRow } from './ledger-rows.ts';
import { actionNames, endName, endNameForOfficer, routeNames } from './ledger-words.ts';

/** Whose log is taken out: what a unit may know is less. */
export type LogSide = 'owner' | 'officer' | 'leader';
export interface LogExport {
  readonly side: LogSide;
  readonly format: 'csv' | 'json';
  readonly language: Language;
  /** IANA zone of the times in a spreadsheet. */
  readonly tz: string;
  readonly at: Instant;
  /** What was looked for, as it was asked. */
  readonly filters: Readonly<Record<string, unknown>>;
  /** One page of lines, newest first, older than the place. */
  page(before: LedgerPlace | undefined, limit: number): Promise<readonly LedgerLine[]>;
}
const pageSize = 500;

/** A log as a file, a page at a time: however long it is, the hub holds one page of it. */
export async function* logParts(wish: LogExport): AsyncGenerator<Uint8Array> {
  yield Buffer.from(wish.format === 'csv' ? csvMark + csvRecord(columns(wish).map(({ name }) => name[wish.language])) : `${JSON.stringify({ exportedAt: new Date(wish.at).toISOString(), timeZone: wish.tz, filters: wish.filters }).slice(0, -1)},"rows":[\n`);
  let before: LedgerPlace | undefined;
  let isFirst = true;
  for (;;) {
    const lines = await wish.page(before, pageSize);
    const last = lines.at(-1);
    if (!last) break;
    yield Buffer.from(wish.format === 'csv' ? lines.map((line) => csvRecord(columns(wish).map(({ of }) => of(line)))).join('') : `${isFirst ? '' : ',\n'}${lines.map((line) => JSON.stringify(jsonOf(wish.side, line))).join(',\n')}`);
    isFirst = false;
    before = { at: last.opened_at, viewing: last.id };
    if (lines.length < pageSize) break;
  }
  if (wish.format === 'json') yield Buffer.from('\n]}\n');
}

/** `so-truy-cap-2026-11-21.csv` */
export function logFileName({ side, format, at, tz }: Pick<LogExport, 'side' | 'format' | 'at' | 'tz'>): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: tz, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
  return `${side === 'owner' ? 'so-truy-cap' : side === 'leader' ? 'nhat-ky-don-vi' : 'nhat-ky-cua-toi'}-${day}.${format}`;
}
export const logFileTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

function jsonOf(side: LogSide, line: LedgerLine): object {
  return side === 'owner' ? ledgerRow(line) : side === 'officer' ? officerLedgerRow(line) : unitLogRow(line);
}

type Cell = string | number | boolean | null;
interface LogColumn { readonly name: Text; of(line: LedgerLine): Cell }
function columns({ side, language, tz }: LogExport): readonly LogColumn[] {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'medium' });
  const time = (at: Instant | null): Cell => (at === null ? null : clock.format(at));
  const column = (vi: string, en: string, of: LogColumn['of']): LogColumn => ({ name: { vi, en }, of });
  const obligations = (line: LedgerLine): Obligations => JSON.parse(line.obligations) as Obligations;
  const yes = (is: boolean): string => (is ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' })[language];
  return [
    column('Mở lúc', 'Opened', (line) => time(line.opened_at)), column('Đóng lúc', 'Closed', (line) => time(line.closed_at)), column('Số giây đã xem', 'Seconds watched', (line) => Math.round(line.seconds)),
    column('Camera', 'Camera', (line) => line.camera_name), column('Ai', 'Who', (line) => line.person_name), column('Đơn vị', 'Unit', (line) => line.unit_name), column('Số hiệu', 'Officer number', (line) => line.officer_no),
    column('Việc', 'What', (line) => actionNames[line.action][language]), column('Mục đích', 'Purpose', (line) => (line.purpose === null ? null : purposeWords[line.purpose][language])), column('Số hồ sơ', 'Case', (line) => line.case_no),
    column('Căn cứ', 'Basis', (line) => `${line.route} ${routeNames[line.route][language]}`), column('Hình từ', 'Footage from', (line) => time(line.footage_from)), column('Hình đến', 'Footage to', (line) => time(line.footage_to)),
    ...(side === 'leader' ? [] : [
      column('Nét nhất (p)', 'Height at most (p)', (line) => obligations(line).maxHeight), column('Có tiếng', 'Sound', (line) => yes(obligations(line).audio)), column('Vùng che', 'Masks', (line) => obligations(line).masks.length),
      column('Đóng dấu đơn vị', 'Unit mark', (line) => line.mark), column('Đủ điều kiện', 'Conditions met', (line) => (line.obligations_met === null ? null : yes(line.obligations_met === 1))),
      column('Kết thúc', 'Ended because', (line) => (line.end_reason === null ? null : (side === 'owner' ? endName : endNameForOfficer)(line.end_reason)[language])),
    ]),
    column('Mã dòng', 'Line', (line) => writePlace({ at: line.opened_at, viewing: line.id })),
  ];
}
