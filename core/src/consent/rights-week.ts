import type { Action, Ask, ConsentState, Decision, Effect, Grant, Interval } from '../domain/consent.ts';
import type { Instant } from '../domain/time.ts';
import { minutes } from '../domain/time.ts';
import { decide } from './decide.ts';
import { nextHitChange } from './hits.ts';
import { aloneWithCase, anyCase, type Holder } from './rights-holders.ts';
import { validRestriction } from './validate.ts';
import { inWeekly, nextChange } from './weekly.ts';

/** A stretch of time in which the answer is one and the same, [from, to). */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly effect: Exclude<Effect, 'deny'>;
}

const recorded: readonly Action[] = ['playback', 'clip'];
const weekMs = 8 * 86_400_000;
/** Change points of one grant that are looked at. A week of three windows a day has some fifty; beyond the cap the rest of the week counts as shut. */
const mostPoints = 600;

/**
 * The least that can be asked of a grant with one action: whatever is permitted at all, this is (an ask for less stays permitted).
 * So one question tells whether anything is allowed. Undefined where nothing was filmed yet that the grant lets out.
 */
export function leastAsk(state: ConsentState, grant: Grant, { asker }: Holder, action: Action, t: Instant): Ask | undefined {
  const footage = recorded.includes(action) ? latestFootage(grant, t) : undefined;
  if (footage === undefined && recorded.includes(action)) return undefined;
  const caps = state.restrictions.filter(validRestriction).flatMap(({ cap }) => (cap ? [cap] : []));
  const rendition = {
    maxHeight: Math.min(grant.what.maxHeight, ...caps.flatMap(({ maxHeight }) => (maxHeight !== undefined && maxHeight > 0 ? [maxHeight] : []))),
    maxFps: grant.what.maxFps, audio: false, masks: new Set([...grant.what.masks, ...caps.flatMap(({ mask }) => mask ?? [])]),
  };
  return { who: asker, camera: state.camera, action, rendition, purpose: grant.why.purposes[0] ?? 'crime', caseNo: anyCase, ...(footage && { footage }) };
}

/** What the engine answers to the least ask; undefined where there is nothing to ask for. */
export function leastDecision(state: ConsentState, grant: Grant, holder: Holder, action: Action, t: Instant): Decision | undefined {
  const ask = leastAsk(state, grant, holder, action, t);
  return ask && decide(aloneWithCase(state, grant, holder), ask, t);
}

/** First instant after `t` at which this grant alone may answer otherwise; Infinity if it never does. */
export function nextTurn(state: ConsentState, grant: Grant, holder: Holder, action: Action, t: Instant): Instant {
  return recorded.includes(action) ? nextFootageTurn(state, grant, t) : leastDecision(state, grant, holder, action, t)?.holdsUntil ?? Infinity;
}

/** When one grant lets this holder do one thing, between two instants: walked from change point to change point. */
export function stretchesOf(state: ConsentState, grant: Grant, holder: Holder, action: Action, from: Instant, to: Instant): readonly Stretch[] {
  const found: Stretch[] = [];
  let at = from;
  for (let point = 0; at < to && point < mostPoints; point += 1) {
    const decision = leastDecision(state, grant, holder, action, at);
    const effect = decision?.effect ?? 'deny';
    const next = Math.min(recorded.includes(action) ? nextFootageTurn(state, grant, at) : decision?.holdsUntil ?? Infinity, to);
    if (effect !== 'deny') found.push({ from: at, to: next, effect });
    at = next;
  }
  return joined(found);
}

/** Permit over ask over nothing, whatever the number of grants: each alone gives what it gives. */
export function merged(lists: readonly (readonly Stretch[])[]): readonly Stretch[] {
  const all = lists.flat();
  const edges = [...new Set(all.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  const found: Stretch[] = [];
  for (const [at, from] of edges.entries()) {
    const to = edges[at + 1];
    if (to === undefined) break;
    const here = all.filter((each) => each.from <= from && from < each.to);
    if (here.length > 0) found.push({ from, to, effect: here.some(({ effect }) => effect === 'permit') ? 'permit' : 'ask' });
  }
  return joined(found);
}

export function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const each of stretches) {
    const last = found.at(-1);
    if (last && last.to === each.from && last.effect === each.effect) found[found.length - 1] = { ...last, to: each.to };
    else found.push(each);
  }
  return found;
}

/** The newest millisecond that the grant's range, hours and lookback let out at `t`. Weekly hours come again, so eight days back tell. */
export function latestFootage({ when: { footage } }: Grant, t: Instant): Interval | undefined {
  if (footage === undefined) return undefined;
  const to = Math.min(t, footage.until ?? Infinity);
  const from = Math.max(t - footage.lookbackMs, footage.from ?? 0, 0);
  if (from >= to) return undefined;
  if (footage.hours === undefined) return [to - 1, to];
  let latest: Interval | undefined;
  let at = Math.max(from, to - weekMs);
  for (let step = 0; at < to && step < mostPoints; step += 1) {
    const next = Math.min(nextChange(footage.hours, at), to);
    if (inWeekly(footage.hours, at)) latest = [next - 1, next];
    at = next;
  }
  return latest;
}

/** Footage slides with the moment of looking, so its change points are those of the looking and those of the filming, carried on by the lookback. */
function nextFootageTurn({ restrictions, emergencies }: ConsentState, { when }: Grant, t: Instant): Instant {
  const { footage } = when;
  if (footage === undefined) return Infinity;
  const { hours, lookbackMs } = footage;
  const back = Math.max(0, t - lookbackMs);
  // Half-open: of footage that begins now there is something in a millisecond.
  const points = [
    when.from, when.until, nextChange(when.access, t), (footage.from ?? 0) + 1, footage.until ?? Infinity, (footage.until ?? Infinity) + lookbackMs,
    nextChange(hours, t), nextChange(hours, Math.max(0, t - 1)) + 1, nextChange(hours, back) + lookbackMs,
    ...restrictions.filter(validRestriction).map((restriction) => nextHitChange(restriction, t)),
    ...emergencies.flatMap(({ from, until }) => [from, Math.min(until, from + minutes(30))]),
  ];
  return Math.min(Infinity, ...points.filter((point) => point > t));
}
