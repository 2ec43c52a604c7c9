import type { Action, Ask, ConsentState, Grant, ReasonCode, RestrictionKind } from '../domain/consent.ts';
import type { RestrictionId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { decide } from './decide.ts';
import { aloneWithCase, type Holder } from './rights-holders.ts';
import { latestFootage, leastAsk } from './rights-week.ts';

/** One thing that keeps a grant from covering an ask. */
export interface Missing {
  readonly code: ReasonCode;
  readonly restriction?: { readonly id: RestrictionId; readonly kind: RestrictionKind };
}
interface Try {
  readonly state: ConsentState;
  readonly ask: Ask;
}
const order: readonly Action[] = ['live', 'playback', 'clip', 'snapshot', 'event', 'status', 'ptz', 'talk'];
const mostRepairs = 24;

/**
 * Everything that keeps one grant from permitting this ask, in the engine's order: the engine's own first reason is repaired, then it is asked again,
 * until it permits, or only the owner's yes or a declared emergency is wanting (which is then the last). Empty when it permits.
 */
export function allMissing(state: ConsentState, grant: Grant, asked: Ask, t: Instant): readonly Missing[] {
  let now: Try = { state: { ...state, grants: [grant] }, ask: asked };
  const found: Missing[] = [];
  for (let step = 0; step < mostRepairs; step += 1) {
    const { effect, why } = decide(now.state, now.ask, t);
    if (effect === 'permit') return found;
    const codes = effect === 'ask' ? why.filter(({ code }) => code === 'NEEDS_APPROVAL').slice(0, 1) : why;
    for (const { code, restriction } of codes) {
      const kind = now.state.restrictions.find((each) => each?.id === restriction)?.kind;
      if (!found.some((each) => each.code === code && each.restriction?.id === restriction)) found.push({ code, ...(restriction !== undefined && kind !== undefined && { restriction: { id: restriction, kind } }) });
    }
    const next = codes[0] && repaired(now, codes[0].code, t);
    if (next === undefined) return found;
    now = next;
  }
  return found;
}

/** For a grant and somebody it means: what is wanting for the most ordinary thing it gives. */
export function missingOf(state: ConsentState, grant: Grant, holder: Holder, t: Instant): readonly Missing[] {
  const action = order.find((each) => grant.what.actions.includes(each)) ?? 'live';
  const alone = aloneWithCase(state, grant, holder);
  const ask = leastAsk(state, grant, holder, action, t) ?? { ...leastAsk(state, grant, holder, 'live', t)!, action, footage: [Math.max(0, t - 60_000), t] as const };
  return allMissing(alone, grant, ask, t);
}

/** The records or the ask with this one thing put right; undefined where only a person can. */
function repaired({ state, ask }: Try, code: ReasonCode, t: Instant): Try | undefined {
  const [grant] = state.grants;
  if (!grant) return undefined;
  const change = (better: Partial<Grant>): Try => ({ state: { ...state, grants: [{ ...grant, ...better }] }, ask });
  const rendition = (better: Partial<Ask['rendition']>): Try => ({ state, ask: { ...ask, rendition: { ...ask.rendition, ...better } } });
  const { access: _, ...when } = grant.when;
  switch (code) {
    case 'SCOPE': return grant.mode === 'emergency' && (ask.action === 'clip' || ask.action === 'talk') ? undefined : change({ what: { ...grant.what, actions: [...grant.what.actions, ask.action] } });
    case 'REVOKED': { const { revokedAt: _revoked, ...rest } = grant; return { state: { ...state, grants: [rest] }, ask }; }
    case 'OUTSIDE_VALIDITY': return change({ when: { ...grant.when, from: Math.min(grant.when.from, t), until: Math.max(grant.when.until, t + 1) } });
    case 'OUTSIDE_SCHEDULE': return change({ when });
    case 'PURPOSE': return grant.why.purposes[0] === undefined ? undefined : { state, ask: { ...ask, purpose: grant.why.purposes[0] } };
    case 'CASE_REQUIRED': return change({ why: { ...grant.why, caseRequired: false } });
    case 'RESOLUTION': return rendition({ maxHeight: grant.what.maxHeight });
    case 'FPS': return rendition({ maxFps: grant.what.maxFps });
    case 'AUDIO': return rendition({ audio: false });
    case 'MASK': return rendition({ masks: new Set([...ask.rendition.masks, ...grant.what.masks]) });
    case 'LOOKBACK': return change({ when: { ...grant.when, footage: { ...grant.when.footage, lookbackMs: Math.max(grant.when.footage?.lookbackMs ?? 0, t - (ask.footage?.[0] ?? t)) } } });
    case 'FOOTAGE_RANGE': return inRange(state, ask, grant, t);
    case 'RESTRICTED': return { state: { ...state, restrictions: [] }, ask };
    case 'CLOCK': return { state: { ...state, clockTrusted: true }, ask };
    default: return undefined;
  }
}

/** Other footage where there is some; else the grant without its bounds of filming. */
function inRange(state: ConsentState, ask: Ask, grant: Grant, t: Instant): Try | undefined {
  const other = ask.footage && latestFootage(grant, t);
  if (other && (other[0] !== ask.footage?.[0] || other[1] !== ask.footage[1])) return { state, ask: { ...ask, footage: other } };
  const lookbackMs = Math.max(grant.when.footage?.lookbackMs ?? 0, ask.footage ? t - ask.footage[0] : 0);
  return { state: { ...state, grants: [{ ...grant, when: { ...grant.when, footage: { lookbackMs } } }] }, ask };
}
