import type { CameraId } from '../domain/ids.ts';
import type { RecorderWord, RecordingMode } from '../domain/recording.ts';
import { minutes, seconds, type Instant, type Milliseconds } from '../domain/time.ts';
import type { LiveFragment } from '../media/fragment-writer.ts';
import { HubError } from '../sdk/errors.ts';
import type { LiveFormat, StreamConsumer } from '../streams/live-stream.ts';
import { usualPart } from './part-buffers.ts';
import { PreRoll } from './pre-roll.ts';
import { RecordingSpan } from './recording-span.ts';
import { SegmentWriter, type SegmentWriterParts } from './segment-writer.ts';
import type { SegmentRole } from './segment-path.ts';

export type RecorderState = { readonly status: 'waiting' } | { readonly status: 'recording' } | { readonly status: 'paused'; readonly error: HubError };
export interface RecorderParts extends SegmentWriterParts {
  /** Bytes it may remember for what comes before an event; 12 MiB when absent. */
  preRollBytes?(): number;
  /** It began to write, or ended; not between files that follow each other. */
  changed?(): void;
}

interface Current {
  readonly from: Instant;
  readonly baseTicks: number;
  sequence: number;
  bytes: number;
  endTicks: number;
  pieceBytes: number;
  pieceFrom: Instant;
}
const segmentLength = seconds(10);
/** A camera with rare key pictures makes long files, but not without end. */
const longestSegment = minutes(4);
const largestSegment = 192 * 1024 * 1024;
/** What a power cut may lose is a second: so much is gathered, the rest is for writing it. */
const partLength = 900;
const largestPart = usualPart;
/** A longer silence, or a clock that was set, is a gap and begins a new file. */
const gap = seconds(3);
const queueBytes = 16 * 1024 * 1024;
/** Of the queue: what was remembered goes through it at once. */
export const mostPreRollBytes = 12 * 1024 * 1024;
/** Sound comes up to 0.1 s after the picture it belongs to; its place in a file must not be before 0. */
const soundLeadSeconds = 0.5;

/**
 * Writes one stream of a camera to files as it is. It joins the stream itself, without a permit: recording is the owner's own hub keeping the
 * owner's own footage, and nothing leaves the hub by it. Reading the files again takes a permit.
 * Called on the packet path: only remembers pieces; a slow disk makes it skip to a later key picture.
 */
export class Recorder implements StreamConsumer {
  readonly #writer: SegmentWriter;
  readonly #guard: SegmentWriterParts['guard'];
  readonly #preRollBytes: () => number;
  readonly #changed: () => void;
  readonly #span = new RecordingSpan();
  readonly #ring = new PreRoll();
  #format: LiveFormat | undefined;
  #current: Current | undefined;
  #isOverrun = false;
  #isOffline = true;
  #dropped = 0;

  constructor(camera: CameraId, parts: RecorderParts, role: SegmentRole = 'main') {
    this.#guard = parts.guard;
    this.#preRollBytes = () => Math.min(mostPreRollBytes, parts.preRollBytes?.() ?? Infinity);
    this.#changed = () => parts.changed?.();
    this.#writer = new SegmentWriter(camera, parts, role);
  }

  get state(): RecorderState {
    if (this.#guard.isLow) return { status: 'paused', error: new HubError('disk-full', 'Recording has paused: the disk is full.') };
    return { status: this.#current ? 'recording' : 'waiting' };
  }
  /** What it does at this instant, for the list of causes; `hours` where it is told not to record. */
  word(now: Instant): RecorderWord {
    const isWanted = this.#span.covers(now);
    if (this.#current && !this.#guard.isLow) return 'recording';
    if (this.#span.mode === 'off') return 'hours';
    if (this.#isOffline) return 'offline';
    if (!isWanted) return 'events';
    return this.#guard.isLow || this.#isOverrun || this.#writer.hasFailed ? 'disk' : 'offline';
  }
  /** When the file being written began. */
  get openSince(): Instant | undefined {
    return this.#current?.from;
  }
  /** Handed over and not yet written. */
  get queuedBytes(): number {
    return this.#writer.queuedBytes;
  }
  /** Resolves when what was handed over is written. */
  async drained(): Promise<void> {
    await this.#writer.drained();
  }
  /** Pieces that were not written because the disk was too slow. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How it records from an instant on; until told, all the time. What it is writing goes on to the next key picture. @param until not known beyond this */
  follow(mode: RecordingMode, since: Instant, { preMs, postMs, until = Infinity }: { readonly preMs: Milliseconds; readonly postMs: Milliseconds; readonly until?: Instant }): void {
    if (mode !== 'events') this.#ring.clear();
    this.#span.follow(mode, since, { preMs, postMs, until });
  }
  /** Something began to happen, or is over; what follows before the time after it is up goes on in the same file. */
  motion(isOn: boolean, at: Instant): void {
    this.#span.motion(isOn, at);
    if (!isOn || this.#span.mode !== 'events' || this.#current) return;
    for (const fragment of this.#ring.take(at - this.#span.preMs)) this.#take(fragment);
    this.#changed();
  }
  /** The hub's clock was set, by so much. */
  clockSet(by: Milliseconds): void {
    this.#ring.clear();
    this.#span.shift(by);
  }
  /** It listens to the stream no longer; it may again. */
  left(): void {
    this.#end();
    this.#format = undefined;
    this.#isOffline = true;
    this.#ring.clear();
  }

  /** Resolves when the last file is closed and entered. */
  async close(): Promise<void> {
    this.#end();
    this.#format = undefined;
    this.#ring.clear();
    await this.#writer.settled();
  }

  format(format: LiveFormat): void {
    this.#end();
    this.#ring.clear();
    this.#isOffline = false;
    this.#format = format;
  }
  waiting(): void {
    this.#end();
    this.#isOffline = true;
    this.#changed();
  }
  fragment(fragment: LiveFragment): void {
    if (!this.#format) return;
    this.#isOffline = false;
    const wasOpen = this.#current !== undefined;
    this.#follow(fragment);
    if (wasOpen !== (this.#current !== undefined)) this.#changed();
  }

  #follow(fragment: LiveFragment): void {
    // Nothing of a time that is not wanted; what runs is ended where the next file could begin.
    if (this.#span.isOver(fragment.at, this.#current !== undefined && !fragment.key)) {
      this.#end();
      if (this.#span.mode === 'events') this.#ring.push(fragment, this.#span.preMs, this.#preRollBytes());
      return;
    }
    this.#take(fragment);
  }

  #take(fragment: LiveFragment): void {
    if (!this.#format) return;
    // The file ended by itself (no room, an error of the disk): on with the next key picture.
    if (this.#current && this.#writer.hasFailed) this.#current = undefined;
    if (this.#guard.isLow) return this.#end();
    if (fragment.track === 'audio') this.#sound(fragment, this.#format);
    else this.#picture(fragment, this.#format);
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
    if (!this.#current && fragment.key && !this.#isOverrun && fragment.at >= this.#span.since) this.#begin(fragment, format);
    const open = this.#current;
    if (!open) {
      if (this.#isOverrun) this.#dropped += 1;
      return;
    }
    this.#add(open, fragment, fragment.decodeTicks - open.baseTicks + this.#lead(format) * rate);
    if (this.#current !== open) return;
    open.endTicks = fragment.decodeTicks + fragment.duration;
    // The next picture is whole only when it is over too: a part that waited for it would be too long, of a slow camera by much.
    if (fragment.at + (2 * fragment.duration * 1_000) / rate - open.pieceFrom > partLength) this.#flush(open);
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
    this.#current = { from, baseTicks: fragment.decodeTicks, sequence: 0, bytes: init.length, endTicks: fragment.decodeTicks, pieceBytes: 0, pieceFrom: fragment.at };
    this.#writer.begin(from, init);
  }

  #add(open: Current, fragment: LiveFragment, ticks: number): void {
    if (this.#writer.queuedBytes + open.pieceBytes + fragment.bytes.length > queueBytes) {
      this.#isOverrun = true;
      this.#dropped += 1;
      return this.#end();
    }
    if (open.pieceBytes > 0 && (fragment.at - open.pieceFrom >= partLength || open.pieceBytes + fragment.bytes.length > largestPart)) this.#flush(open);
    if (open.pieceBytes === 0) open.pieceFrom = fragment.at;
    this.#writer.add(fragment.bytes, ++open.sequence, ticks, fragment.key ? this.#msIn(open, fragment) : undefined);
    open.pieceBytes += fragment.bytes.length;
    open.bytes += fragment.bytes.length;
  }

  #flush(open: Current): void {
    if (open.pieceBytes > 0) this.#writer.part(this.#endOf(open));
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
  #msIn(open: Current, { decodeTicks }: LiveFragment): number {
    return Math.max(0, Math.round(((decodeTicks - open.baseTicks) * 1_000) / (this.#format?.media.video.clockRate ?? 90_000)));
  }
  #lead({ hasAudio }: LiveFormat): number {
    return hasAudio ? soundLeadSeconds : 0;
  }
}
