import type { emergencyRoutes, SuspensionRow } from '../../api/emergencies.ts';
import type { Officer } from '../../access/emergencies.ts';
import { requireEmergency, type StoredEmergency } from '../../access/emergency-rows.ts';
import { id, type OwnerId, type UnitId } from '../../domain/ids.ts';
import { minutes } from '../../domain/time.ts';
import type { HeldOffice, SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { ownerRow, unitRow } from '../emergency-rows.ts';
import type { HubServices } from '../hub-services.ts';
import type { BeforeKey } from './emergency-before-route.ts';
import { keepers, officeIn, ownersOf } from '../../people/roles.ts';

export function emergencyHandlers(hub: HubServices): Omit<Handlers<typeof emergencyRoutes>, BeforeKey> {
  const { desk, reviews } = hub.emergencies;
  const officer = (by: SignedIn, { unit, role, officerNo }: HeldOffice): Officer => ({ person: by.person, unit, role, officerNo });

  /** Another unit's emergency does not exist for her. */
  async function inUnit(by: SignedIn, emergency: string): Promise<{ readonly row: StoredEmergency; readonly office: HeldOffice }> {
    const row = await requireEmergency(hub.store.read, emergency);
    const office = by.offices.find(({ unit, unitKind }) => unit === row.unit && unitKind !== 'peoples_committee');
    if (!office) throw new HubError('not-found', 'It is another unit\'s.');
    return { row, office };
  }
  /** Those of whose cameras she answers for. */
  async function hers(by: SignedIn, emergency: string): Promise<{ readonly row: StoredEmergency; readonly owner: OwnerId }> {
    const row = await requireEmergency(hub.store.read, emergency);
    const owner = ownersOf(by, keepers).find((each) => row.cameras.some((camera) => camera.owner === each));
    if (owner === undefined || row.opened_at === null) throw new HubError('not-found', 'None of her cameras is in it.');
    return { row, owner };
  }

  async function suspensionRows(by: SignedIn): Promise<SuspensionRow[]> {
    const leads = by.offices.filter(({ role }) => role === 'unit_leader');
    const oversees = leads.some(({ unitKind }) => unitKind === 'peoples_committee');
    const rows = await reviews.suspensions(oversees ? undefined : leads.map(({ unit }) => unit));
    return Promise.all(rows.map(async (row) => {
      const [emergency, complaints] = await Promise.all([requireEmergency(hub.store.read, row.emergency), reviews.complaintsAbout([row.emergency])]);
      return {
        id: row.id, unit: row.unit, unitName: row.unit_name, cause: row.cause, since: row.since, ground: emergency.ground, place: emergency.place, reviewWords: emergency.review_words, complaints: complaints.length,
        liftedAt: row.lifted_at, liftedWords: row.lifted_words, mayLift: oversees && row.lifted_at === null,
      };
    }));
  }

  return {
    'GET /api/officer/emergencies': async ({ by, query }) => {
      const office = officeIn(by, id<UnitId>(query.unit));
      const [rows, quota] = await Promise.all([reviews.ofUnit(office.unit), desk.quota(office.unit)]);
      return { ...quota, rows: await Promise.all(rows.map((row) => unitRow(hub, row, by, office))) };
    },
    'POST /api/officer/emergencies': async ({ by, body: { unit, minutes: lasts, ...draft } }) => {
      const office = officeIn(by, id<UnitId>(unit));
      return unitRow(hub, await desk.declare(officer(by, office), { ...draft, lasts: minutes(lasts) }), by, office);
    },
    'POST /api/officer/emergencies/:id/second': async ({ by, params }) => {
      const { office } = await inUnit(by, params.id);
      return unitRow(hub, await desk.second(params.id, officer(by, office)), by, office);
    },
    'POST /api/officer/emergencies/:id/end': async ({ by, params }) => {
      const { office } = await inUnit(by, params.id);
      return unitRow(hub, await desk.end(params.id, officer(by, office)), by, office);
    },
    'POST /api/officer/emergencies/:id/review': async ({ by, params, body }) => {
      const { office } = await inUnit(by, params.id);
      return unitRow(hub, await reviews.review(params.id, officer(by, office), body.verdict, body.words), by, office);
    },
    'GET /api/emergencies': async ({ by }) => {
      const owners = ownersOf(by);
      const rows = await reviews.ofOwners(owners);
      return (await Promise.all(rows.map((row) => Promise.all(owners.filter((owner) => row.cameras.some((camera) => camera.owner === owner)).map((owner) => ownerRow(hub, row, owner)))))).flat();
    },
    'POST /api/emergencies/:id/stop': async ({ by, params }) => {
      const { owner } = await hers(by, params.id);
      return ownerRow(hub, await desk.stop(params.id, ownersOf(by, keepers), by.person), owner);
    },
    'POST /api/emergencies/:id/complaints': async ({ by, params, body }) => {
      const { row, owner } = await hers(by, params.id);
      await reviews.complain(row.id, [owner], by.person, body.words);
      return ownerRow(hub, row, owner);
    },
    'GET /api/emergency-suspensions': async ({ by }) => suspensionRows(by),
    'POST /api/emergency-suspensions/:id/lift': async ({ by, params, body }) => {
      if (!by.offices.some(({ role, unitKind }) => role === 'unit_leader' && unitKind === 'peoples_committee')) throw new HubError('not-allowed', 'Only a leader of a people\'s committee gives the right back.');
      await reviews.lift(params.id, by.person, body.words);
      return suspensionRows(by);
    },
  };
}
