/** What a camera says of motion, to whoever subscribed. */
export interface MotionNews {
  readonly isOn: boolean;
  readonly at: number;
  readonly operation: 'Initialized' | 'Changed';
}
interface Subscription {
  readonly news: MotionNews[];
  endsAt: number;
  wake: () => void;
}
/** Cheap cameras have room for few. */
const MOST = 8;
const MOST_NEWS = 100;
const LONGEST_MS = 3_600_000;

/** A camera's motion detector, and its pull-point subscriptions (ONVIF Core §9.1). */
export class MotionDesk {
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #now: () => number;
  readonly #cameraNow: () => number;
  #isOn = false;
  #over: NodeJS.Timeout | undefined;
  #made = 0;

  /** @param now milliseconds that never step @param cameraNow the camera's own clock */
  constructor(now: () => number, cameraNow: () => number) {
    this.#now = now;
    this.#cameraNow = cameraNow;
  }

  get isOn(): boolean {
    return this.#isOn;
  }
  get listeners(): number {
    this.#forgetOld();
    return this.#subscriptions.size;
  }

  /** Something moves for so long; told again while it moves, it moves on from now. */
  move(ms: number): void {
    clearTimeout(this.#over);
    this.#say(true);
    this.#over = setTimeout(() => this.#say(false), ms);
    this.#over.unref();
  }

  /** @returns its number, undefined when there is no room */
  subscribe(ms: number): string | undefined {
    this.#forgetOld();
    if (this.#subscriptions.size >= MOST) return undefined;
    const number = String(++this.#made);
    this.#subscriptions.set(number, { news: [{ isOn: this.#isOn, at: this.#cameraNow(), operation: 'Initialized' }], endsAt: this.#now() + Math.min(ms, LONGEST_MS), wake: () => {} });
    return number;
  }
  /** @returns false when there is no such subscription */
  renew(number: string, ms: number): boolean {
    const subscription = this.#find(number);
    if (subscription) subscription.endsAt = this.#now() + Math.min(ms, LONGEST_MS);
    return subscription !== undefined;
  }
  unsubscribe(number: string): boolean {
    this.#find(number)?.wake();
    return this.#subscriptions.delete(number);
  }
  /** News at once, or when they come, or none when the time is up. Undefined: there is no such subscription. */
  async pull(number: string, ms: number, limit: number): Promise<readonly MotionNews[] | undefined> {
    const subscription = this.#find(number);
    if (!subscription) return undefined;
    subscription.wake();
    if (subscription.news.length === 0) {
      const timer = setTimeout(() => subscription.wake(), ms);
      await new Promise<void>((resolve) => { subscription.wake = resolve; });
      clearTimeout(timer);
    }
    return subscription.news.splice(0, limit);
  }
  /** The camera goes off: nobody is subscribed any more. */
  close(): void {
    clearTimeout(this.#over);
    this.#isOn = false;
    for (const { wake } of this.#subscriptions.values()) wake();
    this.#subscriptions.clear();
  }

  #say(isOn: boolean): void {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    for (const subscription of this.#subscriptions.values()) {
      subscription.news.push({ isOn, at: this.#cameraNow(), operation: 'Changed' });
      if (subscription.news.length > MOST_NEWS) subscription.news.shift();
      subscription.wake();
    }
  }
  #find(number: string): Subscription | undefined {
    this.#forgetOld();
    return this.#subscriptions.get(number);
  }
  #forgetOld(): void {
    for (const [number, { endsAt, wake }] of this.#subscriptions) {
      if (endsAt > this.#now()) continue;
      this.#subscriptions.delete(number);
      wake();
    }
  }
}
