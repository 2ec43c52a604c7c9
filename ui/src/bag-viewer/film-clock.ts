import type { BagPiece } from '@matpho/core/proof/bag';

/** A film of a bag, and when its first picture was taken. */
export interface BagFilm {
  readonly camera: string;
  /** Inside the bag. */
  readonly path: string;
  readonly from: number;
  readonly to: number;
}
export type FilmKind = 'playable' | 'redacted' | 'original';

/** The films of one kind that a person may want to see side by side. Segments of the recorder come one after the other. */
export function filmsOf(pieces: readonly BagPiece[], kind: FilmKind): readonly BagFilm[] {
  return pieces.flatMap((piece) => piece.files.filter((file) => file.kind === kind).flatMap(({ path }) => {
    const segment = piece.segments.find(({ file }) => file === path);
    const span = segment ?? piece.delivered;
    return span ? [{ camera: piece.camera.name, path, from: Date.parse(span.from), to: Date.parse(span.to) }] : [];
  })).toSorted((a, b) => a.from - b.from);
}

/** From the first to the last picture of any of them. */
export function spanOf(films: readonly BagFilm[]): { readonly from: number; readonly to: number } {
  return { from: Math.min(...films.map(({ from }) => from)), to: Math.max(...films.map(({ to }) => to)) };
}

/** Where in its film a picture of that instant is, in seconds; undefined when it has none. */
export function placeIn({ from, to }: BagFilm, at: number): number | undefined {
  return at >= from && at < to ? (at - from) / 1_000 : undefined;
}
