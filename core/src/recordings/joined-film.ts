import type { Instant } from '../domain/time.ts';
import { seconds } from '../domain/time.ts';
import { sampleKinds } from '../media/sample-kinds.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import type { FootageClip } from './footage.ts';

export interface JoinedFilm {
  /** MP4 in fragments, pictures only. */
  readonly film: Buffer;
  /** Of recorded time in it. */
  readonly seconds: number;
}
const largest = 128 * 2 ** 20;
const stallsAfter = seconds(20);
const kindness = 10;

/**
 * The files of a short clip as one film that a browser plays, each at its own time. The pictures are those of the clip, so under the owner's conditions already; they are packed anew and not touched, but for MJPEG, which no browser plays: that becomes H.264.
 * @throws HubError `no-footage`, `consent-ended`, `internal`, and what reading the clip throws
 */
export async function joinedFilm(ffmpeg: Ffmpeg, clip: FootageClip, signal: AbortSignal): Promise<JoinedFilm> {
  const pieces: Buffer[] = [];
  let recorded = 0;
  let begins: Instant | undefined;
  for await (const { segment, bytes } of clip.segments) {
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    begins ??= segment.from;
    recorded += (segment.to - segment.from) / 1_000;
    const file = Buffer.concat(parts);
    const coder = sampleKinds(file).has('mp4v') ? ['libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '50'] : ['copy'];
    pieces.push(await packed(ffmpeg, file, ['-f', 'mp4', '-i', 'pipe:0', '-an', '-c:v', ...coder, '-output_ts_offset', String((segment.from - begins) / 1_000), '-muxdelay', '0', '-f', 'mpegts', 'pipe:1'], signal));
  }
  if (pieces.length === 0) throw new HubError('no-footage', 'Nothing was recorded in this interval.');
  const film = await packed(ffmpeg, Buffer.concat(pieces), ['-f', 'mpegts', '-i', 'pipe:0', '-an', '-c:v', 'copy', '-movflags', 'empty_moov+default_base_moof+frag_keyframe', '-f', 'mp4', 'pipe:1'], signal);
  return { film, seconds: recorded };
}

async function packed(ffmpeg: Ffmpeg, input: Buffer, args: readonly string[], signal: AbortSignal): Promise<Buffer> {
  await using run = ffmpeg.run(args, { signal, niceness: kindness, stallTimeout: stallsAfter });
  const fed = (async () => {
    for (let at = 0; at < input.length && !signal.aborted; at += 256 * 1024) if (!run.stdin.write(input.subarray(at, at + 256 * 1024))) await run.drained().catch(() => {});
    run.stdin.end();
  })();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of run.stdout) {
    bytes += part.length;
    if (bytes > largest) throw new HubError('internal', 'A film is too large.');
    parts.push(part);
  }
  await fed;
  const code = await run.exit;
  if (signal.aborted) throw new HubError('consent-ended', 'The permission ended while the film was made.');
  if (code !== 0) throw new HubError('internal', `ffmpeg could not join the footage: ${run.words()}`);
  return Buffer.concat(parts, bytes);
}
