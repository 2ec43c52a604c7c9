import type { MaskCovers } from '../consent/masks.ts';
import type { Permit } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import { seconds, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import { boxesIn } from '../media/fmp4-read.ts';
import { markFilter, maskFilters } from '../media/picture-filters.ts';
import type { LiveStreams } from './live-streams.ts';
import { jpegOf } from './picture.ts';
import type { Vouching } from './view.ts';

interface Still {
  readonly at: Instant;
  /** The house is shown it also when it is old. */
  readonly isHouses: boolean;
  readonly jpeg: Promise<Uint8Array>;
}
const freshFor = seconds(5);
const decodingAtOnce = 2;
const tallest = 720;
const mostKept = 2_000;

/** The newest still of each camera, decoded from the key picture that live viewing keeps anyway; at most one decoding per camera and 5 s. */
export class Stills {
  readonly #streams: LiveStreams;
  readonly #ffmpeg: Ffmpeg;
  readonly #gate: Vouching;
  readonly #clock: Clock;
  readonly #masks: MaskCovers;
  readonly #stills = new Map<string, Still>();
  readonly #waiting: (() => void)[] = [];
  #decoding = 0;

  constructor(streams: LiveStreams, ffmpeg: Ffmpeg, gate: Vouching, clock: Clock, masks: MaskCovers) {
    this.#streams = streams;
    this.#ffmpeg = ffmpeg;
    this.#gate = gate;
    this.#clock = clock;
    this.#masks = masks;
  }

  /**
   * JPEG, at most 720 lines, its masks burnt in.
   * @param mark unit and number of an officer, burnt in with the time
   * @throws HubError `consent-refused`, `camera-offline`, `obligation-unmet`, `ffmpeg-missing`
   */
  async take(permit: Permit<'snapshot'>, mark = ''): Promise<Uint8Array> {
    if (!this.#gate.vouches(permit)) throw new HubError('consent-refused', 'This permit is not from the gate, or has ended.');
    const { masks, maxHeight, watermark } = permit.obligations;
    if (watermark && mark === '') throw new HubError('obligation-unmet', 'This picture would go without its mark.');
    const { camera } = permit.ask;
    const made = { hide: maskFilters(await this.#masks.coverOf(camera, masks)), mark: mark === '' ? [] : [markFilter(mark, 'now')] };
    const still = await this.#newest(camera, maxHeight, `${masks.toSorted().join(' ')}/${mark}`, made, permit.route === 'R0');
    if (!this.#gate.vouches(permit)) throw new HubError('consent-ended', 'The permission ended while the still was made.');
    return still;
  }
  forget(camera: CameraId): void {
    for (const key of this.#stills.keys()) if (key.startsWith(`${camera}/`)) this.#stills.delete(key);
  }

  /** @param alsoOld while the camera is away, the last picture there was: for the house itself. What others get was filmed under their permit. */
  async #newest(camera: CameraId, maxHeight: number, kind: string, made: Pick<Parameters<typeof jpegOf>[3], 'hide' | 'mark'>, alsoOld: boolean): Promise<Uint8Array> {
    const height = Math.min(tallest, maxHeight);
    const name = `${camera}/${height}/${kind}`;
    const known = this.#stills.get(name);
    const stream = this.#streams.of(camera, 'main');
    const key = stream.cached[0];
    const format = stream.format;
    if (!key || !format) {
      if (known && alsoOld) return known.jpeg;
      throw new HubError('camera-offline', 'The camera has sent no picture yet.');
    }
    if (known && this.#clock.now() - known.at < freshFor) return known.jpeg;
    const data = [...boxesIn(key.bytes)].find(({ type }) => type === 'mdat');
    if (!data) throw new HubError('camera-broken-answer', 'The key picture is not whole.');
    const sample = key.bytes.slice(data.offset + data.headerSize, data.offset + data.size);
    const jpeg = this.#inTurn(() => jpegOf(this.#ffmpeg, format.media.video, { parts: [sample] }, { signal: AbortSignal.timeout(seconds(10)), maxHeight: height, ...made }));
    const still = { at: this.#clock.now(), jpeg, isHouses: alsoOld };
    this.#forgetSome();
    this.#stills.set(name, still);
    // A picture that cannot be decoded is not tried again before its time either; in its place the house is shown the one before, and nobody else.
    jpeg.catch(() => {
      if (known && alsoOld && this.#stills.get(name) === still) this.#stills.set(name, { ...still, jpeg: known.jpeg });
    });
    return jpeg;
  }

  /** What nobody will be shown again: marked ones soon, those with masks that are laid otherwise by now when there are too many. */
  #forgetSome(): void {
    const now = this.#clock.now();
    const isFull = this.#stills.size >= mostKept;
    for (const [name, { at, isHouses }] of this.#stills) if (now - at >= freshFor && (isFull || !isHouses)) this.#stills.delete(name);
  }
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    while (this.#decoding >= decodingAtOnce) await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    this.#decoding += 1;
    try {
      return await work();
    } finally {
      this.#decoding -= 1;
      this.#waiting.shift()?.();
    }
  }
}
