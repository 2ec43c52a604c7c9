import type { CameraId } from './ids.ts';
import type { Instant, Milliseconds, Minutes } from './time.ts';

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
  /** A copy somebody covered parts of: to be named so in all that is written of it. */
  readonly derived?: 'redacted';
  readonly segments: AsyncIterable<{ readonly segment: Segment; readonly bytes: AsyncIterable<Uint8Array> }>;
}

/** How a camera is recorded: all the time, around what it notices, or not. */
export const recordingModes = ['continuous', 'events', 'off'] as const;
export type RecordingMode = (typeof recordingModes)[number];
/** A mode for each hour of the week, on the wall clock of one zone. Where windows overlap the first in the list counts; outside of all of them `otherwise`. */
export interface RecordingHours {
  /** IANA time zone, `Asia/Ho_Chi_Minh`. */
  readonly tz: string;
  readonly otherwise: RecordingMode;
  /** `to <= from` crosses midnight and belongs to the day it starts on. Days: 0 Sunday .. 6 Saturday. */
  readonly windows: readonly { readonly days: readonly number[]; readonly from: Minutes; readonly to: Minutes; readonly mode: RecordingMode }[];
}
/** How one camera is to be recorded. */
export interface RecordingPlan {
  /** At every hour, where there are no hours of the week. `off` is off whatever the hours say. */
  readonly mode: RecordingMode;
  readonly hours?: RecordingHours;
  /** Kept from before something happens, and after it is over. */
  readonly preMs: Milliseconds;
  readonly postMs: Milliseconds;
  /** The smaller stream too. */
  readonly sub: boolean;
}

/** What a recorder is doing. `events`: waiting for something to happen; `hours`: off at these hours of the week; `disk`: no disk takes it; `clock`: the hub's clock was set. */
export type RecorderWord = 'recording' | 'off' | 'hours' | 'events' | 'offline' | 'disk' | 'hub_off' | 'clock';
/** Why there is no footage. `retention`: it was there and was deleted by the rule; `removed`: deleted by hand or with its camera; `damaged`: the file is not there or not whole; `unknown`: nobody wrote down why. */
export type GapCause = 'off' | 'hours' | 'events' | 'offline' | 'disk' | 'hub_off' | 'clock' | 'retention' | 'removed' | 'damaged' | 'unknown';
export interface Gap {
  readonly from: Instant;
  readonly to: Instant;
  readonly cause: GapCause;
}
