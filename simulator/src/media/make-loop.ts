import { readJpeg, splitJpegs } from './jpeg.ts';
import { collectSets, groupPictures, isKeyPicture, joinAnnexB, picturePayload, rawFormat, splitAnnexB } from './nal.ts';
import { splitAdts } from './adts.ts';
import { pictureSize } from './picture-size.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLoop, VideoLoop } from './loop.ts';
import type { VideoCodec } from './unit.ts';

export interface Clip {
  readonly video: VideoLoop;
  readonly audio: AudioLoop | undefined;
}

type Timing = { readonly sendMs: number; readonly ptsMs: number; readonly durationMs: number; readonly bytes: number };

/** How pictures of a loop are coded when they are coded anew: what a camera sends (no B-frames, a key picture every 2 s). */
export const encoderArgs = (codec: VideoCodec, fps: number, bitrateKbps: number): string[] => {
  const gop = String(Math.max(1, Math.round(fps * 2)));
  const rate = ['-b:v', `${bitrateKbps}k`, '-maxrate', `${Math.round(bitrateKbps * 1.5)}k`, '-bufsize', `${bitrateKbps}k`, '-pix_fmt', 'yuv420p', '-threads', '1'];
  // RFC 2435 leaves the Huffman tables out: they have to be the usual ones.
  if (codec === 'mjpeg') return ['-c:v', 'mjpeg', '-huffman', 'default', '-pix_fmt', 'yuvj420p', '-q:v', '6', '-threads', '1'];
  return codec === 'h264'
    ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-x264-params', `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=0:repeat-headers=1:sliced-threads=0`, ...rate]
    : ['-c:v', 'libx265', '-preset', 'ultrafast', '-tune', 'zerolatency', '-x265-params', `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=0:repeat-headers=1:pools=none:frame-threads=1:log-level=error`, ...rate];
};

/**
 * Reads a file's first video and audio track into memory. H.264 and H.265 are copied as they are; footage with
 * B-frames is coded anew unless `keepBFrames`, because cameras do not send them.
 * @throws Error when ffmpeg cannot read the file or finds no picture in it.
 */
export const clipFromFile = async (ffmpeg: Ffmpeg, file: string, options: { readonly keepBFrames?: boolean } = {}): Promise<Clip> => {
  const { stdout } = await ffmpeg.run(['-i', file, '-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy', '-t', '1', '-f', 'framecrc', 'pipe:1']);
  const head = stdout.toString('latin1');
  const video = /^#codec_id 0: (\w+)/m.exec(head)?.[1];
  const audio = /^#codec_id 1: (\w+)/m.exec(head)?.[1];
  const codec: VideoCodec = video === 'hevc' ? 'h265' : 'h264';
  const sound = audio === undefined ? [] : ['-map', '0:a:0', '-c:a', audio === 'aac' ? 'copy' : 'aac', '-f', 'adts', 'pipe:4'];
  const bytes = (encode: readonly string[]): Promise<{ stdout: Buffer; pipe3: Buffer; pipe4: Buffer }> => {
    const slaves = ['h264', 'hevc'].includes(video ?? '') && encode.length === 0 ? `:bsfs=${video}_mp4toannexb` : '';
    const format = codec === 'h264' ? 'h264' : 'hevc';
    return ffmpeg.run(['-i', file, '-map', '0:v:0', ...(encode.length === 0 ? ['-c:v', 'copy'] : encode),
      '-f', 'tee', `[f=${format}${slaves}]pipe:1|[f=framecrc${slaves}]pipe:3`, ...sound]);
  };
  const anew = [...encoderArgs(codec, 12, 1_200), '-fps_mode', 'passthrough'];
  const copied = video === 'h264' || video === 'hevc';
  let result = await bytes(copied ? [] : anew);
  let timings = readTimings(result.pipe3.toString('latin1'));
  if (copied && options.keepBFrames !== true && timings.some((t, i) => t.ptsMs < (timings[i - 1]?.ptsMs ?? -1))) {
    result = await bytes(anew);
    timings = readTimings(result.pipe3.toString('latin1'));
  }
  return { video: timedLoop(codec, result.stdout, timings), audio: audio === undefined ? undefined : splitAdts(result.pipe4) };
};

/** The lines of ffmpeg's framecrc muxer: stream, dts, pts, duration, size, checksum; the time base is in the head. */
const readTimings = (text: string): Timing[] => {
  const base = /^#tb 0: (\d+)\/(\d+)/m.exec(text);
  const unitMs = (1_000 * Number(base?.[1] ?? 1)) / Number(base?.[2] ?? 1_000);
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(',').map((cell) => Number(cell.trim())));
  const start = rows[0]?.[1] ?? 0;
  return rows.map((row) => ({ sendMs: ((row[1] ?? 0) - start) * unitMs, ptsMs: ((row[2] ?? 0) - start) * unitMs, durationMs: (row[3] ?? 0) * unitMs, bytes: row[4] ?? 0 }));
};

const timedLoop = (codec: VideoCodec, bytes: Buffer, timings: readonly Timing[]): VideoLoop => {
  let offset = 0;
  const pictures = timings.map((timing) => {
    const nals = splitAnnexB(bytes.subarray(offset, offset + timing.bytes));
    offset += timing.bytes;
    return { nals, sendMs: timing.sendMs, ptsMs: timing.ptsMs };
  });
  const last = timings.at(-1);
  return finishLoop(codec, pictures, (last?.sendMs ?? 0) + (last?.durationMs ?? 0));
};

/** A loop from an elementary stream (Annex B, or JPEG files in a row), at an even pace. @throws Error when there is no key picture in it. */
export const loopFromAnnexB = (codec: VideoCodec, bytes: Buffer, fps: number): VideoLoop => {
  const each = codec === 'mjpeg' ? splitJpegs(bytes).map((jpeg) => [jpeg]) : groupPictures(codec, splitAnnexB(bytes));
  const pictures = each.map((nals, i) => ({ nals, sendMs: (i * 1_000) / fps, ptsMs: (i * 1_000) / fps }));
  return finishLoop(codec, pictures, (pictures.length * 1_000) / fps);
};

const finishLoop = (codec: VideoCodec, all: readonly { nals: Buffer[]; sendMs: number; ptsMs: number }[], endMs: number): VideoLoop => {
  const first = all.findIndex(({ nals }) => isKeyPicture(codec, nals));
  const start = all[first]?.sendMs;
  if (start === undefined) throw new Error('There is no key picture in the footage');
  const sets = collectSets(codec, all.flatMap(({ nals }) => nals));
  const size = sizeOf(codec, codec === 'mjpeg' ? all[first]?.nals[0] : sets.sps[0]);
  const pictures = all.slice(first).map(({ nals, sendMs, ptsMs }) => ({
    sendMs: sendMs - start, ptsMs: ptsMs - start, key: isKeyPicture(codec, nals), nals: picturePayload(codec, nals, sets),
  }));
  const periodMs = endMs - start;
  return { format: { codec, ...size, fps: (pictures.length * 1_000) / periodMs, sets }, periodMs, pictures };
};

const sizeOf = (codec: VideoCodec, from: Buffer | undefined): { width: number; height: number } => {
  if (from === undefined) throw new Error('There are no parameter sets in the footage');
  if (codec !== 'mjpeg') return pictureSize(codec, from);
  const { width, height } = readJpeg(from);
  return { width, height };
};

/** The same footage at another size or in another codec: a sub stream, or a camera that was set to something else. Costs one encode. */
export const resizeLoop = async (ffmpeg: Ffmpeg, loop: VideoLoop, width: number, height: number, codec: VideoCodec = loop.format.codec): Promise<VideoLoop> => {
  const { fps } = loop.format;
  const pieces = loop.pictures.flatMap(({ nals }) => nals);
  const { stdout } = await ffmpeg.run(['-framerate', fps.toFixed(4), '-f', rawFormat(loop.format.codec), '-i', 'pipe:0', '-vf', `scale=${width}:${height}`,
    ...encoderArgs(codec, fps, Math.max(150, Math.round((width * height) / 600))), '-f', rawFormat(codec), 'pipe:1'], loop.format.codec === 'mjpeg' ? Buffer.concat(pieces) : joinAnnexB(pieces));
  return loopFromAnnexB(codec, stdout, fps);
};
