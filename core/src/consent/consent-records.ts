import type { Approval, Asker, ConsentState, Grant, OpenCase, Restriction } from '../domain/consent.ts';
import type { AskId, CameraId, GrantId, PersonId } from '../domain/ids.ts';
import type { MemberRole } from '../domain/people.ts';
import { days, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { AskTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import { forWhatWasDeclared, noEmergencies, openEmergencies } from './emergency-records.ts';
import { caseLapsesAfter, openCaseOf } from './case-facts.ts';
import type { ConsentRecords } from './gate-ports.ts';
import { zoneOf } from './zone.ts';

/** Whether the hub may believe its clock. */
export interface ClockTrust {
  trusted(): boolean;
}

/** What the gate reads, from the rows. Nothing is kept between calls, so every call sees all that was committed before it. */
export class StoredConsent implements ConsentRecords {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #trust: ClockTrust;
  readonly #tz: string;
  /** @param tz of the hub: where "today" begins */
  constructor(store: Store, clock: Clock, trust: ClockTrust, tz: string) {
    this.#store = store;
    this.#clock = clock;
    this.#trust = trust;
    this.#tz = tz;
  }

  async stateFor(camera: CameraId): Promise<ConsentState> {
    // One read transaction: grants and restrictions of the same moment.
    return this.#store.read.transaction().execute(async (trx) => {
      const row = await trx.selectFrom('camera').select(['owner', 'confirmed_at']).where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
      if (!row) throw new HubError('not-found', 'There is no such camera.');
      const { owner } = row;
      const grants = row.confirmed_at === null ? [] : (await newestGrants(trx).select('grant_version.body').where('grant_version.owner', '=', owner).where('grant_version.revoked_at', 'is', null).execute())
        .map(({ body }) => JSON.parse(body) as Grant).filter((grant) => grant.what.cameras.includes(camera));
      const restrictions = (await trx.selectFrom('restriction').select('body').where('lifted_at', 'is', null).where((where) => where.or([where('owner', '=', owner), where('owner', 'is', null)])).execute())
        .map(({ body }) => JSON.parse(body) as Restriction);
      const approvals = (await trx.selectFrom('ask').selectAll().where('camera', '=', camera).where('status', '=', 'approved').where('approved_until', '>', this.#clock.now()).execute()).flatMap(approvalOf);
      // Only of units that a grant names: no other case can open anything. A grant to a person, whatever the unit, takes them of all.
      const units = new Set(grants.flatMap(({ who }) => who.unit ?? []));
      const isAnyUnit = grants.some(({ who }) => who.unit === undefined);
      // One that nobody countersigned in time carries nothing, and takes no place from those that do.
      // Those that two people signed come first: nobody alone can push them out by opening many.
      const open = trx.selectFrom('unit_case').selectAll().where('closed_at', 'is', null).where((each) => each.or([each('countersigned_at', 'is not', null), each('opened_at', '>', this.#clock.now() - caseLapsesAfter)])).orderBy((each) => each('countersigned_at', 'is', null)).orderBy('opened_at', 'desc').limit(newestCases);
      const cases: OpenCase[] = (grants.length === 0 ? [] : await (isAnyUnit ? open : open.where('unit', 'in', [...units])).execute()).map(openCaseOf);
      const urgent = grants.some(({ mode }) => mode === 'emergency') ? await openEmergencies(trx, camera) : noEmergencies;
      return { camera, owner, grants: forWhatWasDeclared(grants, urgent), restrictions, approvals, emergencies: urgent.emergencies, cases, clockTrusted: this.#trust.trusted() };
    });
  }

  async sessionsToday(grant: GrantId): Promise<number> {
    const now = this.#clock.now();
    const offset = zoneOf(this.#tz)?.offset(now) ?? 0;
    const midnight = Math.floor((now + offset) / days(1)) * days(1) - offset;
    const { count } = await this.#store.read.selectFrom('viewing').select((select) => select.fn.countAll<number>().as('count')).where('grant_id', '=', grant).where('opened_at', '>=', midnight).executeTakeFirstOrThrow();
    return count;
  }

  async markApprovalUsed(ask: AskId, at: Instant): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.write((trx) => trx.updateTable('ask').set({ used_at: at }).where('id', '=', ask).where('used_at', 'is', null).executeTakeFirst());
    return numUpdatedRows > 0n;
  }

  /** Keeps the units the asker named: an officer of two units acts for one of them. */
  async askerNow(who: Asker): Promise<Asker | undefined> {
    const person = await this.#store.read.selectFrom('person').select('disabled_at').where('id', '=', who.person).executeTakeFirst();
    if (!person || person.disabled_at !== null) return undefined;
    const offices = await this.#store.read.selectFrom('officer').select(['unit', 'role']).where('person', '=', who.person).where('ended_at', 'is', null).execute();
    const held = offices.filter(({ unit }) => who.units.includes(unit));
    // Every view shows the owner a name and a number: an officer who took back the yes to that looks at nothing.
    if (held.length > 0 && await hasWithdrawn(this.#store.read, who.person)) return undefined;
    return { ...who, units: held.map(({ unit }) => unit), roles: [...new Set(held.map(({ role }) => role))] };
  }

  async memberRole(camera: CameraId, person: PersonId): Promise<MemberRole | undefined> {
    const row = await this.#store.read.selectFrom('camera').innerJoin('member', 'member.owner', 'camera.owner').innerJoin('person', 'person.id', 'member.person').select('member.role')
      .where('camera.id', '=', camera).where('member.person', '=', person).where('member.ended_at', 'is', null).where('person.disabled_at', 'is', null).executeTakeFirst();
    return row?.role;
  }
}

/** An older open case opens nothing more until it is closed or the newer ones are. */
const newestCases = 1_000;

/** What she signed last counts; the versions before it do not. */
function newestGrants(rows: Store['read']) {
  return rows.selectFrom('grant_version').where((grant) => grant.not(grant.exists(grant.selectFrom('grant_version as newer').select('newer.version').whereRef('newer.id', '=', 'grant_version.id').whereRef('newer.version', '>', 'grant_version.version'))));
}

async function hasWithdrawn(rows: Store['read'], person: PersonId): Promise<boolean> {
  const newest = await rows.selectFrom('consent_record').select('state').where('person', '=', person).orderBy('event', 'desc').limit(1).executeTakeFirst();
  return newest?.state === 'ConsentWithdrawn';
}

function approvalOf(row: AskTable): Approval[] {
  if (row.decided_at === null || row.approved_until === null) return [];
  return [{
    ask: row.id, grant: row.grant_id, version: row.grant_version, person: row.person, camera: row.camera, askHash: row.approved_hash ?? row.hash, from: row.decided_at, until: row.approved_until,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  }];
}
