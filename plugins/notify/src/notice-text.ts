import type { Notice } from '@matpho/core/sdk';

/** The page a notice leads to, on the hub's own origin only. */
export function linkOf(notice: Notice, origin: string): string | undefined {
  if (notice.link === undefined || !URL.canParse(notice.link, origin)) return undefined;
  const url = new URL(notice.link, origin);
  return url.origin === new URL(origin).origin ? url.href : undefined;
}

/** One line: nothing that ends a header line, and no direction marks that make a name read as another (Unicode TR 36 §2.5). */
export function oneLine(text: string, most: number): string {
  return cut(wellFormed(text).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/ {2,}/g, ' ').trim(), most);
}

/** Several lines, each ended by `\n`. */
export function lines(text: string, most: number): string {
  return cut(wellFormed(text).replaceAll(/\r\n?|\p{Zl}|\p{Zp}/gu, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, ' ').trim(), most);
}

function wellFormed(text: string): string {
  return text.normalize('NFC').replaceAll(/\p{Cs}/gu, '\uFFFD').replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');
}
/** Counted in code points, so that no character is cut in two. */
function cut(text: string, most: number): string {
  const points = Array.from(text);
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}
