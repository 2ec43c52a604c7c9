import { expect, it } from 'vitest';
import { boxesIn, fourLetters, readSegment, type Fragment } from './boxes.ts';
import { boxHeader, MovieIndex } from './movie-index.ts';
import { recorded, start } from './recorded.fixture.ts';

it('finds samples beyond 4 GiB', () => {
  const { init, fragments } = readSegment(recorded(start, 1).bytes);
  const index = new MovieIndex(init);
  const picture = fragments[0] as Fragment;
  // As in a film of 6 GiB: each piece elsewhere.
  const places = [8, 2 ** 32 - 1, 2 ** 32 + 1, 6 * 2 ** 30];
  for (const [n, at] of places.entries()) {
    index.part();
    index.add(picture, n * picture.duration, at);
  }
  const moov = index.box();
  const at = moov.indexOf('co64') - 4;
  expect(Array.from({ length: moov.readUInt32BE(at + 12) }, (_, n) => Number(moov.readBigUInt64BE(at + 16 + n * 8)))).toEqual(places);
  expect(boxesIn(moov, 8, moov.length).map(({ type }) => type)).toEqual(['mvhd', 'trak'].map(fourLetters));
});

it('writes sizes in 64 bits where 32 are too few', () => {
  expect([boxHeader('mdat', 2 ** 32 - 9), boxHeader('mdat', 2 ** 32 - 8)].map((head) => [head.length, head.readUInt32BE(0), head.length === 16 ? Number(head.readBigUInt64BE(8)) : 0])).toEqual([[8, 2 ** 32 - 1, 0], [16, 1, 2 ** 32 + 8]]);
});
