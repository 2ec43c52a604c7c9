import type { Canvas, Rgb } from './canvas.ts';

/** Capital letters, figures and signs, 5 x 7; every letter is seven rows of five bits. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: '0e11111f111111', B: '1e11111e11111e', C: '0e11101010110e', D: '1e11111111111e', E: '1f10101e10101f', F: '1f10101e101010',
  G: '0e11101711110f', H: '1111111f111111', I: '0e04040404040e', J: '0702020202120c', K: '11121418141211', L: '1010101010101f',
  M: '111b1515111111', N: '11111915131111', O: '0e11111111110e', P: '1e11111e101010', Q: '0e11111115120d', R: '1e11111e141211',
  S: '0f10100e01011e', T: '1f040404040404', U: '1111111111110e', V: '11111111110a04', W: '1111111515150a', X: '11110a040a1111',
  Y: '1111110a040404', Z: '1f01020408101f', 'Đ': '0e09091d09090e', 0: '0e11131519110e', 1: '040c040404040e', 2: '0e11010204081f',
  3: '1f02040201110e', 4: '02060a121f0202', 5: '1f101e0101110e', 6: '0608101e11110e', 7: '1f010204080808', 8: '0e11110e11110e',
  9: '0e11110f01020c', '-': '0000001f000000', ':': '000c0c000c0c00', '.': '00000000000c0c', '/': '00010204081000', '&': '0c12140815120d',
  '(': '02040808080402', ')': '08040202020408', ',': '000000000c0408', '+': '0004041f040400', '#': '0a0a1f0a1f0a0a', '?': '0e110102040004',
};

/** Vietnamese marks: rows above the letter (two for the tone, two for the vowel), and the dot below. */
const ABOVE: Readonly<Record<string, readonly [row: number, bits: number][]>> = {
  '\u0300': [[0, 0x08], [1, 0x04]], '\u0301': [[0, 0x02], [1, 0x04]], '\u0303': [[0, 0x0d], [1, 0x16]], '\u0309': [[0, 0x06], [1, 0x02]],
  '\u0302': [[2, 0x04], [3, 0x0a]], '\u0306': [[2, 0x11], [3, 0x0e]],
};
const LETTER_TOP = 5;
/** Rows of a line of text, marks included. */
export const TEXT_ROWS = 15;
const ADVANCE = 6;

/** Which cells of a text are lit: column and row, in font cells. Small letters are written as capitals. */
export const textCells = (text: string): { columns: number; cells: (readonly [number, number])[] } => {
  const cells: (readonly [number, number])[] = [];
  let left = -ADVANCE;
  const put = (row: number, bits: number): void => {
    for (let column = 0; column < 5; column += 1) if (((bits >> (4 - column)) & 1) === 1) cells.push([left + column, row]);
  };
  for (const sign of text.replaceAll(/[\u2010-\u2015]/g, '-').toLocaleUpperCase('vi').normalize('NFD')) {
    if (sign === '\u0323') put(LETTER_TOP + 8, 0x04);
    else if (sign === '\u031b') cells.push([left + 5, LETTER_TOP], [left + 5, LETTER_TOP - 1]);
    else if (ABOVE[sign] !== undefined) for (const [row, bits] of ABOVE[sign]) put(row, bits);
    else {
      left += ADVANCE;
      const rows = sign === ' ' ? '' : GLYPHS[sign] ?? GLYPHS['?'] ?? '';
      for (let row = 0; row * 2 < rows.length; row += 1) put(LETTER_TOP + row, parseInt(rows.slice(row * 2, row * 2 + 2), 16));
    }
  }
  return { columns: left + ADVANCE, cells };
};

/** Paints text with its letters' tops at `y`. */
export const paintText = (canvas: Canvas, text: string, x: number, y: number, cell: number, colour: Rgb): void => {
  for (const [column, row] of textCells(text).cells) canvas.rect(x + column * cell, y + (row - LETTER_TOP) * cell, cell * 1.02, cell * 1.02, colour);
};

export const textWidth = (text: string, cell: number): number => (textCells(text).columns - 1) * cell;
