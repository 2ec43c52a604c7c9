import { HubError, type AddressRules, type Credentials } from '@matpho/core/sdk';
import { parseDeviceUrl } from './camera-url.ts';
import { signedExchange, wantsProof } from './exchange.ts';

const maxPicture = 8 * 1_048_576;
const timeout = 10_000;

/** `CameraProvider.picture`. */
export async function fetchPicture(snapshotUri: string, credentials: Credentials, addresses: AddressRules, signal: AbortSignal): Promise<Uint8Array> {
  const url = parseDeviceUrl(snapshotUri);
  const reply = await signedExchange({ method: 'GET', url, headers: { Accept: 'image/jpeg' }, maxBytes: maxPicture, timeout }, credentials, true, addresses, signal);
  if (wantsProof(reply) || reply.status === 403) throw new HubError('camera-wrong-password', 'The camera refused to give a picture.');
  if (reply.status !== 200) throw new HubError('camera-broken-answer', `The camera answered with HTTP status ${reply.status}.`);
  // SOI and the start of the next marker (ITU-T T.81 §B.1.1).
  if (reply.body[0] !== 0xff || reply.body[1] !== 0xd8 || reply.body[2] !== 0xff) throw new HubError('camera-broken-answer', 'The camera sent something that is not a JPEG.');
  return reply.body;
}
