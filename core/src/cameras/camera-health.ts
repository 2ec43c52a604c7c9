import type { Emitter } from '../base/emitter.ts';
import type { CameraState } from '../domain/camera.ts';
import type { CameraId } from '../domain/ids.ts';
import type { PictureCondition } from '../domain/picture.ts';
import type { Instant } from '../domain/time.ts';
import type { HubError, HubErrorCode } from '../sdk/errors.ts';
import type { HubEvents } from '../sdk/events.ts';
import type { Clock } from '../sdk/services.ts';

export type Report = { readonly status: 'off' | 'connecting' | 'running' } | { readonly status: 'offline'; readonly error: HubError };
export interface CameraCondition {
  readonly state: CameraState;
  readonly since: Instant;
  readonly because: HubErrorCode | undefined;
}
/** What only a person can mend; anything else may pass by itself. */
const needsPerson: ReadonlySet<HubErrorCode> = new Set(['camera-wrong-password', 'camera-no-video', 'address-refused', 'camera-clock-off', 'stream-unsupported']);

const allWell: readonly PictureCondition[] = [];

/** How every camera is, as its main stream and its picture tell. */
export class CameraHealth {
  readonly #events: Emitter<HubEvents>;
  readonly #clock: Clock;
  readonly #conditions = new Map<CameraId, CameraCondition>();
  readonly #pictures = new Map<CameraId, readonly PictureCondition[]>();
  constructor(events: Emitter<HubEvents>, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
  }

  of(camera: CameraId): CameraCondition {
    return this.#conditions.get(camera) ?? { state: 'off', since: this.#clock.now(), because: undefined };
  }

  /** The camera is gone; its streams have ended and report no more. */
  forget(camera: CameraId): void {
    this.#conditions.delete(camera);
    this.#pictures.delete(camera);
  }

  /** What is wrong with its picture; empty: nothing that is known. */
  picture(camera: CameraId): readonly PictureCondition[] {
    return this.#pictures.get(camera) ?? allWell;
  }
  reportPicture(camera: CameraId, conditions: readonly PictureCondition[]): void {
    this.#pictures.set(camera, conditions);
    this.#events.emit('picture.changed', { camera, conditions, at: this.#clock.now() });
  }

  report(camera: CameraId, report: Report): void {
    const because = report.status === 'offline' ? report.error.code : undefined;
    const state: CameraState = report.status === 'offline' ? (needsPerson.has(report.error.code) ? 'needs-attention' : 'offline') : report.status;
    const before = this.#conditions.get(camera);
    if (before?.state === state && before.because === because) return;
    const at = this.#clock.now();
    this.#conditions.set(camera, { state, since: before?.state === state ? before.since : at, because });
    if (state === 'running') this.#events.emit('camera.online', { camera, at });
    else if (because !== undefined) this.#events.emit('camera.offline', { camera, at, because });
  }
}
