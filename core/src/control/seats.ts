import { HubError } from '../sdk/errors.ts';

/** Who sits at a camera's controls: 3 an owner, 2 who works for her, 1 anybody else. */
export type Rank = 1 | 2 | 3;

/** One holds the controls at a time. An owner always has them; others only from somebody who stands below them. */
export function mayTake(held: Rank | undefined, wants: Rank): boolean {
  return held === undefined || wants === 3 || wants > held;
}

interface Sitting {
  readonly rank: Rank;
  readonly giveUp: () => void;
}

/** The chairs at the controls, one for each camera and action. */
export class Seats {
  readonly #sitting = new Map<string, Sitting>();

  /** @throws HubError `control-busy` */
  require(seat: string, rank: Rank): void {
    if (!mayTake(this.#sitting.get(seat)?.rank, rank)) throw new HubError('control-busy', 'Somebody else is at the controls.');
  }
  /** Whoever sat there is told first. Disposing leaves the seat. @throws HubError `control-busy` */
  take(seat: string, rank: Rank, giveUp: () => void): Disposable {
    this.require(seat, rank);
    const mine: Sitting = { rank, giveUp };
    const before = this.#sitting.get(seat);
    this.#sitting.set(seat, mine);
    before?.giveUp();
    return { [Symbol.dispose]: () => { if (this.#sitting.get(seat) === mine) this.#sitting.delete(seat); } };
  }
}
