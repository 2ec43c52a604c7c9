import { HubError } from '@matpho/core/sdk';
import { boxesIn, damaged, fourLetters, type Box, type Fragment, type Sample } from './boxes.ts';

interface TrackTables {
  readonly scale: number;
  readonly isVideo: boolean;
  /** Of the first sample in the film, ticks. */
  readonly begins: number;
  ends: number;
  readonly sizes: number[];
  readonly durations: number[];
  readonly shifts: number[];
  /** Numbers of samples that stand for themselves, from 1. */
  readonly keys: number[];
  /** Where each run of samples stands in the file, and its first sample's number from 0. */
  readonly chunks: { readonly at: number; readonly first: number }[];
}
const [moov, trak, tkhd, mdia, mdhd, minf, stbl, stsd, edts, mvhd] = ['moov', 'trak', 'tkhd', 'mdia', 'mdhd', 'minf', 'stbl', 'stsd', 'edts', 'mvhd'].map(fourLetters);
const filmScale = 1_000;

/**
 * What stands at the end of a film and tells where every sample is (ISO/IEC 14496-12 §8.2): so any player seeks in it at once. Places are 64 bits wide, so a film may be larger than 4 GiB.
 * The tracks are described in the recorder's own words.
 */
export class MovieIndex {
  readonly #init: Buffer;
  readonly #tracks = new Map<number, TrackTables>();
  #lastTrack = -1;
  /** @param init the recorder's, of every file that is joined */
  constructor(init: Buffer) {
    this.#init = init;
  }

  /** Samples that lie one behind the other from `at` on, to be decoded from `ticks` on. @throws HubError `footage-damaged` for a time that does not fit */
  add({ track, samples }: Pick<Fragment, 'track' | 'samples'>, ticks: number, at: number): void {
    const tables = this.#tracks.get(track.id) ?? { scale: track.scale, isVideo: track.isVideo, begins: ticks, ends: ticks, sizes: [], durations: [], shifts: [], keys: [], chunks: [] };
    this.#tracks.set(track.id, tables);
    // What lies between is the time of the sample before.
    const last = tables.durations.length - 1;
    if (last >= 0) tables.durations[last] = (tables.durations[last] ?? 0) + ticks - tables.ends;
    if (this.#lastTrack !== track.id) tables.chunks.push({ at, first: tables.sizes.length });
    this.#lastTrack = track.id;
    tables.ends = ticks;
    for (const sample of samples) this.#sample(tables, sample);
    if (tables.ends >= 2 ** 32 || tables.ends < ticks) throw damaged('a time does not fit');
  }
  /** What comes next does not lie right behind what came before. */
  part(): void {
    this.#lastTrack = -1;
  }

  /** @param note for people who look at the file's properties. @throws HubError `footage-damaged` for headers that are none */
  box(note?: string): Buffer {
    try {
      return this.#built(note);
    } catch (cause) {
      if (cause instanceof RangeError) throw new HubError('footage-damaged', 'The recording cannot be joined: its headers are damaged.', { cause });
      throw cause;
    }
  }

  #built(note: string | undefined): Buffer {
    const [whole] = boxesIn(this.#init, 0, this.#init.length).filter(({ type }) => type === moov);
    if (!whole) throw damaged('it has no init segment');
    const film = Math.max(0, ...[...this.#tracks.values()].map(({ ends, scale }) => Math.ceil((ends * filmScale) / scale)));
    const parts = this.#inside(whole).flatMap((each): Buffer[] => {
      if (each.type === mvhd) return [this.#header(each, film, { v0: 16, v1: 24 })];
      if (each.type !== trak) return [];
      const id = this.#idOf(each);
      const tables = this.#tracks.get(id);
      return tables ? [this.#trak(each, tables)] : [];
    });
    return box('moov', ...parts, ...(note === undefined ? [] : [noteBox(note)]));
  }

  #sample(tables: TrackTables, { size, duration, key, shownAfter }: Sample): void {
    tables.sizes.push(size);
    tables.durations.push(duration);
    tables.shifts.push(shownAfter);
    if (key) tables.keys.push(tables.sizes.length);
    tables.ends += duration;
  }

  #trak(place: Box, tables: TrackTables): Buffer {
    const whole = Math.ceil((tables.ends * filmScale) / tables.scale);
    const rewrite = (each: Box): Buffer => {
      if (each.type === tkhd) return this.#header(each, whole, { v0: 20, v1: 28 });
      if (each.type === mdhd) return this.#header(each, tables.ends - tables.begins, { v0: 16, v1: 24 });
      if (each.type === stbl) return box('stbl', ...this.#inside(each).filter(({ type }) => type === stsd).map((entry) => this.#bytes(entry)), ...tablesOf(tables));
      if (each.type === mdia || each.type === minf) return box(each.type === mdia ? 'mdia' : 'minf', ...this.#inside(each).map(rewrite));
      return this.#bytes(each);
    };
    const [head, ...rest] = this.#inside(place).filter(({ type }) => type !== edts).map(rewrite);
    return box('trak', ...(head ? [head] : []), ...beginsLater(tables), ...rest);
  }
  /** A header with the time it lasts filled in; times stand behind each other in both versions. */
  #header(place: Box, duration: number, at: { readonly v0: number; readonly v1: number }): Buffer {
    const out = Buffer.from(this.#bytes(place));
    if (out[8] === 1) out.writeBigUInt64BE(BigInt(duration), 8 + at.v1);
    else out.writeUInt32BE(duration, 8 + at.v0);
    return out;
  }
  #idOf(place: Box): number {
    const head = this.#inside(place).find(({ type }) => type === tkhd);
    return head ? this.#init.readUInt32BE(head.body + (this.#init[head.body] === 1 ? 20 : 12)) : 0;
  }
  #inside({ body, end }: Box): readonly Box[] {
    return boxesIn(this.#init, body, end);
  }
  #bytes({ offset, end }: Box): Buffer {
    return this.#init.subarray(offset, end);
  }
}

/** §8.6.1, §8.7: how long each sample lasts, which stand for themselves, how large they are and where. */
function tablesOf({ sizes, durations, shifts, keys, chunks, isVideo }: TrackTables): Buffer[] {
  const runs = (values: readonly number[]): number[] => {
    const out: number[] = [];
    for (const value of values) {
      if (out.at(-1) === value) out[out.length - 2] = (out.at(-2) ?? 0) + 1;
      else out.push(1, value);
    }
    return out;
  };
  const table = (type: string, version: number, entries: readonly number[], each: number): Buffer => box(type, u32([version * 0x1000000, entries.length / each, ...entries]));
  const perChunk: number[] = [];
  chunks.forEach(({ first }, n) => {
    const count = (chunks[n + 1]?.first ?? sizes.length) - first;
    if (perChunk.at(-2) !== count) perChunk.push(n + 1, count, 1);
  });
  const places = Buffer.alloc(chunks.length * 8);
  chunks.forEach(({ at }, n) => places.writeBigUInt64BE(BigInt(at), n * 8));
  return [
    table('stts', 0, runs(durations), 2),
    ...(shifts.some((shift) => shift !== 0) ? [table('ctts', 1, runs(shifts), 2)] : []),
    ...(isVideo ? [table('stss', 0, keys, 1)] : []),
    table('stsc', 0, perChunk, 3),
    box('stsz', u32([0, 0, sizes.length]), u32(sizes)),
    box('co64', u32([0, chunks.length]), places),
  ];
}

/** §8.6.6: nothing until the track begins. */
function beginsLater({ begins, ends, scale }: TrackTables): Buffer[] {
  if (begins === 0) return [];
  const film = (ticks: number): number => Math.round((ticks * filmScale) / scale);
  return [box('edts', box('elst', u32([0, 2, film(begins), 0xffffffff, 0x10000, film(ends - begins), 0, 0x10000])))];
}

/** A comment as players show it: `udta`, `meta`, `ilst`, `©cmt` (QuickTime File Format, "Metadata"). */
function noteBox(note: string): Buffer {
  const text = box('data', u32([1, 0]), Buffer.from(note));
  const handler = box('hdlr', u32([0, 0]), Buffer.from('mdirappl'), Buffer.alloc(9));
  return box('udta', box('meta', u32([0]), handler, box('ilst', box('\u00a9cmt', text))));
}

/** With a 64-bit size where 32 bits are too few. */
export function box(type: string, ...content: readonly Buffer[]): Buffer {
  return Buffer.concat([boxHeader(type, content.reduce((sum, { length }) => sum + length, 0)), ...content]);
}
export function boxHeader(type: string, bytes: number): Buffer {
  const isLong = bytes + 8 >= 2 ** 32;
  const head = Buffer.alloc(isLong ? 16 : 8);
  head.writeUInt32BE(isLong ? 1 : bytes + 8, 0);
  head.write(type, 4, 'latin1');
  if (isLong) head.writeBigUInt64BE(BigInt(bytes + 16), 8);
  return head;
}
function u32(values: readonly number[]): Buffer {
  const out = Buffer.allocUnsafe(values.length * 4);
  for (let n = 0; n < values.length; n += 1) out.writeUInt32BE((values[n] ?? 0) >>> 0, n * 4);
  return out;
}
