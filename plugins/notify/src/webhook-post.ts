import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { rootCertificates } from 'node:tls';
import { pinnedLookup } from './resolve-host.ts';
import type { Target } from './webhook-target.ts';

/**
 * Posts once, follows no redirect, and reads nothing of the answer but its status.
 * @param ca PEM, trusted besides the public roots
 * @returns the HTTP status
 */
export function postWebhook({ url, addresses }: Target, headers: Readonly<Record<string, string>>, body: string, ca: string | undefined, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { ...headers, 'Content-Length': Buffer.byteLength(body) }, lookup: pinnedLookup(addresses), agent: false as const, maxHeaderSize: 16_384, signal };
    const answered = (answer: IncomingMessage): void => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    };
    const request = url.protocol === 'http:'
      ? requestPlain(url, options, answered)
      : requestTls(url, { ...options, rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) }, answered);
    request.on('error', reject);
    // Also when the other side changes protocol, which reports neither an answer nor an error.
    request.on('close', () => reject(new Error('Closed without an answer.')));
    request.end(body);
  });
}
