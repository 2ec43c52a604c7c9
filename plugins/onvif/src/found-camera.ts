import type { AddressRules, FoundCamera } from '@matpho/core/sdk';
import { portOf } from './camera-url.ts';
import type { ProbeMatch } from './probe-message.ts';

/** @throws HubError `address-refused` when the hub may not talk to it */
export async function admitMatch(match: ProbeMatch, addresses: AddressRules): Promise<FoundCamera> {
  const { id, deviceUri, name, maker, model } = match;
  await addresses.check(deviceUri.hostname, portOf(deviceUri));
  return {
    nativeId: id, provider: 'onvif', name: name ?? deviceUri.host,
    ...(maker === undefined ? {} : { maker }), ...(model === undefined ? {} : { model }),
    address: deviceUri.host, deviceUri: deviceUri.href,
  };
}
