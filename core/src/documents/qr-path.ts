import { create } from 'qrcode';

export interface QrDrawing {
  /** Modules on a side, the quiet zone not counted (ISO/IEC 18004 §7.3.7 wants 4 around it). */
  readonly modules: number;
  isDark(row: number, column: number): boolean;
  /** One SVG path in units of one module; dark runs of a row are one rectangle, so no hairline shows between them. */
  readonly path: string;
}
export const quietZone = 4;

/** Level M: 15 % of the sign may be scratched. */
export function qrDrawing(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const isDark = (row: number, column: number): boolean => row >= 0 && column >= 0 && row < size && column < size && modules.get(row, column) === 1;
  const runs: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let from = 0; from < size; from += 1) {
      if (!isDark(row, from)) continue;
      let to = from + 1;
      while (isDark(row, to)) to += 1;
      runs.push(`M${from} ${row}h${to - from}v1h${from - to}z`);
      from = to;
    }
  }
  return { modules: size, isDark, path: runs.join('') };
}
