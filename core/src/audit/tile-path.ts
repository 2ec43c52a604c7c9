import { tileWidth } from '../proof/tree.ts';

/** Which tile a path of c2sp.org/tlog-tiles names: `0/x001/067`, `1/000.p/5`, `entries/x001/x234/067`. */
export interface TileRef {
  /** Of a hash tile; undefined for a bundle of entries. */
  readonly level: number | undefined;
  readonly index: number;
  /** Hashes or entries in it: 256, fewer only at the right edge. */
  readonly width: number;
}

/** Undefined for anything but the one spelling the specification gives. */
export function readTilePath(level: string, segments: readonly string[]): TileRef | undefined {
  const path = segments.join('/');
  const [, numbers = '', partial] = /^((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  if (numbers === '' || !/^(entries|[0-9]|[1-5]\d|6[0-3])$/.test(level)) return undefined;
  const parts = numbers.split('/').map((part) => Number(part.replace('x', '')));
  // One spelling for each number: no leading group of zeroes.
  if (parts.length > 1 && parts[0] === 0) return undefined;
  const width = partial === undefined ? tileWidth : Number(partial);
  if (width > tileWidth || (partial !== undefined && width === tileWidth)) return undefined;
  return { level: level === 'entries' ? undefined : Number(level), index: parts.reduce((sum, part) => sum * 1_000 + part, 0), width };
}

/** `x001/067` */
export function tileNumber(index: number): string {
  const last = String(index % 1_000).padStart(3, '0');
  const groups = [];
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000)) groups.unshift(`x${String(rest % 1_000).padStart(3, '0')}`);
  return [...groups, last].join('/');
}
