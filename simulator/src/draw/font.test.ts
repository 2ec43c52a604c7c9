import { describe, expect, it } from 'vitest';
import { TEXT_ROWS, textCells } from './font.ts';
import { StreetPainter } from './street-painter.ts';

const clock = (bytes: Buffer): Buffer => bytes.subarray(0, 320 * 20);

describe('burnt-in text', () => {
  it('has a shape of its own for every Vietnamese letter', () => {
    const letters = Array.from('aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ0123456789');
    const shapes = letters.map((letter) => JSON.stringify(textCells(letter).cells.map(([x, y]) => y * 100 + x).toSorted((a, b) => a - b)));
    expect(new Set(shapes).size).toBe(letters.length);
    expect(letters.every((letter) => textCells(letter).cells.every(([, row]) => row >= 0 && row < TEXT_ROWS))).toBe(true);
  });
});

describe('a drawn street', () => {
  it('is the same at the same moment, moves, and shows another second', () => {
    const painter = new StreetPainter(320, 180, 5, 'Ngõ 12', 420);
    const at = Date.UTC(2025, 4, 6, 1, 2, 3);
    const [first, again, later] = [painter.paint(at).bytes, painter.paint(at).bytes, painter.paint(at + 1_000).bytes];
    expect(first.length).toBe((320 * 180 * 3) / 2);
    expect(first.equals(again)).toBe(true);
    expect([clock(first).equals(clock(later)), first.subarray(320 * 130, 320 * 170).equals(later.subarray(320 * 130, 320 * 170))]).toEqual([false, false]);
  });
});
