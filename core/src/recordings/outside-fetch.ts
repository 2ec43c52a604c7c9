import type { CameraId } from '../domain/ids.ts';
import type { MediaFormat } from '../domain/media.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import { FragmentWriter } from '../media/fragment-writer.ts';
import { HubError } from '../sdk/errors.ts';
import type { ReplaySink } from '../sdk/ports.ts';
import { LiveFormat } from '../streams/live-stream.ts';
import type { Recorder } from './recorder.ts';

export interface FetchSinkParts {
  readonly camera: CameraId;
  /** Writes what came; of its own, so that the camera's live recording goes on beside it. */
  readonly recorder: Pick<Recorder, 'format' | 'fragment' | 'queuedBytes' | 'drained'>;
  /** Nothing outside of it is kept. */
  readonly span: { readonly from: Instant; readonly to: Instant };
  /** Hub clock minus the recorder's. */
  readonly shift: Milliseconds;
  /** What was filmed before is written. */
  reached(at: Instant): void;
}
/** Unwritten bytes at which the recorder outside is held back. */
const fullBytes = 4 * 1024 * 1024;
/** The key picture an interval begins with may lie so much before it. */
const leadMs = 10_000;

/** Takes what a recorder outside plays and hands it to the hub's own writer, as if it were recorded now, but for the time. */
export class FetchSink implements ReplaySink {
  /** Of what was kept. */
  pictures = 0;
  readonly #parts: FetchSinkParts;
  #writer: FragmentWriter | undefined;
  #failure: HubError | undefined;

  constructor(parts: FetchSinkParts) {
    this.#parts = parts;
  }
  /** What it sent could not be understood. */
  get failure(): HubError | undefined {
    return this.#failure;
  }

  format(media: MediaFormat): void {
    this.#tried(() => {
      this.#writer?.flush();
      const format = new LiveFormat(media);
      this.#writer = new FragmentWriter(media, (fragment) => this.#parts.recorder.fragment(fragment), { audio: true });
      this.#parts.recorder.format(format);
    });
  }
  unit(unit: Parameters<ReplaySink['unit']>[0]): void {
    const { span, shift } = this.#parts;
    const at = Math.round(unit.at + shift);
    if (at < span.from - leadMs || at >= span.to) return;
    this.#tried(() => {
      this.#writer?.write({ ...unit, at });
      if (unit.track !== 'video') return;
      this.pictures += 1;
      if (unit.key) this.#parts.reached(at);
    });
  }
  ended(): void {
    this.#writer?.flush();
  }
  full(): Promise<void> | undefined {
    return this.#parts.recorder.queuedBytes < fullBytes ? undefined : this.#parts.recorder.drained();
  }

  /** A sink must not throw; what is wrong is told afterwards. */
  #tried(work: () => void): void {
    if (this.#failure) return;
    try {
      work();
    } catch (cause) {
      this.#failure = cause instanceof HubError ? cause : new HubError('camera-broken-answer', 'What the recorder plays could not be understood.', { cause });
    }
  }
}

/** What of [from, to) is not covered by `have`, pieces shorter than `least` left out. In order. Pure. */
export function lacking(wanted: readonly { readonly from: Instant; readonly to: Instant }[], have: readonly { readonly from: Instant; readonly to: Instant }[], least: Milliseconds): readonly { readonly from: Instant; readonly to: Instant }[] {
  const known = have.toSorted((a, b) => a.from - b.from);
  return wanted.flatMap(({ from, to }) => {
    const left: { from: Instant; to: Instant }[] = [];
    let at = from;
    for (const span of known) {
      if (span.to <= at || span.from >= to) continue;
      if (span.from > at) left.push({ from: at, to: span.from });
      at = Math.max(at, span.to);
    }
    if (at < to) left.push({ from: at, to });
    return left.filter((span) => span.to - span.from >= least);
  });
}
