import { HubError, type AddressRules, type Credentials } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';
import { connect, type Timings, type TlsRule } from './connection.ts';
import { RtspChannel } from './rtsp-channel.ts';
import { header, type RtspResponse } from './rtsp-message.ts';
import { parseSdp, type SessionDescription } from './sdp.ts';
import { parseStreamAddress, type StreamAddress } from './stream-address.ts';

export interface Rules {
  readonly addresses: AddressRules;
  readonly tls: TlsRule;
  readonly timings: Timings;
  /** Where plain connections read into. */
  readonly readInto: Buffer;
}
export interface DescribedStream {
  readonly channel: RtspChannel;
  readonly description: SessionDescription;
  /** What control attributes are relative to. */
  readonly base: string;
  readonly keepAlive: 'GET_PARAMETER' | 'OPTIONS';
}

const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 305, 307, 308]);

/**
 * Connects, signs in and asks what the camera offers, following redirects. The channel is the caller's to close.
 * @throws HubError as `StreamOpener.open`
 */
export async function describeStream(uri: string, credentials: Credentials | undefined, rules: Rules, signal: AbortSignal): Promise<DescribedStream> {
  let address = parseStreamAddress(uri);
  let known = credentials;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const channel = new RtspChannel(await connect(address, rules.addresses, rules.tls, rules.timings.connect, signal, rules.readInto), known, rules.timings.reply);
    const onAbort = (): void => channel.close(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      channel.start();
      signal.throwIfAborted();
      const described = await describe(channel, address);
      if (!('movedTo' in described)) return described;
      channel.close(brokenAnswer('The stream has moved.'));
      const next = parseStreamAddress(described.movedTo, address.uri);
      if (!mayKeepCredentials(address, next)) known = undefined;
      address = next;
    } catch (error) {
      channel.close(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
  throw brokenAnswer('The camera sends the hub from one address to the next.');
}

/** Never to another machine, and never from an encrypted connection to a plain one. */
function mayKeepCredentials(from: StreamAddress, to: StreamAddress): boolean {
  return from.host === to.host && (to.tls || !from.tls);
}

async function describe(channel: RtspChannel, { uri }: StreamAddress): Promise<DescribedStream | { readonly movedTo: string }> {
  const options = await channel.request('OPTIONS', uri);
  const offered = (header(options.headers, 'public') ?? '').toUpperCase();
  const answer = await channel.request('DESCRIBE', uri, ['Accept: application/sdp']);
  const location = header(answer.headers, 'location');
  if (redirects.has(answer.status) && location !== undefined) return { movedTo: location };
  checkAnswer('DESCRIBE', answer);
  const stated = header(answer.headers, 'content-base') ?? header(answer.headers, 'content-location') ?? '';
  const base = /^rtsps?:\/\/[\x21-\x7e]{1,2000}$/i.test(stated) ? withoutCredentials(stated) : uri;
  return { channel, description: parseSdp(answer.body), base, keepAlive: offered.includes('GET_PARAMETER') ? 'GET_PARAMETER' : 'OPTIONS' };
}

function withoutCredentials(uri: string): string {
  return uri.replace(/^(rtsps?:\/\/)[^/?#]*@/i, '$1');
}

/** @throws HubError for every answer but a good one */
export function checkAnswer(method: string, { status }: RtspResponse): void {
  if (status >= 200 && status < 300) return;
  const said = `The camera answered ${method} with ${status}.`;
  if (status === 403) throw new HubError('camera-wrong-password', said);
  if (status === 404 || status === 410 || status === 415) throw new HubError('camera-no-video', said);
  if (status === 453 || status === 503) throw new HubError('camera-unreachable', said);
  throw brokenAnswer(said);
}
