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
  | { readonly is: 'ended'; readonly reason: EndWord; readonly problem: Problem; readonly at: number };

export type LiveInput =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'sleep' }
  | { readonly type: 'wake' }
  | { readonly type: 'again' }
  | { readonly type: 'lost' }
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
const worthAnother: ReadonlySet<EndWord> = new Set<EndWord>(['viewer', 'paused', 'clock', 'not_recorded', 'refused']);

export const mayTryAgain = (reason: EndWord): boolean => worthAnother.has(reason);

const open = (tries: number): LiveStep => ({ state: { is: 'connecting', tries }, deeds: ['close', 'connect'] });

/** The whole life of a live picture as one pure step. */
export function step(state: LiveState, input: LiveInput): LiveStep {
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
      return state.is === 'waiting' ? open(state.tries) : state.is === 'ended' && mayTryAgain(state.reason) ? open(0) : stay(state);
    case 'lost':
      return lost(state);
    case 'frame':
      return state.is === 'opened' || (state.is === 'waiting' && state.opened) ? { state: { is: 'playing', opened: state.opened as Opened }, deeds: [] } : stay(state);
    case 'said':
      return said(state, input.event, input.at);
  }
}

const stay = (state: LiveState): LiveStep => ({ state, deeds: [] });

function lost(state: LiveState): LiveStep {
  if (state.is !== 'connecting' && state.is !== 'opened' && state.is !== 'playing' && state.is !== 'waiting') return stay(state);
  const tries = state.is === 'playing' ? 0 : state.tries;
  const problem = state.is === 'waiting' ? state.problem : null;
  return { state: { is: 'waiting', tries: tries + 1, problem, opened: null }, deeds: ['close', 'retry'] };
}

function said(state: LiveState, event: LiveEvent, at: number): LiveStep {
  // What still arrives after an end or while asleep belongs to a socket that is already closed.
  if (state.is === 'ended' || state.is === 'idle' || state.is === 'sleeping') return stay(state);
  switch (event.type) {
    case 'opened':
      return stay({ is: 'opened', tries: 'tries' in state ? state.tries : 0, opened: event });
    case 'format':
      return stay(state);
    case 'waiting':
      // The hub keeps the socket and goes on by itself; only its loss needs a new one.
      return stay({ is: 'waiting', tries: 'tries' in state ? state.tries : 0, problem: event.problem, opened: 'opened' in state ? state.opened : null });
    case 'ended':
      return forGood.has(event.reason)
        ? { state: { is: 'ended', reason: event.reason, problem: event.problem, at }, deeds: ['close', 'clear'] }
        : { state: { is: 'waiting', tries: ('tries' in state ? state.tries : 0) + 1, problem: event.problem, opened: null }, deeds: ['close', 'retry'] };
  }
}

/** Full jitter between half and the whole of 0.5 s doubled per try, at most 15 s. @param random 0..1 */
export function backoffMs(tries: number, random: number): number {
  const whole = Math.min(15_000, 500 * 2 ** Math.max(0, Math.min(tries, 10) - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
