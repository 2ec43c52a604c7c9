import { HubError, type CameraControl, type CameraReins, type Credentials } from '@matpho/core/sdk';
import { parseDeviceUrl } from './camera-url.ts';
import type { Reach } from './describe-camera.ts';
import { isTheAnswers, OnvifDevice } from './device.ts';
import { abilitiesOf, ptzProfile, type PtzProfile } from './ptz-abilities.ts';
import { PtzReins } from './ptz-reins.ts';

/** ms */
const lastWordWithin = 3_000;

/** Turns and zooms what speaks ONVIF PTZ (ver20). */
export class OnvifControl implements CameraControl {
  readonly provider = 'onvif';
  readonly #reach: Reach;
  constructor(reach: Reach) {
    this.#reach = reach;
  }

  async open(deviceUri: string, credentials: Credentials, signal: AbortSignal): Promise<CameraReins> {
    const url = parseDeviceUrl(deviceUri);
    const { clock, addresses } = this.#reach;
    const device = (until: AbortSignal): OnvifDevice => new OnvifDevice(url, credentials, clock, addresses, until);
    // Longer than the line: whatever cuts it, the last word to motors that turn is a stop.
    const brakeLine = new AbortController();
    const [hands, brake] = [device(signal), device(brakeLine.signal)];
    let reins: PtzReins | undefined;
    const cut = (): void => {
      const late = setTimeout(() => brakeLine.abort(signal.reason), lastWordWithin);
      void (reins?.leave() ?? Promise.resolve()).catch(() => {}).finally(() => {
        clearTimeout(late);
        brakeLine.abort(signal.reason);
      });
    };
    signal.addEventListener('abort', cut, { once: true });
    if (signal.aborted) cut();
    await hands.readClock();
    const has = await orUnsupported(hands.findServices());
    if (!hands.has('ptz')) throw unsupported();
    const profile = await findProfile(hands, has);
    const abilities = profile && abilitiesOf(await orUnsupported(hands.bodyOf((cam, done) => cam.getNodes(done))), profile.node);
    if (profile === undefined || abilities === undefined) throw unsupported();
    // Signed in beforehand: when it is needed there is no time to find the way.
    await brake.readClock();
    await orUnsupported(brake.findServices());
    reins = new PtzReins(abilities, hands, brake, profile.token);
    signal.throwIfAborted();
    return reins;
  }
}

/** Media first, as more firmware names its motors there; H.265 profiles stand in Media2 only. */
async function findProfile(device: OnvifDevice, has: { readonly media: boolean; readonly media2: boolean }): Promise<PtzProfile | undefined> {
  for (const service of ['media', 'media2'] as const) {
    if (!has[service]) continue;
    device.use(service);
    try {
      const found = ptzProfile(await device.bodyOf((cam, done) => cam.getProfiles(done)));
      if (found !== undefined) return found;
    } catch (error) {
      if (!isTheAnswers(error)) throw error;
    }
  }
  return undefined;
}

const unsupported = (cause?: unknown): HubError => new HubError('control-unsupported', 'The camera has no motors to be asked.', { cause });

/** A camera that does not answer about its motors has none that can be used; one that cannot be reached may have. */
async function orUnsupported<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isTheAnswers(error)) throw unsupported(error);
    throw error;
  }
}
