import { common, missing, type Spans } from './spans.ts';
import type { Span } from './view-window.ts';

export type Pace = 'all' | 'keys';
/** Faster than this only pictures that stand for themselves are fetched: more of them could not be told apart. */
export const paceFor = (rate: number): Pace => (Math.abs(rate) > 4 ? 'keys' : 'all');

/** ms of footage in one request; the first after a seek is short, so that something is seen soon. */
const firstPiece = 4_000;
const piece = { all: 10_000, keys: 60_000 } as const;
/** ms of footage kept on the side it comes from. */
const behind = 20_000;
const slack = 15_000;
/** What is shown so soon, ms, is fetched however little it is. */
const soon = 5_000;

/** ms of footage in hand: enough for some seconds of looking. */
function reachFor(rate: number): number {
  const speed = Math.abs(rate);
  return paceFor(rate) === 'keys' ? Math.min(200_000, 12_000 * speed) : Math.min(50_000, 10_000 + 10_000 * speed);
}

export interface Stock {
  /** The instant shown. */
  readonly at: number;
  /** Below zero it plays backwards. */
  readonly rate: number;
  /** What the hub has answered for and is still here. */
  readonly held: Spans;
  /** Where there is footage that may be seen. */
  readonly footage: Spans;
}

/** What to ask for next, at most a minute of footage; nothing when there is enough. */
export function nextWant({ at, rate, held, footage }: Stock): Span | undefined {
  const reach = reachFor(rate);
  const size = held.length === 0 ? firstPiece : piece[paceFor(rate)];
  if (rate < 0) {
    const last = missing(common(footage, { from: at - reach, to: at + 1_000 }), held).at(-1);
    return last && { from: Math.max(last.from, last.to - size), to: last.to };
  }
  const first = missing(common(footage, { from: at, to: at + reach }), held)[0];
  // The last bit of what it reaches is not worth a request of its own yet.
  if (!first || (first.to - first.from < size / 2 && first.from > at + soon && first.to === at + reach)) return undefined;
  return { from: first.from, to: Math.min(first.to, first.from + size) };
}

/** What is kept in the browser's buffer around an instant. */
export function keepAround(at: number, rate: number): Span {
  const ahead = reachFor(rate) + slack;
  return rate < 0 ? { from: at - ahead, to: at + behind } : { from: at - behind, to: at + ahead };
}
