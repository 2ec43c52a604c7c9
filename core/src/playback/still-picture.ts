import type { Instant } from '../domain/time.ts';
import { seconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import { pictureTicks } from './picture-times.ts';
import type { Piece } from './viewed-footage.ts';

export interface ShownPicture {
  readonly jpeg: Buffer;
  /** When it was taken. */
  readonly at: Instant;
}
const largest = 16 * 2 ** 20;
const stallsAfter = seconds(15);

/** The picture of a piece that is shown at an instant: the last one that began by then. @throws HubError `consent-ended`, `footage-damaged` */
export async function shownPicture(ffmpeg: Ffmpeg, { init, data, at: begins, facts }: Piece, at: Instant, signal: AbortSignal): Promise<ShownPicture | undefined> {
  const ticks = pictureTicks(data);
  const [first] = ticks;
  if (first === undefined) return undefined;
  const takenAt = (one: number): number => begins + ((one - first) * 1_000) / facts.videoScale;
  // Half a millisecond: times in files are finer than a player's.
  const n = ticks.findLastIndex((one) => takenAt(one) <= at + 0.5);
  const shown = ticks[n];
  if (shown === undefined) return undefined;
  await using run = ffmpeg.run(['-f', 'mp4', '-i', 'pipe:0', '-an', '-vf', `select=eq(n\\,${n})`, '-frames:v', '1', '-q:v', '3', '-f', 'mjpeg', 'pipe:1'], { signal, niceness: 5, stallTimeout: stallsAfter });
  run.stdin.write(init);
  run.stdin.write(data);
  run.stdin.end();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of run.stdout) {
    bytes += part.length;
    if (bytes > largest) throw new HubError('footage-damaged', 'A picture is too large.');
    parts.push(part);
  }
  const code = await run.exit;
  if (signal.aborted) throw new HubError('consent-ended', 'The picture is not wanted any more.');
  if (code !== 0 || bytes === 0) throw new HubError('footage-damaged', `A picture cannot be decoded: ${run.words()}`);
  return { jpeg: Buffer.concat(parts, bytes), at: Math.round(takenAt(shown)) };
}
