/** The one clock that every picture on the wall follows: an instant in the past that moves with the page's own time. */
export class PlayClock {
  /** ms that monotonic time has; a test gives its own. */
  private readonly now: () => number;
  private anchorAt: number;
  private anchorNow: number;
  private speed = 1;
  private running = false;
  private held = false;

  constructor(now: () => number, at: number) {
    this.now = now;
    this.anchorAt = at;
    this.anchorNow = now();
  }

  /** The instant shown, ms since 1970. */
  get at(): number {
    return this.atTime(this.now());
  }
  /** The instant shown at another moment of monotonic time: when a frame is painted, for one. */
  atTime(now: number): number {
    return this.anchorAt + (this.moves ? (now - this.anchorNow) * this.speed : 0);
  }
  get playing(): boolean {
    return this.running;
  }
  /** Below zero it runs backwards. */
  get rate(): number {
    return this.speed;
  }
  /** It really moves: playing, and not waiting for a picture. */
  get moves(): boolean {
    return this.running && !this.held;
  }

  play(): void {
    this.put(() => (this.running = true));
  }
  pause(): void {
    this.put(() => (this.running = false));
  }
  /** Waits for pictures without forgetting that it plays. */
  hold(held: boolean): void {
    if (held !== this.held) this.put(() => (this.held = held));
  }
  setRate(rate: number): void {
    this.put(() => (this.speed = rate));
  }
  seek(at: number): void {
    this.anchorAt = at;
    this.anchorNow = this.now();
  }

  private put(change: () => unknown): void {
    const { at } = this;
    change();
    this.seek(at);
  }
}
