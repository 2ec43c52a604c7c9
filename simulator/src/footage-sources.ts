import { isAbsolute, join } from 'node:path';
import type { CameraSpec, Footage } from './camera-spec.ts';
import type { Conduct } from './conduct.ts';
import { DrawnVideo } from './draw/drawn-video.ts';
import { seedOf } from './draw/random.ts';
import { LoopedAudio, LoopedVideo } from './media/loop.ts';
import type { AudioLoop, VideoLoop } from './media/loop.ts';
import type { Metronome } from './media/metronome.ts';
import type { Shelf } from './media/shelf.ts';
import type { VideoCodec } from './media/unit.ts';

export interface Sources {
  readonly main: DrawnVideo | LoopedVideo;
  readonly sub: DrawnVideo | LoopedVideo;
  readonly audio: LoopedAudio | undefined;
}

const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2);

/** Builds what a camera shows. Clips are read here, drawn pictures only when somebody looks. @throws Error when a clip cannot be read. */
export const openSources = async (spec: CameraSpec, conduct: Conduct, shelf: Shelf, metronome: Metronome, clips: string | undefined): Promise<Sources> => {
  const footage: Footage = spec.footage ?? { kind: 'drawn' };
  const hum = async (fallback: AudioLoop | undefined): Promise<LoopedAudio | undefined> => {
    if (spec.audio === 'none') return undefined;
    const loop = spec.audio === undefined || (spec.audio === 'aac' && fallback !== undefined) ? fallback : await shelf.hum(spec.audio);
    return loop && new LoopedAudio(loop, metronome);
  };
  if (footage.kind === 'drawn') {
    const { width = 960, height = 540, fps = 12, seed = seedOf(spec.id) } = footage;
    const drawn = (w: number, h: number): DrawnVideo => new DrawnVideo(
      { width: w, height: h, fps, seed, codec: spec.codec ?? 'h264', name: spec.name, zoneMinutes: spec.zoneMinutes ?? 420 }, conduct, shelf.ffmpeg, metronome,
    );
    return { main: drawn(width, height), sub: drawn(even(width / 2), even(height / 2)), audio: await hum(undefined) };
  }
  const looped = (main: VideoLoop, sub: () => Promise<VideoLoop>, phase: number): Pick<Sources, 'main' | 'sub'> => ({
    main: new LoopedVideo(() => Promise.resolve(main), metronome, shelf.ffmpeg, phase),
    sub: new LoopedVideo(sub, metronome, shelf.ffmpeg, phase),
  });
  if (footage.kind === 'loop') {
    const { main, sub, audio, phase = 0 } = footage;
    return { ...looped(main, () => Promise.resolve(sub ?? main), phase), audio: await hum(audio) };
  }
  if (footage.kind === 'drawn-loop') {
    const { seconds = 10, width = 960, height = 540, fps = 12, seed = 1 } = footage;
    const options = { width, height, fps, seed, codec: spec.codec ?? 'h264', name: 'Phố', zoneMinutes: spec.zoneMinutes ?? 420 };
    const half = (): Promise<VideoLoop> => shelf.drawn({ ...options, width: even(width / 2), height: even(height / 2) }, seconds);
    return { ...looped(await shelf.drawn(options, seconds), half, (seedOf(spec.id) % 1_000) / 1_000), audio: await hum(undefined) };
  }
  const file = isAbsolute(footage.file) || clips === undefined ? footage.file : join(clips, footage.file);
  const { video, audio } = footage.kind === 'clip' ? await shelf.clip(file, footage.keepBFrames ?? false) : await shelf.elementary(file, footage.codec, footage.fps);
  const half = (): Promise<VideoLoop> => shelf.resized(video, even(video.format.width / 2), even(video.format.height / 2));
  return { ...looped(video, half, 0), audio: await hum(audio) };
};

/** Another codec in mid-stream: H.265 for H.264, H.264 for all others. */
export const changeCodec = async (source: DrawnVideo | LoopedVideo, shelf: Shelf): Promise<void> => {
  const other = (codec: VideoCodec): VideoCodec => (codec === 'h264' ? 'h265' : 'h264');
  if (source instanceof DrawnVideo) return source.recode(other(source.codec));
  const loop = await source.loaded();
  source.swap(await shelf.resized(loop, loop.format.width, loop.format.height, other(loop.format.codec)));
};

/** Another picture size in mid-stream: three quarters of its own, and its own again the next time. */
export const changeSize = async (source: DrawnVideo | LoopedVideo, shelf: Shelf): Promise<void> => {
  const smaller = ({ width, height }: { readonly width: number; readonly height: number }): [number, number] => [even(width * 0.75), even(height * 0.75)];
  if (source instanceof DrawnVideo) {
    if (source.isResized) source.resizeBack();
    else source.resize(...smaller(source.size));
    return;
  }
  const loop = await source.loaded();
  source.swap(source.isSwapped ? undefined : await shelf.resized(loop, ...smaller(loop.format)));
};
