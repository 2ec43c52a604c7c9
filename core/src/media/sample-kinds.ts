import { boxesIn, mapFmp4 } from './fmp4-read.ts';

const parents: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);

/** What a file's tracks are coded as, by the names of their sample entries (ISO/IEC 14496-12 §8.5.2): `avc1`, `mp4v`, `alaw`. Empty for bytes that are no fMP4. */
export function sampleKinds(file: Uint8Array): ReadonlySet<string> {
  const { init } = mapFmp4(file);
  const found = new Set<string>();
  if (init) gather(file.subarray(init.offset, init.offset + init.size), found);
  return found;
}

function gather(bytes: Uint8Array, found: Set<string>): void {
  for (const { type, offset, size, headerSize } of boxesIn(bytes)) {
    if (parents.has(type)) gather(bytes.subarray(offset + headerSize, offset + size), found);
    // Behind version, flags and the count of entries.
    if (type === 'stsd') for (const entry of boxesIn(bytes, offset + headerSize + 8, offset + size)) found.add(entry.type);
  }
}
