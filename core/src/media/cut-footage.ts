import { broken } from './bit-reader.ts';
import { box } from './boxes.ts';
import { audioTrackId, fragment, videoTrackId } from './fmp4.ts';
import { samplesOf } from './fragment-samples.ts';
import { boxesIn, mapFmp4, readTimescales, type BoxPlace, type Fmp4Map } from './fmp4-read.ts';

/** What a file of footage shows. Times are ms after its first picture. */
export interface FootageFacts {
  readonly height: number;
  readonly fps: number;
  /** End of the last picture. */
  readonly lengthMs: number;
}
export interface Cut {
  readonly init: Uint8Array;
  readonly fragments: readonly Uint8Array[];
  readonly fromMs: number;
  readonly toMs: number;
}
interface Placed {
  readonly bytes: Uint8Array;
  readonly trackId: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly key: boolean;
}

/** Height of the picture as the init segment says; undefined where it says none. */
export function pictureHeight(file: Uint8Array): number | undefined {
  const { init } = mapFmp4(file);
  return init && heightOf(file.subarray(init.offset, init.offset + init.size));
}

/** Undefined where there is no picture. @throws HubError `camera-broken-answer` for what the recorder did not write */
export function footageFacts(file: Uint8Array, map: Fmp4Map = mapFmp4(file)): FootageFacts | undefined {
  const pictures = placed(file, map).filter(({ trackId }) => trackId === videoTrackId);
  const lengthMs = Math.max(...pictures.map(({ toMs }) => toMs));
  if (pictures.length === 0) return undefined;
  return { height: heightOf(initOf(file, map)), fps: lengthMs > 0 ? (pictures.length * 1_000) / lengthMs : Infinity, lengthMs };
}

/** Where each fragment with pictures begins, ms after the first, and whether it can be decoded by itself. @throws HubError `camera-broken-answer` for what the recorder did not write */
export function pictureTimes(file: Uint8Array): readonly { readonly fromMs: number; readonly key: boolean }[] {
  return placed(file, mapFmp4(file)).filter(({ trackId }) => trackId === videoTrackId).map(({ fromMs, key }) => ({ fromMs, key }));
}

/**
 * The part of a file that lies wholly within [fromMs, toMs), from its first key picture on, with or without its sound.
 * Nothing outside is kept, so that footage somebody may not have never leaves. Undefined when no picture is left.
 * @throws HubError `camera-broken-answer` for what the recorder did not write
 */
export function cutFootage(file: Uint8Array, { fromMs, toMs, audio }: { readonly fromMs: number; readonly toMs: number; readonly audio: boolean }): Cut | undefined {
  const map = mapFmp4(file);
  const all = placed(file, map);
  const pictures = all.filter((each) => each.trackId === videoTrackId && each.fromMs >= fromMs && each.toMs <= toMs);
  const first = pictures.find(({ key }) => key);
  const last = pictures.at(-1);
  if (!first || !last || last.fromMs < first.fromMs) return undefined;
  const kept = all.filter((each) => each.fromMs >= first.fromMs && each.toMs <= last.toMs && (each.trackId === videoTrackId || (audio && each.trackId === audioTrackId)));
  const init = initOf(file, map);
  return { init: audio ? init : withoutSound(init), fragments: kept.map(({ bytes }) => bytes), fromMs: first.fromMs, toMs: last.toMs };
}

/** Of a cut, only the pictures that stand for themselves, each shown until the next. */
export function keyPictures({ fragments }: Pick<Cut, 'fragments'>): Uint8Array[] {
  const pictures = fragments.flatMap((each) => samplesOf(each)).filter(({ track }) => track === 'video');
  const last = pictures.at(-1);
  const keys = pictures.filter(({ key }) => key);
  return keys.map(({ bytes, decodeTicks, shownTicks }, n) => {
    const next = keys[n + 1]?.decodeTicks ?? (last ? last.decodeTicks + last.duration : decodeTicks + 1);
    return fragment(n + 1, [{ track: 'video', decodeTicks, duration: Math.max(1, next - decodeTicks), shownAfter: shownTicks - decodeTicks, key: true, parts: [bytes], size: bytes.length }]);
  });
}

function placed(file: Uint8Array, map: Fmp4Map): Placed[] {
  if (map.fragments.length === 0) return [];
  const scales = readTimescales(initOf(file, map));
  const start = map.fragments.flatMap(({ runs }) => runs).find(({ trackId }) => trackId === videoTrackId);
  if (!start) return [];
  const startMs = (start.baseDecodeTicks * 1_000) / (scales.get(videoTrackId) ?? 1);
  return map.fragments.map(({ offset, size, runs }): Placed => {
    const [run] = runs;
    const scale = run && scales.get(run.trackId);
    // Two tracks in one fragment could not be told apart later.
    if (!run || !scale || runs.length !== 1) throw broken('The file was not written by the recorder.');
    const fromMs = (run.baseDecodeTicks * 1_000) / scale - startMs;
    return { bytes: file.subarray(offset, offset + size), trackId: run.trackId, fromMs, toMs: fromMs + (run.duration * 1_000) / scale, key: run.key };
  });
}

function initOf(file: Uint8Array, { init }: Fmp4Map): Uint8Array {
  if (!init) throw broken('The file has no init segment.');
  return file.subarray(init.offset, init.offset + init.size);
}

/** Height in the track header, 16.16 fixed point in its last word (ISO/IEC 14496-12 §8.3.2). */
function heightOf(init: Uint8Array): number {
  for (const trak of inside(init, 'moov', 'trak')) {
    for (const tkhd of within(init, trak)) if (tkhd.type === 'tkhd' && trackIdOf(init, tkhd) === videoTrackId) return Buffer.from(init).readUInt16BE(tkhd.offset + tkhd.size - 4);
  }
  throw broken('The init segment has no picture track.');
}

/** The same init segment without its sound track. */
export function withoutSound(init: Uint8Array): Uint8Array {
  const isSound = (place: BoxPlace): boolean => {
    if (place.type === 'trak') return [...within(init, place)].some((inner) => inner.type === 'tkhd' && trackIdOf(init, inner) === audioTrackId);
    return place.type === 'trex' && Buffer.from(init).readUInt32BE(place.offset + 12) === audioTrackId;
  };
  const copy = (place: BoxPlace): Uint8Array => {
    if (place.type !== 'moov' && place.type !== 'mvex') return init.subarray(place.offset, place.offset + place.size);
    return box(place.type, ...[...within(init, place)].filter((each) => !isSound(each)).map(copy));
  };
  return Buffer.concat([...boxesIn(init)].map(copy));
}

function trackIdOf(init: Uint8Array, tkhd: BoxPlace): number {
  return Buffer.from(init).readUInt32BE(tkhd.offset + (init[tkhd.offset + 8] === 1 ? 28 : 20));
}
function* inside(bytes: Uint8Array, outer: string, type: string): Generator<BoxPlace> {
  for (const place of boxesIn(bytes)) if (place.type === outer) for (const inner of within(bytes, place)) if (inner.type === type) yield inner;
}
function within(bytes: Uint8Array, parent: BoxPlace): Generator<BoxPlace> {
  return boxesIn(bytes, parent.offset + parent.headerSize, parent.offset + parent.size);
}
