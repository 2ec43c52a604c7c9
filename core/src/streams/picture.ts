import type { AccessUnit, MediaFormat, VideoTrack } from '../domain/media.ts';
import { seconds } from '../domain/time.ts';
import type { Look, LookAtStream } from '../cameras/enrolment.ts';
import type { Contributions } from '../kernel/contributions.ts';
import { describeVideo } from '../media/describe-track.ts';
import { heightFilter } from '../media/picture-filters.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import { openFeed } from './live-streams.ts';

const startCode = Uint8Array.of(0, 0, 0, 1);
const longestPicture = 8 * 1024 * 1024;
const demuxers = { h264: 'h264', h265: 'hevc', mjpeg: 'mjpeg' } as const;

/** A key picture as a byte stream any decoder takes (ITU-T H.264 Annex B): parameter sets, then the NAL units with start codes instead of lengths; JPEG as it is. */
export function annexB(video: VideoTrack, unit: Pick<AccessUnit, 'parts'>): Buffer {
  const data = Buffer.concat(unit.parts);
  if (video.codec === 'mjpeg') return data;
  const out: Uint8Array[] = video.parameterSets.flatMap((set) => [startCode, set]);
  for (let at = 0; at + 4 <= data.length;) {
    const size = data.readUInt32BE(at);
    out.push(startCode, data.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return Buffer.concat(out);
}

/** JPEG of one key picture. @param options.hide, options.mark what is done to it before and after it is made smaller, in ffmpeg's words @throws HubError `ffmpeg-missing`, `camera-broken-answer` when it cannot be decoded */
export async function jpegOf(ffmpeg: Ffmpeg, video: VideoTrack, unit: Pick<AccessUnit, 'parts'>, options: { readonly signal: AbortSignal; readonly maxHeight?: number; readonly hide?: readonly string[]; readonly mark?: readonly string[] }): Promise<Uint8Array> {
  const { maxHeight, hide = [], mark = [] } = options;
  const chain = [...hide, ...(maxHeight === undefined ? [] : [heightFilter(maxHeight)]), ...mark];
  const filters = chain.length === 0 ? [] : ['-vf', chain.join(',')];
  await using run = ffmpeg.run(['-f', demuxers[video.codec], '-i', 'pipe:0', '-frames:v', '1', ...filters, '-q:v', '4', '-f', 'mjpeg', 'pipe:1'], { signal: options.signal, niceness: 10, stallTimeout: seconds(8) });
  run.stdin.write(annexB(video, unit));
  run.stdin.end();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of run.stdout) {
    size += chunk.length;
    if (size > longestPicture) throw new HubError('camera-broken-answer', 'The picture is too large.');
    chunks.push(chunk);
  }
  // Also tells that ffmpeg could not be started; one that was killed leaves half a picture.
  if ((await run.exit) !== 0 || size === 0) throw new HubError('camera-broken-answer', 'The key picture could not be decoded.');
  return Buffer.concat(chunks);
}

/** Opens a stream once, takes its first key picture and closes it. */
export function lookAtStream(contributions: Contributions, ffmpeg: Ffmpeg): LookAtStream {
  return async (source, signal): Promise<Look> => {
    const stop = new AbortController();
    const leave = (): void => stop.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      const { format, unit } = await firstKeyPicture(contributions, source, stop.signal);
      const { width, height, fps } = describeVideo(format.video);
      const picture = await jpegOf(ffmpeg, format.video, unit, { signal, maxHeight: 1_080 }).catch(() => undefined);
      return { width, height, fps, codec: format.video.codec, hasAudio: format.audio !== undefined, picture };
    } finally {
      signal.removeEventListener('abort', leave);
      stop.abort();
    }
  };
}

async function firstKeyPicture(contributions: Contributions, source: Parameters<LookAtStream>[0], signal: AbortSignal): Promise<{ readonly format: MediaFormat; readonly unit: AccessUnit }> {
  return new Promise((resolve, reject) => {
    let format: MediaFormat | undefined;
    const late = (): void => reject(new HubError('camera-stalled', 'No picture came in time.'));
    signal.addEventListener('abort', late, { once: true });
    if (signal.aborted) return late();
    openFeed(contributions, source, {
      format: (now) => { format = now; },
      unit: (unit) => {
        // Copied: the opener may use the buffer again.
        if (format && unit.track === 'video' && unit.key) resolve({ format, unit: { ...unit, parts: [Buffer.concat(unit.parts)] } });
      },
      ended: (error) => reject(error ?? new HubError('camera-offline', 'The camera ended the stream.')),
    }, signal).feed.catch(reject);
  });
}
