import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { Rendition } from '../domain/consent.ts';
import type { Source } from '../domain/camera.ts';
import type { VideoCodec } from '../domain/media.ts';
import { lowest, rungFor } from '../media/ladder.ts';

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

/** Made anew for comfort, a picture is not larger than a machine without a part for it manages. */
const largestForComfort = 1_080;

/**
 * As the camera sends it where that is within what is allowed; else made from the stream that needs the least work. Undefined for a camera without a stream.
 * @param roomFor lines she has room for: the stream that fits is taken, else the picture is made smaller. Never more than is allowed
 */
export function deliveryOf(camera: Pick<CameraRecord, 'sources'>, allowed: Rendition, wanted: 'main' | 'sub', roomFor = Infinity): Delivery | undefined {
  const room = Math.max(roomFor, lowest.height);
  const within = sourceWithin(camera, { ...allowed, maxHeight: Math.min(allowed.maxHeight, room) }, wanted);
  const source = within ?? camera.sources.toSorted((a, b) => (a.height ?? 4_320) - (b.height ?? 4_320))[0];
  if (!source) return undefined;
  const has = renditionOf(source, false);
  const most = { maxHeight: Math.min(allowed.maxHeight, has.maxHeight), maxFps: Math.min(allowed.maxFps, has.maxFps) };
  const remade = within === undefined || allowed.masks.size > 0;
  return { source, remade, ...(remade && room < most.maxHeight ? onRung(most, room) : most) };
}

/** For a player that does not decode what the camera sends: made anew in the codec that all of them do. */
export function decodable(delivery: Delivery, codec: VideoCodec | 'other' | undefined, plays: readonly VideoCodec[]): Delivery {
  if (delivery.remade || codec === undefined || codec === 'other' || plays.includes(codec)) return delivery;
  return { ...delivery, remade: true, ...(delivery.maxHeight > largestForComfort ? onRung(delivery, largestForComfort) : {}) };
}

/** A size that many share, not above what is allowed. */
function onRung({ maxHeight, maxFps }: Pick<Delivery, 'maxHeight' | 'maxFps'>, room: number): Pick<Delivery, 'maxHeight' | 'maxFps'> {
  const { height, fps } = rungFor(Math.min(room, maxHeight));
  return { maxHeight: Math.min(height, maxHeight), maxFps: Math.min(fps, maxFps) };
}

/** The best stream that stays under the cap as it is; undefined when there is none. The wanted role comes first if it fits. */
export function sourceWithin(camera: Pick<CameraRecord, 'sources'>, cap: Rendition, wanted: 'main' | 'sub'): Source | undefined {
  const fitting = camera.sources.filter((source) => {
    const { maxHeight, maxFps } = renditionOf(source, false);
    return maxHeight <= cap.maxHeight && maxFps <= cap.maxFps;
  });
  return fitting.find(({ role }) => role === wanted) ?? fitting.toSorted((a, b) => (b.height ?? 0) - (a.height ?? 0))[0];
}
