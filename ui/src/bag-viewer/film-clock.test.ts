import type { BagPiece } from '@matpho/core/proof/bag';
import { describe, expect, it } from 'vitest';
import { filmsOf, placeIn, spanOf } from './film-clock.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 2, 0, second)).toISOString();
const piece = (name: string, from: number, to: number): BagPiece => ({
  n: 1, camera: { id: name, folder: name, name, owner: 'Lan', maker: null, model: null, latitude: null, longitude: null, direction: null, viewDegrees: null }, requested: { from: at(from), to: at(to) }, delivered: { from: at(from), to: at(to) }, outcome: 'footage', viewing: null, gaps: [], conditions: null,
  segments: [{ from: at(from), to: at(from + 5), bytes: 1, sha256: 'a', loggedAt: null, logEntry: null, origin: 'recorded', part: 'within', file: `data/original/${name}/1.mp4` }],
  files: [{ path: `data/playable/${name}.mp4`, kind: 'playable', bytes: 1, sha256: 'b', derivative: 'remux', madeFrom: [], coding: null }, { path: `data/original/${name}/1.mp4`, kind: 'original', bytes: 1, sha256: 'a', derivative: 'no', madeFrom: [], coding: null }],
});

describe('films of a bag', () => {
  const pieces = [piece('gate', 10, 30), piece('lane', 0, 20)];
  it('start when their first picture was taken, and play by one wall clock', () => {
    const films = filmsOf(pieces, 'playable');
    expect(films.map(({ camera }) => camera)).toEqual(['lane', 'gate']);
    expect(spanOf(films)).toEqual({ from: Date.parse(at(0)), to: Date.parse(at(30)) });
    expect(films.map((film) => placeIn(film, Date.parse(at(15))))).toEqual([15, 5]);
    expect(films.map((film) => placeIn(film, Date.parse(at(25))))).toEqual([undefined, 15]);
  });
  it('of the recorder start with their segment', () => {
    expect(filmsOf(pieces, 'original').map(({ from, to }) => [from, to])).toEqual([[Date.parse(at(0)), Date.parse(at(5))], [Date.parse(at(10)), Date.parse(at(15))]]);
    expect(filmsOf(pieces, 'redacted')).toEqual([]);
  });
});
