import { createHash } from 'node:crypto';
import type { CameraSpec } from './camera-spec.ts';

/** What a camera says about itself: made from its spec alone, so it is the same at every start. */
export interface CameraIdentity {
  readonly name: string;
  readonly maker: string;
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
  readonly hardware: string;
  readonly mac: string;
  readonly location: string;
  /** `urn:uuid:…`, the WS-Discovery endpoint reference. */
  readonly endpointReference: string;
  readonly zoneMinutes: number;
}

export const identify = (spec: CameraSpec): CameraIdentity => {
  const hash = createHash('sha256').update(`street camera ${spec.id}`).digest('hex');
  const variant = (8 + (parseInt(hash.slice(16, 17), 16) & 3)).toString(16);
  return {
    name: spec.name,
    maker: spec.maker ?? 'Phố Sim',
    model: spec.model ?? 'SC-540',
    firmware: spec.firmware ?? '1.4.2',
    serial: hash.slice(40, 52).toUpperCase(),
    hardware: spec.model ?? 'SC-540',
    // 02: locally administered, no maker's range
    mac: `02${hash.slice(52, 62)}`.replaceAll(/(..)(?=.)/g, '$1:'),
    location: spec.location ?? 'Hà Nội',
    endpointReference: `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
    zoneMinutes: spec.zoneMinutes ?? 420,
  };
};

/** ONVIF Core §7.3.2.2: scopes are URIs, their values percent-encoded. */
export const scopesOf = (identity: CameraIdentity): string[] => [
  'onvif://www.onvif.org/type/video_encoder',
  'onvif://www.onvif.org/type/Network_Video_Transmitter',
  'onvif://www.onvif.org/Profile/Streaming',
  'onvif://www.onvif.org/Profile/T',
  `onvif://www.onvif.org/name/${encodeURIComponent(identity.name)}`,
  `onvif://www.onvif.org/hardware/${encodeURIComponent(identity.hardware)}`,
  `onvif://www.onvif.org/location/${encodeURIComponent(identity.location)}`,
];
