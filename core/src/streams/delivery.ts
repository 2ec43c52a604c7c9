import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { Rendition } from '../domain/consent.ts';
import type { Source } from '../domain/camera.ts';

/** Taken for a stream that does not say; obligations are checked again on the real picture. */
const usualFps = 30;

/** What one of the camera's streams would deliver as it is. */
export function renditionOf(source: Source, audio: boolean): Rendition {
  return { maxHeight: source.height ?? 4_320, maxFps: Math.ceil(source.fps ?? usualFps), audio: audio && source.hasAudio === true, masks: new Set() };
}

/** The best stream that stays under the cap as it is; undefined when there is none. The wanted role comes first if it fits. */
export function sourceWithin(camera: CameraRecord, cap: Rendition, wanted: 'main' | 'sub'): Source | undefined {
  const fitting = camera.sources.filter((source) => {
    const { maxHeight, maxFps } = renditionOf(source, false);
    return maxHeight <= cap.maxHeight && maxFps <= cap.maxFps;
  });
  return fitting.find(({ role }) => role === wanted) ?? fitting.toSorted((a, b) => (b.height ?? 0) - (a.height ?? 0))[0];
}
