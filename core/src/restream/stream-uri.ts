import { id, type CameraId } from '../domain/ids.ts';
import { trackNames } from './sdp.ts';
import type { TrackKind } from './rtsp-session.ts';

export interface StreamUri {
  /** `rtsp://hub.local:8554/<camera>/main`, as the client wrote it, without credentials and without a track. */
  readonly base: string;
  readonly camera: CameraId;
  readonly role: 'main' | 'sub';
  readonly track: TrackKind | undefined;
}
const form = /^(rtsps?:\/\/)(?:[^/@\s]{0,200}@)?([\w.:[\]%-]{1,255})\/([A-Za-z0-9_-]{1,64})\/(main|sub)(?:\/(trackID=[01]))?\/?(?:\?[^\s]*)?$/i;

/** Undefined for every address the hub has nothing at. */
export function readStreamUri(uri: string): StreamUri | undefined {
  const [, scheme = '', host = '', camera = '', role = '', track] = form.exec(uri) ?? [];
  if (camera === '') return undefined;
  const kind = track === undefined ? undefined : track.toLowerCase() === trackNames[0].toLowerCase() ? 'video' : 'audio';
  return { base: `${scheme.toLowerCase()}${host}/${camera}/${role.toLowerCase()}`, camera: id<CameraId>(camera), role: role.toLowerCase() === 'sub' ? 'sub' : 'main', track: kind };
}
/** Whether what was signed is what was asked for: clients differ in the slash at the end. */
export function isSameTarget(signed: string, asked: string): boolean {
  const bare = (uri: string): string => uri.replace(/^(rtsps?:\/\/)[^/@]*@/i, '$1').replace(/\/+$/, '');
  return bare(signed) === bare(asked);
}
