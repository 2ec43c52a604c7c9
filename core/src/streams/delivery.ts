import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { Rendition } from '../domain/consent.ts';
import type { Source } from '../domain/camera.ts';

/** Taken for a stream that does not say; obligations are checked again on the real picture. */
const usualFps = 30;

/** What one of the camera's streams would deliver as it is. */
export function renditionOf(source: Source, audio: boolean): Rendition {
  return { maxHeight: source.height ?? 4_320, maxFps: Math.ceil(source.fps ?? usualFps), audio: audio && source.hasAudio === true, masks: new Set() };
}

/** How somebody gets what she may have of a camera. */
export interface Delivery {
  readonly source: Source;
  /** The stream does not meet the conditions as it is: every picture has to be made anew. */
  readonly remade: boolean;
  /** Not above what the stream has, so that all who get the same share it. */
  readonly maxHeight: number;
  readonly maxFps: number;
}

/** As the camera sends it where that is within what is allowed; else made from the stream that needs the least work. Undefined for a camera without a stream. */
export function deliveryOf(camera: Pick<CameraRecord, 'sources'>, allowed: Rendition, wanted: 'main' | 'sub'): Delivery | undefined {
  const within = sourceWithin(camera, allowed, wanted);
  const source = within ?? camera.sources.toSorted((a, b) => (a.height ?? 4_320) - (b.height ?? 4_320))[0];
  if (!source) return undefined;
  const has = renditionOf(source, false);
  return { source, remade: within === undefined || allowed.masks.size > 0, maxHeight: Math.min(allowed.maxHeight, has.maxHeight), maxFps: Math.min(allowed.maxFps, has.maxFps) };
}

/** The best stream that stays under the cap as it is; undefined when there is none. The wanted role comes first if it fits. */
export function sourceWithin(camera: Pick<CameraRecord, 'sources'>, cap: Rendition, wanted: 'main' | 'sub'): Source | undefined {
  const fitting = camera.sources.filter((source) => {
    const { maxHeight, maxFps } = renditionOf(source, false);
    return maxHeight <= cap.maxHeight && maxFps <= cap.maxFps;
  });
  return fitting.find(({ role }) => role === wanted) ?? fitting.toSorted((a, b) => (b.height ?? 0) - (a.height ?? 0))[0];
}
