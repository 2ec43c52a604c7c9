import type { PersonId } from '../domain/ids.ts';
import { minutes, type Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import { newId } from './tokens.ts';

/** One WebAuthn exchange between the question and the answer. */
export interface Ceremony {
  readonly kind: 'register' | 'sign-in';
  readonly challenge: string;
  /** Where the page is; the answer must name it. */
  readonly origin: string;
  /** Who registers; nobody yet at a sign-in. */
  readonly person?: PersonId;
}
const most = 1_000;
const lasts = minutes(5);

/** Ceremonies under way, in memory: a restart ends them, nothing else is lost. Each is answered once. */
export class Ceremonies {
  readonly #clock: Clock;
  readonly #open = new Map<string, Ceremony & { readonly until: Instant }>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(ceremony: Ceremony): string {
    const now = this.#clock.now();
    for (const [key, { until }] of this.#open) if (until <= now) this.#open.delete(key);
    // A map keeps the order of insertion, so the first is the oldest.
    for (const key of this.#open.keys()) {
      if (this.#open.size < most) break;
      this.#open.delete(key);
    }
    const key = newId();
    this.#open.set(key, { ...ceremony, until: now + lasts });
    return key;
  }

  /** Takes it out, right or wrong: a challenge serves one try. */
  take(key: string, kind: Ceremony['kind']): Ceremony | undefined {
    const ceremony = this.#open.get(key);
    this.#open.delete(key);
    return ceremony && ceremony.kind === kind && ceremony.until > this.#clock.now() ? ceremony : undefined;
  }

  get size(): number { return this.#open.size; }
}
