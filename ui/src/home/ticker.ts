import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Redraws an element every so often, for spans like "còn 12 phút" inside a sentence. */
export class Ticker implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly ms: number;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, ms: number) {
    this.host = host;
    this.ms = ms;
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => {
      if (document.visibilityState === 'visible') this.host.requestUpdate();
    }, this.ms);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
