import { id } from '../domain/ids.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Purpose } from '../domain/consent.ts';
import { knownPerson } from '../people/known-person.ts';
import type { LockOut } from '../people/lock-out.ts';
import type { Store } from '../store/open-store.ts';
import { addressPart } from './address-part.ts';
import type { AppBook } from './app-book.ts';
import type { KnownApp } from './known-app.ts';
import type { OneTimePasses } from './one-time-passes.ts';

interface Held {
  readonly password: string;
  readonly known: () => Promise<KnownApp | undefined>;
}
/**
 * Who knocks with a program's credentials. Every door for programs asks here. Its password is 160 bits that the hub chose, so a right one is never kept waiting:
 * whoever guesses, or a recorder that goes on with an old one, locks nobody out. Wrong tries are counted all the same, which bounds their work and their lines in the log.
 */
export class AppDoor {
  readonly #store: Store;
  readonly #book: AppBook;
  readonly #passes: OneTimePasses;
  readonly #lockOut: Pick<LockOut, 'begin'>;
  constructor(store: Store, book: AppBook, passes: OneTimePasses, lockOut: Pick<LockOut, 'begin'>) {
    this.#store = store;
    this.#book = book;
    this.#passes = passes;
    this.#lockOut = lockOut;
  }

  /**
   * @param from the client's address
   * @param isRight whether what it sent fits this password
   * @returns who it is, with the roles her person holds now; undefined for nobody
   * @throws HubError `locked-out` for a wrong one after others
   */
  async knock(username: string, from: string, isRight: (password: string) => boolean): Promise<KnownApp | undefined> {
    const held = await this.#held(username);
    if (held !== undefined && isRight(held.password)) return held.known();
    // Under a name of their own: what programs do wrong does not keep the people behind the same address out.
    await (await this.#lockOut.begin(`app:${username.slice(0, 64)}`, `program ${addressPart(from)}`)).wrong();
    return undefined;
  }
  /** Read anew for something that is open: undefined once it may not go on. */
  async again(username: string): Promise<KnownApp | undefined> {
    return (await this.#held(username))?.known();
  }
  /** The same for credentials that have begun their one showing: it goes on as what their person is now. */
  async onceMore(app: KnownApp): Promise<KnownApp | undefined> {
    const person = await knownPerson(this.#store.read, app.person.person);
    return person && { ...app, person };
  }

  async #held(username: string): Promise<Held | undefined> {
    if (username.startsWith('once-')) {
      const pass = this.#passes.find(username);
      return pass && { password: pass.password, known: async () => {
        const person = await knownPerson(this.#store.read, pass.person);
        const { unit, purpose, caseNo } = pass.about;
        return person && { id: undefined, username, name: 'VLC', until: undefined, person, cameras: new Set([pass.camera]), sound: pass.sound, snapshot: false, ...aboutOf(unit, purpose, caseNo) };
      } };
    }
    const found = username.startsWith('app-') ? await this.#book.findByName(username) : undefined;
    if (!found) return undefined;
    const { row, password } = found;
    return { password, known: async () => {
      const person = await knownPerson(this.#store.read, row.person);
      // An officer's program is the office's: with the office it is over.
      if (!person || (row.unit !== null && !person.offices.some(({ unit }) => unit === row.unit))) return undefined;
      await this.#book.used(row.id);
      return { id: row.id, username, name: row.name, until: row.until_at, person, cameras: new Set(row.cameras), sound: row.sound === 1, snapshot: row.snapshot === 1, ...aboutOf(row.unit, row.purpose, row.case_no) };
    } };
  }
}

function aboutOf(unit: string | null | undefined, purpose: string | null | undefined, caseNo: string | null | undefined): { unit?: UnitId; purpose?: Purpose; caseNo?: string } {
  return { ...(unit ? { unit: id<UnitId>(unit) } : {}), ...(purpose ? { purpose: purpose as Purpose } : {}), ...(caseNo ? { caseNo } : {}) };
}
