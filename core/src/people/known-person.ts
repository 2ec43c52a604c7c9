import type { PersonId } from '../domain/ids.ts';
import type { Reading } from './journal.ts';
import type { KnownPerson } from './signed-in.ts';

/** A person who may still sign in, with the roles she holds now. */
export async function knownPerson(reading: Reading, id: PersonId): Promise<KnownPerson | undefined> {
  const person = await reading.selectFrom('person').selectAll().where('id', '=', id).where('disabled_at', 'is', null).executeTakeFirst();
  if (!person) return undefined;
  const memberships = await reading.selectFrom('member').innerJoin('owner', 'owner.id', 'member.owner').where('member.person', '=', id).where('member.ended_at', 'is', null)
    .select(['owner.id as owner', 'owner.name as ownerName', 'owner.kind as ownerKind', 'member.role as role']).orderBy('member.since').orderBy('owner.id').execute();
  const offices = await reading.selectFrom('officer').innerJoin('unit', 'unit.id', 'officer.unit').where('officer.person', '=', id).where('officer.ended_at', 'is', null)
    .select(['unit.id as unit', 'unit.name as unitName', 'unit.kind as unitKind', 'officer.role as role', 'officer.officer_no as officerNo']).orderBy('officer.since').orderBy('unit.id').execute();
  return { person: id, login: person.login, name: person.name, language: person.language, operator: person.operator === 1, memberships, offices };
}
