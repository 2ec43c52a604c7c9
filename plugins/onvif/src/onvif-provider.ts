import type { CameraDetails, CameraObserver, CameraProvider, Credentials, FoundCamera } from '@matpho/core/sdk';
import { describeCamera, type Reach } from './describe-camera.ts';
import { Discovery, type DiscoveryNeeds, type DiscoverySettings } from './discovery.ts';
import { fetchPicture } from './picture.ts';
import { probeAddress, type TypedAddressSettings } from './typed-address.ts';

export interface OnvifSettings {
  readonly discovery: DiscoverySettings;
  readonly typed: TypedAddressSettings;
}

export class OnvifProvider implements CameraProvider {
  readonly #settings: OnvifSettings;
  readonly #reach: Reach;
  readonly #needs: DiscoveryNeeds;
  constructor(settings: OnvifSettings, reach: Reach, needs: DiscoveryNeeds) {
    this.#settings = settings;
    this.#reach = reach;
    this.#needs = needs;
  }

  watch(observer: CameraObserver, signal: AbortSignal): Promise<void> {
    return new Discovery(observer, this.#settings.discovery, this.#needs).run(signal);
  }
  probe(address: string, signal: AbortSignal): Promise<readonly FoundCamera[]> {
    return probeAddress(address, this.#settings.typed, this.#reach, signal);
  }
  describe(deviceUri: string, credentials: Credentials, signal: AbortSignal): Promise<CameraDetails> {
    return describeCamera(deviceUri, credentials, this.#reach, signal);
  }
  picture(snapshotUri: string, credentials: Credentials, signal: AbortSignal): Promise<Uint8Array> {
    return fetchPicture(snapshotUri, credentials, this.#reach.addresses, signal);
  }
}
