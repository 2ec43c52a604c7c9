import type { CameraId, PersonId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';

interface Seat {
  readonly person: PersonId;
  readonly camera: CameraId;
  readonly stop: () => void;
}
const mostPerPerson = 16;

/** The viewings that were opened by WHEP and go on after their answer, by id, so that they can be ended. */
export class WhepViewings {
  readonly #seats = new Map<string, Seat>();
  /** Players of each person, those whose offer is not answered yet too. */
  readonly #players = new Map<PersonId, number>();

  /** Keeps room for one, also while its offer is not answered; disposing gives it back. @throws HubError `too-many-requests` */
  takeRoom(person: PersonId): Disposable {
    const players = this.#players.get(person) ?? 0;
    if (players >= mostPerPerson) throw new HubError('too-many-requests', 'Too many players of one person.');
    this.#players.set(person, players + 1);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#players.get(person) ?? 1) - 1;
        if (left === 0) this.#players.delete(person);
        else this.#players.set(person, left);
      },
    };
  }
  add(viewing: string, seat: Seat): void {
    this.#seats.set(viewing, seat);
  }
  remove(viewing: string): void {
    this.#seats.delete(viewing);
  }
  /** Ends one of her own. @throws HubError `not-found` */
  end(viewing: string, camera: CameraId, person: PersonId): void {
    const seat = this.#seats.get(viewing);
    if (seat?.person !== person || seat.camera !== camera) throw new HubError('not-found', 'There is no such viewing.');
    this.#seats.delete(viewing);
    seat.stop();
  }
}
