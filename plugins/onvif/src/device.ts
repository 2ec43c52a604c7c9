import { HubError, type AddressRules, type Clock, type Credentials } from '@matpho/core/sdk';
import { z } from 'zod';
import { onDevice } from './camera-url.ts';
import { callAt, callOnvif, newOnvifCam, type Done, type NamedAddress, type OnvifCam } from './onvif-cam.ts';
import { parseProfiles, type MediaProfile } from './profiles.ts';
import { nextSignIn, whyRefused, type Refusals, type SignIn } from './sign-in.ts';
import { SoapDoor, SoapFault, SoapRefused } from './soap-door.ts';
import { escapeXml } from './xml.ts';

export interface DeviceInformation {
  readonly maker?: string;
  readonly model?: string;
  readonly serial?: string;
}
type Call = (cam: OnvifCam, done: Done) => void;

// The package turns digits into numbers and an absent text into ''.
const word = z.union([z.string(), z.number()]).transform((value) => String(value).trim().slice(0, 100)).optional().catch(undefined);
const informationShape = z.object({ manufacturer: word, model: word, serialNumber: word });
const uriShape = z.object({ uri: z.string().min(1) });

/**
 * One camera's device and media services. Calls must follow one another.
 * Every method throws HubError as `CameraProvider.describe`; `SoapFault` where the camera declines an optional call.
 */
export class OnvifDevice {
  readonly #url: URL;
  readonly #clock: Clock;
  readonly #cam: OnvifCam;
  readonly #open: SoapDoor;
  readonly #signed: SoapDoor;
  #signIn: SignIn = 'digest';
  #refusals: Refusals = { tried: [], digestRefused: false, expired: false };
  #offsetMs: number | undefined;
  #body: unknown;

  constructor(url: URL, credentials: Credentials, clock: Clock, addresses: AddressRules, signal: AbortSignal) {
    this.#url = url;
    this.#clock = clock;
    this.#cam = newOnvifCam(url, credentials, () => clock.now() + (this.#signIn === 'token' ? this.#offsetMs ?? 0 : 0));
    this.#open = new SoapDoor(undefined, addresses, signal);
    this.#signed = new SoapDoor(credentials, addresses, signal);
  }

  /**
   * Camera clock minus hub clock in milliseconds, asked without credentials (ONVIF Core §8.3: pre-authentication);
   * undefined when the camera does not tell. From then on tokens are dated by it.
   */
  async readClock(): Promise<number | undefined> {
    this.#offsetMs = await this.#measureClock(this.#open) ?? this.#offsetMs;
    return this.#offsetMs;
  }

  /** Whether ONVIF is spoken here at all; needs no credentials. */
  async speaksOnvif(): Promise<boolean> {
    try {
      await this.#call(this.#open, (cam, done) => cam.getSystemDateAndTime(done));
      return true;
    } catch (error) {
      if (error instanceof SoapRefused) return error.inSoap;
      if (error instanceof SoapFault) return true;
      throw error;
    }
  }

  async information(): Promise<DeviceInformation> {
    const { manufacturer: maker, model, serialNumber: serial } = read(informationShape, await this.#ask((cam, done) => cam.getDeviceInformation(done)));
    return { ...(maker ? { maker } : {}), ...(model ? { model } : {}), ...(serial ? { serial } : {}) };
  }

  /** Learns where the services are; older cameras know GetCapabilities only. */
  async findServices(): Promise<{ readonly media: boolean; readonly media2: boolean }> {
    try {
      await this.#ask((cam, done) => cam.getServices(false, done));
    } catch (error) {
      if (!isTheAnswers(error)) throw error;
      await this.#ask((cam, done) => cam.getCapabilities(done));
    }
    const { uri } = this.#cam;
    return { media: uri?.['media'] !== undefined, media2: this.#cam.media2Support === true && uri?.['media2'] !== undefined };
  }

  /** Media2 (`ver20`) is the one service that shows H.265. Later stream and picture questions go to the service asked last. */
  async profiles(service: 'media' | 'media2'): Promise<readonly MediaProfile[]> {
    this.#cam.media2Support = service === 'media2';
    return parseProfiles(await this.#ask((cam, done) => cam.getProfiles(done)));
  }

  /** As the camera gave it: the host in it is not to be trusted. */
  async streamUri(service: 'media' | 'media2', token: string): Promise<string> {
    this.#cam.media2Support = service === 'media2';
    return read(uriShape, await this.#ask((cam, done) => cam.getStreamUri({ protocol: 'RTSP', profileToken: escapeXml(token) }, done))).uri;
  }

  /** As the camera gave it: the host in it is not to be trusted. */
  async snapshotUri(service: 'media' | 'media2', token: string): Promise<string> {
    this.#cam.media2Support = service === 'media2';
    return read(uriShape, await this.#ask((cam, done) => cam.getSnapshotUri({ profileToken: escapeXml(token) }, done))).uri;
  }

  /** What a call of the package answered, as it came: the package turns digits into numbers, and a token like `007` is none. */
  async bodyOf(call: Call): Promise<unknown> {
    await this.#ask(call);
    return this.#body;
  }
  /**
   * A request of our own, signed as the camera wants it.
   * @param to a service, or an address the camera named: its host is not to be trusted
   * @param header what stands in the SOAP header beside the signature
   * @param patience ms, for a camera that answers when something happens
   */
  async post(to: string | NamedAddress, header: string, body: string, patience?: number): Promise<unknown> {
    const where = { ...(typeof to === 'string' ? { service: to } : { to }), ...(patience === undefined ? {} : { patience }) };
    return this.#ask((cam, done) => callAt(cam, where, header, body, done));
  }
  has(service: string): boolean {
    return this.#cam.uri?.[service] !== undefined;
  }
  /** Later calls of the package go to this media service. */
  use(service: 'media' | 'media2'): void {
    this.#cam.media2Support = service === 'media2';
  }

  /** Asks, and when refused asks again by the next way to sign in; the way that worked stays. */
  async #ask(call: Call): Promise<unknown> {
    for (;;) {
      try {
        // One proof at a time: each one refused counts towards the camera's lock.
        const byDigest = this.#signIn === 'digest';
        this.#cam.useWSSecurity = !byDigest;
        return await this.#call(byDigest ? this.#signed : this.#open, call);
      } catch (error) {
        if (!(error instanceof SoapRefused)) throw error;
        await this.#afterRefusal(error);
      }
    }
  }

  async #afterRefusal(refused: SoapRefused): Promise<void> {
    this.#refusals = {
      tried: [...this.#refusals.tried, this.#signIn],
      digestRefused: this.#refusals.digestRefused || refused.byDigest,
      expired: this.#refusals.expired || refused.expired,
      ...(this.#offsetMs === undefined ? {} : { offsetMs: this.#offsetMs }),
    };
    const next = nextSignIn(this.#refusals);
    if (next !== undefined) {
      this.#signIn = next;
      return;
    }
    const again = this.#refusals.digestRefused ? undefined : await this.#measureClock(this.#open);
    const driftMs = again === undefined || this.#offsetMs === undefined ? 0 : again - this.#offsetMs;
    throw new HubError(whyRefused({ ...this.#refusals, driftMs }), 'The camera refused to sign in.', { cause: refused });
  }

  async #measureClock(door: SoapDoor): Promise<number | undefined> {
    const before = this.#clock.now();
    try {
      const told = await this.#call(door, (cam, done) => cam.getSystemDateAndTime(done));
      const time = told instanceof Date ? told.getTime() : Number.NaN;
      return Number.isFinite(time) ? Math.round(time - (before + this.#clock.now()) / 2) : undefined;
    } catch (error) {
      if (error instanceof SoapRefused || error instanceof SoapFault) return undefined;
      throw error;
    }
  }

  #call(door: SoapDoor, call: Call): Promise<unknown> {
    return callOnvif(this.#cam, async (request) => {
      const named = request.to ?? (request.service === undefined ? undefined : this.#cam.uri?.[request.service]);
      if (request.service !== undefined && named === undefined) throw new SoapFault(`The camera has no ${request.service} service.`);
      this.#body = await door.send(named === undefined ? this.#url : onDevice(named, this.#url), request.body, request.patience);
      return this.#body;
    }, call);
  }
}

/** The camera was reached and let us in, but this call it does not have or answers badly. */
export function isTheAnswers(error: unknown): boolean {
  return error instanceof SoapFault || (error instanceof HubError && error.code === 'camera-broken-answer');
}

function read<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw new HubError('camera-broken-answer', 'The answer lacks what the standard asks for.', { cause: parsed.error });
  return parsed.data;
}
