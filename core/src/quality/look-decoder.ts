import type { VideoTrack } from '../domain/media.ts';
import { seconds } from '../domain/time.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import { annexB } from '../streams/picture.ts';
import { lookBytes, lookHeight, lookWidth } from './picture-measure.ts';

/** One key picture as fMP4 carries it. */
export interface KeyPicture {
  readonly video: VideoTrack;
  /** NAL units, each after its length. */
  readonly sample: Uint8Array;
}
/** Many pictures cost one start of ffmpeg, which is most of what one picture costs. */
const mostAtOnce = 24;
const decodeWithin = seconds(20);

/** Makes key pictures small, many in one run. @returns in the order given; undefined for one that cannot be decoded @throws HubError `ffmpeg-missing` */
export async function decodeLooks(ffmpeg: Ffmpeg, pictures: readonly KeyPicture[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]> {
  const looks: (Uint8Array | undefined)[] = pictures.map(() => undefined);
  for (const codec of ['h264', 'h265'] as const) {
    const places = pictures.flatMap(({ video }, place) => (video.codec === codec ? [place] : []));
    for (let from = 0; from < places.length; from += mostAtOnce) {
      const some = places.slice(from, from + mostAtOnce);
      const decoded = await decodeRun(ffmpeg, some.map((place) => pictures[place]!), signal);
      some.forEach((place, i) => { looks[place] = decoded[i]; });
    }
  }
  return looks;
}

/** Pictures come out in the order they went in, or it is not known which is whose: then each is decoded by itself. */
async function decodeRun(ffmpeg: Ffmpeg, pictures: readonly KeyPicture[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]> {
  const [first] = pictures;
  if (!first) return [];
  const out = await runFor(ffmpeg, first.video.codec, pictures, signal);
  if (out.length === pictures.length * lookBytes) return pictures.map((_, i) => out.subarray(i * lookBytes, (i + 1) * lookBytes));
  if (pictures.length === 1) return [undefined];
  const alone: (Uint8Array | undefined)[] = [];
  for (const picture of pictures) alone.push(...await decodeRun(ffmpeg, [picture], signal));
  return alone;
}

async function runFor(ffmpeg: Ffmpeg, codec: VideoTrack['codec'], pictures: readonly KeyPicture[], signal: AbortSignal): Promise<Buffer> {
  const late = new AbortController();
  const stop = (): void => late.abort();
  const timer = setTimeout(stop, decodeWithin);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await using run = ffmpeg.run([
      '-threads', '1', '-f', codec === 'h264' ? 'h264' : 'hevc', '-i', 'pipe:0',
      '-vf', `scale=${lookWidth}:${lookHeight}:flags=area,format=yuv444p`, '-threads', '1', '-vsync', 'passthrough', '-f', 'rawvideo', 'pipe:1',
    ], { signal: late.signal, niceness: 15, stallTimeout: seconds(8) });
    const fed = (async () => {
      for (const { video, sample } of pictures) if (!run.stdin.write(annexB(video, { parts: [sample] }))) await run.drained();
      run.stdin.end();
    })();
    // Awaited where all went well; what it says about a run that did not is known by then.
    fed.catch(() => {});
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of run.stdout) {
      size += chunk.length;
      // More than there can be is none that can be told apart.
      if (size > (pictures.length + 1) * lookBytes) break;
      chunks.push(chunk);
    }
    if (size > pictures.length * lookBytes) return Buffer.alloc(0);
    await fed;
    return (await run.exit) === 0 ? Buffer.concat(chunks) : Buffer.alloc(0);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
