import type { VideoTrack } from '../domain/media.ts';
import type { Instant } from '../domain/time.ts';
import { boxesIn } from '../media/fmp4-read.ts';
import type { LiveFragment } from '../media/fragment-writer.ts';
import type { LiveFormat, StreamConsumer } from '../streams/live-stream.ts';
import { KeyRepeats, type Repeats } from './key-repeats.ts';
import type { KeyPicture } from './look-decoder.ts';

/** Sits in a stream and remembers its newest key picture, which is kept there anyway. */
export class PictureEye implements StreamConsumer {
  readonly #repeats: KeyRepeats | undefined;
  readonly #now: () => Instant;
  #video: VideoTrack | undefined;
  #newest: Uint8Array | undefined;

  /** @param repeats whether footage that comes again is looked for */
  constructor(now: () => Instant, repeats: boolean) {
    this.#now = now;
    this.#repeats = repeats ? new KeyRepeats() : undefined;
  }
  format({ media }: LiveFormat): void {
    this.#video = media.video;
    this.#newest = undefined;
    this.#repeats?.broken();
  }
  fragment({ track, key, bytes }: LiveFragment): void {
    if (track !== 'video') return;
    if (!key) return this.#repeats?.other(bytes.length);
    this.#newest = bytes;
    this.#repeats?.key(bytes, this.#now());
  }
  waiting(): void {
    this.#newest = undefined;
  }

  get hasNew(): boolean {
    return this.#newest !== undefined;
  }
  /** Each key picture is handed out once. Undefined when none came since. */
  take(): (KeyPicture & { readonly repeats: Repeats }) | undefined {
    const [video, bytes] = [this.#video, this.#newest];
    this.#newest = undefined;
    const data = video && bytes && [...boxesIn(bytes)].find(({ type }) => type === 'mdat');
    if (!data) return undefined;
    return { video, sample: bytes.subarray(data.offset + data.headerSize, data.offset + data.size), repeats: this.#repeats?.at(this.#now()) ?? 'no' };
  }
}
