import { backoffDelay } from '../base/backoff.ts';
import type { Timers } from '../base/clock.ts';
import type { CameraId } from '../domain/ids.ts';
import { minutes, seconds } from '../domain/time.ts';
import type { Contribution, Contributions } from '../kernel/contributions.ts';
import { HubError, type HubErrorCode } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { CameraEvents as CameraEventsPort, type Credentials } from '../sdk/ports.ts';
import type { CameraRecord } from './camera-registry.ts';

export type HeardCamera = Pick<CameraRecord, 'id' | 'provider' | 'nativeId' | 'deviceUri'>;
/** `deaf`: nothing running hears this kind of camera, or the camera tells nothing. */
export interface Hearing {
  readonly status: 'listening' | 'trying' | 'deaf';
  readonly because: HubErrorCode | undefined;
}
export interface CameraEventsParts {
  readonly contributions: Contributions;
  readonly credentials: (camera: CameraId) => Promise<Credentials | undefined>;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
  /** As the camera said it; `silent`: it is not heard any more. */
  heard(camera: CameraId, isOn: boolean | undefined): void;
  silent(camera: CameraId): void;
}
interface Ear {
  readonly camera: HeardCamera;
  readonly by: Contribution<CameraEventsPort>;
  readonly stop: AbortController;
  retry: Disposable | undefined;
  failures: number;
  hearing: Hearing;
}
const patience = { first: seconds(5), longest: minutes(5) };
/** What a person has to mend, or the maker: asked again now and then all the same. */
const hopeless: ReadonlySet<HubErrorCode> = new Set(['events-unsupported', 'camera-wrong-password', 'address-refused']);
const hopelessPatience = { first: minutes(10), longest: minutes(60) };
const deaf: Hearing = { status: 'deaf', because: undefined };

/** Listens to what cameras notice by themselves: to these and no others, each for as long as it is wanted. */
export class CameraEvents implements Disposable {
  readonly #parts: CameraEventsParts;
  readonly #ears = new Map<CameraId, Ear>();
  #wanted: readonly HeardCamera[] = [];
  #watching: Disposable | undefined;

  constructor(parts: CameraEventsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#watching = this.#parts.contributions.watch(CameraEventsPort, () => this.#follow());
  }
  [Symbol.dispose](): void {
    this.#watching?.[Symbol.dispose]();
    this.#wanted = [];
    this.#follow();
  }

  follow(cameras: readonly HeardCamera[]): void {
    this.#wanted = cameras;
    this.#follow();
  }
  /** After new credentials. */
  again(camera: CameraId): void {
    const ear = this.#ears.get(camera);
    if (!ear) return;
    this.#leave(ear);
    this.#follow();
  }
  hearing(camera: CameraId): Hearing {
    return this.#ears.get(camera)?.hearing ?? deaf;
  }
  /** What a provider heard without credentials, where this camera is listened to at all. */
  told(provider: string, nativeId: string, isOn: boolean | undefined): void {
    const camera = this.#wanted.find((each) => each.provider === provider && each.nativeId === nativeId);
    if (camera) this.#parts.heard(camera.id, isOn);
  }

  #follow(): void {
    const ports = this.#parts.contributions.all(CameraEventsPort);
    const wanted = new Map(this.#wanted.flatMap((camera) => {
      const by = ports.find(({ value }) => value.provider === camera.provider);
      return by && camera.deviceUri !== undefined ? [[camera.id, { camera, by }] as const] : [];
    }));
    for (const ear of this.#ears.values()) {
      const still = wanted.get(ear.camera.id);
      if (still?.by.value !== ear.by.value || still.camera.deviceUri !== ear.camera.deviceUri) this.#leave(ear);
    }
    for (const [id, { camera, by }] of wanted) {
      if (this.#ears.has(id)) continue;
      const ear: Ear = { camera, by, stop: new AbortController(), retry: undefined, failures: 0, hearing: { status: 'trying', because: undefined } };
      this.#ears.set(id, ear);
      this.#listen(ear);
    }
  }

  #leave(ear: Ear): void {
    this.#ears.delete(ear.camera.id);
    ear.retry?.[Symbol.dispose]();
    ear.stop.abort();
    this.#parts.silent(ear.camera.id);
  }

  #listen(ear: Ear): void {
    const { contributions, log, timers, random } = this.#parts;
    const over = (failure?: unknown): void => {
      if (ear.stop.signal.aborted) return;
      this.#parts.silent(ear.camera.id);
      const because = failure instanceof HubError ? failure.code : undefined;
      if (ear.failures === 0 && failure !== undefined) log.info('A camera does not say what it notices; it is asked again.', { camera: ear.camera.id, code: because ?? 'none' });
      ear.failures += 1;
      ear.hearing = { status: because === 'events-unsupported' ? 'deaf' : 'trying', because };
      const delay = backoffDelay(ear.failures, because !== undefined && hopeless.has(because) ? hopelessPatience : patience, random());
      ear.retry = timers.after(delay, () => contributions.outside(() => this.#listen(ear)));
    };
    this.#once(ear).then(() => over(), over);
  }

  async #once(ear: Ear): Promise<void> {
    const { camera, by, stop } = ear;
    const credentials = await this.#parts.credentials(camera.id) ?? { username: '', password: '' };
    if (stop.signal.aborted) return;
    const { contributions } = this.#parts;
    const whileWanted = (work: () => void): void => {
      if (!stop.signal.aborted) contributions.outside(work);
    };
    await by.call((plugin) => Promise.resolve().then(() => plugin.listen(camera.deviceUri ?? '', credentials, {
      listening: () => whileWanted(() => {
        ear.failures = 0;
        ear.hearing = { status: 'listening', because: undefined };
      }),
      motion: (isOn) => whileWanted(() => this.#parts.heard(camera.id, isOn)),
    }, by.signal(stop.signal))));
  }
}
