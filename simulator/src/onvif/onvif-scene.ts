import type { CameraIdentity } from '../camera-identity.ts';
import type { StreamRole } from '../camera-spec.ts';
import type { Conduct } from '../conduct.ts';
import type { CameraStream } from '../rtsp/camera-stream.ts';
import type { PtzHead } from './ptz-head.ts';
import type { XmlNode } from './soap.ts';

/** What an ONVIF operation works on: the camera, and how this client reached it. */
export interface OnvifScene {
  readonly identity: CameraIdentity;
  readonly conduct: Conduct;
  readonly auth: 'digest' | 'wsse' | 'both';
  readonly streams: Readonly<Record<StreamRole, CameraStream>>;
  /** Undefined for a camera that does not move. */
  readonly ptz: PtzHead | undefined;
  /** The address the client called. */
  readonly host: string;
  /** `http://host:port` of the ONVIF service. */
  readonly base: string;
  /** `rtsp://host:port` */
  readonly rtspBase: string;
  reboot(): void;
}

/** Answers with the inside of the SOAP body. @throws SoapFault */
export type Operation = (scene: OnvifScene, body: XmlNode) => string | Promise<string>;
