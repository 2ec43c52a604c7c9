import type { PrivacyRow, rightsRoutes } from '../../api/rights.ts';
import { mayLift, requireMayLift, rolesIn } from '../../consent/veto.ts';
import { inWeekly } from '../../consent/weekly.ts';
import { zoneOf } from '../../consent/zone.ts';
import type { Restriction, Weekly } from '../../domain/consent.ts';
import { id, type CameraId, type OwnerId, type PersonId, type RestrictionId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { requireFresh } from '../fresh.ts';
import { weeklyRow } from '../grant-checks.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, membershipOf, ownCamera, ownersOf } from '../../people/roles.ts';

type Keys = 'GET /api/privacy-hours' | 'POST /api/privacy-hours' | 'PUT /api/privacy-hours/:id' | 'DELETE /api/privacy-hours/:id';
interface Laid {
  readonly restriction: Restriction;
  readonly since: number;
  readonly laidBy: PersonId | null;
  readonly name: string | null;
}

/** Hours that the house keeps to itself. Adding and lengthening is narrowing; removing and shortening is not. */
export function privacyHandlers(hub: HubServices): Pick<Handlers<typeof rightsRoutes>, Keys> {
  async function rows(person: PersonId, owners: readonly OwnerId[]): Promise<PrivacyRow[]> {
    if (owners.length === 0) return [];
    const found = await hub.store.read.selectFrom('restriction').leftJoin('person', 'person.id', 'restriction.created_by').select(['restriction.body', 'restriction.created_at', 'restriction.created_by', 'person.name'])
      .where('restriction.owner', 'in', owners).where('kind', '=', 'privacy_hours').where('lifted_at', 'is', null).orderBy('restriction.created_at').limit(200).execute();
    return Promise.all(found.map(({ body, created_at, created_by, name }) => row(person, { restriction: JSON.parse(body) as Restriction, since: created_at, laidBy: created_by, name })));
  }
  async function row(person: PersonId, { restriction, since, laidBy, name }: Laid): Promise<PrivacyRow> {
    const { scope, hours } = restriction;
    if (scope.owner === undefined) throw new HubError('not-found', 'It is no household\'s.');
    const roles = await rolesIn(hub.store, scope.owner);
    const cameras = scope.cameras && await hub.store.read.selectFrom('camera').select(['id', 'name']).where('id', 'in', scope.cameras).where('removed_at', 'is', null).execute();
    return {
      id: restriction.id, owner: scope.owner, cameras: cameras ?? null, hours: weeklyRow(hours) ?? { tz: hub.tz, windows: [] }, now: inWeekly(hours, hub.clock.now()), since, by: name ?? '',
      mayLift: mayLift(person, roles.get(person), laidBy, laidBy === null ? undefined : roles.get(laidBy)),
    };
  }
  /** Whether an adult of the house would change what another laid. */
  async function isOthers(person: PersonId, { id: restriction, scope }: Restriction): Promise<boolean> {
    const laid = await hub.store.read.selectFrom('restriction').select('created_by').where('id', '=', restriction).executeTakeFirst();
    const role = scope.owner && (await rolesIn(hub.store, scope.owner)).get(person);
    return laid?.created_by !== person && (role === 'owner' || role === 'co_owner');
  }
  /** Hours that are never are no hours. */
  function requireHours({ tz, windows }: Weekly): void {
    if (zoneOf(tz) === undefined || windows.length === 0) throw new HubError('bad-request', 'These are no hours of a week.');
  }

  return {
    'GET /api/privacy-hours': async ({ by }) => rows(by.person, ownersOf(by)),
    'POST /api/privacy-hours': async ({ by, body }) => {
      const owner = id<OwnerId>(body.owner);
      membershipOf(by, owner, keepers);
      requireHours(body.hours);
      const cameras = body.cameras?.map((camera) => id<CameraId>(camera));
      for (const camera of cameras ?? []) if (ownCamera(by, await hub.registry.find(camera)).owner !== owner) throw new HubError('not-found', 'The camera belongs to another owner.');
      const restriction = await hub.privateHours.add(owner, cameras, body.hours, by.person);
      hub.events.emit('grant.changed', { owner, cameras: cameras ?? [] });
      return row(by.person, { restriction, since: restriction.from, laidBy: by.person, name: by.name });
    },
    'PUT /api/privacy-hours/:id': async ({ by, params, body }) => {
      const before = await hub.privateHours.find(id<RestrictionId>(params.id));
      if (!before?.scope.owner) throw new HubError('not-found', 'There are no such hours.');
      membershipOf(by, before.scope.owner, keepers);
      requireHours(body.hours);
      if (hub.privateHours.shortens(before, body.hours)) {
        await requireMayLift(hub.store, before.id, by.person);
        requireFresh(by, hub.clock);
      } else if (await isOthers(by.person, before)) {
        // What one adult adds to another's hours would be the other's to take back: it is laid as her own.
        const { owner, cameras } = before.scope;
        const added = await hub.privateHours.add(owner, cameras, body.hours, by.person);
        hub.events.emit('grant.changed', { owner, cameras: cameras ?? [] });
        return row(by.person, { restriction: added, since: added.from, laidBy: by.person, name: by.name });
      }
      const after = await hub.privateHours.change(before, body.hours, by.person);
      hub.events.emit('grant.changed', { owner: before.scope.owner, cameras: after.scope.cameras ?? [] });
      const found = (await rows(by.person, [before.scope.owner])).find((each) => each.id === after.id);
      if (!found) throw new HubError('not-found', 'There are no such hours.');
      return found;
    },
    'DELETE /api/privacy-hours/:id': async ({ by, params }) => {
      const restriction = id<RestrictionId>(params.id);
      const owner = await requireMayLift(hub.store, restriction, by.person);
      await hub.privateHours.lift(restriction, owner, by.person);
      hub.events.emit('grant.changed', { owner, cameras: [] });
    },
  };
}
