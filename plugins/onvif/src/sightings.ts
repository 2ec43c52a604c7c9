import type { CameraObserver, FoundCamera } from '@matpho/core/sdk';

interface Sighting {
  readonly camera: FoundCamera;
  readonly round: number;
}
/** More than any home or alley has; a flood of invented cameras ends here. */
const maxCameras = 512;
const missesAllowed = 3;

/** Who answered in which round: tells the observer of each camera once, and of its loss after three silent rounds. */
export class Sightings {
  readonly #observer: Pick<CameraObserver, 'found' | 'lost'>;
  readonly #seen = new Map<string, Sighting>();
  #round = 0;
  constructor(observer: Pick<CameraObserver, 'found' | 'lost'>) {
    this.#observer = observer;
  }

  /** Call once before the probes of each round go out. */
  beginRound(): void {
    for (const [nativeId, { round }] of this.#seen) {
      if (this.#round - round < missesAllowed) continue;
      this.#seen.delete(nativeId);
      this.#observer.lost(nativeId);
    }
    this.#round += 1;
  }

  /** @returns false when there is no room for it. */
  see(camera: FoundCamera): boolean {
    const known = this.#seen.get(camera.nativeId);
    if (known === undefined && this.#seen.size >= maxCameras) return false;
    const moved = known !== undefined && known.camera.deviceUri !== camera.deviceUri;
    // A camera on two networks answers from both, and a stranger may use its name: the address first known holds while it answers.
    if (moved && this.#round - known.round <= 1) return true;
    this.#seen.set(camera.nativeId, { camera: known === undefined || moved ? camera : known.camera, round: this.#round });
    if (known === undefined || moved) this.#observer.found(camera);
    return true;
  }
}
