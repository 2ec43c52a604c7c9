import { readPosition, type Position } from '../app/position.ts';
import { contains, longestEdge, nearestEdge } from '../masks/points.ts';

/** Metres east (x) and north (y) of where the case is. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}
export type Corners = readonly Spot[];
export const fewestCorners = 3;
export const mostCorners = 32;
const metresPerDegree = 111_195;
const wide = (middle: Position): number => metresPerDegree * Math.cos((middle.latitude * Math.PI) / 180);

/** Where a new area begins: 60 m by 60 m around the place, to be pulled where it belongs. */
export const firstCorners: Corners = [{ x: -30, y: 30 }, { x: 30, y: 30 }, { x: 30, y: -30 }, { x: -30, y: -30 }];

/** To the tenth of a metre that is worth keeping. */
export const kept = ({ x, y }: Spot): Spot => ({ x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 });
export const toSpot = (middle: Position, { latitude, longitude }: Position): Spot => kept({ x: (longitude - middle.longitude) * wide(middle), y: (latitude - middle.latitude) * metresPerDegree });
export function toPosition(middle: Position, { x, y }: Spot): Position {
  const places = (degrees: number): number => Math.round(degrees * 1_000_000) / 1_000_000;
  return { latitude: places(middle.latitude + y / metresPerDegree), longitude: places(middle.longitude + x / wide(middle)) };
}

/** One corner a line, as people copy them from a map: `20.446300, 106.336600`. */
export const writeCorners = (middle: Position, corners: Corners): string => corners.map((corner) => toPosition(middle, corner)).map(({ latitude, longitude }) => `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`).join('\n');
/** The same read back; a number is that of the first line that is no position, from 1. */
export function readCorners(middle: Position, text: string): Corners | number {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const found = lines.map(readPosition);
  const wrong = found.findIndex((position) => position === undefined);
  return wrong >= 0 ? wrong + 1 : found.flatMap((position) => (position ? [toSpot(middle, position)] : []));
}

export function moved(corners: Corners, at: number, to: Spot): Corners {
  return corners.map((corner, n) => (n === at ? kept(to) : corner));
}
export function shifted(corners: Corners, by: Spot): Corners {
  return corners.map(({ x, y }) => kept({ x: x + by.x, y: y + by.y }));
}
export function without(corners: Corners, at: number): Corners {
  return corners.length <= fewestCorners ? corners : corners.filter((_, n) => n !== at);
}
/** A new corner on the edge nearest to it; `at` is its place, -1 where there are enough. */
export function withCorner(corners: Corners, spot: Spot): { readonly corners: Corners; readonly at: number } {
  if (corners.length >= mostCorners) return { corners, at: -1 };
  const at = nearestEdge(corners, spot) + 1;
  return { corners: [...corners.slice(0, at), kept(spot), ...corners.slice(at)], at };
}
/** A new corner in the middle of the longest edge, for those who do not press. */
export function withMiddle(corners: Corners): { readonly corners: Corners; readonly at: number } {
  const at = longestEdge(corners);
  const [a, b] = [corners[at], corners[(at + 1) % corners.length]];
  if (!a || !b || corners.length >= mostCorners) return { corners, at: -1 };
  return { corners: [...corners.slice(0, at + 1), kept({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }), ...corners.slice(at + 1)], at: at + 1 };
}
export const holds = (corners: Corners, spot: Spot): boolean => contains(corners, spot);

/** What the plan shows: a square around the area and the place, half its side in metres. */
export function windowOf(corners: Corners): { readonly middle: Spot; readonly half: number } {
  const spots = [...corners, { x: 0, y: 0 }];
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { middle: { x: (west + east) / 2, y: (south + north) / 2 }, half: Math.max(60, (Math.max(east - west, north - south) / 2) * 1.35) };
}
/** Metres between two lines of the grid, so that about eight of them cross it. */
export const gridOf = (half: number): number => [10, 20, 50, 100, 200, 500].find((step) => half / step <= 5) ?? 1_000;
