import type { Instant } from '@matpho/core/sdk';

/** A camera whose clock is off by more is not believed; the time of arrival is taken. */
const mostOff = 5_000;

/** Tells the wall clock of a unit by RTCP sender reports (RFC 3550 §6.4.1), where they are sane. */
export class TrackClock {
  /** What the last answer came from. */
  source: 'sender-report' | 'arrival' = 'arrival';
  readonly #clockRate: number;
  #reported: { readonly at: Instant; readonly ticks: number } | undefined;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  report(at: Instant, ticks: number, arrival: Instant): void {
    this.#reported = Math.abs(at - arrival) <= mostOff ? { at, ticks } : undefined;
  }
  /** Another sender counts from elsewhere: what was reported says nothing about it. */
  restart(): void {
    this.#reported = undefined;
  }
  at(ticks: number, arrival: Instant): Instant {
    const at = this.#reported && Math.round(this.#reported.at + ((ticks - this.#reported.ticks) / this.#clockRate) * 1_000);
    const isSane = at !== undefined && Math.abs(at - arrival) <= mostOff;
    this.source = isSane ? 'sender-report' : 'arrival';
    return isSane ? at : arrival;
  }
}
