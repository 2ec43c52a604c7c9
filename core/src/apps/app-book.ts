import type { AuditLog } from '../audit/audit-log.ts';
import { Emitter } from '../base/emitter.ts';
import type { Purpose } from '../domain/consent.ts';
import type { CameraId, PersonId, UnitId } from '../domain/ids.ts';
import { days, minutes, type Instant } from '../domain/time.ts';
import { newId } from '../people/tokens.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { AppTable } from '../store/schema-media.ts';
import type { Store } from '../store/open-store.ts';
import { secretNames } from '../vault/secret-names.ts';
import type { Vault } from '../vault/vault.ts';
import { newPassword, newUsername } from './new-credentials.ts';

export interface AppFacts {
  'app.made': { readonly app: string; readonly name: string; readonly person: PersonId; readonly cameras: readonly CameraId[]; readonly isHouses: boolean };
  /** Its showings end now. */
  'app.ended': { readonly username: string; readonly person: PersonId };
}
export interface NewApp {
  readonly person: PersonId;
  readonly name: string;
  readonly cameras: readonly CameraId[];
  readonly unit?: UnitId;
  readonly purpose?: Purpose;
  readonly caseNo?: string;
  readonly sound: boolean;
  readonly snapshot: boolean;
  readonly until: Instant;
}
export type AppRow = AppTable & { readonly cameras: readonly CameraId[] };
export const longestApp = days(180);
const mostOfPerson = 20;
const keptEnded = days(180);
const usedEvery = minutes(1);

/** The programs people let in: rows, sealed passwords, and the log of both. */
export class AppBook {
  readonly facts: Emitter<AppFacts>;
  readonly #store: Store;
  readonly #vault: Vault;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  constructor(store: Store, vault: Vault, log: Pick<AuditLog, 'append'>, clock: Clock, facts: Emitter<AppFacts>) {
    this.#store = store;
    this.#vault = vault;
    this.#log = log;
    this.#clock = clock;
    this.facts = facts;
  }

  /** The password is told here and never again. @throws HubError `conflict` when she has let in as many as anybody may */
  async make({ person, name, cameras, unit, purpose, caseNo, sound, snapshot, until }: NewApp): Promise<{ readonly row: AppRow; readonly password: string }> {
    const now = this.#clock.now();
    const [id, username, password] = [newId(), newUsername('app'), newPassword()];
    const row: AppTable = { id, person, name, username, unit: unit ?? null, purpose: purpose ?? null, case_no: caseNo ?? null, sound: sound ? 1 : 0, snapshot: snapshot ? 1 : 0, made_at: now, until_at: Math.min(until, now + longestApp), used_at: null, ended_at: null };
    await this.#store.write(async (trx) => {
      await trx.deleteFrom('app').where('ended_at', '<', now - keptEnded).execute();
      const { n } = await trx.selectFrom('app').select((e) => e.fn.countAll<number>().as('n')).where('person', '=', person).where('ended_at', 'is', null).where('until_at', '>', now).executeTakeFirstOrThrow();
      if (n >= mostOfPerson) throw new HubError('conflict', 'She has let in as many programs as anybody may.');
      await trx.insertInto('app').values(row).execute();
      await trx.insertInto('app_camera').values(cameras.map((camera) => ({ app: id, camera }))).execute();
      await this.#vault.put(secretNames.app(id), password, trx);
      await this.#log.append(trx, { type: 'app.made', at: now, body: { app: id, name, person, cameras: [...cameras], unit: row.unit, purpose: row.purpose, caseNo: row.case_no, sound, snapshot, until: row.until_at } });
    });
    this.facts.emit('app.made', { app: id, name, person, cameras, isHouses: unit === undefined });
    return { row: { ...row, cameras }, password };
  }

  /** Hers that are in force or ended lately, newest first. */
  async of(person: PersonId): Promise<readonly AppRow[]> {
    const rows = await this.#store.read.selectFrom('app').selectAll().where('person', '=', person).orderBy('made_at', 'desc').limit(100).execute();
    return Promise.all(rows.map((row) => this.#whole(row)));
  }
  async find(app: string): Promise<AppRow | undefined> {
    const row = await this.#store.read.selectFrom('app').selectAll().where('id', '=', app).executeTakeFirst();
    return row && this.#whole(row);
  }
  /** In force, with its password, for the one who checks it. */
  async findByName(username: string): Promise<{ readonly row: AppRow; readonly password: string } | undefined> {
    const row = await this.#store.read.selectFrom('app').selectAll().where('username', '=', username).where('ended_at', 'is', null).where('until_at', '>', this.#clock.now()).executeTakeFirst();
    const password = row && await this.#vault.get(secretNames.app(row.id));
    return row === undefined || password === undefined ? undefined : { row: await this.#whole(row), password };
  }

  /** @throws HubError `not-found` for what is not hers, or over */
  async end(app: string, person: PersonId): Promise<void> {
    if ((await this.#end(person, person, app)) === 0) throw new HubError('not-found', 'No such program of this person.');
  }
  /** All of hers, because she lost a phone or her office. */
  async endAll(person: PersonId): Promise<number> {
    return this.#end(person, null);
  }

  /** It came in. The first time is on record. */
  async used(app: string): Promise<void> {
    const now = this.#clock.now();
    const row = await this.#store.read.selectFrom('app').select(['used_at', 'name', 'person']).where('id', '=', app).executeTakeFirst();
    if (!row || (row.used_at !== null && now - row.used_at < usedEvery)) return;
    await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('app').set({ used_at: now }).where('id', '=', app).where((e) => (row.used_at === null ? e('used_at', 'is', null) : e('used_at', '=', row.used_at))).executeTakeFirst();
      if (row.used_at === null && numUpdatedRows > 0n) await this.#log.append(trx, { type: 'app.used', at: now, body: { app, name: row.name, person: row.person } });
    });
  }

  async #end(person: PersonId, by: PersonId | null, app?: string): Promise<number> {
    const now = this.#clock.now();
    const ended = await this.#store.write(async (trx) => {
      let live = trx.selectFrom('app').select(['id', 'username', 'name']).where('person', '=', person).where('ended_at', 'is', null);
      if (app !== undefined) live = live.where('id', '=', app);
      const rows = await live.execute();
      for (const { id, name } of rows) {
        await trx.updateTable('app').set({ ended_at: now }).where('id', '=', id).execute();
        await this.#vault.remove(secretNames.app(id), trx);
        await this.#log.append(trx, { type: 'app.ended', at: now, body: { app: id, name, person, by } });
      }
      return rows;
    });
    for (const { username } of ended) this.facts.emit('app.ended', { username, person });
    return ended.length;
  }
  async #whole(row: AppTable): Promise<AppRow> {
    const cameras = await this.#store.read.selectFrom('app_camera').select('camera').where('app', '=', row.id).orderBy('camera').execute();
    return { ...row, cameras: cameras.map(({ camera }) => camera) };
  }
}
