import type { AudioTrack, MediaFormat } from '../domain/media.ts';
import { box, fullBox, u16, u32, zeros } from './boxes.ts';
import { describeVideo } from './describe-track.ts';
import { audioEntry, videoEntry } from './sample-entry.ts';

export const videoTrackId = 1;
export const audioTrackId = 2;

export interface Sample {
  readonly track: 'video' | 'audio';
  /** In the track's clock rate. Within one fragment each sample begins where the one before it of its track ends. */
  readonly decodeTicks: number;
  readonly duration: number;
  /** Shown this much after it is decoded (with B pictures); 0 if absent. */
  readonly shownAfter?: number;
  readonly key: boolean;
  readonly parts: readonly Uint8Array[];
  readonly size: number;
}

const matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

/**
 * The start of every fMP4: `ftyp` and `moov`. Video is track 1; sound, when asked for, track 2: AAC, Opus, and for files also G.711, which browsers do not play in fMP4.
 * @throws HubError `camera-broken-answer` for parameter sets that are not valid
 */
export function initSegment(format: MediaFormat, options?: { readonly audio: boolean }): Uint8Array {
  const { width, height } = describeVideo(format.video);
  const sound = options?.audio ? soundTrack(format.audio) : undefined;
  const video = box('trak', fullBox('tkhd', 0, 3, u32(0, 0, videoTrackId, 0, 0, 0, 0, 0, 0, ...matrix, width * 0x10000, height * 0x10000)),
    mediaBox(format.video.clockRate, 'vide', fullBox('vmhd', 0, 1, zeros(8)), videoEntry(format.video)));
  const defaults = [videoTrackId, ...(sound ? [audioTrackId] : [])].map((id) => fullBox('trex', 0, 0, u32(id, 1, 0, 0, 0)));
  const header = fullBox('mvhd', 0, 0, u32(0, 0, 1_000, 0, 0x10000), u16(0x100), zeros(10), u32(...matrix), zeros(24), u32(audioTrackId + 1));
  const brands = box('ftyp', Buffer.from('iso5'), u32(512), Buffer.from('iso5iso6mp41'));
  return Buffer.concat([brands, box('moov', header, video, ...(sound ? [sound] : []), box('mvex', ...defaults))]);
}

/** Whether `initSegment(format, {audio: true})` has a second track. */
export function carriesAudio(format: MediaFormat): boolean {
  return format.audio !== undefined && audioEntry(format.audio) !== undefined;
}

function soundTrack(track: AudioTrack | undefined): Buffer | undefined {
  const entry = track && audioEntry(track);
  if (!entry) return undefined;
  return box('trak', fullBox('tkhd', 0, 3, u32(0, 0, audioTrackId, 0, 0, 0, 0, 0, 0x01000000, ...matrix, 0, 0)),
    mediaBox(track.clockRate, 'soun', fullBox('smhd', 0, 0, zeros(4)), entry));
}

function mediaBox(timescale: number, handler: 'vide' | 'soun', header: Uint8Array, entry: Uint8Array): Buffer {
  const tables = box('stbl', fullBox('stsd', 0, 0, u32(1), entry), fullBox('stts', 0, 0, u32(0)), fullBox('stsc', 0, 0, u32(0)), fullBox('stsz', 0, 0, u32(0, 0)), fullBox('stco', 0, 0, u32(0)));
  const where = box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
  return box('mdia', fullBox('mdhd', 0, 0, u32(0, 0, timescale, 0), u16(0x55c4, 0)),
    fullBox('hdlr', 0, 0, u32(0), Buffer.from(handler), zeros(12), Buffer.from(`${handler}\0`)), box('minf', header, where, tables));
}

const syncSample = 0x02000000; // depends on no other
const otherSample = 0x01010000; // depends on others, is no sync sample

/** One `moof` and `mdat`, written into one allocation (ISO/IEC 14496-12 §8.8). At least one sample; video comes first in the `mdat`. */
export function fragment(sequence: number, samples: readonly Sample[]): Uint8Array {
  const tracks = samples.length === 1 ? [samples] : (['video', 'audio'] as const).map((track) => samples.filter((sample) => sample.track === track)).filter((of) => of.length > 0);
  let moofSize = 8 + 16;
  let dataSize = 8;
  for (const of of tracks) {
    moofSize += 8 + 16 + 20 + 20 + of.length * (shifted(of) ? 16 : 12);
    for (const sample of of) dataSize += sample.size;
  }
  const out = Buffer.allocUnsafe(moofSize + dataSize);
  let at = 0;
  const word = (value: number): void => {
    at = out.writeUInt32BE(value >>> 0, at);
  };
  const open = (type: string, size: number): void => {
    word(size);
    at += out.write(type, at, 'latin1');
  };
  open('moof', moofSize);
  open('mfhd', 16);
  word(0);
  word(sequence);
  let dataAt = moofSize + 8;
  for (const of of tracks) {
    const first = of[0];
    if (!first) continue;
    const withShift = shifted(of);
    const runSize = 20 + of.length * (withShift ? 16 : 12);
    open('traf', 8 + 16 + 20 + runSize);
    open('tfhd', 16);
    word(0x020000); // data offsets count from the moof
    word(first.track === 'video' ? videoTrackId : audioTrackId);
    open('tfdt', 20);
    word(0x01000000);
    word(Math.floor(first.decodeTicks / 2 ** 32));
    word(first.decodeTicks % 2 ** 32);
    open('trun', runSize);
    word(withShift ? 0x01000f01 : 0x00000701); // data offset; duration, size, flags (and composition offset) of every sample
    word(of.length);
    word(dataAt);
    for (const sample of of) {
      word(sample.duration);
      word(sample.size);
      word(sample.key ? syncSample : otherSample);
      if (withShift) word(sample.shownAfter ?? 0);
      dataAt += sample.size;
    }
  }
  open('mdat', dataSize);
  for (const of of tracks) for (const sample of of) for (const part of sample.parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function shifted(samples: readonly Sample[]): boolean {
  return samples.some((sample) => sample.shownAfter);
}
