import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Reports {
  /** The tile left the view or the page was hidden. */
  away(): void;
  /** It has been away for `longMs`. */
  longAway(): void;
  back(): void;
  /** How long is long, in ms. */
  longMs(): number;
}

/** Tells a live picture whether anybody can see it. */
export class Presence implements ReactiveController {
  private readonly host: ReactiveControllerHost & Element;
  private readonly reports: Reports;
  private observer: IntersectionObserver | undefined;
  private inView = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private seen = true;

  constructor(host: ReactiveControllerHost & Element, reports: Reports) {
    this.host = host;
    this.reports = reports;
    host.addController(this);
  }

  hostConnected(): void {
    this.inView = this.seen = true;
    document.addEventListener('visibilitychange', this.look);
    this.observer = new IntersectionObserver((entries) => {
      this.inView = entries.at(-1)?.isIntersecting ?? true;
      this.look();
    });
    this.observer.observe(this.host);
    this.look();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.look);
    this.observer?.disconnect();
    clearTimeout(this.timer);
  }

  private readonly look = (): void => {
    const seen = this.inView && document.visibilityState === 'visible';
    if (seen === this.seen) return;
    this.seen = seen;
    clearTimeout(this.timer);
    if (seen) return this.reports.back();
    this.reports.away();
    this.timer = setTimeout(() => this.reports.longAway(), this.reports.longMs());
  };
}
