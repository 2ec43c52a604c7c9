import type { CameraId } from '../domain/ids.ts';
import { minutes, seconds, type Instant } from '../domain/time.ts';
import type { LiveFragment } from '../media/fragment-writer.ts';
import { restampLive } from '../media/restamp-live.ts';
import { HubError } from '../sdk/errors.ts';
import type { LiveFormat, StreamConsumer } from '../streams/live-stream.ts';
import { SegmentWriter, type SegmentWriterParts } from './segment-writer.ts';

export type RecorderState = { readonly status: 'waiting' } | { readonly status: 'recording' } | { readonly status: 'paused'; readonly error: HubError };

interface Current {
  readonly from: Instant;
  readonly baseTicks: number;
  sequence: number;
  bytes: number;
  endTicks: number;
  pieces: Uint8Array[];
  pieceBytes: number;
  pieceFrom: Instant;
}
const segmentLength = seconds(10);
/** A camera with rare key pictures makes long files, but not without end. */
const longestSegment = minutes(4);
const largestSegment = 192 * 1024 * 1024;
/** What a power cut may lose, with some room for the picture that completes a part. */
const partLength = 900;
const largestPart = 1024 * 1024;
/** A longer silence, or a clock that was set, is a gap and begins a new file. */
const gap = seconds(3);
const queueBytes = 16 * 1024 * 1024;
/** Sound comes up to 0.1 s after the picture it belongs to; its place in a file must not be before 0. */
const soundLeadSeconds = 0.5;

/**
 * Writes one camera's main stream to files as it is. It joins the stream itself, without a permit: recording is the owner's own hub keeping the
 * owner's own footage, and nothing leaves the hub by it. Reading the files again takes a permit.
 * Called on the packet path: only remembers pieces; a slow disk makes it skip to a later key picture.
 */
export class Recorder implements StreamConsumer {
  readonly #writer: SegmentWriter;
  readonly #guard: SegmentWriterParts['guard'];
  #format: LiveFormat | undefined;
  #current: Current | undefined;
  #isOverrun = false;
  #dropped = 0;

  constructor(camera: CameraId, parts: SegmentWriterParts) {
    this.#guard = parts.guard;
    this.#writer = new SegmentWriter(camera, parts);
  }

  get state(): RecorderState {
    if (this.#guard.isLow) return { status: 'paused', error: new HubError('disk-full', 'Recording has paused: the disk is full.') };
    return { status: this.#current ? 'recording' : 'waiting' };
  }
  /** Pieces that were not written because the disk was too slow. */
  get dropped(): number {
    return this.#dropped;
  }

  format(format: LiveFormat): void {
    this.#end();
    this.#format = format;
  }
  waiting(): void {
    this.#end();
  }
  fragment(fragment: LiveFragment): void {
    if (!this.#format) return;
    // The file ended by itself (no room, an error of the disk): on with the next key picture.
    if (this.#current && this.#writer.hasFailed) this.#current = undefined;
    if (this.#guard.isLow) return this.#end();
    if (fragment.track === 'audio') this.#sound(fragment, this.#format);
    else this.#picture(fragment, this.#format);
  }
  /** Resolves when the last file is closed and entered. */
  async close(): Promise<void> {
    this.#end();
    this.#format = undefined;
    await this.#writer.settled();
  }

  #picture(fragment: LiveFragment, format: LiveFormat): void {
    const rate = format.media.video.clockRate;
    const current = this.#current;
    if (current) {
      const expectedAt = current.from + ((fragment.decodeTicks - current.baseTicks) * 1_000) / rate;
      const isGap = Math.abs(fragment.at - expectedAt) > gap || fragment.decodeTicks - current.endTicks > (gap * rate) / 1_000;
      const age = expectedAt - current.from;
      if (isGap || age > longestSegment || current.bytes > largestSegment) this.#end();
      else if (fragment.key && age >= segmentLength) this.#end(fragment.at);
    }
    if (this.#isOverrun && fragment.key && this.#writer.queuedBytes < queueBytes / 2) this.#isOverrun = false;
    if (!this.#current && fragment.key && !this.#isOverrun) this.#begin(fragment, format);
    const open = this.#current;
    if (!open) {
      if (this.#isOverrun) this.#dropped += 1;
      return;
    }
    this.#add(open, fragment, fragment.decodeTicks - open.baseTicks + this.#lead(format) * rate);
    if (this.#current === open) open.endTicks = fragment.decodeTicks + fragment.duration;
  }

  #sound(fragment: LiveFragment, format: LiveFormat): void {
    const open = this.#current;
    const rate = format.media.audio?.clockRate;
    if (!open || rate === undefined) return;
    const ticks = fragment.decodeTicks + Math.round((this.#lead(format) - open.baseTicks / format.media.video.clockRate) * rate);
    if (ticks >= 0) this.#add(open, fragment, ticks);
  }

  #begin(fragment: LiveFragment, format: LiveFormat): void {
    const { init } = format.start(format.hasAudio);
    const from = Math.round(fragment.at);
    this.#current = { from, baseTicks: fragment.decodeTicks, sequence: 0, bytes: init.length, endTicks: fragment.decodeTicks, pieces: [], pieceBytes: 0, pieceFrom: fragment.at };
    this.#writer.begin(from, init);
  }

  #add(open: Current, fragment: LiveFragment, ticks: number): void {
    if (this.#writer.queuedBytes + open.pieceBytes + fragment.bytes.length > queueBytes) {
      this.#isOverrun = true;
      this.#dropped += 1;
      return this.#end();
    }
    if (open.pieces.length > 0 && (fragment.at - open.pieceFrom >= partLength || open.pieceBytes + fragment.bytes.length > largestPart)) this.#flush(open);
    if (open.pieces.length === 0) open.pieceFrom = fragment.at;
    open.pieces.push(...restampLive(fragment.bytes, ++open.sequence, ticks));
    open.pieceBytes += fragment.bytes.length;
    open.bytes += fragment.bytes.length;
  }

  #flush(open: Current): void {
    if (open.pieces.length > 0) this.#writer.part(open.pieces, open.pieceBytes, this.#endOf(open));
    open.pieces = [];
    open.pieceBytes = 0;
  }

  /** @param next where the following file begins: without a gap this one ends there */
  #end(next?: Instant): void {
    const open = this.#current;
    if (!open) return;
    this.#current = undefined;
    this.#flush(open);
    const end = this.#endOf(open);
    this.#writer.end(next !== undefined && next > open.from && Math.abs(next - end) < gap ? Math.round(next) : end);
  }

  #endOf(open: Current): Instant {
    return open.from + Math.max(1, Math.round(((open.endTicks - open.baseTicks) * 1_000) / (this.#format?.media.video.clockRate ?? 90_000)));
  }
  #lead({ hasAudio }: LiveFormat): number {
    return hasAudio ? soundLeadSeconds : 0;
  }
}
