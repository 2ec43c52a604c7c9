import { randomUUID } from 'node:crypto';
import { backoffDelay } from '../base/backoff.ts';
import type { Timers } from '../base/clock.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Notice, NoticeKind } from '../domain/notice.ts';
import type { Text } from '../domain/people.ts';
import { minutes, seconds } from '../domain/time.ts';
import type { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { NoticeChannel } from '../sdk/ports.ts';
import type { Clock } from '../sdk/services.ts';
import type { NoticeTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';

export interface NoticeParts {
  readonly store: Store;
  readonly contributions: Contributions;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
  /** To the person's open pages, at once. */
  push(person: PersonId, notice: NoticeTable): void;
}
export interface News {
  readonly kind: NoticeKind;
  readonly title: Text;
  readonly body: Text;
  readonly link?: string;
}
const mostTries = 8;
const patience = { first: seconds(5), longest: minutes(60), factor: 4 };
const sendWithin = seconds(30);

/** Tells people: on their open pages at once, and by the channels they chose, again and again until it is through. */
export class NoticeDesk implements Disposable {
  readonly #parts: NoticeParts;
  readonly #underWay = new Set<string>();
  readonly #stop = new AbortController();
  #due: Disposable | undefined;
  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  /** Resolves when the notices are stored and shown; sending goes on. */
  async tell(people: readonly PersonId[], { kind, title, body, link }: News): Promise<void> {
    const at = this.#parts.clock.now();
    const notices: NoticeTable[] = [...new Set(people)].map((person) => ({ id: randomUUID(), person, kind, at, title_vi: title.vi, title_en: title.en, body_vi: body.vi, body_en: body.en, link: link ?? null, read_at: null }));
    if (notices.length === 0) return;
    await this.#parts.store.write(async (trx) => {
      await trx.insertInto('notice').values(notices).execute();
      for (const { id, person } of notices) {
        const channels = await trx.selectFrom('notice_address').select('channel').where('person', '=', person).where('enabled', '=', 1).execute();
        for (const { channel } of channels) await trx.insertInto('notice_delivery').values({ notice: id, channel, tries: 0, next_at: at, done_at: null, error: null }).execute();
      }
    });
    for (const notice of notices) this.#parts.push(notice.person, notice);
    this.send();
  }

  async of(person: PersonId): Promise<readonly NoticeTable[]> {
    return this.#parts.store.read.selectFrom('notice').selectAll().where('person', '=', person).orderBy('at', 'desc').limit(100).execute();
  }
  async markRead(person: PersonId, notices: readonly string[]): Promise<void> {
    if (notices.length === 0) return;
    await this.#parts.store.write((trx) => trx.updateTable('notice').set({ read_at: this.#parts.clock.now() }).where('person', '=', person).where('id', 'in', notices).where('read_at', 'is', null).execute());
  }

  /** Sends what is due, also what was left from before a restart. */
  send(): void {
    if (this.#stop.signal.aborted) return;
    this.#sendAll().catch((failure: unknown) => this.#parts.log.error('Notices could not be sent.', { error: failure instanceof Error ? failure.message : String(failure) }));
  }
  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#due?.[Symbol.dispose]();
  }

  /** One notice by one channel, now. @throws HubError `notice-failed`, `not-ready` */
  async sendOne(notice: NoticeTable, channel: string): Promise<void> {
    const { store, contributions } = this.#parts;
    const plugin = contributions.all(NoticeChannel).find(({ value }) => value.id === channel);
    if (!plugin) throw new HubError('not-ready', `No running plugin sends by "${channel}".`);
    const person = await store.read.selectFrom('person').select(['name', 'language']).where('id', '=', notice.person).executeTakeFirstOrThrow();
    const addresses = await store.read.selectFrom('notice_address').select(['channel', 'address']).where('person', '=', notice.person).execute();
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(sendWithin)]);
    await plugin.call((to) => to.send(fromRow(notice), { ...person, addresses: Object.fromEntries(addresses.map((each) => [each.channel, each.address])) }, signal));
  }

  /** A slow channel holds up nobody: each delivery goes its own way, and is under way once. */
  async #sendAll(): Promise<void> {
    const { store, clock, timers } = this.#parts;
    const due = await store.read.selectFrom('notice_delivery').innerJoin('notice', 'notice.id', 'notice_delivery.notice').selectAll('notice').select(['channel', 'tries']).where('done_at', 'is', null).where('next_at', '<=', clock.now()).orderBy('notice.at').limit(100).execute();
    for (const { channel, tries, ...notice } of due) {
      const key = `${notice.id}/${channel}`;
      if (this.#underWay.has(key) || this.#stop.signal.aborted) continue;
      this.#underWay.add(key);
      this.#deliver(notice, channel, tries).catch(() => {}).finally(() => {
        this.#underWay.delete(key);
        this.send();
      });
    }
    const next = await store.read.selectFrom('notice_delivery').select((select) => select.fn.min('next_at').as('at')).where('done_at', 'is', null).where('next_at', '>', clock.now()).executeTakeFirst();
    this.#due?.[Symbol.dispose]();
    if (next?.at !== null && next?.at !== undefined && !this.#stop.signal.aborted) this.#due = timers.after(Math.max(seconds(1), next.at - clock.now()), () => this.send());
  }

  async #deliver(notice: NoticeTable, channel: string, tries: number): Promise<void> {
    const { store, clock, random } = this.#parts;
    const set = await this.sendOne(notice, channel).then(
      () => ({ done_at: clock.now(), next_at: null, error: null, tries: tries + 1 }),
      (failure: unknown) => ({ tries: tries + 1, error: (failure instanceof Error ? failure.message : String(failure)).slice(0, 500), next_at: tries + 1 >= mostTries ? null : clock.now() + backoffDelay(tries + 1, patience, random()) }),
    );
    await store.write((trx) => trx.updateTable('notice_delivery').set(set).where('notice', '=', notice.id).where('channel', '=', channel).execute());
  }
}

function fromRow(row: NoticeTable): Notice {
  return { id: row.id, kind: row.kind, at: row.at, to: row.person, title: { vi: row.title_vi, en: row.title_en }, body: { vi: row.body_vi, en: row.body_en }, ...(row.link === null ? {} : { link: row.link }) };
}
