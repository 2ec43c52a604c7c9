import { crc32, deflateSync } from 'node:zlib';
import { coverOf, type Polygon } from '../domain/mask.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import type { Instant } from '../domain/time.ts';
import { shapeAt } from './shape-at.ts';

/** How a place of a cover says what is to be done with it. */
export const coverLevels = { none: 0, blur: 128, fill: 255 } as const;
export interface CoverSize {
  readonly width: number;
  readonly height: number;
}

/** What is covered while one picture is shown, [from, to), as levels of grey, row by row. Undefined when nothing is. Every place a region touches is covered, never less; where both effects meet, it is filled. */
export function coverLevelsOf(regions: readonly RedactionRegion[], from: Instant, to: Instant, size: CoverSize): Buffer | undefined {
  const blurred: Polygon[] = [];
  const filled: Polygon[] = [];
  for (const region of regions) {
    if (region.from >= to || region.to <= from) continue;
    // A picture that is on the screen when the region begins is covered, and whole.
    const shape = shapeAt(region, Math.max(from, region.from));
    if (shape) (region.effect === 'fill' ? filled : blurred).push(shape);
  }
  if (blurred.length + filled.length === 0) return undefined;
  const levels = Buffer.alloc(size.width * size.height, coverLevels.none);
  paint(levels, blurred, coverLevels.blur, size);
  paint(levels, filled, coverLevels.fill, size);
  return levels;
}

function paint(levels: Buffer, polygons: readonly Polygon[], level: number, { width, height }: CoverSize): void {
  if (polygons.length === 0) return;
  for (const [row, spans] of coverOf(polygons, height).entries()) {
    for (const { from, to } of spans) levels.fill(level, row * width + Math.max(0, Math.floor(from * width)), row * width + Math.min(width, Math.ceil(to * width)));
  }
}

/** A grey picture as PNG (RFC 2083): 8 bits, no filter. Mostly of one colour, so it is small. */
export function greyPng(levels: Buffer, { width, height }: CoverSize): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) levels.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, body: Buffer): Buffer {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}
