/** A byte order mark, so that spreadsheets read UTF-8. */
export const csvMark = '\uFEFF';

/**
 * One record (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front: a case number is chosen by whoever asked,
 * and must not run in the owner's spreadsheet.
 */
export function csvRecord(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map((cell) => (typeof cell === 'string' ? quoted(/^[\s]*[=+\-@＝＋－＠\t\r]/.test(cell) ? `'${cell}` : cell) : cell === null ? '' : String(cell))).join(',')}\r\n`;
}

const quoted = (text: string): string => (/[",\r\n;]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);
