import type { AccessUnit, FeedStats } from '../domain/media.ts';
import { minutes, seconds, type Instant, type Milliseconds } from '../domain/time.ts';

/** What one stream did lately. Null: not known yet. */
export interface StreamFigures {
  /** Bits a second of pictures and sound, and pictures a second, over the last seconds. */
  readonly bitrate: number | null;
  readonly fps: number | null;
  /** Of the packets of the last minute, 0..1. */
  readonly lossRate: number | null;
  /** The last whole group of pictures. */
  readonly gop: { readonly pictures: number; readonly ms: Milliseconds } | null;
  readonly keyAt: Instant | null;
  /** How often it came back since it was first opened. */
  readonly reconnects: number;
  /** When it came back last; null while nothing comes. */
  readonly since: Instant | null;
}
interface Second {
  at: number;
  bytes: number;
  pictures: number;
}
interface Checkpoint {
  readonly at: Instant;
  readonly packets: number;
  readonly lost: number;
}
/** Rates are of so many whole seconds; one more is being filled. */
const window = 5;
const lossWindow = minutes(1);
const mostCheckpoints = 64;

/** Counts what a stream sends, by the access unit: a few additions each, nothing kept but the last seconds. */
export class StreamGauge {
  readonly #seconds: Second[] = Array.from({ length: window + 1 }, () => ({ at: -1, bytes: 0, pictures: 0 }));
  #checkpoints: Checkpoint[] = [];
  #firstAt: Instant | undefined;
  #keyAt: Instant | undefined;
  #pictures = 0;
  #gop: StreamFigures['gop'] = null;
  #times = 0;
  #since: Instant | undefined;

  /** @param stats asked at key pictures only */
  add({ track, key, size }: Pick<AccessUnit, 'track' | 'key' | 'size'>, now: Instant, stats: () => FeedStats | undefined): void {
    if (this.#since === undefined) {
      // Until a decoder can start there is no picture.
      if (!key) return;
      this.#begin(now);
    }
    const at = Math.floor(now / 1_000);
    const second = this.#seconds[at % this.#seconds.length];
    if (!second) return;
    if (second.at !== at) {
      second.at = at;
      second.bytes = second.pictures = 0;
    }
    second.bytes += size;
    if (track !== 'video') return;
    second.pictures += 1;
    if (key) this.#key(now, stats());
    this.#pictures += 1;
  }
  /** Nothing comes any more. */
  ended(): void {
    this.#since = undefined;
    this.#checkpoints = [];
    this.#gop = null;
  }

  read(now: Instant, stats: FeedStats | undefined): StreamFigures {
    const at = Math.floor(now / 1_000);
    const flows = this.#since !== undefined;
    const span = this.#firstAt === undefined ? 0 : Math.min(window, at - Math.floor(this.#firstAt / 1_000) - 1);
    let [bytes, pictures] = [0, 0];
    for (const second of this.#seconds) {
      if (second.at >= at || second.at < at - span) continue;
      bytes += second.bytes;
      pictures += second.pictures;
    }
    const hasRate = flows && span > 0;
    return {
      bitrate: hasRate ? Math.round((bytes * 8) / span) : null, fps: hasRate ? Math.round((pictures / span) * 10) / 10 : null,
      lossRate: flows && stats ? this.#lossRate(stats) : null, gop: this.#gop, keyAt: this.#keyAt ?? null,
      reconnects: Math.max(0, this.#times - 1), since: this.#since ?? null,
    };
  }

  #begin(now: Instant): void {
    this.#since = this.#firstAt = now;
    this.#times += 1;
    this.#keyAt = undefined;
    this.#pictures = 0;
    for (const second of this.#seconds) second.at = -1;
  }
  #key(now: Instant, stats: FeedStats | undefined): void {
    if (this.#keyAt !== undefined && now - this.#keyAt < seconds(600)) this.#gop = { pictures: this.#pictures, ms: now - this.#keyAt };
    this.#keyAt = now;
    this.#pictures = 0;
    if (!stats) return;
    this.#checkpoints.push({ at: now, packets: stats.packets, lost: stats.lost });
    // The oldest that is kept is just outside the minute.
    while (this.#checkpoints.length > mostCheckpoints || (this.#checkpoints[1] !== undefined && now - this.#checkpoints[1].at >= lossWindow)) this.#checkpoints.shift();
  }
  #lossRate({ packets, lost }: FeedStats): number {
    const from = this.#checkpoints[0] ?? { packets: 0, lost: 0 };
    const [came, missed] = [packets - from.packets, lost - from.lost];
    return missed <= 0 || came + missed <= 0 ? 0 : missed / (came + missed);
  }
}
