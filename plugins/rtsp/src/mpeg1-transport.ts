import Mpeg1Muxer from 'node-rtsp-stream/mpeg1muxer.js';
import { HubError, type Ffmpeg, type LoopbackFeed, type ViewerTransport } from '@matpho/core/sdk';
import { ChunkQueue } from './chunk-queue.ts';

/** MPEG-1 knows few rates, and its encoder refuses the others (ISO/IEC 11172-2 §2.4.3.2). */
const rateFor = (fps: number): number => (fps > 26 ? 30 : 25);
const bitsPerSecondFor = (height: number): string => (height > 720 ? '4000k' : height > 480 ? '2500k' : '1200k');

/**
 * Pictures for browsers that play neither H.264 nor MSE: MPEG-1 in MPEG-TS, for the JSMpeg player.
 * Of node-rtsp-stream only the muxer is used: its server would listen on all addresses without a password.
 */
export class Mpeg1Transport implements ViewerTransport {
  readonly id = 'mpeg1';
  readonly mime = 'video/mp2t';
  readonly #ffmpeg: Ffmpeg;
  readonly #loopback: LoopbackFeed;

  constructor(ffmpeg: Ffmpeg, loopback: LoopbackFeed) {
    this.#ffmpeg = ffmpeg;
    this.#loopback = loopback;
  }

  /** Ends when the fMP4 ends or the signal aborts. @throws HubError `ffmpeg-missing`, `stream-unsupported` */
  async *convert(fmp4: AsyncIterable<Uint8Array>, about: { readonly fps: number; readonly height: number }, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    if (signal.aborted) return;
    const ffmpegPath = this.#ffmpeg.path();
    const finished = new AbortController();
    const ends = AbortSignal.any([signal, finished.signal]);
    // A one-time address on this machine: the process list shows no camera and no credential.
    const url = await this.#loopback.offer(fmp4, ends);
    const chunks = new ChunkQueue();
    const muxer = start(ffmpegPath, url, about);
    // Before anything else: a missing ffmpeg is an `error` event, and one without a listener ends the process.
    muxer.stream.on('error', (cause) => chunks.end(new HubError('ffmpeg-missing', 'ffmpeg does not start.', { cause })));
    muxer.stream.on('close', (code) => chunks.end(code === 0 || ends.aborted ? undefined : new HubError('stream-unsupported', `ffmpeg ended with ${code ?? 'a signal'}.`)));
    muxer.on('mpeg1data', (chunk: Buffer) => chunks.push(chunk));
    const onAbort = (): void => chunks.end();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      yield* chunks;
    } finally {
      signal.removeEventListener('abort', onAbort);
      finished.abort();
      muxer.stream.kill('SIGKILL');
    }
  }
}

function start(ffmpegPath: string, url: URL, about: { readonly fps: number; readonly height: number }): Mpeg1Muxer {
  try {
    const rate = bitsPerSecondFor(about.height);
    return new Mpeg1Muxer({ ffmpegPath, url: url.href, ffmpegOptions: { '-r': rateFor(about.fps), '-an': '', '-bf': 0, '-b:v': rate, '-flush_packets': 1, '-muxdelay': '0.001', '-nostdin': '', '-loglevel': 'error' } });
  } catch (cause) {
    throw new HubError('ffmpeg-missing', 'ffmpeg does not start.', { cause });
  }
}
