/** Pan and tilt -1..1, zoom 0..1, in ONVIF's generic spaces (ONVIF PTZ §5.7). */
export interface Position {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface PtzFacts {
  readonly position: Position;
  readonly moving: boolean;
  readonly presets: readonly string[];
  /** Commands taken, by ONVIF name. */
  readonly commands: Readonly<Record<string, number>>;
}
interface Preset {
  readonly name: string;
  readonly position: Position;
}

/** Of the range, each second at full speed. */
const SPEED = 0.5;
const MAX_PRESETS = 16;
const MAX_TIMEOUT_MS = 10_000;
const MIDDLE: Position = { x: 0, y: 0, zoom: 0 };
const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const held = ({ x, y, zoom }: Position): Position => ({ x: within(x, -1, 1), y: within(y, -1, 1), zoom: within(zoom, 0, 1) });

/** The motors of a camera. Where it looks is worked out when somebody asks: nothing runs meanwhile. */
export class PtzHead {
  readonly #now: () => number;
  /** Some firmware turns on until it is told to stop. */
  readonly #heedsTimeout: boolean;
  #from: Position = MIDDLE;
  #velocity: Position = MIDDLE;
  #sinceMs: number;
  #untilMs = Infinity;
  #home: Position = MIDDLE;
  #serial = 0;
  readonly #presets = new Map<string, Preset>();
  readonly #commands: Record<string, number> = {};

  constructor(now: () => number, heedsTimeout = true) {
    this.#now = now;
    this.#heedsTimeout = heedsTimeout;
    this.#sinceMs = now();
  }

  get position(): Position {
    const seconds = (Math.min(this.#now(), this.#untilMs) - this.#sinceMs) / 1_000;
    const { x, y, zoom } = this.#velocity;
    const moved = (from: number, by: number): number => from + by * SPEED * Math.max(0, seconds);
    return held({ x: moved(this.#from.x, x), y: moved(this.#from.y, y), zoom: moved(this.#from.zoom, zoom) });
  }
  get isMoving(): boolean {
    return this.#now() < this.#untilMs && [this.#velocity.x, this.#velocity.y, this.#velocity.zoom].some((speed) => speed !== 0);
  }
  get presets(): ReadonlyMap<string, Preset> {
    return this.#presets;
  }
  get facts(): PtzFacts {
    return { position: this.position, moving: this.isMoving, presets: [...this.#presets.values()].map(({ name }) => name), commands: { ...this.#commands } };
  }

  count(operation: string): void {
    this.#commands[operation] = (this.#commands[operation] ?? 0) + 1;
  }
  /** @param timeoutMs undefined: the camera's own, ten seconds */
  turn(velocity: Position, timeoutMs: number | undefined): void {
    this.#rest(this.position);
    this.#velocity = { x: within(velocity.x, -1, 1), y: within(velocity.y, -1, 1), zoom: within(velocity.zoom, -1, 1) };
    if (this.#heedsTimeout) this.#untilMs = this.#now() + Math.min(timeoutMs ?? MAX_TIMEOUT_MS, MAX_TIMEOUT_MS);
  }
  stop(what: { readonly panTilt: boolean; readonly zoom: boolean }): void {
    const { x, y, zoom } = this.#velocity;
    const until = this.#untilMs;
    this.#rest(this.position);
    this.#velocity = { x: what.panTilt ? 0 : x, y: what.panTilt ? 0 : y, zoom: what.zoom ? 0 : zoom };
    this.#untilMs = until;
  }
  goTo(position: Position): void {
    this.#rest(held(position));
  }
  goHome(): void {
    this.#rest(this.#home);
  }
  setHome(): void {
    this.#home = this.position;
  }
  /** @returns undefined when there is no such preset, or no room */
  savePreset(name: string, token: string): string | undefined {
    if (token !== '' && !this.#presets.has(token)) return undefined;
    if (token === '' && this.#presets.size >= MAX_PRESETS) return undefined;
    // Tokens with leading zeros exist, and are no numbers.
    const known = token === '' ? `0${++this.#serial}` : token;
    this.#presets.set(known, { name, position: this.position });
    return known;
  }
  removePreset(token: string): boolean {
    return this.#presets.delete(token);
  }

  #rest(at: Position): void {
    this.#from = at;
    this.#velocity = MIDDLE;
    this.#sinceMs = this.#now();
    this.#untilMs = Infinity;
  }
}
