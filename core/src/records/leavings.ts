import type { AuditLog } from '../audit/audit-log.ts';
import type { CameraId, GrantId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { PeopleRoom } from '../people/people-room.ts';
import { hashToken, newId, newToken } from '../people/tokens.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { LeavingTable } from '../store/schema-consent.ts';
import { askToPurge, emptyLedger, endWaiting, forgetNotices, forgetPerson, forgetWritten, keptHolds, unitsOf, type Trx } from './leaving-steps.ts';
import type { Tells } from './signs.ts';

export const leavingSteps = ['grants', 'tell', 'cameras', 'footage', 'ledger', 'bodies', 'people', 'done'] as const;
export type LeavingStep = (typeof leavingSteps)[number];
export interface KeptHold { readonly cameraName: string; readonly from: Instant; readonly to: Instant; readonly until: Instant; readonly ref: string }
/** Counts of what went, and what had to stay. */
export interface LeavingFigures {
  readonly grants: number; readonly cameras: number; readonly segments: number; readonly viewings: number; readonly bodies: number; readonly notices: number;
  readonly kept: readonly KeptHold[];
}
export interface Leaving { readonly id: string; readonly owner: OwnerId; readonly person: PersonId; readonly step: LeavingStep; readonly figures: LeavingFigures; readonly startedAt: Instant; readonly doneAt: Instant | null }
/** What this room may not touch itself. */
export interface LeavingParts {
  readonly store: Store;
  readonly log: Pick<AuditLog, 'append' | 'erase'>;
  readonly clock: Clock;
  /** `queue` stores a notice with what it tells of; the returned function sends it, after the commit. */
  readonly notices: Tells & { queue(trx: Trx, people: readonly PersonId[], news: Parameters<Tells['tell']>[1] & { readonly link: string }): Promise<() => void> };
  readonly people: Pick<PeopleRoom, 'people' | 'facts'>;
  readonly desk: { revoke(grant: GrantId, by: PersonId): Promise<unknown> };
  /** Takes a camera off the hub with its credentials, and tells the rooms. */
  removeCamera(camera: CameraId, owner: OwnerId, by: PersonId, at: Instant): Promise<void>;
  /** Deletes a removed camera's recordings and exports; what a written request keeps stays. */
  readonly footage: { forget(camera: CameraId): Promise<void> };
  readonly reportTo: Log;
  /** Before each step; for whoever wants to stop it there. */
  readonly beforeStep?: (step: LeavingStep) => Promise<void>;
}

/** "Rời chương trình": a house goes, with all that was kept of it. Every step may be done twice, so that a stop at any place is made good at the next start. */
export class Leavings {
  readonly #parts: LeavingParts;
  readonly #underWay = new Map<string, Promise<void>>();
  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  /** What would go and what would stay, before she confirms. */
  async preview(owner: OwnerId, person: PersonId): Promise<{ readonly cameras: number; readonly grants: number; readonly units: readonly string[]; readonly people: number; readonly accountEnds: boolean; readonly kept: readonly KeptHold[]; readonly begun: boolean }> {
    const { store, clock } = this.#parts;
    const [figures, units, members, begun] = await Promise.all([
      this.#count(owner), unitsOf(store.read, owner),
      store.read.selectFrom('member').select('person').where('owner', '=', owner).where('ended_at', 'is', null).where('person', '!=', person).execute(), store.read.selectFrom('leaving').select('id').where('owner', '=', owner).executeTakeFirst(),
    ]);
    const names = units.length === 0 ? [] : await store.read.selectFrom('unit').select('name').where('id', 'in', units).orderBy('name').execute();
    return { cameras: figures.cameras, grants: figures.grants, units: names.map(({ name }) => name), people: members.length, accountEnds: await this.#isFree(person, owner), kept: (await keptHolds(store.read, owner, clock.now())).map(withoutCamera), begun: begun !== undefined };
  }

  /**
   * Begins it. When it returns, every permission is stopped and every open picture is cut; the rest goes on by itself.
   * The code, told once, opens the receipt without an account. @throws HubError `leaving-blocked` when it has begun already
   */
  async leave(owner: OwnerId, person: PersonId): Promise<{ readonly code: string; readonly leaving: string }> {
    const { store, log, clock } = this.#parts;
    const [code, leaving, at] = [newToken(), newId(), clock.now()];
    const figures = await this.#count(owner);
    await store.write(async (trx) => {
      if (await trx.selectFrom('leaving').select('id').where('owner', '=', owner).executeTakeFirst()) throw new HubError('leaving-blocked', 'It has begun already.');
      await trx.insertInto('leaving').values({ id: leaving, code_hash: hashToken(code), owner, person, step: 'grants', figures: JSON.stringify(figures), started_at: at, done_at: null }).execute();
      await log.append(trx, { type: 'leaving.started', at, owner, body: { by: person, leaving } });
    });
    await this.#take(leaving, 'grants');
    this.#goOn(leaving);
    return { code, leaving };
  }

  /** Takes up what a stop left; to be called once, when everything stands. */
  async resume(): Promise<void> {
    for (const { id } of await this.#parts.store.read.selectFrom('leaving').select('id').where('step', '!=', 'done').execute()) this.#goOn(id);
  }
  /** Resolves when none is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  async find(leaving: string): Promise<Leaving> {
    return toLeaving(await this.#parts.store.read.selectFrom('leaving').selectAll().where('id', '=', leaving).executeTakeFirstOrThrow());
  }
  /** With what the units answered, for whoever holds the code. @throws HubError `not-found` */
  async receipt(code: string): Promise<Leaving & { readonly units: readonly { readonly unit: string; readonly toldAt: Instant; readonly acknowledgedAt: Instant | null }[] }> {
    const row = await this.#parts.store.read.selectFrom('leaving').selectAll().where('code_hash', '=', hashToken(code)).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such receipt.');
    const units = await this.#parts.store.read.selectFrom('purge_request').innerJoin('unit', 'unit.id', 'purge_request.unit').select(['unit.name as unit', 'purge_request.made_at as toldAt', 'purge_request.acknowledged_at as acknowledgedAt']).where('leaving', '=', row.id).orderBy('unit.name').execute();
    return { ...toLeaving(row), units };
  }

  #goOn(leaving: string): void {
    if (this.#underWay.has(leaving)) return;
    const work = this.#run(leaving).catch((failure: unknown) => this.#parts.reportTo.error('A house that leaves could not be taken further; it goes on at the next start.', { error: failure instanceof Error ? failure.message : String(failure) }));
    this.#underWay.set(leaving, work);
    void work.finally(() => this.#underWay.delete(leaving));
  }
  async #run(leaving: string): Promise<void> {
    for (;;) {
      const { step } = await this.find(leaving);
      if (step === 'done') return;
      await this.#take(leaving, step);
    }
  }

  /** The step's work, then its mark, with the figures: a stop in between does the work again. */
  async #take(leaving: string, step: LeavingStep): Promise<void> {
    const { store, log, clock } = this.#parts;
    await this.#parts.beforeStep?.(step);
    const before = await this.find(leaving);
    const figures = { ...before.figures, ...(await this.#work(step, before)) };
    const next = leavingSteps[leavingSteps.indexOf(step) + 1] ?? 'done';
    await store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('leaving').set({ step: next, figures: JSON.stringify(figures), ...(next === 'done' ? { done_at: clock.now() } : {}) }).where('id', '=', leaving).where('step', '=', step).executeTakeFirst();
      // Without the owner: whose it was is no longer to be found.
      if (numUpdatedRows > 0n) await log.append(trx, { type: next === 'done' ? 'leaving.done' : 'leaving.step', at: clock.now(), body: { leaving, step } });
    });
  }

  async #work(step: LeavingStep, { id: leaving, owner, person, figures, startedAt }: Leaving): Promise<Partial<LeavingFigures>> {
    const { store, log, clock, desk, footage } = this.#parts;
    const cameras = async (): Promise<readonly CameraId[]> => (await store.read.selectFrom('camera').select('id').where('owner', '=', owner).execute()).map(({ id }) => id);
    switch (step) {
      case 'grants': {
        // First nobody of the house can add anything any more, then nobody outside sees anything.
        await this.#endMembers(owner, person);
        const rows = await store.read.selectFrom('grant_version').select('id').distinct().where('owner', '=', owner).where('revoked_at', 'is', null).execute();
        for (const { id } of rows) await desk.revoke(id, person);
        await store.write((trx) => endWaiting(trx, owner, clock.now()));
        return {};
      }
      case 'tell': {
        // Asked and told in one write: a stop in between would leave a unit asked that never heard of it.
        const sends = await store.write(async (trx) => await this.#tellUnits(trx, await askToPurge(trx, leaving, owner, clock.now())));
        for (const send of sends) send();
        return { kept: (await keptHolds(store.read, owner, clock.now())).map(withoutCamera) };
      }
      case 'cameras':
        for (const { id } of await store.read.selectFrom('camera').select('id').where('owner', '=', owner).where('removed_at', 'is', null).execute()) await orGone(this.#parts.removeCamera(id, owner, person, clock.now()));
        return {};
      case 'footage':
        for (const camera of await cameras()) await footage.forget(camera);
        return {};
      case 'ledger':
        await store.write(async (trx) => {
          await forgetWritten(trx, owner, clock.now());
          await emptyLedger(trx, owner);
        });
        return {};
      case 'bodies': {
        let bodies = figures.bodies;
        // Camera by camera, so that no write holds the hub for long.
        for (const camera of await cameras()) bodies += await store.write((trx) => log.erase(trx, { cameras: [camera], to: startedAt }, 'left'));
        bodies += await store.write((trx) => log.erase(trx, { owner, to: startedAt }, 'left'));
        return { bodies };
      }
      case 'people': return { notices: figures.notices + (await this.#letGo(owner, person, startedAt)) };
      case 'done': return {};
    }
  }

  /** Everyone of the house leaves it, and whatever they look at ends. */
  async #endMembers(owner: OwnerId, by: PersonId): Promise<void> {
    const { store, log, clock, people } = this.#parts;
    const ended = await store.write(async (trx) => {
      const members = await trx.selectFrom('member').selectAll().where('owner', '=', owner).where('ended_at', 'is', null).execute();
      const at = clock.now();
      for (const { person, role, since } of members) {
        await trx.updateTable('member').set({ ended_at: Math.max(at, since) }).where('owner', '=', owner).where('person', '=', person).where('ended_at', 'is', null).execute();
        await log.append(trx, { type: 'member.ended', at, owner, body: { owner, person, role, by } });
      }
      return members;
    });
    for (const { person, role } of ended) people.facts.emit('member.ended', { owner, person, role });
  }
  /** The others keep their accounts; hers goes unless something else here needs it. @returns how many notices went */
  async #letGo(owner: OwnerId, person: PersonId, startedAt: Instant): Promise<number> {
    const { store, people } = this.#parts;
    await this.#tellMembers(owner, person, startedAt);
    const notices = await store.write(async (trx) => {
      const members = await trx.selectFrom('member').select('person').distinct().where('owner', '=', owner).execute();
      const { created_at } = await trx.selectFrom('owner').select('created_at').where('id', '=', owner).executeTakeFirstOrThrow();
      // Those who live elsewhere too keep their notices: which of them are about this house, they do not say.
      const only: PersonId[] = [];
      for (const { person: member } of members) if (member === person || (await isOnlyHere(trx, member))) only.push(member);
      return await forgetNotices(trx, only, created_at);
    });
    if (!(await this.#isFree(person, owner))) return notices;
    await orGone(people.people.end({ person }, person));
    return notices + (await store.write((trx) => forgetPerson(trx, person)));
  }

  /** Whether nothing but this house holds her account: no other role, and the hub is not hers to run. */
  async #isFree(person: PersonId, owner: OwnerId): Promise<boolean> {
    const { read } = this.#parts.store;
    const [row, member, officer] = await Promise.all([
      read.selectFrom('person').select('operator').where('id', '=', person).executeTakeFirst(),
      read.selectFrom('member').select('owner').where('person', '=', person).where('owner', '!=', owner).where('ended_at', 'is', null).executeTakeFirst(),
      read.selectFrom('officer').select('unit').where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst(),
    ]);
    return row?.operator === 0 && member === undefined && officer === undefined;
  }
  /** Once, those who lived there until now. */
  async #tellMembers(owner: OwnerId, person: PersonId, since: Instant): Promise<void> {
    const { read } = this.#parts.store;
    const members = await read.selectFrom('member').select('person').distinct().where('owner', '=', owner).where('ended_at', '>=', since).where('person', '!=', person)
      .where((member) => member.not(member.exists(member.selectFrom('notice').select('notice.id').whereRef('notice.person', '=', 'member.person').where('notice.kind', '=', 'house.left').where('notice.at', '>=', since)))).execute();
    if (members.length === 0) return;
    await this.#parts.notices.tell(members.map((member) => member.person), {
      kind: 'house.left', link: '/settings/data', title: { vi: 'Nhà của bạn đã rời chương trình', en: 'Your home has left the programme' },
      body: { vi: 'Chủ đứng tên đã đưa nhà rời chương trình. Camera và hình đã ghi không còn trên hub. Tài khoản của bạn vẫn còn.', en: 'The registered owner has taken the home out of the programme. Its cameras and recordings are gone from the hub. Your account stays.' },
    });
  }
  async #tellUnits(trx: Trx, units: readonly UnitId[]): Promise<(() => void)[]> {
    const sends: (() => void)[] = [];
    for (const unit of units) {
      const officers = await trx.selectFrom('officer').select('person').where('unit', '=', unit).where('ended_at', 'is', null).execute();
      sends.push(await this.#parts.notices.queue(trx, officers.map(({ person }) => person), {
        kind: 'purge.asked', link: '/officer/purges', title: { vi: 'Cần huỷ dữ liệu đang giữ', en: 'Data to be destroyed' },
        body: { vi: 'Một chủ camera đã rời chương trình. Xem danh sách, huỷ những gì đơn vị còn giữ, rồi bấm xác nhận.', en: 'A camera owner has left the programme. See the list, destroy what the unit still holds, then confirm.' },
      }));
    }
    return sends;
  }
  async #count(owner: OwnerId): Promise<LeavingFigures> {
    const { read } = this.#parts.store;
    const count = async (query: { executeTakeFirstOrThrow(): Promise<{ n: number }> }): Promise<number> => (await query.executeTakeFirstOrThrow()).n;
    const [grants, cameras, segments, viewings] = await Promise.all([
      count(read.selectFrom('grant_version').select((e) => e.fn.countAll<number>().as('n')).where('owner', '=', owner).where('revoked_at', 'is', null)),
      count(read.selectFrom('camera').select((e) => e.fn.countAll<number>().as('n')).where('owner', '=', owner).where('removed_at', 'is', null)),
      count(read.selectFrom('segment').innerJoin('camera', 'camera.id', 'segment.camera').select((e) => e.fn.countAll<number>().as('n')).where('camera.owner', '=', owner)),
      count(read.selectFrom('viewing').select((e) => e.fn.countAll<number>().as('n')).where('owner', '=', owner)),
    ]);
    return { grants, cameras, segments, viewings, bodies: 0, notices: 0, kept: [] };
  }
}

/** A stop came after it the first time: what is gone already is no fault. */
async function orGone(work: Promise<unknown>): Promise<void> {
  await work.catch((failure: unknown) => {
    if (!(failure instanceof HubError && failure.code === 'not-found')) throw failure;
  });
}
async function isOnlyHere(rows: Store['read'], person: PersonId): Promise<boolean> {
  const [member, officer] = await Promise.all([
    rows.selectFrom('member').select('owner').where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst(), rows.selectFrom('officer').select('unit').where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst(),
  ]);
  return member === undefined && officer === undefined;
}
function withoutCamera({ cameraName, from, to, until, ref }: KeptHold): KeptHold {
  return { cameraName, from, to, until, ref };
}
function toLeaving(row: LeavingTable): Leaving {
  return { id: row.id, owner: row.owner, person: row.person, step: row.step as LeavingStep, figures: JSON.parse(row.figures) as LeavingFigures, startedAt: row.started_at, doneAt: row.done_at };
}
