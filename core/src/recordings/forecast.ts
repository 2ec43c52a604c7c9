import type { CameraId } from '../domain/ids.ts';
import { days, hours, type Instant } from '../domain/time.ts';

/** What one camera keeps and how fast it grows. */
export interface KeptCamera {
  readonly camera: CameraId;
  readonly days: number;
  readonly bytes: number;
  /** Kept now. */
  readonly kept: number;
  readonly oldest: Instant | undefined;
  /** Recorded in the last `window` ms, at most a day. */
  readonly recent: number;
  readonly window: number;
}
export interface ForecastFacts {
  readonly now: Instant;
  readonly cameras: readonly KeptCamera[];
  /** What recordings may take in all: of the disks that are there, less what must stay free, and not more than was set for the hub. */
  readonly capacity: number;
}
/** `days`: as long as was asked for; `bytes`: as its share lasts; `hub`: as the disks last for all. */
export type ForecastLimit = 'days' | 'bytes' | 'hub';
export interface Forecast {
  /** How many days fit at the present rate; undefined while nothing is recorded. */
  readonly days: number | undefined;
  readonly limit: ForecastLimit;
  /** When the oldest footage goes; undefined where there is none, or nothing would make it go. */
  readonly oldestGoesAt: Instant | undefined;
  readonly bytesPerDay: number;
}
export interface HubForecast {
  readonly cameras: ReadonlyMap<CameraId, Forecast>;
  /** Days that fit for every camera before the disks decide; undefined: the rules of the cameras fit on the disks, or nothing is recorded. */
  readonly days: number | undefined;
  /** Days until the disks are full for the first time; 0 once they are; undefined when they will not be. */
  readonly fullIn: number | undefined;
  readonly bytesPerDay: number;
}
const shortestWindow = hours(1);

/** How long footage stays at the present rate. Pure; what is held is left out. */
export function forecast({ now, cameras, capacity }: ForecastFacts): HubForecast {
  const rated = cameras.map((camera) => ({ ...camera, rate: rateOf(camera) }));
  const room = (camera: (typeof rated)[number], after: number): number => Math.min(camera.rate * Math.min(after, camera.days), camera.bytes);
  const atMost = rated.reduce((sum, camera) => sum + room(camera, Infinity), 0);
  const hubDays = atMost <= capacity ? undefined : daysThatFit(rated, (after) => rated.reduce((sum, camera) => sum + room(camera, after), 0), capacity);
  const found = new Map<CameraId, Forecast>();
  for (const { camera, days: asked, bytes, oldest, rate } of rated) {
    const own = rate > 0 ? Math.min(asked, bytes / rate) : asked;
    const isHub = rate > 0 && hubDays !== undefined && hubDays < own;
    const fits = isHub ? hubDays : own;
    found.set(camera, {
      days: rate > 0 ? fits : undefined, limit: isHub ? 'hub' : own < asked ? 'bytes' : 'days', bytesPerDay: rate,
      oldestGoesAt: oldest === undefined ? undefined : Math.max(now, Math.round(oldest + days(fits))),
    });
  }
  const bytesPerDay = rated.reduce((sum, { rate }) => sum + rate, 0);
  return { cameras: found, days: hubDays, fullIn: hubDays === undefined ? undefined : fillsIn(rated, capacity), bytesPerDay };
}

function rateOf({ recent, window }: KeptCamera): number {
  return recent > 0 ? (recent / Math.max(window, shortestWindow)) * days(1) : 0;
}

/** The days at which a growing sum reaches the capacity: it bends where a camera reaches its own limit. */
function daysThatFit(cameras: readonly (KeptCamera & { readonly rate: number })[], sum: (after: number) => number, capacity: number): number {
  const bends = [0, ...cameras.filter(({ rate }) => rate > 0).map(({ days: asked, bytes, rate }) => Math.min(asked, bytes / rate))].toSorted((a, b) => a - b);
  for (const [n, end] of bends.entries()) {
    if (n === 0 || sum(end) < capacity) continue;
    const begin = bends[n - 1] ?? 0;
    const [low, high] = [sum(begin), sum(end)];
    return high === low ? end : begin + ((end - begin) * (capacity - low)) / (high - low);
  }
  return bends.at(-1) ?? 0;
}

/** Days until what is kept reaches the capacity; a camera that is at its own limit grows no more. */
function fillsIn(cameras: readonly (KeptCamera & { readonly rate: number })[], capacity: number): number | undefined {
  let kept = cameras.reduce((sum, each) => sum + each.kept, 0);
  let at = 0;
  const growing = cameras.filter(({ rate }) => rate > 0).map(({ rate, kept: has, bytes, days: asked }) => ({ rate, until: Math.max(0, (Math.min(bytes, rate * asked) - has) / rate) })).toSorted((a, b) => a.until - b.until);
  for (const [n, { until }] of growing.entries()) {
    const rate = growing.slice(n).reduce((sum, each) => sum + each.rate, 0);
    if (kept + rate * (until - at) >= capacity) return at + Math.max(0, capacity - kept) / rate;
    kept += rate * (until - at);
    at = until;
  }
  return undefined;
}
