import { id, type OwnerId, type PersonId, type UnitId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { invitationHandlers } from './invitations.ts';
import { isProved, me, type PeopleRouteOptions, type PeopleTable } from './me.ts';
import { passkeyHandlers } from './passkeys.ts';
import { sessionHandlers } from './sessions.ts';

export type { PeopleRouteOptions };

/** Handlers of every route in the people table. */
export function peopleHandlers(options: PeopleRouteOptions): Handlers<PeopleTable> {
  return { ...sessionHandlers(options), ...passkeyHandlers(options), ...invitationHandlers(options), ...memberHandlers(options) };
}

type MemberKeys = 'PATCH /api/me' | 'GET /api/owners/:id/members' | 'DELETE /api/owners/:id/members/:person' | 'GET /api/units' | 'POST /api/units' | 'GET /api/units/:id/officers' | 'DELETE /api/units/:id/officers/:person' | 'DELETE /api/units/:id/officers/:person/sessions';
function memberHandlers({ room, clock }: PeopleRouteOptions): Pick<Handlers<PeopleTable>, MemberKeys> {
  const { memberships, people, units } = room;
  return {
    'PATCH /api/me': async ({ by, body }) => {
      await people.change(by.person, body);
      return await me(room, by.person, isProved(by, clock));
    },
    'GET /api/owners/:id/members': async ({ by, params }) => {
      const owner = id<OwnerId>(params.id);
      requireSome(by.memberships, (m) => m.owner === owner);
      return [...(await memberships.list(owner))];
    },
    'DELETE /api/owners/:id/members/:person': async ({ by, params }) => {
      const owner = id<OwnerId>(params.id);
      requireSome(by.memberships, (m) => m.owner === owner && m.role === 'owner');
      await memberships.end(by, owner, id<PersonId>(params.person));
    },
    'GET /api/units': async () => [...(await units.list())],
    'POST /api/units': async ({ by, body }) => ({ ...(await units.add(by, body)), officers: 0 }),
    'GET /api/units/:id/officers': async ({ by, params }) => {
      const unit = id<UnitId>(params.id);
      if (!by.operator) requireSome(by.offices, (o) => o.unit === unit);
      return [...(await units.officers(unit))];
    },
    'DELETE /api/units/:id/officers/:person': async ({ by, params }) => {
      const unit = id<UnitId>(params.id);
      if (!by.operator) requireSome(by.offices, (o) => o.unit === unit && o.role === 'unit_leader');
      await units.endOfficer(by, unit, id<PersonId>(params.person));
    },
    'DELETE /api/units/:id/officers/:person/sessions': async ({ by, params }) => {
      const unit = id<UnitId>(params.id);
      requireSome(by.offices, (o) => o.unit === unit && o.role === 'unit_leader');
      const officer = id<PersonId>(params.person);
      requireSome(await units.officers(unit), ({ person }) => person === officer);
      return { ended: await room.sessions.endAll(officer, by.person) };
    },
  };
}

/** A household or unit that is not hers does not exist for her. */
function requireSome<T>(held: readonly T[], is: (one: T) => boolean): void {
  if (!held.some(is)) throw new HubError('not-found', 'It is not hers.');
}
