/**
 * How a request proves the password.
 * `digest`: HTTP Digest as the answer to a 401, no token; free of clocks (ONVIF Core §5.9.1 puts it first).
 * `token`: WS-UsernameToken dated by the camera's clock.
 * `token-hub-time`: the same dated by the hub's, for cameras that tell a wrong time but check by a right one.
 */
export type SignIn = 'digest' | 'token' | 'token-hub-time';

export interface Refusals {
  /** Refused so far, in order. */
  readonly tried: readonly SignIn[];
  /** HTTP Digest was asked for, answered and refused. */
  readonly digestRefused: boolean;
  /** The camera said the token's date was wrong. */
  readonly expired: boolean;
  /** Camera clock minus hub clock, where the camera tells its time. */
  readonly offsetMs?: number;
  /** How far that moved between two readings; a sound clock stays. */
  readonly driftMs?: number;
}

const nearEnough = 2_000;
/** WS-Security receivers commonly allow a minute or five; below a minute no clock is to blame. */
const farOff = 60_000;
const unsteady = 5_000;

/**
 * The next way to try, or undefined when trying on would only lock the account.
 * A password wrong for Digest gets one more chance by token, because some firmware keeps two user lists.
 */
export function nextSignIn(refusals: Refusals): SignIn | undefined {
  if (!refusals.tried.includes('token')) return 'token';
  if (refusals.digestRefused || refusals.tried.includes('token-hub-time')) return undefined;
  return Math.abs(refusals.offsetMs ?? 0) > nearEnough ? 'token-hub-time' : undefined;
}

/**
 * Whose fault a final refusal is. Digest does not depend on clocks, so its refusal is the password's.
 * Without Digest the clock is to blame when the camera says so, when its clock jumps (a token dated by the last
 * reading is wrong by then), or when it is off by more than a minute and refused both its own time and ours.
 */
export function whyRefused(refusals: Refusals): 'camera-wrong-password' | 'camera-clock-off' {
  if (refusals.digestRefused) return 'camera-wrong-password';
  const clock = refusals.expired || Math.abs(refusals.driftMs ?? 0) > unsteady || Math.abs(refusals.offsetMs ?? 0) > farOff;
  return clock ? 'camera-clock-off' : 'camera-wrong-password';
}
