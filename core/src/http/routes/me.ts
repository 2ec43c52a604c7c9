import type { z } from 'zod';
import type { Me, peopleRoutes } from '../../api/people.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { PeopleRoom } from '../../people/people-room.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Clock } from '../../sdk/services.ts';
import { proofLasts } from '../guard.ts';

export interface LocalCaShown {
  /** DER. */
  readonly certificate: Uint8Array;
  /** SHA-256, `AB:CD:…`. */
  readonly fingerprint: string;
}
export interface PeopleRouteOptions {
  readonly room: PeopleRoom;
  readonly clock: Clock;
  readonly about: { readonly name: string; readonly version: string; readonly demo: boolean };
  /** Null when the hub uses other certificates, or none. */
  readonly localCa: LocalCaShown | null;
}
export type PeopleTable = typeof peopleRoutes;

export function isProved(by: SignedIn, clock: Clock): boolean {
  const age = clock.now() - by.provedAt;
  return age >= 0 && age < proofLasts;
}

/** A person as her own browser sees her. */
export async function me({ people, passkeys }: PeopleRoom, person: PersonId, proved: boolean): Promise<z.input<typeof Me>> {
  const known = await people.known(person);
  return {
    id: person, login: known.login, name: known.name, language: known.language, operator: known.operator, memberships: [...known.memberships], offices: [...known.offices],
    proved, hasPassword: await people.hasPassword(person), passkeys: (await passkeys.list(person)).length,
  };
}

/** Whoever signs in anew leaves the session the browser had. */
export async function endFormer({ sessions }: PeopleRoom, former: SignedIn | undefined): Promise<void> {
  if (!former) return;
  await sessions.end(former.person, former.session).catch((failure: unknown) => {
    // It ended by itself in between.
    if (!(failure instanceof HubError && failure.code === 'not-found')) throw failure;
  });
}
