import type { CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** What the camera pages show of recordings. */
export interface RecordedSpans {
  /** Stretches without a gap that touch [from, to), in order. */
  spans(camera: CameraId, from: Instant, to: Instant): Promise<{ readonly from: Instant; readonly to: Instant }[]>;
  /** Bytes and oldest footage of one camera. */
  summary(camera: CameraId): Promise<{ readonly bytes: number; readonly oldest: Instant | undefined }>;
}
