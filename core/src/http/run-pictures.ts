import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PictureSink } from './call.ts';
import { watchSession, type LongCalls } from './long-call.ts';

const boundary = 'picture';

/** Runs a handler on a reply of pictures that replace each other (multipart/x-mixed-replace, as browsers take it in an `img`). What goes wrong before the first picture is answered as everywhere. */
export async function runPictures(request: FastifyRequest, reply: FastifyReply, long: LongCalls, handle: (pictures: PictureSink, signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  using _ = watchSession(request, controller, long);
  const { raw } = reply;
  raw.on('close', () => controller.abort(new Error('The viewer went away.')));
  let hasBegun = false;
  const begin = (): void => {
    hasBegun = true;
    reply.hijack();
    raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'content-type': `multipart/x-mixed-replace; boundary=${boundary}`, 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  };
  try {
    await handle({
      send: (jpeg) => {
        if (raw.destroyed || raw.writableEnded) return;
        if (!hasBegun) begin();
        raw.write(`--${boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
        raw.write(jpeg);
        raw.write('\r\n');
      },
      get bufferedAmount() { return raw.writableLength; },
    }, controller.signal);
  } catch (error) {
    if (!hasBegun) throw error;
    long.log.error('a row of pictures failed', { error });
  } finally {
    // What a slow reader has not been sent yet is not hers any more, whatever ended it.
    if (hasBegun && raw.writableLength > 0) raw.destroy();
    else if (hasBegun) raw.end(`--${boundary}--\r\n`);
  }
}
