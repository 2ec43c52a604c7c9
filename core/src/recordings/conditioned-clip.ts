import { createHash } from 'node:crypto';
import type { Obligations } from '../domain/consent.ts';
import type { Segment } from '../domain/recording.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { MaskCover } from '../domain/mask.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import { minutes, type Instant } from '../domain/time.ts';
import { footageFacts, pictureHeight } from '../media/cut-footage.ts';
import { heightFilter, markFilter, maskFilters, rateFilter } from '../media/picture-filters.ts';
import { sampleKinds } from '../media/sample-kinds.ts';
import { coveredInput } from '../redaction/covered-input.ts';
import { coverGraph } from '../redaction/cover-graph.ts';
import { touches } from '../redaction/shape-at.ts';
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
  /** Also where nothing has to be changed: the one who looks plays only H.264. */
  readonly always?: boolean;
  /** Of each file only its first picture, as JPEG. */
  readonly still?: boolean;
  /** What was made before the hub was stopped need not be made again. */
  readonly kept?: KeptPieces;
}
/** Pieces by what they were made of and how: never under other conditions. */
export interface KeptPieces {
  get(key: string): Promise<Buffer | undefined>;
  put(key: string, made: Buffer): Promise<void>;
}
type Conditions = Pick<Obligations, 'maxHeight' | 'maxFps' | 'audio' | 'watermark'>;
/** A file, or what of one is permitted. */
export interface GivenPart {
  readonly segment: Segment;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Pictures before this are there for the others to be decoded from, and are given to nobody. */
  readonly begins?: Instant;
}

/** Rates are measured, so one a little above its cap is at it. */
const rateTolerance = 1.05;
const largestOutput = 256 * 1024 * 1024;
const stallsAfter = minutes(2);
const kindness = 10;

/**
 * The clip with every picture under the owner's conditions: masked, covered, not larger, not faster, marked. Each file is made anew by itself, so its mark shows the true time.
 * With regions all of it is made anew, so that it stays one film and its coding does not tell where something was covered.
 * Reading throws HubError `obligation-unmet` when that cannot be done, and then gives nothing of the file.
 */
export async function* conditioned(segments: AsyncIterable<GivenPart>, conditions: Conditions, cover: MaskCover, { ffmpeg, mark, remade, always = false, regions = [], still = false, kept }: Omit<Remaking, 'masks'> & { readonly regions?: readonly RedactionRegion[] }, signal: AbortSignal): AsyncGenerator<{ readonly segment: Segment; readonly bytes: AsyncIterable<Uint8Array> }> {
  for await (const { segment, bytes, begins } of segments) {
    const input = await gather(bytes, Infinity);
    const facts = footageFacts(input);
    if (!facts) continue;
    const hidden = begins === undefined ? 0 : begins - segment.from;
    const filters = [
      ...(facts.fps > conditions.maxFps * rateTolerance ? [rateFilter(Math.max(1, Math.floor(conditions.maxFps)))] : []),
      ...maskFilters(cover),
      ...(facts.height > conditions.maxHeight ? [heightFilter(conditions.maxHeight)] : []),
      ...(conditions.watermark ? [markFilter(mark, { from: segment.from })] : []),
      ...(hidden > 0 ? [`trim=start=${startOf(hidden)}`, 'setpts=PTS-STARTPTS'] : []),
    ];
    const isCovered = touches(regions, segment.from, segment.to);
    const isAnew = always || filters.length > 0 || regions.length > 0 || hidden > 0;
    const made = isAnew ? await remake(ffmpeg, isCovered ? coveredInput(input, segment.from, regions) : input, isCovered ? ['-filter_complex', coverGraph(filters), '-map', '[out]'] : ['-map', '0:v:0', ...(filters.length > 0 ? ['-vf', filters.join(',')] : [])], { audio: conditions.audio && !still, hidden, still, kept }, signal) : input;
    // Believed only when seen.
    if (!still && (pictureHeight(made) ?? Infinity) > conditions.maxHeight) throw new HubError('obligation-unmet', 'The pictures could not be made to meet the owner\'s conditions.');
    if (isAnew) remade();
    yield { segment: { ...segment, from: segment.from + hidden }, bytes: once(made) };
  }
}

const film = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '50', '-video_track_timescale', '90000'];
const oneJpeg = ['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p'];
/** A fragment for each group of pictures and each track, as the recorder's own. */
const container = ['-movflags', 'empty_moov+default_base_moof+frag_keyframe+separate_moof', '-f', 'mp4', 'pipe:1'];

async function remake(ffmpeg: Ffmpeg, input: Buffer, pictures: readonly string[], { audio, hidden, still, kept }: { readonly audio: boolean; readonly hidden: number; readonly still: boolean; readonly kept: KeptPieces | undefined }, signal: AbortSignal): Promise<Buffer> {
  const args = ['-f', 'mp4', '-i', 'pipe:0', ...pictures, ...(still ? oneJpeg : film), ...soundOf(input, audio, hidden), ...(still ? ['-f', 'mjpeg', 'pipe:1'] : container)];
  const key = kept && createHash('sha256').update(JSON.stringify(args)).update(input).digest('hex');
  const before = key === undefined ? undefined : await kept?.get(key);
  if (before) return before;
  await using run = ffmpeg.run(args, { signal, niceness: kindness, stallTimeout: stallsAfter });
  const fed = feed(run, input, signal);
  const output = await gather(run.stdout, largestOutput);
  await fed;
  const code = await run.exit;
  if (signal.aborted) throw new HubError('consent-ended', 'The permission ended while the footage was made ready.');
  if (code !== 0) throw new HubError('obligation-unmet', `ffmpeg could not meet the owner's conditions: ${run.words()}`);
  if (output.length === 0) throw new HubError('obligation-unmet', 'ffmpeg made no picture.');
  if (key !== undefined) await kept?.put(key, output);
  return output;
}

/** Times in files are finer than those of rows: half a millisecond. */
const startOf = (hiddenMs: number): string => ((hiddenMs - 0.5) / 1_000).toFixed(4);
function soundOf(input: Uint8Array, audio: boolean, hidden: number): readonly string[] {
  if (!audio) return ['-an'];
  return ['-map', '0:a?', ...(hidden > 0 ? ['-af', `atrim=start=${startOf(hidden)},asetpts=PTS-STARTPTS`, '-c:a', 'aac'] : ['-c:a', soundCoder(input)])];
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
