import type { Timers } from '../base/clock.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { ViewFragment, ViewStart } from '../streams/view.ts';
import { bytesOf, type HlsFragment, type HlsPart, type HlsSegment } from './segment.ts';

/** A segment is cut at the first key picture after this. */
const shortest = 1.5;
/** A group of pictures longer than this is cut in the middle (RFC 8216 §4.3.3.1: no segment rounds to more than the target). */
const longestTarget = 6;
const leastTarget = 2;
/** Kept after they left the playlist: a player may still be fetching what it read of (RFC 8216bis §6.2.2). */
const keptAfter = 4;
const listedTargets = 6;
/** Sound that comes while no picture does is left out after so much: a hundred ms each. */
const mostInPart = 600;
const mostBytes = 48 * 1024 * 1024;
const partTargets = [0.5, 1, 2] as const;
const hair = 1e-6;

/** The part length that whole pictures fill to at least 85 % (RFC 8216bis §4.4.3.7); undefined for pictures so rare that parts are of no use. Pure. */
export function partTargetFor(pictureSeconds: number): number | undefined {
  return partTargets.find((target) => Math.floor(target / pictureSeconds + hair) * pictureSeconds >= target * 0.85);
}
interface Writing {
  readonly segment: Omit<HlsSegment, 'parts' | 'endTicks' | 'seconds'>;
  readonly parts: HlsPart[];
  fragments: HlsFragment[];
  partStart: number;
}

/** One camera's picture, under one set of conditions, cut for HLS: once for all who watch it so. Fed by each of their views with the same fragments; takes each once. Bounded. */
export class HlsSegmenter implements Disposable {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #inits: (Uint8Array | undefined)[] = [];
  #segments: HlsSegment[] = [];
  #writing: Writing | undefined;
  readonly #waiting = new Set<() => void>();
  #last: { video: number; audio: number } = { video: -1, audio: -1 };
  #end = 0;
  #clockRate = 90_000;
  #nextMsn = 0;
  #breaks = 0;
  #isBroken = false;
  #target: number | undefined;
  #partTarget: number | undefined;
  #away: Disposable | undefined;
  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock;
    this.#timers = timers;
  }

  /** Seconds, as announced; undefined before the first segment is whole. Never changes then. */
  get target(): number | undefined {
    return this.#target;
  }
  /** Undefined where parts are not offered. */
  get partTarget(): number | undefined {
    return this.#partTarget;
  }
  /** What a player may have: what is listed now. */
  get listed(): readonly HlsSegment[] {
    const window = (this.#target ?? leastTarget) * listedTargets;
    let seconds = 0;
    let at = this.#segments.length;
    while (at > 0 && seconds < window) seconds += this.#segments[at -= 1]?.seconds ?? 0;
    return this.#segments.slice(at);
  }
  /** The segment being written, with the parts it has. */
  get open(): HlsSegment | undefined {
    return this.#writing && { ...this.#writing.segment, parts: this.#writing.parts, endTicks: undefined, seconds: 0 };
  }
  /** Where a viewer who comes now begins: not with what was filmed before she was let in. */
  get liveMsn(): number {
    return this.#writing?.segment.msn ?? this.#nextMsn;
  }
  segment(msn: number): HlsSegment | undefined {
    return this.#segments.find((segment) => segment.msn === msn);
  }
  init(map: number): Uint8Array | undefined {
    return this.#inits[map];
  }
  /** Calls back once, at the next change. Disposing forgets. */
  onChange(react: () => void): Disposable {
    this.#waiting.add(react);
    return { [Symbol.dispose]: () => void this.#waiting.delete(react) };
  }
  /** Seconds of one tick of the line. */
  get clockRate(): number {
    return this.#clockRate;
  }

  format({ init, media }: Pick<ViewStart, 'init' | 'media'>): void {
    if (this.#inits.at(-1) === init) return;
    this.#close(this.#end);
    this.#isBroken ||= this.#inits.length > 0;
    this.#inits.push(init);
    // The index is the name, so the list keeps its length; nobody asks for the oldest again.
    if (this.#inits.length > 64) this.#inits[this.#inits.length - 65] = undefined;
    this.#last = { video: -1, audio: -1 };
    this.#clockRate = media?.video.clockRate ?? this.#clockRate;
  }
  media({ track, bytes, key, at, decodeTicks, duration }: ViewFragment): void {
    if (at === undefined || decodeTicks === undefined || duration === undefined || decodeTicks <= this.#last[track]) return;
    this.#last[track] = decodeTicks;
    const fragment: HlsFragment = { track, bytes, key, decodeTicks, duration };
    if (track === 'audio') {
      if (this.#writing && this.#writing.fragments.length < mostInPart) this.#writing.fragments.push(fragment);
      return;
    }
    const next = decodeTicks + duration;
    if (this.#writing) {
      const since = this.#seconds(this.#writing.segment.startTicks, decodeTicks);
      const longest = this.#target === undefined ? longestTarget : this.#target + 0.4;
      if ((key && since >= shortest - hair) || since + this.#seconds(0, duration) > longest) this.#close(decodeTicks);
      else if (this.#partWould(next) > this.#partLength + hair) this.#closePart(decodeTicks);
    }
    if (!this.#writing && !(key || this.#nextMsn > 0)) return;
    const writing = this.#writing ??= this.#begin(decodeTicks, at);
    if (writing.fragments.every((each) => each.track === 'audio')) writing.partStart = decodeTicks;
    writing.fragments.push(fragment);
    this.#end = next;
    // Told at once, not with the picture after it.
    if (this.#partWould(next + duration) > this.#partLength + hair) this.#closePart(next);
  }
  /** The camera is away: the playlist says so, and goes on (RFC 8216bis §4.4.4.7). */
  waiting(): void {
    if (this.#away) return;
    this.#close(this.#end);
    this.#isBroken = true;
    const every: Milliseconds = (this.#target ?? leastTarget) * 1_000;
    this.#away = this.#timers.every(every, () => this.#gap());
  }
  [Symbol.dispose](): void {
    this.#away?.[Symbol.dispose]();
    this.#away = undefined;
    this.#changed();
  }

  #begin(startTicks: number, at: Instant): Writing {
    this.#away?.[Symbol.dispose]();
    this.#away = undefined;
    return { segment: { ...this.#head(at), gap: false, partsCount: this.#partTarget !== undefined, startTicks }, parts: [], fragments: [], partStart: startTicks };
  }
  #head(at: Instant): Pick<HlsSegment, 'msn' | 'at' | 'map' | 'discontinuity' | 'discontinuities'> {
    const discontinuity = this.#isBroken && this.#nextMsn > 0;
    this.#isBroken = false;
    if (discontinuity) this.#breaks += 1;
    return { msn: this.#nextMsn++, at, map: this.#inits.length - 1, discontinuity, discontinuities: this.#breaks };
  }
  #gap(): void {
    if (this.#target === undefined) return;
    // The change is told with the first picture that is there again.
    const at = this.#clock.now() - this.#target * 1_000;
    this.#add({ msn: this.#nextMsn++, at, map: this.#inits.length - 1, discontinuity: false, discontinuities: this.#breaks, gap: true, parts: [], partsCount: false, startTicks: this.#end, endTicks: this.#end, seconds: this.#target });
    this.#changed();
  }

  get #partLength(): number {
    return this.#partTarget ?? partTargets[0];
  }
  #partWould(end: number): number {
    return this.#writing && this.#writing.fragments.length > 0 ? this.#seconds(this.#writing.partStart, end) : 0;
  }
  #closePart(endTicks: number): void {
    const writing = this.#writing;
    if (!writing?.fragments.some(({ track }) => track === 'video')) return;
    const seconds = this.#seconds(writing.partStart, endTicks);
    // Pictures have become rarer than was announced: parts are offered no more.
    if (this.#partTarget !== undefined && seconds > this.#partTarget + 0.001) this.#partTarget = undefined;
    writing.parts.push({ fragments: writing.fragments, seconds, independent: writing.fragments.some(({ key }) => key) });
    writing.fragments = [];
    writing.partStart = endTicks;
    this.#changed();
  }
  #close(endTicks: number): void {
    const writing = this.#writing;
    if (!writing) return;
    this.#closePart(endTicks);
    const last = writing.parts.at(-1);
    // Sound that came after the last picture goes with it.
    if (last && writing.fragments.length > 0) writing.parts[writing.parts.length - 1] = { ...last, fragments: [...last.fragments, ...writing.fragments] };
    this.#writing = undefined;
    const seconds = this.#seconds(writing.segment.startTicks, endTicks);
    if (this.#target === undefined) {
      this.#target = Math.max(leastTarget, Math.ceil(seconds - 0.05));
      const pictures = writing.parts.flatMap(({ fragments }) => fragments).filter(({ track }) => track === 'video').length;
      this.#partTarget = partTargetFor(seconds / Math.max(1, pictures));
    }
    this.#add({ ...writing.segment, parts: writing.parts, endTicks, seconds });
    this.#changed();
  }
  #add(segment: HlsSegment): void {
    this.#segments.push(segment);
    const listed = this.listed;
    const from = this.#segments.length - listed.length;
    this.#segments = this.#segments.slice(Math.max(0, from - keptAfter));
    let bytes = this.#segments.reduce((sum, { parts }) => sum + bytesOf(parts), 0);
    while (bytes > mostBytes && this.#segments.length > 1) bytes -= bytesOf(this.#segments.shift()?.parts ?? []);
  }
  #seconds(from: number, to: number): number {
    return (to - from) / this.#clockRate;
  }
  #changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const react of waiting) react();
  }
}
