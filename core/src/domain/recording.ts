import type { CameraId } from './ids.ts';
import type { Instant } from './time.ts';

/** One closed file of a recording. */
export interface Segment {
  readonly camera: CameraId;
  readonly from: Instant;
  readonly to: Instant;
  readonly bytes: number;
  /** Hex, of the whole file as it was written. */
  readonly sha256: string;
}
/** Footage handed to an exporter. Reading ends early, with `consent-ended`, when consent does. */
export interface Clip {
  readonly camera: CameraId;
  readonly from: Instant;
  readonly to: Instant;
  /** The pictures were made anew to meet the owner's conditions (size, rate, a mark), so the bytes are not those of the segments' hashes. To be read after the segments. */
  readonly changed?: boolean;
  readonly segments: AsyncIterable<{ readonly segment: Segment; readonly bytes: AsyncIterable<Uint8Array> }>;
}
