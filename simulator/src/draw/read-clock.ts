import { TEXT_ROWS, textCells } from './font.ts';

const PATTERN = /^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d$/;
const LENGTH = 'dd-mm-yyyy hh:mm:ss'.length;
const SIGNS = [...'0123456789-: '];
const COLUMNS = 6;
/** Of a sign's cells, so many may look wrong after coding. */
const WRONG_CELLS = 4;
const LIT = 150;

const shapes: readonly (readonly [sign: string, lit: ReadonlySet<number>])[] = SIGNS.map((sign) => [sign, new Set(textCells(sign).cells.map(([column, row]) => row * COLUMNS + column))]);

/**
 * Reads the clock that `StreetPainter` burnt into a picture: ms UTC, to the second. Undefined where no such clock can be read.
 * @param luma one byte a dot, width * height of them, at the size it was painted in
 */
export const readPaintedClock = (luma: Uint8Array, width: number, zoneMinutes = 420): number | undefined => {
  const cell = Math.max(1, Math.round(width / 480));
  const box = (COLUMNS * LENGTH + 3) * cell;
  const [left, top] = [width - box - 6 * cell, 4 * cell];
  const isLit = (column: number, row: number): boolean => {
    let sum = 0;
    for (let y = 0; y < cell; y += 1) {
      for (let x = 0; x < cell; x += 1) sum += luma[(top + (row + 1) * cell + y) * width + left + (column + 2) * cell + x] ?? 0;
    }
    return sum / (cell * cell) > LIT;
  };
  const text = Array.from({ length: LENGTH }, (_, n) => {
    const lit = new Set<number>();
    for (let row = 0; row < TEXT_ROWS; row += 1) for (let column = 0; column < COLUMNS - 1; column += 1) if (isLit(n * COLUMNS + column, row)) lit.add(row * COLUMNS + column);
    const [best] = shapes.map(([sign, wanted]) => ({ sign, wrong: [...wanted].filter((each) => !lit.has(each)).length + [...lit].filter((each) => !wanted.has(each)).length })).toSorted((a, b) => a.wrong - b.wrong);
    return best !== undefined && best.wrong <= WRONG_CELLS ? best.sign : '?';
  }).join('');
  if (!PATTERN.test(text)) return undefined;
  const [day, month, year, hour, minute, second] = text.split(/[- :]/).map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) - zoneMinutes * 60_000;
};
