/** How much of a picture is fetched: the whole; the camera's smaller stream; only pictures that stand for themselves; stills now and then. */
export const levels = ['full', 'light', 'keys', 'stills'] as const;
export type Level = (typeof levels)[number];
/** What was seen since the sample before, about a second ago. */
export interface Sample {
  readonly seconds: number;
  /** Of media, arrived. */
  readonly bytes: number;
  /** How much of the picture's own time arrived; undefined where the way does not tell. */
  readonly mediaSeconds: number | undefined;
  /** Times the picture stood still for want of data. */
  readonly stalls: number;
  readonly shown: number;
  readonly dropped: number;
  /** Of the packets sent, 0..1, where the way tells. */
  readonly lost: number | undefined;
}
/** What is too slow. */
export type Slow = 'line' | 'device';
export interface Pace {
  readonly level: Level;
  /** Why it is not the best there is; null while it is. */
  readonly because: Slow | null;
  /** Seconds at this level. */
  readonly held: number;
  /** Seconds in a row without anything amiss. */
  readonly good: number;
  /** Seconds that must be good before more is tried; doubled after every try that failed. */
  readonly patience: number;
  /** It was tried, and has not proved itself yet. */
  readonly onTrial: boolean;
  readonly window: readonly Sample[];
  /** When the connection was lost in the middle of a picture, lately, ms. */
  readonly lostAt: readonly number[];
}

/** Seconds that are looked at together: key pictures come seconds apart. */
const looksAt: Readonly<Record<Level, number>> = { full: 4, light: 4, keys: 10, stills: 10 };
/** Before that a level is not judged: what lay on the line before it has to come through first. */
const settles: Readonly<Record<Level, number>> = { full: 2, light: 3, keys: 12, stills: 10 };
/** Over so long a line that brings less than half is no camera that went away: that the hub says after 5 s. */
const longLook = 12;
const keepsUpAtAll = 0.5;
const firstPatience = 12;
const longestPatience = 300;
const provedAfter = 20;
/** Less of the picture's time than this in its own time: the line does not keep up. */
const keepsUp = 0.85;
const lostTooMany = 0.08;
const droppedTooMany = 0.3;
/** A hub that starts anew is lost once, perhaps twice; a line that is too narrow for what is sent loses its connection again and again. */
const lostOften = 3;
const lostWithin = 60_000;
/** So much more than the line carries, and the camera's smaller stream is too much as well. */
const farTooMuch = 6;

/** The levels a way has for this viewer, best first. */
export function ladderFor(has: { readonly hasLight: boolean; readonly hasKeys: boolean; readonly hasStills: boolean; readonly isSaving: boolean }): readonly Level[] {
  const { hasLight, hasKeys, hasStills, isSaving } = has;
  return [...(hasLight && isSaving ? [] : ['full' as const]), ...(hasLight ? ['light' as const] : []), ...(hasKeys ? ['keys' as const] : []), ...(hasStills ? ['stills' as const] : [])];
}

export function startPace(level: Level): Pace {
  return { level, because: null, held: 0, good: 0, patience: firstPatience, onTrial: false, window: [], lostAt: [] };
}

/**
 * One more second seen: stays, steps down, or tries more again. Down within seconds; up only after `patience`, which grows when it was in vain.
 * @param ladder the levels this way has, best first
 */
export function keepPace(before: Pace, sample: Sample, ladder: readonly Level[]): Pace {
  const at = Math.max(0, ladder.indexOf(before.level));
  const held = before.held + sample.seconds;
  const window = recent([...before.window, sample], longLook);
  const proved = before.onTrial && held >= provedAfter;
  const pace: Pace = { ...before, level: ladder[at] ?? before.level, held, window, onTrial: before.onTrial && !proved, patience: proved ? firstPatience : before.patience };
  const slow = held >= settles[before.level] ? verdict(recent(window, looksAt[before.level]), looksAt[before.level]) ?? crawls(window) : undefined;
  if (slow) return stepDown(pace, at, slow, ladder);
  // Nothing at all came: that says nothing, it may be the camera.
  const good = total(window, 'bytes') > 0 ? before.good + sample.seconds : before.good;
  const more = ladder[at - 1];
  if (!more || good < pace.patience) return { ...pace, good };
  return { ...startPace(more), because: at - 1 === 0 ? null : pace.because, patience: pace.patience, onTrial: true };
}

/**
 * The connection was lost in the middle of a picture, so that no window is long enough to be judged.
 * @param at ms, on a clock of one's own
 * @param isSure the hub itself said that nothing was read: once is enough
 */
export function keepLoss(before: Pace, at: number, isSure: boolean, ladder: readonly Level[]): Pace {
  const lostAt = [...before.lostAt.filter((each) => at - each < lostWithin), at];
  if (!isSure && lostAt.length < lostOften) return { ...before, good: 0, lostAt };
  return stepDown({ ...before, lostAt: [] }, Math.max(0, ladder.indexOf(before.level)), 'line', ladder);
}

function stepDown(pace: Pace, at: number, slow: Slow, ladder: readonly Level[]): Pace {
  const came = total(pace.window, 'mediaSeconds');
  // Bytes a second it needs against bytes a second that come: the same bytes, over the picture's time and over ours.
  const hopeless = slow === 'line' && pace.level === 'full' && came > 0 && total(pace.window, 'seconds') > came * farTooMuch;
  const less = ladder[at + (hopeless && ladder[at + 2] === 'keys' ? 2 : 1)];
  if (!less) return { ...pace, good: 0 };
  return { ...startPace(less), because: slow, patience: pace.onTrial ? Math.min(longestPatience, pace.patience * 2) : pace.patience };
}

function verdict(window: readonly Sample[], span: number): Slow | undefined {
  const seconds = total(window, 'seconds');
  if (seconds < span * 0.9 || total(window, 'bytes') === 0) return undefined;
  // Where a sample does not tell, nothing is concluded from it.
  const told = window.every(({ mediaSeconds }) => mediaSeconds !== undefined);
  const lost = window.map((sample) => sample.lost ?? 0).reduce((sum, each) => sum + each, 0) / window.length;
  // A slow line drips; a camera that went away is silent.
  const dripping = window.filter(({ bytes }) => bytes > 0);
  if (told && dripping.length * 2 > window.length && total(dripping, 'mediaSeconds') < total(dripping, 'seconds') * keepsUp) return 'line';
  // What came in its time and was not shown in it is no matter of the line.
  if (lost > lostTooMany || (!told && total(window, 'stalls') >= 2)) return 'line';
  const frames = total(window, 'shown') + total(window, 'dropped');
  return frames > 10 && total(window, 'dropped') > frames * droppedTooMany ? 'device' : undefined;
}

/** Messages are counted whole: on a line so slow that they take seconds, most seconds look empty. */
function crawls(window: readonly Sample[]): Slow | undefined {
  const seconds = total(window, 'seconds');
  const told = window.every(({ mediaSeconds }) => mediaSeconds !== undefined);
  return told && seconds >= longLook * 0.9 && total(window, 'bytes') > 0 && total(window, 'mediaSeconds') < seconds * keepsUpAtAll ? 'line' : undefined;
}
function recent(samples: readonly Sample[], span: number): readonly Sample[] {
  let from = samples.length;
  for (let seconds = 0; from > 0 && seconds < span; from -= 1) seconds += samples[from - 1]?.seconds ?? 0;
  return samples.slice(from);
}
function total(samples: readonly Sample[], what: 'seconds' | 'bytes' | 'mediaSeconds' | 'stalls' | 'shown' | 'dropped'): number {
  return samples.reduce((sum, sample) => sum + (sample[what] ?? 0), 0);
}
