import { expect, test } from 'vitest';
import { readPss, readStat, treeOf } from './process-usage.ts';

const line = (pid: number, name: string, parent: number): string =>
  `${pid} (${name}) S ${parent} 10 10 0 -1 4194304 99 7 0 0 120 30 4 6 20 0 11 0 350120 3133440 410 18446744073709551615 94719340072960 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n`;

test('A process counts its own time and that of the children it has waited for', () => {
  expect(readStat(line(4711, 'node', 12))).toEqual({ pid: 4711, parent: 12, ticks: 160 });
});

test('A name with brackets and spaces does not shift the fields', () => {
  expect(readStat(line(9, 'a) S 1 (b', 3))).toEqual({ pid: 9, parent: 3, ticks: 160 });
});

test('What is no stat line is refused', () => {
  for (const text of ['', '12 node S 1', '12 (node) S', 'x (node) S 1 2']) expect(() => readStat(text), text).toThrow('no line of');
});

test('Proportional memory is read in bytes, and not taken from its parts', () => {
  expect(readPss('5598-7fff ---p 00000000 00:00 0 [rollup]\nRss:    1744 kB\nPss:     182 kB\nPss_Dirty:  112 kB\n')).toBe(182 * 1_024);
  expect(() => readPss('Rss: 1 kB\nPss_Anon: 3 kB\n')).toThrow('no Pss');
});

test('A tree holds grandchildren and nobody else', () => {
  const all = [[1, 0], [5, 1], [7, 5], [8, 7], [9, 1], [6, 9]].map(([pid = 0, parent = 0]) => ({ pid, parent, ticks: 1 }));
  expect(treeOf(5, all).map(({ pid }) => pid)).toEqual([5, 7, 8]);
  expect(treeOf(4, all)).toEqual([]);
});
