export interface Velocity {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
/** What a hand on the pad asks for; a test gives its own time. */
export interface HoldWorld {
  say(velocity: Velocity): void;
  stop(): void;
  every(ms: number, again: () => void): () => void;
}

/** The hub stops the camera when nobody has said anything for 1.2 s. */
const againMs = 400;

/** Moving for as long as something is held: said at once, said again while it is held, and stopped the moment it is let go. */
export class Hold {
  readonly #world: HoldWorld;
  #velocity: Velocity | undefined;
  #callOff: (() => void) | undefined;

  constructor(world: HoldWorld) {
    this.#world = world;
  }
  get held(): Velocity | undefined {
    return this.#velocity;
  }
  press(velocity: Velocity): void {
    this.#velocity = velocity;
    this.#world.say(velocity);
    this.#callOff ??= this.#world.every(againMs, () => { if (this.#velocity) this.#world.say(this.#velocity); });
  }
  release(): void {
    if (!this.#velocity) return;
    this.#callOff?.();
    this.#callOff = this.#velocity = undefined;
    this.#world.stop();
  }
}

const keys: Readonly<Record<string, Velocity>> = {
  ArrowLeft: { x: -1, y: 0, zoom: 0 }, ArrowRight: { x: 1, y: 0, zoom: 0 }, ArrowUp: { x: 0, y: 1, zoom: 0 }, ArrowDown: { x: 0, y: -1, zoom: 0 },
  '+': { x: 0, y: 0, zoom: 1 }, '=': { x: 0, y: 0, zoom: 1 }, '-': { x: 0, y: 0, zoom: -1 },
};
/** Arrows turn, plus and minus zoom. */
export function keyVelocity(key: string): Velocity | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}
export function atSpeed({ x, y, zoom }: Velocity, speed: number): Velocity {
  return { x: x * speed, y: y * speed, zoom: zoom * speed };
}
