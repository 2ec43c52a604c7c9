import { footageFacts } from '../media/cut-footage.ts';
import { boxesIn, mapFmp4 } from '../media/fmp4-read.ts';
import { sampleKinds } from '../media/sample-kinds.ts';

/** How a file is coded, as it says itself. */
export interface Coding {
  readonly video: string | null;
  readonly audio: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
}
const videoKinds: ReadonlySet<string> = new Set(['avc1', 'avc3', 'hvc1', 'hev1', 'mp4v', 'av01']);

/** What stands before the first fragment; undefined where there is none. Reads no further. */
export function initOf(file: Buffer): Buffer | undefined {
  for (const { type, offset } of boxesIn(file)) if (type === 'moof') return offset > 0 ? file.subarray(0, offset) : undefined;
  return undefined;
}

/** Null for bytes that are no film. */
export function codingOf(file: Uint8Array): Coding | null {
  const kinds = [...sampleKinds(file)];
  if (kinds.length === 0) return null;
  let fps: number | null = null;
  try {
    const facts = footageFacts(file);
    fps = facts && Number.isFinite(facts.fps) ? Math.round(facts.fps * 100) / 100 : null;
  } catch {
    // Not written by the recorder: then it is not said.
  }
  const size = sizeOf(file);
  return { video: kinds.find((kind) => videoKinds.has(kind)) ?? null, audio: kinds.find((kind) => !videoKinds.has(kind)) ?? null, width: size?.width ?? null, height: size?.height ?? null, fps };
}

/** Of the first track with a picture: 16.16 fixed point at the end of its header (ISO/IEC 14496-12 §8.3.2). */
function sizeOf(file: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const { init } = mapFmp4(file);
  if (!init) return undefined;
  const bytes = Buffer.from(file.buffer, file.byteOffset + init.offset, init.size);
  for (const moov of boxesIn(bytes)) {
    if (moov.type !== 'moov') continue;
    for (const trak of boxesIn(bytes, moov.offset + moov.headerSize, moov.offset + moov.size)) {
      if (trak.type !== 'trak') continue;
      for (const tkhd of boxesIn(bytes, trak.offset + trak.headerSize, trak.offset + trak.size)) {
        if (tkhd.type !== 'tkhd') continue;
        const end = tkhd.offset + tkhd.size;
        const size = { width: bytes.readUInt16BE(end - 8), height: bytes.readUInt16BE(end - 4) };
        if (size.width > 0 && size.height > 0) return size;
      }
    }
  }
  return undefined;
}
