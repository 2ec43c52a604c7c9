import { inWeekly, nextChange } from '../consent/weekly.ts';
import { zoneOf } from '../consent/zone.ts';
import type { Weekly } from '../domain/consent.ts';
import type { RecordingHours, RecordingMode, RecordingPlan } from '../domain/recording.ts';
import { hours as hoursOf, type Instant } from '../domain/time.ts';

/** Records at every hour; what a camera has whose owner set nothing else. */
export const alwaysOn: RecordingPlan = { mode: 'continuous', preMs: 5_000, postMs: 15_000, sub: false };
/** No motion is believed for longer. */
const far = hoursOf(2);
export const neverOn: RecordingPlan = { ...alwaysOn, mode: 'off' };

/** How the camera is recorded at an instant. Pointwise on the wall clock of the zone: an hour that comes twice counts twice, a skipped one not at all (consent/weekly.ts). */
export function modeAt({ mode, hours }: RecordingPlan, at: Instant): RecordingMode {
  if (mode === 'off' || hours === undefined) return mode;
  return hours.windows.find((_, window) => inWeekly(only(hours, window), at))?.mode ?? hours.otherwise;
}

/** No other mode before this instant; it may bring the same one. Infinity: it stays for ever. */
export function modeHoldsUntil({ mode, hours }: RecordingPlan, at: Instant): Instant {
  if (mode === 'off' || hours === undefined) return Infinity;
  return hours.windows.reduce((soonest, _, window) => Math.min(soonest, nextChange(only(hours, window), at)), Infinity);
}

/** When the hours that an instant lies in end, of whatever modes: from there on nothing is recorded. Looked up for two hours only. The instant itself where nothing is recorded then. */
export function recordedUntil(plan: RecordingPlan, from: Instant): Instant {
  let at = from;
  while (at < from + far && modeAt(plan, at) !== 'off') at = modeHoldsUntil(plan, at);
  return at;
}

/** Why these hours cannot be kept; undefined when they can. */
export function hoursProblem({ tz, windows }: RecordingHours): 'zone' | 'window' | undefined {
  if (zoneOf(tz) === undefined) return 'zone';
  return windows.some(({ days, from, to }) => days.length === 0 || from === to || from >= 1_440) ? 'window' : undefined;
}

function only({ tz, windows }: RecordingHours, window: number): Weekly {
  return { tz, windows: windows.slice(window, window + 1) };
}
