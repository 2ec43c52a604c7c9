import type { Reply } from '../hub/hub-client.ts';

export type Health = Reply<'GET /api/operator/health'>;
export type Concern = 'clock' | 'disk' | 'cameras' | 'ffmpeg' | 'delay';

/** What an operator should act on: less than a tenth or 5 GB of disk, an untrusted clock, dead cameras, no ffmpeg, a loop that lags 200 ms. */
export function concernsOf(health: Health): readonly Concern[] {
  const concerns: Concern[] = [];
  if (!health.clockTrusted) concerns.push('clock');
  if (health.disk.free < Math.min(health.disk.total / 10, 5e9)) concerns.push('disk');
  if (health.cameras.offline > 0) concerns.push('cameras');
  if (health.ffmpeg === null) concerns.push('ffmpeg');
  if (health.loopDelayP99Ms > 200) concerns.push('delay');
  return concerns;
}
