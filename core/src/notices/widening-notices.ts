import type { GrantFacts } from '../consent/consent-desk.ts';
import type { Grant, RestrictionKind } from '../domain/consent.ts';
import type { OwnerId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import type { Store } from '../store/open-store.ts';
import { granteeOf } from './grant-words.ts';
import { keepersOf } from './keepers-of.ts';
import type { NoticeDesk } from './notice-desk.ts';

const lifted: { readonly [K in RestrictionKind]: { readonly vi: (by: string) => string; readonly en: (by: string) => string } } = {
  pause: { vi: (by) => `${by} đã bỏ tạm dừng chia sẻ`, en: (by) => `${by} lifted a pause` },
  privacy_hours: { vi: (by) => `${by} đã bỏ hoặc rút ngắn giờ riêng tư`, en: (by) => `${by} removed or shortened private hours` },
  mask: { vi: (by) => `${by} đã bỏ hoặc thu nhỏ một vùng che`, en: (by) => `${by} removed a mask or made it smaller` },
  quarantine: { vi: (by) => `${by} đã cho camera bị cách ly hoạt động lại`, en: (by) => `${by} let a camera that was set apart back in` },
  unit_suspended: { vi: (by) => `${by} đã xác nhận cho phép với đơn vị mới sáp nhập`, en: (by) => `${by} confirmed what is shared with a merged unit` },
  legal_block: { vi: (by) => `${by} đã bỏ một lệnh khoá`, en: (by) => `${by} lifted a legal block` },
};

/** Whatever lets anybody see more is told to every other adult and manager of the house at once, with the way to stop it (THREATS 7). */
export class WideningNotices {
  readonly #store: Store;
  readonly #desk: Pick<NoticeDesk, 'tell'>;
  constructor(store: Store, desk: Pick<NoticeDesk, 'tell'>) {
    this.#store = store;
    this.#desk = desk;
  }

  async grantChanged({ grant, owner, by, widens }: GrantFacts['grant.changed']): Promise<void> {
    const others = (await keepersOf(this.#store, owner)).filter((person) => person !== by);
    if (others.length === 0) return;
    const row = await this.#store.read.selectFrom('grant_version').select(['body', 'sentence_vi', 'sentence_en']).where('id', '=', grant).orderBy('version', 'desc').executeTakeFirstOrThrow();
    const [name, to] = await Promise.all([this.#name(by), granteeOf(this.#store, JSON.parse(row.body) as Grant)]);
    const title: Text = widens ? { vi: `${name} đã ký lại cho phép dành cho ${to}, có phần rộng hơn trước`, en: `${name} signed anew what is shared with ${to}, some of it wider than before` }
      : { vi: `${name} đã thu hẹp cho phép dành cho ${to}`, en: `${name} narrowed what is shared with ${to}` };
    await this.#desk.tell(others, { kind: 'grant.changed', title, body: { vi: row.sentence_vi, en: row.sentence_en }, link: `/grant/${grant}` });
  }

  async restrictionLifted({ kind, owner, by }: GrantFacts['restriction.lifted']): Promise<void> {
    const others = (await keepersOf(this.#store, owner)).filter((person) => person !== by);
    if (others.length === 0) return;
    const name = await this.#name(by);
    await this.#desk.tell(others, {
      kind: 'restriction.lifted', link: '/sharing/now', title: { vi: lifted[kind].vi(name), en: lifted[kind].en(name) },
      body: { vi: 'Bạn xem được ngay ai thấy gì, và tạm dừng hay dừng hẳn bằng một lần bấm.', en: 'See at once who can see what, and pause or stop it with one tap.' },
    });
  }

  /** To every house that gave something to either unit. */
  async unitsMerged(owners: readonly OwnerId[], from: string, into: string): Promise<void> {
    for (const owner of owners) {
      await this.#desk.tell(await keepersOf(this.#store, owner), {
        kind: 'unit.merged', link: '/sharing', title: { vi: `${from} đã sáp nhập vào ${into}`, en: `${from} became part of ${into}` },
        body: { vi: 'Hub đã tạm khoá những gì bạn cho phép hai đơn vị này. Không ai của họ xem được cho đến khi bạn xác nhận.', en: 'The hub has suspended what you allowed either of them. Nobody of theirs can see anything until you confirm.' },
      });
    }
  }

  async #name(person: GrantFacts['grant.changed']['by']): Promise<string> {
    return (await this.#store.read.selectFrom('person').select('name').where('id', '=', person).executeTakeFirstOrThrow()).name;
  }
}
