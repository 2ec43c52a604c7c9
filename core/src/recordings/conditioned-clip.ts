import type { Obligations } from '../domain/consent.ts';
import type { Clip, Segment } from '../domain/recording.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { MaskCover } from '../domain/mask.ts';
import { minutes } from '../domain/time.ts';
import { footageFacts, pictureHeight } from '../media/cut-footage.ts';
import { heightFilter, markFilter, maskFilters, rateFilter } from '../media/picture-filters.ts';
import { sampleKinds } from '../media/sample-kinds.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg, FfmpegRun } from '../sdk/services.ts';

/** What is needed to make pictures anew. */
export interface Remaking {
  readonly ffmpeg: Ffmpeg;
  readonly masks: MaskCovers;
  /** For the visible mark: unit and number. */
  readonly mark: string;
  /** Called when pictures were made anew. */
  readonly remade: () => void;
}
type Conditions = Pick<Obligations, 'maxHeight' | 'maxFps' | 'audio' | 'watermark'>;

/** Rates are measured, so one a little above its cap is at it. */
const rateTolerance = 1.05;
const largestOutput = 256 * 1024 * 1024;
const stallsAfter = minutes(2);
const kindness = 10;

/**
 * The clip with every picture under the owner's conditions: masked, not larger, not faster, marked. Each file is made anew by itself, so its mark shows the true time.
 * Reading throws HubError `obligation-unmet` when that cannot be done, and then gives nothing of the file.
 */
export async function* conditioned(segments: Clip['segments'], conditions: Conditions, cover: MaskCover, { ffmpeg, mark, remade }: Omit<Remaking, 'masks'>, signal: AbortSignal): AsyncGenerator<{ readonly segment: Segment; readonly bytes: AsyncIterable<Uint8Array> }> {
  for await (const { segment, bytes } of segments) {
    const input = await gather(bytes, Infinity);
    const facts = footageFacts(input);
    if (!facts) continue;
    const filters = [
      ...(facts.fps > conditions.maxFps * rateTolerance ? [rateFilter(Math.max(1, Math.floor(conditions.maxFps)))] : []),
      ...maskFilters(cover),
      ...(facts.height > conditions.maxHeight ? [heightFilter(conditions.maxHeight)] : []),
      ...(conditions.watermark ? [markFilter(mark, { from: segment.from })] : []),
    ];
    const made = filters.length === 0 ? input : await remake(ffmpeg, input, filters, conditions.audio, signal);
    // Believed only when seen.
    if ((pictureHeight(made) ?? Infinity) > conditions.maxHeight) throw new HubError('obligation-unmet', 'The pictures could not be made to meet the owner\'s conditions.');
    if (made !== input) remade();
    yield { segment, bytes: once(made) };
  }
}

async function remake(ffmpeg: Ffmpeg, input: Buffer, filters: readonly string[], audio: boolean, signal: AbortSignal): Promise<Buffer> {
  await using run = ffmpeg.run([
    '-f', 'mp4', '-i', 'pipe:0', '-vf', filters.join(','), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '50', '-video_track_timescale', '90000', ...(audio ? ['-c:a', soundCoder(input)] : ['-an']),
    // A fragment for each group of pictures and each track, as the recorder's own.
    '-movflags', 'empty_moov+default_base_moof+frag_keyframe+separate_moof', '-f', 'mp4', 'pipe:1',
  ], { signal, niceness: kindness, stallTimeout: stallsAfter });
  const fed = feed(run, input, signal);
  const output = await gather(run.stdout, largestOutput);
  await fed;
  const code = await run.exit;
  if (signal.aborted) throw new HubError('consent-ended', 'The permission ended while the footage was made ready.');
  if (code !== 0) throw new HubError('obligation-unmet', `ffmpeg could not meet the owner's conditions: ${run.words()}`);
  return output;
}

/** ffmpeg reads G.711 in an MP4 file and does not write it. */
function soundCoder(input: Uint8Array): string {
  const kinds = sampleKinds(input);
  return kinds.has('alaw') || kinds.has('ulaw') ? 'aac' : 'copy';
}

async function feed(run: FfmpegRun, input: Buffer, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < input.length && !signal.aborted; at += 256 * 1024) if (!run.stdin.write(input.subarray(at, at + 256 * 1024))) await run.drained().catch(() => {});
  run.stdin.end();
}

async function gather(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) throw new HubError('obligation-unmet', 'The footage that was made anew is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
