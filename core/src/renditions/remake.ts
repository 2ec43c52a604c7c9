import type { MaskCover } from '../domain/mask.ts';
import { seconds } from '../domain/time.ts';
import { FlvReader } from '../media/flv-read.ts';
import { rateOf } from '../media/ladder.ts';
import { heightFilter, markFilter, maskFilters, rateFilter } from '../media/picture-filters.ts';
import { HubError } from '../sdk/errors.ts';
import type { Feed, FeedSink } from '../sdk/ports.ts';
import type { Clock, Ffmpeg, FfmpegRun } from '../sdk/services.ts';
import type { LiveFormat, LiveStream } from '../streams/live-stream.ts';
import { coding, type Encoder } from './encoder.ts';
import type { Encoders } from './encoders.ts';
import { FragmentQueue } from './fragment-queue.ts';

/** What is done to every picture. */
export interface Wanted {
  readonly cover: MaskCover;
  readonly maxHeight: number;
  readonly maxFps: number;
  /** Burnt in with the time; empty: nothing is. */
  readonly mark: string;
}
export interface RemakeParts {
  readonly source: Pick<LiveStream, 'join'>;
  readonly ffmpeg: Ffmpeg;
  readonly encoders: Pick<Encoders, 'best' | 'failed'>;
  readonly clock: Clock;
}
/** Of a camera that does not say how many pictures it takes. */
const usualFps = 25;
/** Below the hub's own threads: a picture that is made anew must not hold up those that are passed on. */
const kindness = 5;
/** A camera that has stopped is noticed sooner; this is for a converter that has. */
const stallsAfter = seconds(15);
const keyEverySeconds = 2;

/** Arguments for ffmpeg: fMP4 in at standard input, FLV out at standard output, a picture as soon as it is there. Nothing in them names a camera. */
export function remakeArguments({ cover, maxHeight, maxFps, mark }: Wanted, sourceFps: number | undefined, encoder: Encoder): readonly string[] {
  const fps = Math.max(1, Math.floor(Math.min(maxFps, sourceFps === undefined ? usualFps : Math.max(1, Math.round(sourceFps)))));
  // First what is not to be seen, so that nothing of it is left to be made smaller or sharper.
  // All of it in the hub's own processor, and only then to wherever it is coded.
  const filters = [rateFilter(fps), ...maskFilters(cover), heightFilter(maxHeight), 'format=yuv420p', ...(mark === '' ? [] : [markFilter(mark, 'now')]), encoder.hand];
  return [
    ...encoder.device,
    // Not `nobuffer`: it throws away the pictures ffmpeg looks at first, the key picture among them.
    '-flags', 'low_delay', '-probesize', '5000000', '-analyzeduration', '0', '-fpsprobesize', '0', '-threads', '1', '-f', 'mp4', '-i', 'pipe:0',
    '-map', '0:v:0', '-an', '-map_metadata', '-1', '-filter_threads', '1', '-vf', filters.join(','),
    ...coding(encoder, { kbits: rateOf(maxHeight, fps), every: fps * keyEverySeconds }),
    '-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1',
  ];
}

/**
 * One try to make a camera's picture anew; the stream that is fed tries again. Until ffmpeg hands out its first picture nothing is fed, and when
 * it ends the feed ends: there is no way from the source to the sink but through it.
 */
export function remake({ source, ffmpeg, encoders, clock }: RemakeParts, wanted: Wanted, sink: FeedSink, signal: AbortSignal): Feed {
  const counts = { packets: 0, lost: 0, bytes: 0, units: 0 };
  let run: AbortController | undefined;
  let queue: FragmentQueue | undefined;
  let seat: Disposable | undefined;
  let isOver = false;
  const leave = (): void => {
    isOver = true;
    run?.abort();
    seat?.[Symbol.dispose]();
    signal.removeEventListener('abort', leave);
  };
  const end = (error: HubError): void => {
    if (isOver) return;
    leave();
    sink.ended(error);
  };
  const begin = (format: LiveFormat): void => {
    run?.abort();
    const stop = run = new AbortController();
    const fed = queue = new FragmentQueue(format.start(false).init, stop.signal);
    const encoder = encoders.best;
    feedFrom(ffmpeg, remakeArguments(wanted, format.fps, encoder), fed, stop.signal, (chunk, reader) => {
      // One that was told to stop may still have a picture on its way.
      if (stop.signal.aborted || isOver) return;
      for (const news of reader.push(chunk)) {
        if (news.kind === 'format') sink.format({ video: news.video });
        else sink.unit({ ...news.unit, at: clock.now() });
        if (news.kind === 'unit') counts.units += 1;
      }
      counts.bytes += chunk.length;
    }).catch((failure: unknown) => {
      if (stop.signal.aborted) return;
      encoders.failed(encoder);
      end(failure instanceof HubError ? failure : new HubError('obligation-unmet', 'The picture could not be made anew.', { cause: failure }));
    });
  };
  signal.addEventListener('abort', leave, { once: true });
  const joined = source.join({
    format: begin,
    fragment: ({ track, bytes, key }) => { if (track === 'video') queue?.push(bytes, key); },
    waiting: end,
  });
  // What the source had to say at once may have ended it.
  if (isOver || signal.aborted) joined[Symbol.dispose]();
  else seat = joined;
  return { stats: () => counts };
}

/** Runs until it is told to stop. @throws HubError `ffmpeg-missing`, `obligation-unmet` when it ends by itself */
async function feedFrom(ffmpeg: Ffmpeg, args: readonly string[], queue: FragmentQueue, signal: AbortSignal, take: (chunk: Uint8Array, reader: FlvReader) => void): Promise<void> {
  await using run = ffmpeg.run(args, { signal, niceness: kindness, stallTimeout: stallsAfter });
  pour(queue, run).catch(() => {}); // its end is seen at the other side
  const reader = new FlvReader();
  for await (const chunk of run.stdout) take(chunk, reader);
  await run.exit;
  throw new HubError('obligation-unmet', `The picture could not be made anew: ${run.words().slice(-300)}`);
}

async function pour(queue: FragmentQueue, run: FfmpegRun): Promise<void> {
  for await (const bytes of queue) if (!run.stdin.write(bytes)) await run.drained();
  run.stdin.end();
}
