import { HubError, type Credentials } from '@matpho/core/sdk';
import type { Authorization } from './authorization.ts';
import { brokenAnswer } from './broken-answer.ts';
import { openChannel, type Rules } from './open-channel.ts';
import type { RtspChannel } from './rtsp-channel.ts';
import { header, type RtspResponse } from './rtsp-message.ts';
import { parseSdp, type SessionDescription } from './sdp.ts';
import { parseStreamAddress, type StreamAddress } from './stream-address.ts';

export interface DescribedStream {
  readonly channel: RtspChannel;
  readonly address: StreamAddress;
  readonly description: SessionDescription;
  /** What control attributes are relative to. */
  readonly base: string;
  /** Ways to keep the session alive, the likeliest first. */
  readonly keepAlive: readonly string[];
}

const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 305, 307, 308]);

/**
 * Connects, signs in and asks what the camera offers, following redirects. The channel is the caller's to close.
 * @param moved where the camera sent the hub from this address before; held to the same rules as a redirect
 * @throws HubError as `StreamOpener.open`
 */
export async function describeStream(uri: string, credentials: Credentials | undefined, rules: Rules, signal: AbortSignal, moved?: string): Promise<DescribedStream> {
  let address = parseStreamAddress(uri);
  let known = credentials;
  const moveTo = (location: string): void => {
    const next = parseStreamAddress(location, address.uri);
    if (address.tls && !next.tls) throw new HubError('address-refused', 'The camera sends the hub from an encrypted connection to a plain one.');
    // Never to another machine.
    if (address.host !== next.host) known = undefined;
    address = next;
  };
  if (moved !== undefined) moveTo(moved);
  let challenged: Authorization | undefined;
  for (let hop = 0; hop <= mostRedirects;) {
    const channel = await openChannel(address, known, rules, signal, challenged);
    const onAbort = (): void => channel.close(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      signal.throwIfAborted();
      const described = await describe(channel, address);
      if (!('movedTo' in described)) {
        if (channel.certificate) await rules.certificates.remember(`${address.host}:${address.port}`, channel.certificate);
        signal.throwIfAborted();
        return described;
      }
      channel.close(brokenAnswer('The stream has moved.'));
      moveTo(described.movedTo);
      challenged = undefined;
      hop++;
    } catch (error) {
      channel.close(error);
      // Some servers hang up after their challenge: the answer to it opens the next connection, once.
      if (challenged || !channel.hungUpOn || signal.aborted) throw error;
      challenged = channel.hungUpOn;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
  throw brokenAnswer('The camera sends the hub from one address to the next.');
}

async function describe(channel: RtspChannel, address: StreamAddress): Promise<DescribedStream | { readonly movedTo: string }> {
  const { uri } = address;
  const options = await channel.request('OPTIONS', uri);
  const answer = await channel.request('DESCRIBE', uri, ['Accept: application/sdp']);
  const location = header(answer.headers, 'location');
  if (redirects.has(answer.status) && location !== undefined) return { movedTo: location };
  checkAnswer('DESCRIBE', answer);
  const stated = header(answer.headers, 'content-base') ?? header(answer.headers, 'content-location') ?? '';
  const base = /^rtsps?:\/\/[\x21-\x7e]{1,2000}$/i.test(stated) ? withoutCredentials(stated) : uri;
  return { channel, address, description: parseSdp(answer.body), base, keepAlive: waysToKeepAlive(options.headers.get('public') ?? []) };
}

/** What the camera says it knows, in the order that works best; what it does not name is tried last. */
function waysToKeepAlive(offered: readonly string[]): readonly string[] {
  const words = new Set(offered.join(',').toUpperCase().split(/[\s,]+/));
  return ['GET_PARAMETER', 'OPTIONS', 'SET_PARAMETER'].toSorted((a, b) => Number(words.has(b) || (b === 'OPTIONS' && words.size < 2)) - Number(words.has(a) || (a === 'OPTIONS' && words.size < 2)));
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
  if (status === 453 || status === 454 || status === 503) throw new HubError('camera-unreachable', said);
  throw brokenAnswer(said);
}
