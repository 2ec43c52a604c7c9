import { HubError } from '../sdk/errors.ts';

/** Who goes first: an emergency, then the house whose camera it is, then everybody else. */
export type Standing = 'emergency' | 'house' | 'outside';
/** Somebody who waits until the machine can make one more picture anew. */
export interface Waiter {
  /** Of one person only a few wait at a time, and those of others come in between. */
  readonly person: string;
  readonly standing: Standing;
  /** Masks or caps want it, not only the player's comfort. */
  readonly obliged: boolean;
  /** The place in the line, from 1, at once and whenever it changes. */
  told(place: number): void;
  readonly signal: AbortSignal;
}
interface Turn<Key> {
  readonly key: Key;
  readonly waiter: Waiter;
  readonly order: readonly [standing: number, comfort: number, ahead: number, arrival: number];
  place: number;
  begin(): void;
  turnAway(): void;
}
const mostWaiting = 64;
const mostOfOne = 4;
const standings: readonly Standing[] = ['emergency', 'house', 'outside'];

/** The line in front of something of which there is not enough: bounded, fair, and everybody in it knows their place. */
export class Turns<Key> {
  #line: Turn<Key>[] = [];
  #arrivals = 0;

  get waiting(): number {
    return this.#line.length;
  }

  /** Resolves when it is this one's turn. @throws HubError `renditions-busy` when the line is full; the signal's reason when she leaves it */
  async wait(key: Key, waiter: Waiter): Promise<void> {
    waiter.signal.throwIfAborted();
    const ahead = this.#line.filter(({ waiter: { person } }) => person === waiter.person).length;
    const order = [standings.indexOf(waiter.standing), waiter.obliged ? 0 : 1, ahead, this.#arrivals += 1] as const;
    if (ahead >= mostOfOne) throw full();
    if (this.#line.length >= mostWaiting) this.#turnAwayFor(order);
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#line = this.#line.filter((each) => each !== turn);
        reject(waiter.signal.reason instanceof Error ? waiter.signal.reason : full());
        this.#tell();
      };
      const turn: Turn<Key> = {
        key, waiter, order, place: 0,
        begin: () => { waiter.signal.removeEventListener('abort', leave); resolve(); },
        turnAway: () => { waiter.signal.removeEventListener('abort', leave); reject(full()); },
      };
      waiter.signal.addEventListener('abort', leave, { once: true });
      this.#line = [...this.#line, turn].toSorted(byOrder);
      this.#tell();
    });
  }

  has(key: Key): boolean {
    return this.#line.some((each) => each.key === key);
  }
  /** Lets in whoever is first, as long as `enter` takes them; and with them all who wait for the same. They are counted in before anybody else is asked. */
  advance(enter: (key: Key) => boolean, entered: (key: Key, people: number) => void): void {
    for (let first = this.#line[0]; first && enter(first.key); first = this.#line[0]) this.begin(first.key, entered);
  }
  /** It has begun, whoever was first. */
  begin(key: Key, entered: (key: Key, people: number) => void): void {
    const begun = this.#line.filter((each) => each.key === key);
    if (begun.length === 0) return;
    this.#line = this.#line.filter((each) => each.key !== key);
    entered(key, begun.length);
    for (const each of begun) each.begin();
    this.#tell();
  }

  /** Who comes with a better claim to a full line takes the place of its last. */
  #turnAwayFor(order: Turn<Key>['order']): void {
    const last = this.#line.at(-1);
    if (!last || compare(order, last.order) >= 0) throw full();
    this.#line = this.#line.slice(0, -1);
    last.turnAway();
  }
  #tell(): void {
    for (const [at, turn] of this.#line.entries()) {
      if (turn.place === at + 1) continue;
      turn.place = at + 1;
      turn.waiter.told(turn.place);
    }
  }
}
const byOrder = (a: Turn<unknown>, b: Turn<unknown>): number => compare(a.order, b.order);
function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
const full = (): HubError => new HubError('renditions-busy', 'As many pictures as this machine manages are being made anew, and the line is full.');
