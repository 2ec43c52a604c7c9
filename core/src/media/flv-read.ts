import type { AccessUnit, VideoTrack } from '../domain/media.ts';
import { broken } from './bit-reader.ts';

/** What a stream of FLV tells of its picture. */
export type FlvNews = { readonly kind: 'format'; readonly video: VideoTrack } | { readonly kind: 'unit'; readonly unit: Omit<AccessUnit, 'at'> };

const largestTag = 8 * 1024 * 1024;
const clockRate = 90_000;
const [videoTag, avc, startsWithSets, holdsPicture] = [9, 7, 0, 1];

/**
 * Takes apart the FLV that ffmpeg writes to a pipe: of all containers the one that says of each H.264 picture, in front of it, how long it is and when it is
 * shown, so that it goes on its way as soon as it is there (Adobe Flash Video File Format Specification 10.1, Annex E).
 */
export class FlvReader {
  #kept: Buffer = Buffer.alloc(0);
  #hasHeader = false;

  /** @throws HubError `camera-broken-answer` for what ffmpeg does not write */
  push(chunk: Uint8Array): FlvNews[] {
    this.#kept = this.#kept.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#kept, chunk]);
    const news: FlvNews[] = [];
    let at = 0;
    if (!this.#hasHeader) {
      if (this.#kept.length < 13) return news;
      if (this.#kept.toString('latin1', 0, 3) !== 'FLV') throw broken('This is not FLV.');
      // A header of 9 bytes and the size of the tag before the first, which is 0.
      at = 13;
      this.#hasHeader = true;
    }
    while (this.#kept.length >= at + 11) {
      const size = this.#kept.readUIntBE(at + 1, 3);
      if (size > largestTag) throw broken('The picture is too large.');
      if (this.#kept.length < at + 11 + size + 4) break;
      const ms = this.#kept.readUIntBE(at + 4, 3) + (this.#kept[at + 7] ?? 0) * 0x1000000;
      if (this.#kept[at] === videoTag) news.push(...pictureIn(this.#kept.subarray(at + 11, at + 11 + size), ms));
      at += 11 + size + 4;
    }
    this.#kept = this.#kept.subarray(at);
    return news;
  }
}

function pictureIn(tag: Buffer, ms: number): FlvNews[] {
  const [kind = 0, packet] = tag;
  if ((kind & 0x0f) !== avc || tag.length < 5) return [];
  if (packet === startsWithSets) return [{ kind: 'format', video: { codec: 'h264', clockRate, parameterSets: setsIn(tag.subarray(5)) } }];
  if (packet !== holdsPicture) return [];
  // Length-prefixed as the hub's own units are; copied, so that no picture keeps its neighbours.
  const data = Uint8Array.from(tag.subarray(5));
  return [{ kind: 'unit', unit: { track: 'video', ticks: ms * (clockRate / 1_000), key: kind >> 4 === 1, parts: [data], size: data.length } }];
}

/** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 §5.3.3.1. */
function setsIn(record: Buffer): Uint8Array[] {
  if (record.length < 7 || ((record[4] ?? 0) & 3) !== 3) throw broken('The parameter sets cannot be read.');
  const sets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    let left = (record[at] ?? 0) & mask;
    at += 1;
    for (; left > 0; left -= 1) {
      if (at + 2 > record.length) throw broken('The parameter sets are torn.');
      const size = record.readUInt16BE(at);
      sets.push(Uint8Array.from(record.subarray(at + 2, at + 2 + size)));
      at += 2 + size;
    }
  }
  return sets;
}
