import type { ArchiveSpec } from '../camera-spec.ts';
import { LoopedVideo } from '../media/loop.ts';
import type { DrawnVideo } from '../draw/drawn-video.ts';
import type { VideoFormat } from '../media/unit.ts';

/** One picture of the past. */
export interface PastPicture {
  readonly nals: readonly Buffer[];
  readonly key: boolean;
  /** By the camera's clock. */
  readonly atMs: number;
}
export interface PastSpan {
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;

/** What a camera with a memory card kept: the pictures it would have shown then, made when somebody asks for them. */
export class CameraArchive {
  readonly #video: DrawnVideo | LoopedVideo;
  readonly #kept: readonly PastSpan[];
  readonly #since: number;

  /** @param startedAt when the camera was switched on: what it keeps lies before that, and goes on */
  constructor(video: DrawnVideo | LoopedVideo, { minutes, gaps = [] }: ArchiveSpec, startedAt: number) {
    this.#video = video;
    this.#since = startedAt - minutes * MINUTE;
    const cuts = gaps.map(([far, near]) => ({ from: startedAt - far * MINUTE, to: startedAt - near * MINUTE })).toSorted((a, b) => a.from - b.from);
    const kept: PastSpan[] = [];
    let from = this.#since;
    for (const cut of cuts) {
      kept.push({ from, to: cut.from });
      from = cut.to;
    }
    this.#kept = [...kept, { from, to: Infinity }].filter((span) => span.to > span.from);
  }

  format(): Promise<VideoFormat> {
    return this.#video.format();
  }

  /** In order, apart by gaps. */
  spans(nowMs: number): PastSpan[] {
    return this.#kept.map(({ from, to }) => ({ from, to: Math.min(to, nowMs) })).filter(({ from, to }) => to > from);
  }

  /** What was filmed in [from, to), each stretch from a key picture on, which may lie a little before it. */
  async* pictures(from: number, to: number, nowMs: number): AsyncGenerator<PastPicture> {
    for (const span of this.spans(nowMs)) {
      const [begin, end] = [Math.max(span.from, from), Math.min(span.to, to)];
      if (begin < end) yield* this.#video instanceof LoopedVideo ? this.#looped(this.#video, begin, end) : this.#video.past(begin, end);
    }
  }

  async* #looped(video: LoopedVideo, from: number, to: number): AsyncGenerator<PastPicture> {
    const { periodMs, pictures } = await video.loaded();
    for (let origin = from - ((from - this.#since) % periodMs); origin < to; origin += periodMs) {
      // Its first picture is a key picture, so nothing of a round may be left out before it.
      for (const { ptsMs, nals, key } of pictures) if (origin + ptsMs < to) yield { nals, key, atMs: origin + ptsMs };
    }
  }
}
