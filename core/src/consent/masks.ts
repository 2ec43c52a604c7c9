import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { Action, Restriction } from '../domain/consent.ts';
import { id, type CameraId, type MaskId, type OwnerId, type PersonId, type RestrictionId } from '../domain/ids.ts';
import { containsCover, coverOf, mergedCover, type MaskCover, type Polygon } from '../domain/mask.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { MaskVersionTable } from '../store/schema-consent.ts';
import type { Rechecking } from './consent-desk.ts';

/** What is painted over; for whoever makes pictures. */
export interface MaskCovers {
  /** All of these masks together, none left out; one drawn on another camera's picture hides nothing in this one. @throws HubError `obligation-unmet` when one is not known */
  coverOf(camera: CameraId, masks: Iterable<MaskId>): Promise<MaskCover>;
}
/** One mask of a camera as it stands. */
export interface Mask {
  readonly id: string;
  readonly version: number;
  readonly camera: CameraId;
  readonly owner: OwnerId;
  readonly name: string;
  readonly polygons: readonly Polygon[];
  /** Laid before the business's own staff too. */
  readonly staff: boolean;
  /** What an ask names it by; another for every shape. */
  readonly laidAs: MaskId;
  readonly drawnBy: PersonId;
  readonly drawnAt: Instant;
}
export type MaskDraft = Pick<Mask, 'name' | 'polygons' | 'staff'>;
export interface MaskFacts {
  'mask.changed': { readonly camera: CameraId; readonly owner: OwnerId; readonly by: PersonId; readonly name: string; /** More of the picture is shown to somebody than before. */ readonly widened: boolean };
}
type Write = Parameters<Parameters<Store['write']>[0]>[0];
const forEver: Instant = 8.64e15;
/** All that brings a picture. */
const pictures: readonly Action[] = ['event', 'snapshot', 'live', 'playback', 'clip'];
export const mostMasks = 8;

/** Whether somebody would see something that was hidden before. */
export function widens(before: MaskDraft, after: MaskDraft): boolean {
  return (before.staff && !after.staff) || !containsCover(coverOf(after.polygons), coverOf(before.polygons));
}

/**
 * Where an owner paints over what is nobody else's business. Each mask is a restriction with a cap: an ask that lacks it is refused, and so is
 * every picture that would go without it. A mask of another shape is another mask to the gate: what was opened, approved or made under the old one ends.
 */
export class Masks implements MaskCovers {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #gate: Rechecking;
  readonly #clock: Clock;
  readonly facts: Emitter<MaskFacts>;
  /** Shapes never change under their name, so what was worked out once stays true. */
  readonly #covers = new Map<MaskId, { readonly camera: CameraId; readonly cover: MaskCover }>();
  constructor(store: Store, log: Pick<AuditLog, 'append'>, gate: Rechecking, clock: Clock, facts: Emitter<MaskFacts>) {
    this.#store = store;
    this.#log = log;
    this.#gate = gate;
    this.#clock = clock;
    this.facts = facts;
  }

  /** Those in force, in the order they were drawn. */
  async ofCamera(camera: CameraId): Promise<readonly Mask[]> {
    const rows = await newest(this.#store.read).selectAll('mask_version').where('mask_version.camera', '=', camera).where('mask_version.removed_at', 'is', null).execute();
    const first = new Map((await this.#store.read.selectFrom('mask_version').select(['id', 'drawn_at']).where('camera', '=', camera).where('version', '=', 1).execute()).map((row) => [row.id, row.drawn_at]));
    return rows.map(maskOf).toSorted((a, b) => (first.get(a.id) ?? 0) - (first.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
  }
  /** Of this camera, and not removed. @throws HubError `not-found` */
  async find(camera: CameraId, mask: string): Promise<Mask> {
    const found = (await this.ofCamera(camera)).find((each) => each.id === mask);
    if (!found) throw new HubError('not-found', 'There is no such mask.');
    return found;
  }

  async coverOf(camera: CameraId, masks: Iterable<MaskId>): Promise<MaskCover> {
    const covers: MaskCover[] = [];
    for (const mask of masks) {
      const known = this.#covers.get(mask) ?? await this.#read(mask);
      if (!known) throw new HubError('obligation-unmet', 'A mask that is asked for is not known.');
      if (known.camera === camera) covers.push(known.cover);
    }
    return mergedCover(covers);
  }

  /** Narrows: takes effect on the pictures before it returns. @throws HubError `conflict` when there are enough, `not-recorded` */
  async draw(camera: CameraId, owner: OwnerId, draft: MaskDraft, by: PersonId): Promise<Mask> {
    const mask = randomUUID();
    const drawn: Mask = { ...draft, id: mask, version: 1, camera, owner, laidAs: id<MaskId>(`${mask}.1`), drawnBy: by, drawnAt: this.#clock.now() };
    await this.#orEnd(camera, async (trx) => {
      const { count } = await trx.selectFrom('restriction').select((select) => select.fn.countAll<number>().as('count')).where('owner', '=', owner).where('kind', '=', 'mask').where('lifted_at', 'is', null)
        .where('id', 'in', (laid) => laid.selectFrom('mask_version').select(sql<RestrictionId>`laid_as`.as('id')).where('camera', '=', camera)).executeTakeFirstOrThrow();
      if (count >= mostMasks) throw new HubError('conflict', `A camera has at most ${mostMasks} masks.`);
      await this.#write(trx, drawn);
      await this.#lay(trx, drawn);
      await this.#log.append(trx, { type: 'mask.changed', camera, at: drawn.drawnAt, body: { done: 'drawn', by, ...told(drawn) } });
    });
    await this.#changed(drawn, by, false);
    return drawn;
  }

  /**
   * A new version. The caller has seen to it that whoever widens may.
   * @param allowed asked again on what is in force when it is written
   * @throws HubError `not-found`, `not-recorded`, and what `allowed` throws
   */
  async change(camera: CameraId, mask: string, draft: MaskDraft, by: PersonId, allowed: (widened: boolean) => void): Promise<Mask> {
    const at = this.#clock.now();
    const { after, widened } = await this.#orEnd(camera, async (trx) => {
      const before = await this.#inForce(trx, camera, mask);
      const isWidened = widens(before, draft);
      allowed(isWidened);
      const isSame = before.staff === draft.staff && JSON.stringify(before.polygons) === JSON.stringify(draft.polygons);
      const version = before.version + 1;
      const made: Mask = { ...before, ...draft, version, laidAs: isSame ? before.laidAs : id<MaskId>(`${mask}.${version}`), drawnBy: by, drawnAt: at };
      if (!isSame) await this.#lift(trx, before, by, at);
      await this.#write(trx, made);
      if (!isSame) await this.#lay(trx, made);
      await this.#log.append(trx, { type: 'mask.changed', camera, at, body: { done: 'changed', by, widened: isWidened, ...told(made) } });
      return { after: made, widened: isWidened };
    });
    await this.#changed(after, by, widened);
    return after;
  }

  /** Widens. @throws HubError `not-found`, `not-recorded` */
  async remove(camera: CameraId, mask: string, by: PersonId): Promise<void> {
    const at = this.#clock.now();
    const before = await this.#store.write(async (trx) => {
      const found = await this.#inForce(trx, camera, mask);
      await trx.updateTable('mask_version').set({ removed_by: by, removed_at: at }).where('id', '=', mask).execute();
      await this.#lift(trx, found, by, at);
      await this.#log.append(trx, { type: 'mask.changed', camera, at, body: { done: 'removed', by, widened: true, ...told(found) } });
      return found;
    });
    await this.#changed(before, by, true);
  }

  async #read(mask: MaskId): Promise<{ readonly camera: CameraId; readonly cover: MaskCover } | undefined> {
    const row = await this.#store.read.selectFrom('mask_version').select(['camera', 'polygons']).where('laid_as', '=', mask).limit(1).executeTakeFirst();
    if (!row) return undefined;
    const made = { camera: row.camera, cover: coverOf(JSON.parse(row.polygons) as Polygon[]) };
    this.#covers.set(mask, made);
    return made;
  }
  async #inForce(trx: Write, camera: CameraId, mask: string): Promise<Mask> {
    const row = await trx.selectFrom('mask_version').selectAll().where('id', '=', mask).where('camera', '=', camera).orderBy('version', 'desc').limit(1).executeTakeFirst();
    if (!row || row.removed_at !== null) throw new HubError('not-found', 'There is no such mask.');
    return maskOf(row);
  }
  async #write(trx: Write, mask: Mask): Promise<void> {
    const { id: name, version, camera, owner } = mask;
    await trx.insertInto('mask_version').values({ id: name, version, camera, owner, name: mask.name, polygons: JSON.stringify(mask.polygons), staff: mask.staff ? 1 : 0, laid_as: mask.laidAs, drawn_by: mask.drawnBy, drawn_at: mask.drawnAt, removed_by: null, removed_at: null }).execute();
  }
  async #lay(trx: Write, { laidAs, owner, camera, staff, drawnBy, drawnAt }: Mask): Promise<void> {
    const restriction: Restriction = { id: id<RestrictionId>(laidAs), kind: 'mask', scope: { owner, cameras: [camera], actions: pictures }, from: drawnAt, until: forEver, ...(staff && { staff }), cap: { mask: laidAs } };
    await trx.insertInto('restriction').values({ id: restriction.id, owner, kind: 'mask', body: JSON.stringify(restriction), created_by: drawnBy, created_at: drawnAt, lifted_by: null, lifted_at: null }).execute();
  }
  async #lift(trx: Write, { laidAs }: Mask, by: PersonId, at: Instant): Promise<void> {
    await trx.updateTable('restriction').set({ lifted_at: at, lifted_by: by }).where('id', '=', id<RestrictionId>(laidAs)).where('lifted_at', 'is', null).execute();
  }
  /** What she does not want seen is not seen, also where the disk does not take her word: what is open ends, and the failure is told. */
  async #orEnd<T>(camera: CameraId, work: (trx: Write) => Promise<T>): Promise<T> {
    try {
      return await this.#store.write(work);
    } catch (failure) {
      if (!(failure instanceof HubError) || failure.code === 'not-recorded' || failure.code === 'disk-full') await this.#gate.endAll('refused', { cameras: [camera], as: 'officer' }).catch(() => {});
      throw failure;
    }
  }
  async #changed({ camera, owner, name }: Mask, by: PersonId, widened: boolean): Promise<void> {
    this.facts.emit('mask.changed', { camera, owner, by, name, widened });
    await this.#gate.recheck({ cameras: [camera] });
  }
}

function newest(rows: Store['read']) {
  return rows.selectFrom('mask_version').where((mask) => mask.not(mask.exists(mask.selectFrom('mask_version as newer').select('newer.version').whereRef('newer.id', '=', 'mask_version.id').whereRef('newer.version', '>', 'mask_version.version'))));
}
function maskOf(row: MaskVersionTable): Mask {
  return { id: row.id, version: row.version, camera: row.camera, owner: row.owner, name: row.name, polygons: JSON.parse(row.polygons) as Polygon[], staff: row.staff === 1, laidAs: row.laid_as, drawnBy: row.drawn_by, drawnAt: row.drawn_at };
}
/** For the log. */
function told({ id: mask, version, laidAs, name, polygons, staff }: Mask): object {
  return { mask, version, laidAs, name, polygons, staff };
}
