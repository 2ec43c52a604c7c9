import type { CameraArchive } from '../archive/camera-archive.ts';
import type { CameraIdentity } from '../camera-identity.ts';
import type { StreamRole } from '../camera-spec.ts';
import type { Conduct } from '../conduct.ts';
import type { CameraStream } from '../rtsp/camera-stream.ts';
import type { ArchiveSearches } from './archive-services.ts';
import type { MotionDesk } from './motion-desk.ts';
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
  /** Undefined for a camera that keeps nothing. */
  readonly archive: CameraArchive | undefined;
  readonly searches: ArchiveSearches | undefined;
  /** Undefined for a camera that tells nothing of what it sees. */
  readonly motion: MotionDesk | undefined;
  /** Behind the `?` of the address the client called. */
  readonly query: string;
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
