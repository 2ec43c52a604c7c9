import type { LiveEvent } from '@matpho/core/api';

type Opened = Extract<LiveEvent, { type: 'opened' }>;
type Ended = Extract<LiveEvent, { type: 'ended' }>;
export type EndWord = Ended['reason'];
type Problem = Ended['problem'];

/** What a live picture is doing. `tries` counts failures in a row and drives the backoff. */
export type LiveState =
  | { readonly is: 'idle' }
  | { readonly is: 'connecting'; readonly tries: number }
  | { readonly is: 'opened'; readonly tries: number; readonly opened: Opened }
  | { readonly is: 'playing'; readonly opened: Opened }
  | { readonly is: 'waiting'; readonly tries: number; readonly problem: Problem | null; readonly opened: Opened | null }
  | { readonly is: 'sleeping' }
  /** `spent`: it used an approval for one viewing, so opening it again needs the owner's word again. */
  | { readonly is: 'ended'; readonly reason: EndWord | 'lost' | 'unplayable'; readonly problem: Problem | null; readonly at: number; readonly spent: boolean };

export type LiveInput =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'sleep' }
  | { readonly type: 'wake' }
  | { readonly type: 'again' }
  | { readonly type: 'lost'; readonly at: number }
  /** This way of sending it is of no use here; the next hello names another. */
  | { readonly type: 'switch'; readonly at: number }
  /** No way is left. */
  | { readonly type: 'unplayable'; readonly at: number }
  | { readonly type: 'frame' }
  | { readonly type: 'said'; readonly event: LiveEvent; readonly at: number };

/** What the shell must do after a step; `retry` is after the backoff for `tries`. */
export type LiveDeed = 'connect' | 'close' | 'retry' | 'clear';
export interface LiveStep {
  readonly state: LiveState;
  readonly deeds: readonly LiveDeed[];
}

/** Ends that mean "not any more", against a camera or hub that stumbled. After these nothing is tried again by itself. */
const forGood: ReadonlySet<EndWord> = new Set<EndWord>(['viewer', 'revoked', 'expired', 'paused', 'refused', 'signed_out', 'clock', 'not_recorded']);
/** Ends after which a person may sensibly press "try again". */
const worthAnother: ReadonlySet<EndedState['reason']> = new Set<EndedState['reason']>(['viewer', 'paused', 'clock', 'not_recorded', 'refused', 'unplayable']);

type EndedState = Extract<LiveState, { is: 'ended' }>;
export const mayTryAgain = (ended: Pick<EndedState, 'reason' | 'spent'>): boolean => !ended.spent && worthAnother.has(ended.reason);
/** Whether asking the owner once more is the way back to the picture. */
export const mayAskAgain = (ended: Pick<EndedState, 'reason' | 'spent'>): boolean => ended.spent && ended.reason !== 'signed_out' && ended.reason !== 'revoked';

const open = (tries: number): LiveStep => ({ state: { is: 'connecting', tries }, deeds: ['close', 'connect'] });

/**
 * The whole life of a live picture as one pure step.
 * @param once an approval good for one viewing is used: once opened, a lost connection is not opened again by itself
 */
export function step(state: LiveState, input: LiveInput, once = false): LiveStep {
  switch (input.type) {
    case 'start':
      return state.is === 'idle' ? open(0) : stay(state);
    case 'stop':
      return { state: { is: 'idle' }, deeds: ['close', 'clear'] };
    case 'sleep':
      return state.is === 'ended' || state.is === 'idle' ? stay(state) : { state: { is: 'sleeping' }, deeds: ['close'] };
    case 'wake':
      return state.is === 'sleeping' ? open(0) : stay(state);
    case 'again':
      return state.is === 'waiting' ? open(state.tries) : state.is === 'ended' && mayTryAgain(state) ? open(0) : stay(state);
    case 'lost':
      return lost(state, once, input.at);
    case 'switch':
      return switched(state, once, input.at);
    case 'unplayable':
      return state.is === 'idle' || state.is === 'sleeping' ? stay(state) : over('unplayable', state.is === 'ended' ? state.problem : null, input.at, once && wasOpened(state));
    case 'frame':
      return state.is === 'opened' || (state.is === 'waiting' && state.opened) ? { state: { is: 'playing', opened: state.opened as Opened }, deeds: [] } : stay(state);
    case 'said':
      return said(state, input.event, input.at, once);
  }
}

const stay = (state: LiveState): LiveStep => ({ state, deeds: [] });

const wasOpened = (state: LiveState): boolean => 'opened' in state && state.opened !== null;
const over = (reason: EndedState['reason'], problem: Problem | null, at: number, spent: boolean): LiveStep => ({ state: { is: 'ended', reason, problem, at, spent }, deeds: ['close', 'clear'] });

function lost(state: LiveState, once: boolean, at: number): LiveStep {
  if (state.is !== 'connecting' && state.is !== 'opened' && state.is !== 'playing' && state.is !== 'waiting') return stay(state);
  if (once && wasOpened(state)) return over('lost', null, at, true);
  const tries = state.is === 'playing' ? 0 : state.tries;
  const problem = state.is === 'waiting' ? state.problem : null;
  return { state: { is: 'waiting', tries: tries + 1, problem, opened: null }, deeds: ['close', 'retry'] };
}

/** Before anything was opened another hello costs nothing; after it, an approval for one viewing is used up. */
function switched(state: LiveState, once: boolean, at: number): LiveStep {
  if (state.is === 'idle' || state.is === 'sleeping' || (state.is === 'ended' && state.spent)) return stay(state);
  return once && wasOpened(state) ? over('unplayable', null, at, true) : open(0);
}

function said(state: LiveState, event: LiveEvent, at: number, once: boolean): LiveStep {
  // What still arrives after an end or while asleep belongs to a socket that is already closed.
  if (state.is === 'ended' || state.is === 'idle' || state.is === 'sleeping') return stay(state);
  switch (event.type) {
    case 'opened':
      return stay({ is: 'opened', tries: 'tries' in state ? state.tries : 0, opened: event });
    case 'waiting':
      // The hub keeps the socket and goes on by itself; only its loss needs a new one.
      return stay({ is: 'waiting', tries: 'tries' in state ? state.tries : 0, problem: event.problem, opened: 'opened' in state ? state.opened : null });
    case 'ended':
      // `needs-approval` to a hello that names an approval: another viewing used it.
      if (once && (wasOpened(state) || event.problem.code === 'needs-approval')) return over(event.reason, event.problem, at, true);
      return forGood.has(event.reason)
        ? over(event.reason, event.problem, at, false)
        : { state: { is: 'waiting', tries: ('tries' in state ? state.tries : 0) + 1, problem: event.problem, opened: null }, deeds: ['close', 'retry'] };
    default:
      // What concerns the picture, not its life.
      return stay(state);
  }
}

/** Full jitter between half and the whole of 0.5 s doubled per try, at most 15 s. @param random 0..1 */
export function backoffMs(tries: number, random: number): number {
  const whole = Math.min(15_000, 500 * 2 ** Math.max(0, Math.min(tries, 10) - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
