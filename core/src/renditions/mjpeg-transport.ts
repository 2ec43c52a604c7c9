import { seconds } from '../domain/time.ts';
import { JpegCutter } from '../media/jpeg-cutter.ts';
import { heightFilter, rateFilter } from '../media/picture-filters.ts';
import { HubError } from '../sdk/errors.ts';
import type { ViewerTransport } from '../sdk/ports.ts';
import type { Ffmpeg } from '../sdk/services.ts';

const mostFps = 5;
const tallest = 720;

/** Motion JPEG for what plays nothing else: at most five pictures a second and 720 lines, each chunk one whole JPEG. Made once for all who watch a camera so. */
export function mjpegTransport(ffmpeg: Ffmpeg): ViewerTransport {
  return { id: 'mjpeg', mime: 'image/jpeg', convert: (fmp4, about, signal) => pictures(ffmpeg, fmp4, about, signal) };
}

async function* pictures(ffmpeg: Ffmpeg, fmp4: AsyncIterable<Uint8Array>, { height }: { readonly height: number }, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const chain = [rateFilter(mostFps), ...(height > tallest ? [heightFilter(tallest)] : [])];
  // Begun on a key picture and told at once: nothing is looked at before the first picture comes out.
  const args = ['-fflags', 'nobuffer', '-probesize', '500000', '-analyzeduration', '0', '-f', 'mp4', '-i', 'pipe:0', '-an', '-vf', chain.join(','), '-fps_mode', 'passthrough', '-q:v', '6', '-f', 'mjpeg', '-flush_packets', '1', 'pipe:1'];
  await using run = ffmpeg.run(args, { signal, niceness: 5, stallTimeout: seconds(20) });
  const over = new AbortController();
  feed(fmp4, run, over.signal).catch(() => {});
  const cutter = new JpegCutter();
  try {
    for await (const chunk of run.stdout) for (const picture of cutter.push(chunk)) yield picture;
  } finally {
    over.abort();
  }
  if (!signal.aborted) throw new HubError('stream-unsupported', 'The pictures could not be made.', { cause: new Error(run.words()) });
}

/** Until ffmpeg is over: then the next piece is the last that is taken. */
async function feed(fmp4: AsyncIterable<Uint8Array>, run: ReturnType<Ffmpeg['run']>, over: AbortSignal): Promise<void> {
  for await (const bytes of fmp4) {
    if (over.aborted) return;
    if (!run.stdin.write(bytes)) await run.drained();
  }
  run.stdin.end();
}
