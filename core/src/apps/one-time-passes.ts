import type { CameraId, PersonId } from '../domain/ids.ts';
import { seconds, type Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import { newPassword, newUsername } from './new-credentials.ts';

export interface OneTimePass {
  readonly username: string;
  readonly password: string;
  readonly person: PersonId;
  readonly camera: CameraId;
  readonly sound: boolean;
  readonly about: { readonly unit?: string; readonly purpose?: string; readonly caseNo?: string };
  /** To have begun playing by then. */
  readonly until: Instant;
}
export const passLasts = seconds(60);
const mostOfPerson = 5;
const mostInAll = 500;

/** Credentials for one showing, for a player somebody opens by hand. In memory only: they are over before a restart is. */
export class OneTimePasses {
  readonly #clock: Clock;
  readonly #passes = new Map<string, OneTimePass>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  make(pass: Omit<OneTimePass, 'username' | 'password' | 'until'>): OneTimePass {
    this.#forget();
    const ofPerson = [...this.#passes.values()].filter(({ person }) => person === pass.person);
    for (const { username } of ofPerson.slice(0, Math.max(0, ofPerson.length - mostOfPerson + 1))) this.#passes.delete(username);
    for (const username of this.#passes.keys()) if (this.#passes.size >= mostInAll) this.#passes.delete(username);
    const made = { ...pass, username: newUsername('once'), password: newPassword(), until: this.#clock.now() + passLasts };
    this.#passes.set(made.username, made);
    return made;
  }
  find(username: string): OneTimePass | undefined {
    this.#forget();
    return this.#passes.get(username);
  }
  /** It begins to play: from now on nobody else gets in with it. False if it was too late. */
  spend(username: string): boolean {
    this.#forget();
    return this.#passes.delete(username);
  }
  endOf(person: PersonId): void {
    for (const pass of this.#passes.values()) if (pass.person === person) this.#passes.delete(pass.username);
  }

  #forget(): void {
    const now = this.#clock.now();
    for (const { username, until } of this.#passes.values()) if (until <= now || until - now > passLasts) this.#passes.delete(username);
  }
}
