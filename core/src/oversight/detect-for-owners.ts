import { days, hours, type Instant } from '../domain/time.ts';
import type { Act } from './act.ts';
import { detect, type Finding, type Trace } from './detect.ts';
import { isSameStreet, streetKey } from './street-key.ts';
import { offHours } from './usual-hours.ts';
import type { WallTime } from './wall-time.ts';

/** Three sittings are a pattern; at odd hours two are. */
const patternWeight = 3;
const oddHourWeight = 1.5;
/** Work after an event goes over many cameras at a sitting; whoever follows somebody looks at her door. */
const broad = 3;
const sitting = hours(2);
const span = days(10);
const spanAtHome = days(30);
/** Back at one camera so often in three weeks, and she should know, however many others were looked at beside it. */
const mostReturns = 8;
const spanOfReturns = days(21);

/**
 * What an owner is told of, whatever the unit writes: when and where somebody looked or asked counts; no note, no outcome and no case number explains it.
 * Patterns that rest on such words are for whoever oversees the unit (`detect`). Pure.
 */
export function detectForOwners({ acts: all, home }: Pick<Trace, 'acts' | 'home'>, wall: WallTime, now: Instant): readonly Finding[] {
  const acts = all.filter(({ at }) => at <= now);
  const unspoken = detect({ acts, progress: new Map() }, wall, now).filter(({ kind }) => kind === 'several_households' || kind === 'area_scraping' || kind === 'night_spike');
  return [...returning(acts, home, wall, now), ...unspoken];
}

/** Back to one street, a camera or two at a time. One finding a street. */
function returning(acts: readonly Act[], home: string | undefined, wall: WallTime, now: Instant): readonly Finding[] {
  const isOff = offHours(acts, wall);
  const weighs = (those: readonly Act[]): boolean => those.reduce((sum, { at }) => sum + (isOff(wall.hour(at)) ? oddHourWeight : 1), 0) >= patternWeight;
  return byKey(acts.filter(({ at }) => at > now - spanAtHome), ({ camera, place }) => streetKey(place) || camera).flatMap(([subject, there]) => {
    const from = now - (home !== undefined && isSameStreet(there[0]!.place, home) ? spanAtHome : span);
    const narrow = sittings(there.filter((act) => act.at > from && !isSweep(act, there)));
    const often = byKey(there.filter(({ at }) => at > now - spanOfReturns), ({ camera }) => camera).map(([, those]) => sittings(those)).filter(({ length }) => length >= mostReturns).flat();
    // Without a case number there is no work that it could be part of: that counts for longer.
    const caseless = byKey(there.filter(({ at, caseNo }) => caseNo === undefined && at > now - spanOfReturns), ({ camera }) => camera).map(([, those]) => sittings(those)).filter((those) => weighs(those)).flat();
    const found = new Set([...caseless, ...(weighs(narrow) ? narrow : []), ...often]);
    return found.size > 0 ? [{ kind: 'returning' as const, subject, acts: there.filter((act) => found.has(act)) }] : [];
  });
}

function isSweep({ at }: Act, there: readonly Act[]): boolean {
  return new Set(there.filter((other) => Math.abs(other.at - at) <= sitting).map(({ camera }) => camera)).size >= broad;
}
/** The first act of each sitting. */
function sittings(acts: readonly Act[]): readonly Act[] {
  let last = -Infinity;
  return acts.filter(({ at }) => {
    const isNew = at - last > sitting;
    if (isNew) last = at;
    return isNew;
  });
}
function byKey(acts: readonly Act[], key: (act: Act) => string): readonly (readonly [string, readonly Act[]])[] {
  const found = new Map<string, Act[]>();
  for (const act of acts) {
    const those = found.get(key(act));
    if (those) those.push(act);
    else found.set(key(act), [act]);
  }
  return [...found];
}
