import type { AuditLog } from '../audit/audit-log.ts';
import type { CameraId, OwnerId, PersonId } from '../domain/ids.ts';
import type { NoticeKind } from '../domain/notice.ts';
import type { MemberRole, Text } from '../domain/people.ts';
import { days, type Instant } from '../domain/time.ts';
import { newId } from '../people/tokens.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { NoticeSignTable, SignMessageTable } from '../store/schema-consent.ts';

/** Why there is a camera: a closed list, so that a sign never says more than a household may do. */
export const signPurposes = ['property', 'entrance', 'order'] as const;
export type SignPurpose = (typeof signPurposes)[number];
export const signPurposeWords: { readonly [P in SignPurpose]: Text } = {
  property: { vi: 'giữ tài sản và nhà cửa', en: 'to protect the home and what is in it' },
  entrance: { vi: 'biết ai ra vào cổng', en: 'to see who comes and goes' },
  order: { vi: 'góp phần giữ trật tự chung', en: 'to help keep order in the street' },
};

export interface SignDraft {
  readonly owner: OwnerId;
  readonly camera?: CameraId;
  readonly responsible: string;
  readonly contact: string;
  readonly purposes: readonly SignPurpose[];
}
export interface Sign extends Omit<NoticeSignTable, 'purposes'> {
  readonly purposes: readonly SignPurpose[];
  readonly cameraName: string | null;
}
/** What a passer-by may know, and nothing else. */
export interface ShownSign {
  readonly responsible: string;
  readonly contact: string;
  readonly purposes: readonly SignPurpose[];
  readonly keptDays: number | null;
  readonly madeAt: Instant;
}
export interface SignMessage extends SignMessageTable { readonly camera: CameraId | null; readonly cameraName: string | null }
/** Who hears of it. */
export interface Tells {
  tell(people: readonly PersonId[], news: { readonly kind: NoticeKind; readonly title: Text; readonly body: Text; readonly link?: string }): Promise<void>;
}
interface SignParts {
  readonly store: Store;
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly notices: Tells;
  readonly members: { peopleOf(owner: OwnerId, roles: readonly MemberRole[]): Promise<readonly PersonId[]> };
}
const keepers: readonly MemberRole[] = ['owner', 'co_owner', 'manager'];
const mostSigns = 50;
/** Of one sign in a day: a street has a few neighbours, a script has many. */
const mostMessages = 10;

/** Signs in the street (CONSENT.md §1, Notice), and what people who stood before one wrote. */
export class Signs {
  readonly #parts: SignParts;
  constructor(parts: SignParts) {
    this.#parts = parts;
  }

  /** @throws HubError `conflict` at 50 signs */
  async make(by: PersonId, { owner, camera, responsible, contact, purposes }: SignDraft): Promise<Sign> {
    const { store, log, clock } = this.#parts;
    const at = clock.now();
    const row: NoticeSignTable = { code: newId(), owner, camera: camera ?? null, responsible: responsible.normalize('NFC'), contact: contact.normalize('NFC'), purposes: JSON.stringify([...new Set(purposes)]), made_by: by, made_at: at, ended_at: null };
    await store.write(async (trx) => {
      const { n } = await trx.selectFrom('notice_sign').select((e) => e.fn.countAll<number>().as('n')).where('owner', '=', owner).where('ended_at', 'is', null).executeTakeFirstOrThrow();
      if (n >= mostSigns) throw new HubError('conflict', 'The house has as many signs as one may have.');
      await trx.insertInto('notice_sign').values(row).execute();
      await log.append(trx, { type: 'sign.made', at, ...(camera === undefined ? { owner } : { camera }), body: { by, sign: row.code } });
    });
    return await this.find(row.code);
  }
  /** Its code leads nowhere from then on. Twice is no error. */
  async end(by: PersonId, { code, owner, camera }: Sign): Promise<void> {
    const { store, log, clock } = this.#parts;
    await store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('notice_sign').set({ ended_at: clock.now() }).where('code', '=', code).where('ended_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows > 0n) await log.append(trx, { type: 'sign.ended', at: clock.now(), ...(camera === null ? { owner } : { camera }), body: { by, sign: code } });
    });
  }
  async ofOwners(owners: readonly OwnerId[]): Promise<readonly Sign[]> {
    if (owners.length === 0) return [];
    return (await this.#rows().where('notice_sign.owner', 'in', owners).where('notice_sign.ended_at', 'is', null).orderBy('notice_sign.made_at', 'desc').limit(200).execute()).map(toSign);
  }
  /** @throws HubError `not-found` */
  async find(code: string): Promise<Sign> {
    const row = await this.#rows().where('notice_sign.code', '=', code).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such sign.');
    return toSign(row);
  }

  /** For anybody who has the code. @throws HubError `not-found`, also when the sign or its camera is gone */
  async shown(code: string): Promise<ShownSign> {
    const sign = await this.#inForce(code);
    const { responsible, contact, purposes, made_at: madeAt } = sign;
    return { responsible, contact, purposes, madeAt, keptDays: await this.keptDays(sign) };
  }
  /** The longest that any camera of the sign keeps; null when none records. */
  async keptDays({ owner, camera }: Pick<Sign, 'owner' | 'camera'>): Promise<number | null> {
    const of = this.#parts.store.read.selectFrom('camera').select((e) => e.fn.max('record_days').as('days')).where('owner', '=', owner).where('removed_at', 'is', null).where('recording', '=', 'continuous');
    const row = await (camera === null ? of : of.where('id', '=', camera)).executeTakeFirst();
    return typeof row?.days === 'number' ? row.days : null;
  }

  /** From anybody who stood before it: stored, on record, and told to whoever keeps the cameras. @throws HubError `not-found`, `too-many-requests` */
  async write(code: string, { kind, words, replyTo }: { readonly kind: SignMessageTable['kind']; readonly words: string; readonly replyTo: string | null }): Promise<void> {
    const { store, log, clock, notices, members } = this.#parts;
    const { owner, camera, cameraName } = await this.#inForce(code);
    const at = clock.now();
    await store.write(async (trx) => {
      const { n } = await trx.selectFrom('sign_message').select((e) => e.fn.countAll<number>().as('n')).where('sign', '=', code).where('at', '>', at - days(1)).executeTakeFirstOrThrow();
      if (n >= mostMessages) throw new HubError('too-many-requests', 'This sign was written to often enough today.');
      const row: SignMessageTable = { id: newId(), sign: code, owner, kind, words: words.normalize('NFC'), reply_to: replyTo, at, closed_by: null, closed_at: null };
      await trx.insertInto('sign_message').values(row).execute();
      await log.append(trx, { type: 'complaint.received', at, ...(camera === null ? { owner } : { camera }), body: { message: row.id, sign: code, kind } });
    });
    const where = cameraName === null ? { vi: '', en: '' } : { vi: ` (camera ${cameraName})`, en: ` (camera ${cameraName})` };
    await notices.tell(await members.peopleOf(owner, keepers), {
      kind: 'complaint.received', link: '/settings/signs', body: { vi: words, en: words },
      title: kind === 'mask' ? { vi: `Hàng xóm xin che một phần hình${where.vi}`, en: `A neighbour asks for a mask${where.en}` } : { vi: `Có góp ý, khiếu nại về camera${where.vi}`, en: `A complaint about a camera${where.en}` },
    });
  }
  async messages(owners: readonly OwnerId[]): Promise<readonly SignMessage[]> {
    if (owners.length === 0) return [];
    return await this.#messages().where('sign_message.owner', 'in', owners).orderBy('sign_message.at', 'desc').limit(200).execute();
  }
  /** @throws HubError `not-found` */
  async message(message: string): Promise<SignMessage> {
    const row = await this.#messages().where('sign_message.id', '=', message).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such message.');
    return row;
  }
  /** She has seen to it. Twice keeps the first time. */
  async close(by: PersonId, { id: message, owner }: SignMessage): Promise<SignMessage> {
    const { store, log, clock } = this.#parts;
    await store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('sign_message').set({ closed_by: by, closed_at: clock.now() }).where('id', '=', message).where('closed_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows > 0n) await log.append(trx, { type: 'complaint.closed', at: clock.now(), owner, body: { by, message } });
    });
    return await this.message(message);
  }

  async #inForce(code: string): Promise<Sign> {
    const sign = await this.find(code);
    if (sign.ended_at !== null) throw new HubError('not-found', 'The sign is not in force any more.');
    if (sign.camera === null) return sign;
    const camera = await this.#parts.store.read.selectFrom('camera').select('removed_at').where('id', '=', sign.camera).executeTakeFirst();
    if (!camera || camera.removed_at !== null) throw new HubError('not-found', 'The camera of the sign is gone.');
    return sign;
  }
  #rows() {
    return this.#parts.store.read.selectFrom('notice_sign').leftJoin('camera', 'camera.id', 'notice_sign.camera').selectAll('notice_sign').select('camera.name as cameraName');
  }
  #messages() {
    return this.#parts.store.read.selectFrom('sign_message').innerJoin('notice_sign', 'notice_sign.code', 'sign_message.sign').leftJoin('camera', 'camera.id', 'notice_sign.camera').selectAll('sign_message').select(['notice_sign.camera', 'camera.name as cameraName']);
  }
}

function toSign({ purposes, ...row }: NoticeSignTable & { readonly cameraName: string | null }): Sign {
  return { ...row, purposes: JSON.parse(purposes) as SignPurpose[] };
}
