import { levelOf, textOf, type FindingCode, type Level } from './bag-words.ts';

export interface BagText { readonly vi: string; readonly en: string }

/** One thing that was found out about a bag. */
export interface BagFinding {
  readonly code: FindingCode;
  readonly level: Level;
  /** Inside the bag. */
  readonly path?: string;
  readonly text: BagText;
}

export function finding(code: FindingCode, path?: string, values: Readonly<Record<string, string | BagText>> = {}): BagFinding {
  return { code, level: levelOf(code), ...(path === undefined ? {} : { path }), text: textOf(code, values) };
}

/** The same instant in both languages, in Vietnam's time with the offset written out (EVIDENCE.md). */
export function instant(ms: number): BagText {
  if (!Number.isFinite(ms)) return { vi: '?', en: '?' };
  const [day = '', time = ''] = new Date(ms + 7 * 3_600_000).toISOString().split(/[T.]/);
  const [year, month, date] = day.split('-');
  return { vi: `${time} ngày ${date}/${month}/${year} (UTC+07:00)`, en: `${day} ${time} (UTC+07:00)` };
}
/** A length of time, roughly. */
export function lasting(ms: number): BagText {
  const [n, vi, en] = ms < 60_000 ? [ms / 1_000, 'giây', 's'] as const : ms < 3_600_000 ? [ms / 60_000, 'phút', 'min'] as const : ms < 48 * 3_600_000 ? [ms / 3_600_000, 'giờ', 'h'] as const : [ms / 86_400_000, 'ngày', 'days'] as const;
  const number = n < 10 ? Math.round(n * 10) / 10 : Math.round(n);
  return { vi: `${String(number).replace('.', ',')} ${vi}`, en: `${number} ${en}` };
}
export function bytesText(bytes: number): BagText {
  const [n, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] as const : bytes < 1e9 ? [bytes / 1e6, 'MB'] as const : [bytes / 1e9, 'GB'] as const;
  const number = (Math.round(n * 10) / 10).toString();
  return { vi: `${number.replace('.', ',')} ${unit}`, en: `${number} ${unit}` };
}
