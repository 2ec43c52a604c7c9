import { Emitter } from '../base/emitter.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { Ceremonies } from './ceremonies.ts';
import { Invitations } from './invitations.ts';
import type { Journal, PersonConsents } from './journal.ts';
import { LockOut } from './lock-out.ts';
import { Memberships } from './memberships.ts';
import { Passkeys } from './passkeys.ts';
import { Passwords } from './passwords.ts';
import type { PeopleFacts } from './people-facts.ts';
import { People } from './people.ts';
import { Sessions, type SessionTimes } from './sessions.ts';
import { newSetUpCode, SetUp } from './set-up.ts';
import { SignIn } from './sign-in.ts';
import { Units } from './units.ts';

/** All the hub knows of people, built once. */
export interface PeopleRoom {
  readonly people: People;
  readonly memberships: Memberships;
  readonly units: Units;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly passkeys: Passkeys;
  readonly invitations: Invitations;
  readonly setUp: SetUp;
  readonly facts: Emitter<PeopleFacts>;
}
export interface PeopleRoomOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly hubName: string;
  readonly consents: PersonConsents;
  /** 14 days idle, 8 hours for officers, 90 days in all, unless told. */
  readonly sessionTimes?: SessionTimes;
  /** Hears the set-up code when guessing has spent the first. */
  readonly onNewSetUpCode: (code: string) => void;
}

export function openPeopleRoom({ store, journal, clock, log, hubName, consents, sessionTimes, onNewSetUpCode }: PeopleRoomOptions): PeopleRoom {
  const facts = new Emitter<PeopleFacts>((error, fact) => log.error('a reaction to a fact about people failed', { fact, error }));
  const passwords = new Passwords();
  const sessions = new Sessions(store, journal, clock, facts, sessionTimes);
  return {
    facts, sessions,
    people: new People(store, journal, clock, facts, sessions),
    memberships: new Memberships(store, journal, clock, facts),
    units: new Units(store, journal, clock, facts),
    signIn: new SignIn(store, journal, clock, passwords, sessions, new LockOut(store, journal, clock)),
    passkeys: new Passkeys(store, journal, clock, sessions, new Ceremonies(clock), hubName),
    invitations: new Invitations(store, journal, clock, facts, passwords, sessions, consents),
    setUp: new SetUp(store, journal, clock, passwords, sessions, consents, newSetUpCode(), onNewSetUpCode),
  };
}
