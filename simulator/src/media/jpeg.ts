/** JPEG files that lie one behind the other, as ffmpeg's `mjpeg` muxer writes them. */
export const splitJpegs = (bytes: Buffer): Buffer[] => {
  const starts: number[] = [];
  for (let at = bytes.indexOf('ffd8ff', 0, 'hex'); at >= 0; at = bytes.indexOf('ffd8ff', at + 3, 'hex')) starts.push(at);
  return starts.map((start, i) => bytes.subarray(start, starts[i + 1] ?? bytes.length));
};

/** What RFC 2435 sends of a JPEG file. */
export interface JpegParts {
  readonly width: number;
  readonly height: number;
  /** 0: 4:2:2, 1: 4:2:0. */
  readonly type: number;
  /** All quantisation tables, 64 bytes each. */
  readonly tables: Buffer;
  /** Body of the DRI segment, if there is one. */
  readonly restart: Buffer | undefined;
  readonly data: Buffer;
}

/** Reads the segments of a baseline JPEG file (ITU-T T.81 annex B). @throws Error for a file without them */
export const readJpeg = (file: Buffer): JpegParts => {
  const tables: Buffer[] = [];
  let frame: Buffer | undefined;
  let restart: Buffer | undefined;
  for (let at = 2; at + 4 <= file.length;) {
    const marker = file.readUInt16BE(at);
    const end = at + 2 + file.readUInt16BE(at + 2);
    const body = file.subarray(at + 4, end);
    if (marker === 0xffdb) for (let from = 0; from + 65 <= body.length; from += 65) tables.push(body.subarray(from + 1, from + 65));
    if (marker === 0xffc0) frame = body;
    if (marker === 0xffdd) restart = body;
    at = end;
    if (marker === 0xffda && frame !== undefined) {
      return { width: frame.readUInt16BE(3), height: frame.readUInt16BE(1), type: (frame[7] ?? 0) === 0x21 ? 0 : 1, tables: Buffer.concat(tables), restart, data: file.subarray(end) };
    }
  }
  throw new Error('This is no baseline JPEG file');
};
