import { createHash, randomBytes } from 'node:crypto';
import { HubError, type Credentials } from '@matpho/core/sdk';
import onvif from 'onvif';
import { escapeXml } from './xml.ts';

/**
 * The part of the onvif package used here, typed by hand: its own types are `any` or wrong where methods are overloaded.
 * It writes the requests and tokens and reads the answers; sockets, sizes, addresses and HTTP authentication are ours,
 * because its own reading is unbounded, follows any address the camera names, and throws out of event handlers.
 */
export interface OnvifCam {
  username: string;
  useWSSecurity: boolean;
  media2Support?: boolean;
  uri?: Record<string, NamedAddress | undefined>;
  _request(request: OnvifRequest, reply: Done): void;
  /** @param openHeader ends before `</s:Header>` */
  _envelopeHeader(openHeader?: boolean): string;
  _envelopeFooter(): string;
  _passwordDigest(): { readonly passdigest: string; readonly nonce: string; readonly timestamp: string };
  getSystemDateAndTime(done: Done): void;
  getServices(includeCapability: boolean, done: Done): void;
  getCapabilities(done: Done): void;
  getDeviceInformation(done: Done): void;
  getProfiles(done: Done): void;
  getStreamUri(options: { readonly protocol: 'RTSP'; readonly profileToken: string }, done: Done): void;
  getSnapshotUri(options: { readonly profileToken: string }, done: Done): void;
  getNodes(done: Done): void;
  continuousMove(options: { profileToken: string; x: number; y: number; zoom: number; timeout: number; onlySendPanTilt: boolean; onlySendZoom: boolean }, done: Done): void;
  stop(options: { readonly profileToken: string; readonly panTilt: true; readonly zoom: true }, done: Done): void;
  getPresets(options: { readonly profileToken: string }, done: Done): void;
  setPreset(options: { readonly profileToken: string; readonly presetName: string; readonly presetToken?: string }, done: Done): void;
  gotoPreset(options: { readonly profileToken: string; readonly preset: string }, done: Done): void;
  removePreset(options: { readonly profileToken: string; readonly presetToken: string }, done: Done): void;
  gotoHomePosition(options: { readonly profileToken: string }, done: Done): void;
  setHomePosition(options: { readonly profileToken: string }, done: Done): void;
}
export interface OnvifRequest {
  /** The camera's name for where it goes; the device service when absent. */
  readonly service?: string;
  /** Instead: an address the camera named for this. */
  readonly to?: NamedAddress;
  /** ms, for a camera that answers when something happens. */
  readonly patience?: number;
  readonly body: string;
}
/** As `url.parse` gives it. */
export interface NamedAddress {
  readonly hostname: string | null;
  readonly port: string | null;
  readonly path: string | null;
}
export type Done = (error: Error | null, value?: unknown) => void;
export type Send = (request: OnvifRequest) => Promise<unknown>;

// The one place where the package's types are replaced.
const { Cam } = onvif as unknown as { readonly Cam: new (options: object) => OnvifCam };

/** @param now the time a token is dated with */
export function newOnvifCam(device: URL, credentials: Credentials, now: () => number): OnvifCam {
  const cam = new Cam({
    hostname: device.hostname, port: device.port === '' ? 80 : Number(device.port), path: device.pathname,
    // It does not escape the name in the token; and the password it would truncate to ASCII, so we digest it below.
    username: escapeXml(credentials.username), password: credentials.password,
    autoconnect: false, preserveAddress: false,
  });
  const passwordDigest: OnvifCam['_passwordDigest'] = () => {
    // WSS UsernameToken Profile 1.1 §3.1: Base64(SHA-1(nonce + created + password)).
    const nonce = randomBytes(16);
    const timestamp = new Date(now()).toISOString();
    const passdigest = createHash('sha1').update(nonce).update(timestamp, 'utf8').update(credentials.password, 'utf8').digest('base64');
    return { passdigest, nonce: nonce.toString('base64'), timestamp };
  };
  return Object.assign(cam, { _passwordDigest: passwordDigest });
}

/**
 * Runs one of its calls over our own door. What it throws while reading an answer is the answer's fault.
 * Calls on one cam must follow one another.
 */
export function callOnvif(cam: OnvifCam, send: Send, operate: (cam: OnvifCam, done: Done) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sendAndRead: OnvifCam['_request'] = (request, reply) => {
      send(request)
        .then((body) => reply(null, body), (error: Error) => reply(error))
        .catch((cause: unknown) => reject(new HubError('camera-broken-answer', 'The answer lacks what the standard asks for.', { cause })));
    };
    operate(Object.assign(cam, { _request: sendAndRead }), (error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}

/** A call the package does not know, in its envelope. */
export function callRaw(cam: OnvifCam, service: string, inside: string, done: Done): void {
  const { _request: request, _envelopeHeader: header, _envelopeFooter: footer } = cam;
  request.call(cam, { service, body: `${header.call(cam)}${inside}${footer.call(cam)}` }, done);
}

/** The same, to any address and with words of our own in the SOAP header. */
export function callAt(cam: OnvifCam, where: Omit<OnvifRequest, 'body'>, header: string, inside: string, done: Done): void {
  const { _request: request, _envelopeHeader: open, _envelopeFooter: footer } = cam;
  request.call(cam, { ...where, body: `${open.call(cam, true)}${header}</s:Header><s:Body>${inside}${footer.call(cam)}` }, done);
}
