import { describe, expect, it } from 'vitest';
import { allGaps } from './bag-facts.ts';

const piece = { from_at: 0, to_at: 40_000 };

describe('the gaps a bag tells of', () => {
  it.each<[string, Parameters<typeof allGaps>[1], Parameters<typeof allGaps>[2], ReturnType<typeof allGaps>]>([
    ['nothing where files cover all of it', [{ from: -5_000, to: 20_000 }, { from: 20_400, to: 45_000 }], [], []],
    ['a known gap as it is', [{ from: 0, to: 20_000 }, { from: 30_000, to: 40_000 }], [{ from: 20_000, to: 30_000, cause: 'offline' }], [{ from: 20_000, to: 30_000, cause: 'offline' }]],
    ['the file that was still being written, after a known gap too', [{ from: 0, to: 20_000 }], [{ from: 20_000, to: 30_000, cause: 'off' }], [{ from: 20_000, to: 30_000, cause: 'off' }, { from: 30_000, to: 40_000, cause: 'open' }]],
    ['all of it where nothing is there yet', [], [], [{ from: 0, to: 40_000, cause: 'open' }]],
    ['a hole nobody explained', [{ from: 0, to: 10_000 }, { from: 15_000, to: 40_000 }], [], [{ from: 10_000, to: 15_000, cause: 'unknown' }]],
  ])('are %s', (_, listed, known, gaps) => {
    expect(allGaps(piece, listed, known)).toEqual(gaps);
  });
});
