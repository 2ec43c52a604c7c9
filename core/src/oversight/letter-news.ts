import type { OwnerId } from '../domain/ids.ts';
import { hours, type Instant } from '../domain/time.ts';
import { keepersOf } from '../notices/keepers-of.ts';
import type { NoticeDesk } from '../notices/notice-desk.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { letterFacts } from './letter-facts.ts';
import { monthNamed, monthOf, monthsBefore, type Month } from './months.ts';

export interface LetterListed {
  readonly owner: OwnerId;
  readonly ownerName: string;
  readonly month: string;
  readonly views: number;
}
const mostListed = 12;
/** Not in the middle of the night. */
const notBefore = hours(8);

/** The monthly letters: which there are, and the notice on the first of the month that there is one more. */
export class LetterNews {
  readonly #store: Store;
  readonly #desk: Pick<NoticeDesk, 'queue'>;
  readonly #clock: Clock;
  readonly #tz: string;
  constructor(store: Store, desk: Pick<NoticeDesk, 'queue'>, clock: Clock, tz: string) {
    this.#store = store;
    this.#desk = desk;
    this.#clock = clock;
    this.#tz = tz;
  }

  /** Of every month that is over and in which the owner was here, newest first, a year at most. */
  async list(owners: readonly OwnerId[]): Promise<readonly LetterListed[]> {
    if (owners.length === 0) return [];
    const rows = await this.#store.read.selectFrom('owner').select(['id', 'name', 'created_at']).where('id', 'in', owners).execute();
    const listed = rows.flatMap(({ id, name, created_at }) => monthsBefore(this.#clock.now(), mostListed, this.#tz).filter(({ to }) => created_at < to).map((month) => ({ id, name, month })));
    return Promise.all(listed.map(async ({ id, name, month }) => {
      const { views } = await this.#store.read.selectFrom('viewing').select((row) => row.fn.countAll<number>().as('views')).where('owner', '=', id).where('route', '!=', 'R0').where('opened_at', '>=', month.from).where('opened_at', '<', month.to).executeTakeFirstOrThrow();
      return { owner: id, ownerName: name, month: month.name, views };
    }));
  }

  /** A month that is over and that the owner saw. @throws RangeError for any other */
  async past(owner: OwnerId, name: string): Promise<Month> {
    const month = monthNamed(name, this.#tz);
    const row = await this.#store.read.selectFrom('owner').select('created_at').where('id', '=', owner).executeTakeFirst();
    if (!row || month.to > this.#clock.now() || row.created_at >= month.to) throw new RangeError('There is no letter of this month.');
    return month;
  }

  /** Tells every household, once, that last month's letter is there; late when the hub was off on the first. To be called every so often, one call after the other. */
  async announce(): Promise<void> {
    const now = this.#clock.now();
    const [last] = monthsBefore(now, 1, this.#tz);
    if (!last || now < monthOf(now, this.#tz).from + notBefore) return;
    const owners = await this.#store.read.selectFrom('owner').select('id').where('created_at', '<', last.to)
      .where((owner) => owner.exists(owner.selectFrom('camera').select('camera.id').whereRef('camera.owner', '=', 'owner.id').where('camera.created_at', '<', last.to)))
      .where((owner) => owner.not(owner.exists(owner.selectFrom('leaving').select('leaving.id').whereRef('leaving.owner', '=', 'owner.id'))))
      .where((owner) => owner.not(owner.exists(owner.selectFrom('letter_told').select('letter_told.month').whereRef('letter_told.owner', '=', 'owner.id').where('letter_told.month', '=', last.name)))).execute();
    for (const { id } of owners) await this.#tell(id, last, now);
  }

  async #tell(owner: OwnerId, month: Month, at: Instant): Promise<void> {
    const [people, { views, officers, seconds }] = await Promise.all([keepersOf(this.#store, owner), letterFacts(this.#store, owner, month)]);
    const shown = month.name.split('-').toReversed().join('/');
    const minutes = Math.max(1, Math.round(seconds / 60));
    const body = views === 0 ? { vi: 'Không ai ngoài nhà bạn xem camera trong tháng.', en: 'Nobody outside your home watched a camera that month.' }
      : { vi: `${views} lượt xem của ${officers} cán bộ, tổng cộng khoảng ${minutes} phút.`, en: `${views} ${views === 1 ? 'look' : 'looks'} by ${officers} ${officers === 1 ? 'officer' : 'officers'}, about ${minutes} min in all.` };
    // Said and noted in one write: neither twice nor never.
    const send = await this.#store.write(async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx.insertInto('letter_told').values({ owner, month: month.name, at }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
      return numInsertedOrUpdatedRows ? this.#desk.queue(trx, people, { kind: 'letter.ready', title: { vi: `Thư tháng ${shown} đã có`, en: `The letter for ${shown} is ready` }, body, link: '/ledger/letters' }) : undefined;
    });
    send?.();
  }
}
