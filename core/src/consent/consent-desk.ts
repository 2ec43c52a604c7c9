import { randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { EndReason, Grant, Restriction, RestrictionKind } from '../domain/consent.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId, type RestrictionId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { GateScope } from './gate-ports.ts';
import { isWidening } from './is-widening.ts';

/** What the desk tells after a change is committed. */
export interface Rechecking {
  recheck(scope: GateScope): Promise<void>;
  endAll(reason: EndReason, scope: GateScope): Promise<void>;
}
/** What was done to a grant, once it is committed. */
export interface GrantFacts {
  'grant.given': { readonly grant: GrantId; readonly owner: OwnerId; readonly by: PersonId };
  /** A new version. `widens`: it is not provably narrower than the one before. */
  'grant.changed': { readonly grant: GrantId; readonly owner: OwnerId; readonly by: PersonId; readonly widens: boolean };
  'grant.revoked': { readonly grant: GrantId; readonly owner: OwnerId; readonly by: PersonId };
  /** Lifted, or made less: a pause, private hours, a mask. */
  /** Their names, and the houses that gave something to either. */
  'units.merged': { readonly from: string; readonly into: string; readonly owners: readonly OwnerId[] };
  'restriction.lifted': { readonly restriction: RestrictionId; readonly kind: RestrictionKind; readonly owner: OwnerId; readonly by: PersonId };
}
export interface SignedGrant {
  readonly grant: Grant;
  readonly sentence: Text;
  readonly signedBy: PersonId;
  readonly signedAt: Instant;
}
type Write = Parameters<Parameters<Store['write']>[0]>[0];
const forEver: Instant = 8.64e15;

/** Where an owner gives, revokes and pauses. Each act is one transaction of rows and log; then the gate looks again. */
export class ConsentDesk {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #gate: Rechecking;
  readonly #clock: Clock;
  readonly #facts: Emitter<GrantFacts>;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, gate: Rechecking, clock: Clock, facts: Emitter<GrantFacts>) {
    this.#store = store;
    this.#log = log;
    this.#gate = gate;
    this.#clock = clock;
    this.#facts = facts;
  }

  /** Takes what she signed: the grant as it is and the sentence as she saw it. */
  async give(grant: Grant, sentence: Text, by: PersonId): Promise<SignedGrant> {
    const at = this.#clock.now();
    await this.#store.write(async (trx) => {
      await trx.insertInto('grant_version').values({ id: grant.id, version: grant.version, owner: grant.owner, body: JSON.stringify(grant), sentence_vi: sentence.vi, sentence_en: sentence.en, signed_by: by, signed_at: at, revoked_by: null, revoked_at: null }).execute();
      // Camera by camera, so that each camera's own line of entries has it.
      for (const camera of grant.what.cameras) await this.#log.append(trx, { type: 'grant.given', camera, at, body: { by, grant, sentence } });
    });
    this.#facts.emit('grant.given', { grant: grant.id, owner: grant.owner, by });
    await this.#gate.recheck({ cameras: grant.what.cameras });
    return { grant, sentence, signedBy: by, signedAt: at };
  }

  /**
   * A new version under a new signature; the ones before stay as they were signed. What was opened under the old one is asked again by the new.
   * @param grant with the version it is to be @throws HubError `not-found`, `conflict` when it is not the next version, or the grant was revoked
   */
  async change(grant: Grant, sentence: Text, by: PersonId): Promise<SignedGrant> {
    const at = this.#clock.now();
    const { cameras, widens } = await this.#store.write((trx) => this.changeIn(trx, grant, sentence, by, at));
    this.#facts.emit('grant.changed', { grant: grant.id, owner: grant.owner, by, widens });
    await this.#gate.recheck({ cameras });
    return { grant, sentence, signedBy: by, signedAt: at };
  }
  /** The rows and the log of a new version, inside another write; whoever does that tells and rechecks. */
  async changeIn(trx: Write, grant: Grant, sentence: Text, by: PersonId, at: Instant): Promise<{ readonly cameras: readonly CameraId[]; readonly widens: boolean }> {
    const row = await trx.selectFrom('grant_version').selectAll().where('id', '=', grant.id).where('owner', '=', grant.owner).orderBy('version', 'desc').executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such grant.');
    // A request that is sent again finds the version it was made for gone by (THREATS 19).
    if (row.version !== grant.version - 1 || row.revoked_at !== null) throw new HubError('conflict', 'The grant has changed since.');
    const before = JSON.parse(row.body) as Grant;
    const widens = isWidening(before, grant);
    await trx.insertInto('grant_version').values({ id: grant.id, version: grant.version, owner: grant.owner, body: JSON.stringify(grant), sentence_vi: sentence.vi, sentence_en: sentence.en, signed_by: by, signed_at: at, revoked_by: null, revoked_at: null }).execute();
    const cameras = [...new Set([...before.what.cameras, ...grant.what.cameras])];
    for (const camera of cameras) await this.#log.append(trx, { type: 'grant.changed', camera, at, body: { by, grant, sentence, widens } });
    return { cameras, widens };
  }

  /**
   * Takes effect on the pictures before it returns, also when it could not be written down. Revoking twice keeps the first time.
   * @throws HubError `not-found`, `not-recorded`
   */
  async revoke(grant: GrantId, by: PersonId): Promise<Instant> {
    const at = this.#clock.now();
    const { cameras, revokedAt, endedFor } = await this.#orEnd('revoked', { grant }, async (trx) => {
      const row = await trx.selectFrom('grant_version').selectAll().where('id', '=', grant).orderBy('version', 'desc').executeTakeFirst();
      if (!row) throw new HubError('not-found', 'There is no such grant.');
      const covered = (JSON.parse(row.body) as Grant).what.cameras;
      if (row.revoked_at !== null) return { cameras: covered, revokedAt: row.revoked_at, endedFor: undefined };
      await trx.updateTable('grant_version').set({ revoked_at: at, revoked_by: by }).where('id', '=', grant).where('revoked_at', 'is', null).execute();
      for (const camera of covered) await this.#log.append(trx, { type: 'grant.revoked', camera, at, body: { by, grant } });
      return { cameras: covered, revokedAt: at, endedFor: row.owner };
    });
    if (endedFor !== undefined) this.#facts.emit('grant.revoked', { grant, owner: endedFor, by });
    // All of them at once, without asking anew; then those that were just being admitted, which read the rows again.
    await this.#gate.endAll('revoked', { grant, cameras });
    await this.#gate.recheck({ cameras });
    return revokedAt;
  }

  /** Nobody but the house itself sees these cameras until it is lifted. Without cameras: all of the owner's, also later ones. @param by null: the hub itself, where a camera is no longer what she shared @param also written with it, or neither is */
  async pause(owner: OwnerId, cameras: readonly CameraId[] | undefined, by: PersonId | null, also?: (trx: Write, pause: Restriction) => Promise<void>): Promise<Restriction> {
    const at = this.#clock.now();
    const restriction: Restriction = { id: id<RestrictionId>(randomUUID()), kind: 'pause', scope: { owner, ...(cameras && { cameras }) }, from: at, until: forEver };
    const known = cameras ?? (await this.#store.read.selectFrom('camera').select('id').where('owner', '=', owner).execute()).map((row) => row.id);
    const covered = await this.#orEnd('paused', { cameras: known, as: 'officer' }, async (trx) => {
      await trx.insertInto('restriction').values({ id: restriction.id, owner, kind: 'pause', body: JSON.stringify(restriction), created_by: by, created_at: at, lifted_by: null, lifted_at: null }).execute();
      await this.#log.append(trx, { type: 'restriction.added', owner, at, body: { by, restriction } });
      await also?.(trx, restriction);
      return cameras ?? (await trx.selectFrom('camera').select('id').where('owner', '=', owner).execute()).map((row) => row.id);
    });
    await this.#gate.endAll('paused', { cameras: covered, as: 'officer' });
    await this.#gate.recheck({ cameras: covered });
    return restriction;
  }

  /** Her no stands even where the disk does not take it: what is open under it ends, and the failure is told. */
  async #orEnd<T>(reason: EndReason, scope: GateScope, work: (trx: Write) => Promise<T>): Promise<T> {
    try {
      return await this.#store.write(work);
    } catch (failure) {
      if (!(failure instanceof HubError && failure.code === 'not-found')) await this.#gate.endAll(reason, scope).catch(() => {});
      throw failure;
    }
  }

  /** Gives back what was allowed before; it brings no ended viewing back. @throws HubError `not-found` */
  async lift(restriction: RestrictionId, owner: OwnerId, by: PersonId): Promise<void> {
    const at = this.#clock.now();
    await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('restriction').set({ lifted_at: at, lifted_by: by }).where('id', '=', restriction).where('owner', '=', owner).where('kind', '=', 'pause').where('lifted_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new HubError('not-found', 'There is no such pause.');
      await this.#log.append(trx, { type: 'restriction.lifted', owner, at, body: { by, restriction } });
    });
    this.#facts.emit('restriction.lifted', { restriction, kind: 'pause', owner, by });
  }
}
