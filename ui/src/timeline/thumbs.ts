import type { SheetRow } from '@matpho/core/api';

/** One small picture of a sheet, as a background: px of the sheet, and of one picture in it. */
export interface Thumb {
  readonly name: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly sheetWidth: number;
  readonly sheetHeight: number;
}

/** The small picture nearest before an instant; undefined where no sheet was made. `width` and `height` of a row are of one picture. */
export function thumbAt(sheets: readonly SheetRow[], at: number): Thumb | undefined {
  const sheet = sheets.find(({ from, to }) => at >= from && at < to);
  if (!sheet) return undefined;
  const index = Math.min(Math.floor((at - sheet.from) / sheet.everyMs), sheet.columns * sheet.rows - 1);
  const { columns, rows, width, height, name } = sheet;
  return { name, left: (index % columns) * width, top: Math.floor(index / columns) * height, width, height, sheetWidth: columns * width, sheetHeight: rows * height };
}
