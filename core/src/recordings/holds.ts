import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { AuditLog } from '../audit/audit-log.ts';
import type { CameraId, OwnerId } from '../domain/ids.ts';
import { days, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { FootageHoldTable } from '../store/schema-consent.ts';
import type { Database } from '../store/schema.ts';
import { recordedBytes } from './segment-table.ts';

export type HoldReason = FootageHoldTable['reason'];
export interface HoldRequest {
  readonly camera: CameraId;
  /** What was filmed in [from, to). */
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: HoldReason;
  /** The ask or the written request it is for. */
  readonly ref: string;
  /** Cut to the longest time a hold of this reason may last. */
  readonly until: Instant;
}
export interface HoldQuota {
  readonly cameraCount: number;
  /** Also never more than half of what the owner keeps of the camera. */
  readonly cameraBytes: number;
  readonly hubCount: number;
  readonly hubBytes: number;
}
export type Placed = { readonly placed: true; readonly id: string; readonly until: Instant } | { readonly placed: false; readonly why: 'quota' };
type Trx = Transaction<Database>;

/** Holds must not be a way to fill a household's disk. */
export const holdQuota: HoldQuota = { cameraCount: 12, cameraBytes: 8 * 2 ** 30, hubCount: 200, hubBytes: 64 * 2 ** 30 };
/** EVIDENCE: before a decision at most 7 days. A written request is worked on until its deadline. */
export const longestHold: { readonly [R in HoldReason]: number } = { ask: days(7), written: days(90) };

/** Footage that must stay: locked for a request before it is decided, or for a written one. Retention leaves it alone, also on a full disk. */
export class Holds {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  readonly #quota: HoldQuota;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, clock: Clock, quota: HoldQuota = holdQuota) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
    this.#quota = quota;
  }

  /**
   * Locks the interval from this moment on, as part of the write that makes the request; what is deleted later is checked against it in its own write.
   * Laid again under the same reason and ref and camera it takes the place of the one before.
   * Over quota nothing is laid, and nothing fails.
   * @throws HubError `bad-request` for an empty interval or one that is over already, `not-found` for no such camera
   */
  async place({ camera, from, to, reason, ref, until }: HoldRequest, trx: Trx): Promise<Placed> {
    const at = this.#clock.now();
    const ends = Math.min(until, at + longestHold[reason]);
    if (!(from < to) || !(ends > at)) throw new HubError('bad-request', 'There is nothing to hold.');
    const row = await trx.selectFrom('camera').select(['owner', 'record_bytes']).where('id', '=', camera).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such camera.');
    const before = await trx.selectFrom('footage_hold').selectAll().where('camera', '=', camera).where('reason', '=', reason).where('ref', '=', ref).where('released_at', 'is', null).execute();
    const bytes = await recordedBytes(trx, camera, from, to);
    if (!await this.#hasRoom(trx, camera, row.record_bytes, bytes, before.map(({ id }) => id))) return { placed: false, why: 'quota' };
    await this.#lift(trx, before, at);
    const id = randomUUID();
    await trx.insertInto('footage_hold').values({ id, camera, owner: row.owner, from_at: from, to_at: to, reason, ref, placed_at: at, until: ends, bytes, released_at: null }).execute();
    await this.#log.append(trx, { type: 'hold.placed', camera, at, body: { hold: id, reason, ref, from, to, until: ends, bytes } });
    return { placed: true, id, until: ends };
  }

  /** All that was laid for one request; none is no fault. */
  async release(ref: { readonly reason: HoldReason; readonly ref: string }, trx: Trx): Promise<void> {
    const at = this.#clock.now();
    const rows = await trx.selectFrom('footage_hold').selectAll().where('reason', '=', ref.reason).where('ref', '=', ref.ref).where('released_at', 'is', null).execute();
    await this.#lift(trx, rows, at);
  }

  /** What is held now of an owner's cameras, newest first. */
  async ofOwners(owners: readonly OwnerId[]): Promise<readonly FootageHoldTable[]> {
    if (owners.length === 0) return [];
    return this.#store.read.selectFrom('footage_hold').selectAll().where('owner', 'in', owners).where('released_at', 'is', null).where('until', '>', this.#clock.now()).orderBy('placed_at', 'desc').limit(500).execute();
  }
  async ofCamera(camera: CameraId): Promise<readonly FootageHoldTable[]> {
    return this.#store.read.selectFrom('footage_hold').selectAll().where('camera', '=', camera).where('released_at', 'is', null).where('until', '>', this.#clock.now()).orderBy('placed_at', 'desc').limit(500).execute();
  }

  /** To be called every so often: writes down the end of those whose time is over. They hold nothing from that moment on, called or not. */
  async expire(): Promise<void> {
    const at = this.#clock.now();
    const over = await this.#store.read.selectFrom('footage_hold').select('id').where('released_at', 'is', null).where('until', '<=', at).limit(1).executeTakeFirst();
    if (!over) return;
    await this.#store.write(async (trx) => this.#lift(trx, await trx.selectFrom('footage_hold').selectAll().where('released_at', 'is', null).where('until', '<=', at).limit(500).execute(), at));
  }

  async #lift(trx: Trx, rows: readonly FootageHoldTable[], at: Instant): Promise<void> {
    for (const { id, camera, reason, ref, until } of rows) {
      await trx.updateTable('footage_hold').set({ released_at: at }).where('id', '=', id).execute();
      await this.#log.append(trx, { type: 'hold.lifted', camera, at, body: { hold: id, reason, ref, why: until <= at ? 'over' : 'released' } });
    }
  }

  async #hasRoom(trx: Trx, camera: CameraId, recordBytes: number, bytes: number, except: readonly string[]): Promise<boolean> {
    const inForce = trx.selectFrom('footage_hold').select((select) => [select.fn.countAll<number>().as('count'), select.fn.sum<number | string | null>('bytes').as('bytes')]).where('released_at', 'is', null).where('until', '>', this.#clock.now()).where('id', 'not in', except);
    const [hub, own] = [await inForce.executeTakeFirstOrThrow(), await inForce.where('camera', '=', camera).executeTakeFirstOrThrow()];
    return hub.count < this.#quota.hubCount && Number(hub.bytes ?? 0) + bytes <= this.#quota.hubBytes
      && own.count < this.#quota.cameraCount && Number(own.bytes ?? 0) + bytes <= Math.min(this.#quota.cameraBytes, recordBytes / 2);
  }
}
