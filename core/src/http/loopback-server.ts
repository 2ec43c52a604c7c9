import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seconds } from '../domain/time.ts';
import type { LoopbackFeed } from '../sdk/services.ts';

interface Offer {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}
const collectWithin = seconds(15);

/**
 * The hub's own loopback door, on a port of its own: for programs that can only read an address.
 * Who may call: whoever holds a one-time token, from this machine. Everything else is answered 404 without a word.
 */
export class LoopbackServer implements LoopbackFeed {
  readonly #offers = new Map<string, Offer>();
  readonly #server: Server;
  constructor() {
    this.#server = createServer({ requestTimeout: seconds(10), headersTimeout: seconds(10) }, (request, response) => {
      const offer = request.method === 'GET' ? this.#take(request.url ?? '') : undefined;
      if (!offer) {
        response.writeHead(404).end();
        return;
      }
      serve(offer, response).catch(() => response.destroy());
    });
  }

  async listen(): Promise<number> {
    this.#server.listen({ host: '127.0.0.1', port: 0 });
    await once(this.#server, 'listening');
    this.#server.unref();
    return this.port;
  }
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async offer(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<URL> {
    const path = `/internal/${randomBytes(32).toString('base64url')}.mp4`;
    this.#offers.set(path, { bytes, signal });
    const forget = (): void => { this.#offers.delete(path); };
    signal.addEventListener('abort', forget, { once: true });
    setTimeout(forget, collectWithin).unref();
    return new URL(path, `http://127.0.0.1:${this.port}`);
  }

  /** Once: the token is gone before the first byte is sent. */
  #take(path: string): Offer | undefined {
    const offer = this.#offers.get(path);
    this.#offers.delete(path);
    return offer;
  }
}

async function serve({ bytes, signal }: Offer, response: ServerResponse): Promise<void> {
  const end = (): void => { response.destroy(); };
  signal.addEventListener('abort', end, { once: true });
  response.writeHead(200, { 'content-type': 'video/mp4', 'cache-control': 'no-store' });
  try {
    for await (const chunk of bytes) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Both listeners go whichever comes: a slow reader would else gather them. */
async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const on = (): void => {
      response.off('drain', on).off('close', on);
      resolve();
    };
    response.on('drain', on).on('close', on);
  });
}
