import type { Instant } from '@matpho/core/sdk';

/** A camera whose clock is off by more is not believed; the time of arrival is taken. */
const mostOff = 5_000;

/** Tells the wall clock of a unit by RTCP sender reports (RFC 3550 §6.4.1), where they are sane. */
export class TrackClock {
  readonly #clockRate: number;
  #reported: { readonly at: Instant; readonly ticks: number } | undefined;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  report(at: Instant, ticks: number, arrival: Instant): void {
    this.#reported = Math.abs(at - arrival) <= mostOff ? { at, ticks } : undefined;
  }
  at(ticks: number, arrival: Instant): Instant {
    if (!this.#reported) return arrival;
    const at = Math.round(this.#reported.at + ((ticks - this.#reported.ticks) / this.#clockRate) * 1_000);
    return Math.abs(at - arrival) <= mostOff ? at : arrival;
  }
}
