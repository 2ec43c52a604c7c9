import type { AppAccount, AppCamera, AppStream, Clock } from '@matpho/core/sdk';
import { SoapFault, type XmlNode } from './soap.ts';

/** What every operation may know. */
export interface Scene {
  readonly clock: Clock;
  /** `http://192.168.1.5:8899`: the address the caller reached, without a slash at the end. */
  readonly base: string;
  readonly hubName: string;
  /** `urn:uuid:…`, the same after a restart. */
  readonly endpointReference: string;
}
/** Somebody who signed in. */
export interface Guest extends Scene {
  readonly account: AppAccount;
}
export type OpenOperation = (scene: Scene, body: XmlNode) => string;
export type Operation = (guest: Guest, body: XmlNode) => Promise<string>;

/** One stream of one camera is one media profile. Its token holds the camera's id, so that it means the same after a restart. */
export interface Profile {
  readonly token: string;
  readonly camera: AppCamera;
  readonly stream: AppStream;
}
export const profileToken = (stream: Pick<AppStream, 'role'>, camera: Pick<AppCamera, 'id'>): string => `${stream.role}.${camera.id}`;
export const sourceToken = (camera: Pick<AppCamera, 'id'>): string => `source.${camera.id}`;

export async function profilesOf({ account, base }: Guest): Promise<readonly Profile[]> {
  return (await account.cameras(new URL(base).hostname)).flatMap((camera) => camera.streams.map((stream) => ({ token: profileToken(stream, camera), camera, stream })));
}
/** A camera that may no longer be seen is no different from one that never was. @throws SoapFault */
export async function profileFor(guest: Guest, token: string): Promise<Profile> {
  const found = (await profilesOf(guest)).find((profile) => profile.token === token);
  if (!found) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:NoProfile'], 'There is no such profile.');
  return found;
}
