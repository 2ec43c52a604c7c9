import { once } from 'node:events';
import { createServer as createPlain, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed.fixture.ts';

export interface Posted {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface WebhookSink extends AsyncDisposable {
  readonly port: number;
  readonly server: Server;
  readonly posts: readonly Posted[];
}

/** A receiver on loopback that keeps what was posted and answers as told. */
export async function webhookSink(answer: RequestListener = (_request, response) => { response.writeHead(204).end(); }, tls = false): Promise<WebhookSink> {
  const posts: Posted[] = [];
  const listener: RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
      posts.push({ method: request.method, path: request.url, headers: request.headers, body: Buffer.concat(pieces).toString('utf8') });
      answer(request, response);
    });
  };
  const server = tls ? createTls(selfSigned, listener) : createPlain(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port, server, posts,
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
