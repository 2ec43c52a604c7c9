import type { PlaybackSessions } from './playback-sessions.ts';
import type { Sheets } from './sheets.ts';
import type { Timelines } from './timeline.ts';

/** Looking back, for whoever serves it. */
export interface PlaybackRoom {
  readonly sessions: PlaybackSessions;
  readonly timelines: Timelines;
  readonly sheets: Sheets;
}
