import { request as httpRequest, type IncomingMessage } from 'node:http';
import { HubError, type AddressRules, type Credentials, type Milliseconds } from '@matpho/core/sdk';
import { answerChallenges, isStale, parseChallenges } from './digest.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** `http:` only. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
  /** For the whole exchange, name look-up to last byte. */
  readonly timeout: Milliseconds;
}
export interface HttpReply {
  readonly status: number;
  /** The WWW-Authenticate fields. */
  readonly challenges: readonly string[];
  readonly body: Buffer;
  /** How the request was signed when the camera gave this reply. */
  readonly signedBy?: 'digest' | 'basic';
}

/**
 * One HTTP exchange with a camera: address checked and pinned, no redirects, bounded header, body and time.
 * @throws HubError `address-refused`, `camera-unreachable`, `camera-broken-answer`
 */
export async function exchange(request: HttpRequest, addresses: AddressRules, signal: AbortSignal): Promise<HttpReply> {
  signal.throwIfAborted();
  const { url } = request;
  if (url.protocol !== 'http:') throw new HubError('address-refused', 'Cameras are asked over http only.');
  const port = url.port === '' ? 80 : Number(url.port);
  const address = await addresses.check(url.hostname, port);
  signal.throwIfAborted();
  return new Promise<HttpReply>((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', cancel);
      settle();
      outgoing.destroy();
    };
    const fail = (error: unknown): void => finish(() => reject(error));
    const cancel = (): void => fail(signal.reason);
    const outgoing = httpRequest({
      host: address, port, method: request.method, path: `${url.pathname}${url.search}`, agent: false, maxHeaderSize: 16_384,
      headers: { 'Host': url.host, 'Accept-Encoding': 'identity', 'Connection': 'close', ...request.headers, ...(request.body === undefined ? {} : { 'Content-Length': Buffer.byteLength(request.body) }) },
    });
    const deadline = setTimeout(() => fail(new HubError('camera-unreachable', 'The camera did not answer in time.')), request.timeout);
    signal.addEventListener('abort', cancel, { once: true });
    let answered = false;
    // A camera may answer and close before it has read the whole request; then the answer counts, not the broken pipe.
    outgoing.on('error', (cause) => { if (!answered) fail(meaningOf(cause)); });
    outgoing.on('response', (reply) => {
      answered = true;
      collect(reply, request.maxBytes, (body) => finish(() => resolve({ status: reply.statusCode ?? 0, challenges: challengesOf(reply), body })), fail);
    });
    outgoing.end(request.body);
  });
}

/**
 * The same, signed when the camera asks for it. Credentials leave only as the answer to a challenge.
 * A reply that still wants proof and has `signedBy` means that they were refused.
 */
export async function signedExchange(request: HttpRequest, credentials: Credentials | undefined, basic: boolean, addresses: AddressRules, signal: AbortSignal): Promise<HttpReply> {
  let reply = await exchange(request, addresses, signal);
  if (credentials === undefined) return reply;
  // The second round is for a nonce that aged on the way (RFC 7616 §3.3).
  for (let round = 0; round < 2 && wantsProof(reply); round += 1) {
    const challenges = parseChallenges(reply.challenges);
    if (round > 0 && !isStale(challenges)) break;
    const answer = answerChallenges(challenges, { method: request.method, uri: `${request.url.pathname}${request.url.search}` }, credentials, { basic });
    if (answer === undefined) break;
    const signed = { ...request, headers: { ...request.headers, Authorization: answer.header } };
    reply = { ...await exchange(signed, addresses, signal), signedBy: answer.by };
  }
  return reply;
}

/** Some firmware sends its challenge with status 400. */
export function wantsProof(reply: HttpReply): boolean {
  return reply.status === 401 || (reply.status === 400 && reply.challenges.length > 0);
}

function collect(reply: IncomingMessage, maxBytes: number, done: (body: Buffer) => void, fail: (error: HubError) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  reply.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) fail(new HubError('camera-broken-answer', `The camera sent more than ${maxBytes} bytes.`));
    else chunks.push(chunk);
  });
  reply.on('end', () => done(Buffer.concat(chunks)));
  reply.on('error', (cause) => fail(meaningOf(cause)));
}

function challengesOf(reply: IncomingMessage): readonly string[] {
  return reply.rawHeaders.filter((_, i) => i % 2 === 1 && reply.rawHeaders[i - 1]?.toLowerCase() === 'www-authenticate');
}

/** What is not HTTP at all is a broken answer; everything else about a socket is an absent camera. */
function meaningOf(cause: Error & { readonly code?: string }): HubError {
  return cause.code?.startsWith('HPE_') === true
    ? new HubError('camera-broken-answer', 'The camera does not speak HTTP.', { cause })
    : new HubError('camera-unreachable', 'The camera does not answer.', { cause });
}
