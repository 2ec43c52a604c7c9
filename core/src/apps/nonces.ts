import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { minutes, type Milliseconds } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';

const lasts: Milliseconds = minutes(5);
const mostSeen = 4_000;
/** Requests of one client may overtake each other by as many. */
const reordered = 32;

interface Seen {
  readonly at: number;
  highest: number;
  /** Counts at or below the highest, the newest `reordered` of them. */
  readonly counts: Set<number>;
}

/** Nonces of HTTP Digest: made without being kept, good for five minutes, each count of each once (RFC 7616 §5.4: a replayed request is refused). */
export class Nonces {
  readonly #clock: Clock;
  readonly #key = randomBytes(32);
  readonly #seen = new Map<string, Seen>();
  /** Of those forgotten for want of room: what is as old may have been used, and is not good again. */
  #forgottenUpTo = -Infinity;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  make(): string {
    const body = Buffer.alloc(16);
    body.writeUIntBE(this.#clock.now(), 0, 6);
    randomBytes(10).copy(body, 6);
    return Buffer.concat([body, this.#seal(body)]).toString('base64url');
  }

  /** `stale`: one of the hub's own, too old or used. A count is spent by this; without a count the nonce itself. */
  spend(nonce: string, count: string | undefined): 'good' | 'stale' | 'foreign' {
    const bytes = Buffer.from(nonce, 'base64url');
    if (bytes.length !== 32 || !timingSafeEqual(this.#seal(bytes.subarray(0, 16)), bytes.subarray(16))) return 'foreign';
    const made = bytes.readUIntBE(0, 6);
    const age = this.#clock.now() - made;
    if (age < 0 || age >= lasts) return 'stale';
    const seen = this.#seen.get(nonce);
    const nc = count === undefined ? undefined : Number.parseInt(count, 16);
    if (!seen) {
      if (made <= this.#forgottenUpTo) return 'stale';
      this.#remember(nonce, { at: made, highest: nc ?? Infinity, counts: new Set(nc === undefined ? [] : [nc]) });
      return 'good';
    }
    if (nc === undefined || nc <= seen.highest - reordered || seen.counts.has(nc)) return 'stale';
    seen.highest = Math.max(seen.highest, nc);
    seen.counts.add(nc);
    for (const each of seen.counts) if (each <= seen.highest - reordered) seen.counts.delete(each);
    return 'good';
  }

  #seal(body: Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(body).digest().subarray(0, 16);
  }
  #remember(nonce: string, seen: Seen): void {
    const oldest = this.#clock.now() - lasts;
    for (const [each, { at }] of this.#seen) {
      if (at > oldest && this.#seen.size < mostSeen) break;
      this.#seen.delete(each);
      this.#forgottenUpTo = Math.max(this.#forgottenUpTo, at);
    }
    this.#seen.set(nonce, seen);
  }
}
