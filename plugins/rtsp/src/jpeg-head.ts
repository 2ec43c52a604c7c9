import { huffmanSegment } from './jpeg-tables.ts';

export interface JpegLayout {
  readonly width: number;
  readonly height: number;
  /** 0: 4:2:2, 1: 4:2:0 (RFC 2435 §4.1). */
  readonly type: number;
  /** Macroblocks between restart markers; 0: none. */
  readonly restartInterval: number;
  /** Bit n: table n has 16-bit values. */
  readonly precision: number;
  /** One table after the other. */
  readonly tables: Buffer;
}

/** Start of image and the APP0 segment of JFIF 1.1 with square pixels (ITU-T T.871 §10.1). */
const start = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
/** Start of scan for three components in one pass, ITU-T T.81 §B.2.3. */
const scan = Buffer.from('ffda000c03010002110311003f00', 'hex');
const mostTables = 4;

/** The frame header, ITU-T T.81 §B.2.2: size and sampling. */
export function frameHeader({ width, height, type, tables, precision }: JpegLayout): Buffer {
  const second = splitTables(tables, precision).length > 1 ? 1 : 0;
  return Buffer.from([0xff, 0xc0, 0, 17, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3, 1, type === 0 ? 0x21 : 0x22, 0, 2, 0x11, second, 3, 0x11, second]);
}

/** Everything before the coded data that RFC 2435 leaves out (§4.1, appendix B). Undefined where the tables make no sense. */
export function jpegHead(layout: JpegLayout): Buffer | undefined {
  const tables = splitTables(layout.tables, layout.precision);
  if (tables.length === 0) return undefined;
  const pieces = tables.map(({ wide, bytes }, n) => [Buffer.from([0xff, 0xdb, 0, bytes.length + 3, (wide ? 0x10 : 0) | n]), bytes]).flat();
  const restart = layout.restartInterval > 0 ? [Buffer.from([0xff, 0xdd, 0, 4, layout.restartInterval >> 8, layout.restartInterval & 0xff])] : [];
  return Buffer.concat([start, ...pieces, ...restart, frameHeader(layout), huffmanSegment, scan]);
}

function splitTables(bytes: Buffer, precision: number): readonly { readonly wide: boolean; readonly bytes: Buffer }[] {
  const tables: { wide: boolean; bytes: Buffer }[] = [];
  for (let at = 0; at < bytes.length && tables.length < mostTables;) {
    const wide = ((precision >> tables.length) & 1) === 1;
    const end = at + (wide ? 128 : 64);
    if (end > bytes.length) break;
    tables.push({ wide, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return tables;
}
