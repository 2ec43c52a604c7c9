import { days, hours, minutes, type Instant } from '../domain/time.ts';
import { episodes, type Act } from './act.ts';
import { isSameStreet, streetKey } from './street-key.ts';
import { offHours } from './usual-hours.ts';
import type { WallTime } from './wall-time.ts';

export const alertKinds = ['no_progress', 'fixation', 'own_street', 'night_spike', 'several_households', 'area_scraping', 'returning'] as const;
/** `returning` is for owners alone (`detectForOwners`). */
export type AlertKind = (typeof alertKinds)[number];

/** What is known of one officer. */
export interface Trace {
  /** Of the last 60 days, oldest first. */
  readonly acts: readonly Act[];
  /** By case number: when a note or an outcome was written. */
  readonly progress: ReadonlyMap<string, readonly Instant[]>;
  /** The street he says he lives on. */
  readonly home?: string | undefined;
}
/** A pattern that somebody should look at; it proves nothing. */
export interface Finding {
  readonly kind: AlertKind;
  /** What it is about: the same pattern has the same words. Never shown. */
  readonly subject: string;
  readonly acts: readonly Act[];
}

/** Three requests that nothing explains are a pattern; at odd hours two are. */
const patternWeight = 3;
const oddHourWeight = 1.5;
const awakeWeight = 0.5;
const span = { fixation: days(21), ownStreet: days(30), noProgress: days(30), households: hours(12), scraping: hours(24), sweep: minutes(60), awake: hours(36) };
const most = { camerasInAnHour: 16, camerasInADay: 30 };
const urgent: ReadonlySet<Act['purpose']> = new Set(['fire_rescue', 'traffic_accident', 'missing_person']);

/** Everything that stands out at `now` (THREATS 1). Pure. */
export function detect(trace: Trace, wall: WallTime, now: Instant): readonly Finding[] {
  const acts = trace.acts.filter(({ at }) => at <= now);
  if (acts.length === 0) return [];
  const isOff = offHours(acts, wall);
  const weight = (act: Act): number => (isOff(wall.hour(act.at)) ? oddHourWeight : 1) * (isAwake(act, trace.progress) ? awakeWeight : 1);
  const unexplained = episodes(acts.filter((act) => !isExplained(act, trace.progress)));
  return [
    ...fixation(unexplained, weight, now), ...ownStreet(unexplained, trace.home, weight, now), ...noProgress(unexplained, wall, now),
    ...severalHouseholds(unexplained, weight, now), ...areaScraping(acts, now), ...nightSpike(acts, wall, now),
  ];
}

/** Its case had moved on shortly before: likely it will again. */
function isAwake({ caseNo, at }: Act, progress: Trace['progress']): boolean {
  return caseNo !== undefined && (progress.get(caseNo)?.some((moment) => moment <= at && at - moment < span.awake) ?? false);
}
/** Its case has moved on since: somebody wrote down what came of it. */
export function isExplained({ caseNo, at }: Act, progress: Trace['progress']): boolean {
  return caseNo !== undefined && (progress.get(caseNo)?.some((moment) => moment > at) ?? false);
}

type Weight = (act: Act) => number;
const sum = (acts: readonly Act[], weight: Weight): number => acts.reduce((total, act) => total + weight(act), 0);
const since = (acts: readonly Act[], from: Instant): readonly Act[] => acts.filter(({ at }) => at > from);
function groups(acts: readonly Act[], key: (act: Act) => string): readonly (readonly [string, readonly Act[]])[] {
  const found = new Map<string, Act[]>();
  for (const act of acts) found.set(key(act), [...(found.get(key(act)) ?? []), act]);
  return [...found];
}

/** One officer, one camera or the cameras of one street, again and again. One finding a street. */
function fixation(acts: readonly Act[], weight: Weight, now: Instant): readonly Finding[] {
  const lately = since(acts, now - span.fixation);
  return groups(lately, ({ camera, place }) => streetKey(place) || camera).flatMap(([subject, there]) => {
    // Several cameras of a street see one event, and a street has many events: what counts is how often he came back under one and the same reason.
    const reasons = groups(there, ({ caseNo }) => caseNo ?? '').map(([, those]) => sittings(those));
    const cameras = groups(there, ({ camera }) => camera).map(([, those]) => those);
    const patterns = [...cameras, ...reasons].filter((those) => sum(those, weight) >= patternWeight);
    const together = there.filter((act) => patterns.some((those) => those.includes(act)));
    return together.length > 0 ? [{ kind: 'fixation', subject, acts: together }] : [];
  });
}

/** On the street where he lives. */
function ownStreet(acts: readonly Act[], home: string | undefined, weight: Weight, now: Instant): readonly Finding[] {
  if (home === undefined) return [];
  const there = since(acts, now - span.ownStreet).filter(({ place }) => isSameStreet(place, home));
  return sum(there, weight) >= patternWeight ? [{ kind: 'own_street', subject: 'home', acts: there }] : [];
}

/** Day after day on one case in which nothing is written down. */
function noProgress(acts: readonly Act[], wall: WallTime, now: Instant): readonly Finding[] {
  const named = since(acts, now - span.noProgress).filter(({ caseNo }) => caseNo !== undefined);
  return groups(named, ({ caseNo = '', unit }) => `${unit}\n${caseNo}`).flatMap(([subject, those]) => {
    const onDays = new Set(those.map(({ at }) => wall.day(at))).size;
    return those.length >= 5 && onDays >= 3 ? [{ kind: 'no_progress', subject, acts: those }] : [];
  });
}

/** From house to house without a case. A sweep after an accident, a fire or for somebody missing is one act. */
function severalHouseholds(acts: readonly Act[], weight: Weight, now: Instant): readonly Finding[] {
  const caseless = since(acts, now - span.households).filter(({ caseNo, purpose }) => caseNo === undefined && purpose !== 'maintenance');
  const swept: Act[] = [];
  for (const act of caseless) {
    const isPartOfSweep = urgent.has(act.purpose) && swept.some((before) => before.purpose === act.purpose && act.at - before.at <= span.sweep);
    if (!isPartOfSweep) swept.push(act);
  }
  const houses = groups(swept, ({ owner }) => owner).map(([, [first]]) => first!);
  return sum(houses, weight) >= 4 ? [{ kind: 'several_households', subject: `from ${Math.floor(houses[0]!.at / days(1))}`, acts: houses }] : [];
}

/** More cameras than any one event needs (EVIDENCE: 8 a request). */
function areaScraping(acts: readonly Act[], now: Instant): readonly Finding[] {
  const inADay = since(acts, now - span.scraping);
  const inAnHour = since(inADay, now - hours(1));
  const cameras = (those: readonly Act[]): number => new Set(those.map(({ camera }) => camera)).size;
  const found = cameras(inAnHour) > most.camerasInAnHour ? inAnHour : cameras(inADay) > most.camerasInADay ? inADay : undefined;
  return found ? [{ kind: 'area_scraping', subject: `from ${Math.floor(found[0]!.at / days(1))}`, acts: found }] : [];
}

/** A night unlike his other nights (22:00 to 05:00). */
function nightSpike(acts: readonly Act[], wall: WallTime, now: Instant): readonly Finding[] {
  // A night is named by its evening.
  const nightOf = (at: Instant): string | undefined => {
    const hour = wall.hour(at);
    return hour >= 22 || hour < 5 ? wall.day(at - hours(5)) : undefined;
  };
  const tonight = nightOf(now);
  if (tonight === undefined) return [];
  const nights = groups(sittings(acts).filter(({ at }) => nightOf(at) !== undefined), ({ at }) => nightOf(at) ?? '');
  const those = nights.find(([night]) => night === tonight)?.[1] ?? [];
  const others = nights.filter(([night]) => night !== tonight).map(([, { length }]) => length);
  const usual = others.length === 0 ? 1 : others.reduce((total, count) => total + count, 0) / others.length;
  return those.length >= Math.max(5, usual * 2.5) ? [{ kind: 'night_spike', subject: tonight, acts: those }] : [];
}

/** Of one case, or of one street without a case, at one sitting the first act, whichever the camera: asking eight cameras about one event is one thing. */
function sittings(acts: readonly Act[]): readonly Act[] {
  const last = new Map<string, Instant>();
  return acts.filter(({ at, place, caseNo }) => {
    const key = caseNo ?? `street ${streetKey(place)}`;
    const before = last.get(key);
    last.set(key, at);
    return before === undefined || at - before > (caseNo === undefined ? hours(1) : hours(2));
  });
}
