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
type Write = Parameters<Parameters<Store['write']>[0]>[0];
/** Go out by every channel the person ever gave an address for, also one she has turned off: somebody is about to see her camera without her yes. */
const urgentKinds: ReadonlySet<NoticeKind> = new Set(['emergency.opened']);
const mostTries = 8;
const patience = { first: seconds(5), longest: minutes(60), factor: 4 };
const sendWithin = seconds(30);
const atOncePerChannel = 8;

/** Tells people: on their open pages at once, and by the channels they chose, again and again until it is through. */
export class NoticeDesk implements Disposable {
  readonly #parts: NoticeParts;
  /** Notices in hand, by channel. */
  readonly #underWay = new Map<string, Set<string>>();
  #isSending = false;
  #wanted = false;
  readonly #stop = new AbortController();
  #due: Disposable | undefined;
  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  /** Resolves when the notices are stored and shown; sending goes on. */
  async tell(people: readonly PersonId[], news: News): Promise<void> {
    if (people.length > 0) (await this.#parts.store.write((trx) => this.queue(trx, people, news)))();
  }

  /** Stores the notices as part of a larger write: what they tell of happens only if they are on their way. Call what it returns after the commit. */
  async queue(trx: Write, people: readonly PersonId[], { kind, title, body, link }: News): Promise<() => void> {
    const at = this.#parts.clock.now();
    const notices: NoticeTable[] = [...new Set(people)].map((person) => ({ id: randomUUID(), person, kind, at, title_vi: title.vi, title_en: title.en, body_vi: body.vi, body_en: body.en, link: link ?? null, read_at: null }));
    if (notices.length > 0) await trx.insertInto('notice').values(notices).execute();
    for (const { id, person } of notices) {
      const addresses = trx.selectFrom('notice_address').select('channel').where('person', '=', person);
      const channels = await (urgentKinds.has(kind) ? addresses.where('address', '!=', '') : addresses.where('enabled', '=', 1)).execute();
      for (const { channel } of channels) await trx.insertInto('notice_delivery').values({ notice: id, channel, tries: 0, next_at: at, done_at: null, error: null }).execute();
    }
    return () => {
      for (const notice of notices) this.#parts.push(notice.person, notice);
      this.send();
    };
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
    this.#wanted = true;
    if (this.#isSending) return;
    this.#isSending = true;
    this.#sendWhileWanted().catch((failure: unknown) => this.#tryLater(failure));
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
    const to = { ...person, addresses: Object.fromEntries(addresses.map((each) => [each.channel, each.address])) };
    await this.#inTime((signal) => plugin.call(async (by) => by.send(fromRow(notice), to, plugin.signal(signal))));
  }

  /** Over in time, whether or not the channel minds its signal. */
  async #inTime(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const late = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, late.signal]);
    const timer = this.#parts.timers.after(sendWithin, () => late.abort());
    try {
      await new Promise<void>((resolve, reject) => {
        const stopped = (): void => reject(new HubError('notice-failed', 'The channel did not come to an end in time.'));
        if (signal.aborted) return stopped();
        signal.addEventListener('abort', stopped, { once: true });
        work(signal).then(resolve, reject);
      });
    } finally {
      timer[Symbol.dispose]();
    }
  }

  async #sendWhileWanted(): Promise<void> {
    try {
      while (this.#wanted && !this.#stop.signal.aborted) {
        this.#wanted = false;
        await this.#sendDue();
      }
    } finally {
      this.#isSending = false;
    }
  }
  async #sendDue(): Promise<void> {
    const { store, clock } = this.#parts;
    const channels = await store.read.selectFrom('notice_delivery').select('channel').distinct().where('done_at', 'is', null).where('next_at', '<=', clock.now()).execute();
    for (const { channel } of channels) await this.#sendBy(channel);
    const next = await store.read.selectFrom('notice_delivery').select((select) => select.fn.min('next_at').as('at')).where('done_at', 'is', null).where('next_at', '>', clock.now()).executeTakeFirst();
    if (next?.at !== null && next?.at !== undefined) this.#wake(Math.max(seconds(1), next.at - clock.now()));
  }
  /** A slow channel holds up nobody: each has a few places of its own, and each delivery goes its own way. */
  async #sendBy(channel: string): Promise<void> {
    const { store, clock } = this.#parts;
    const busy = this.#underWay.get(channel) ?? new Set<string>();
    this.#underWay.set(channel, busy);
    if (busy.size >= atOncePerChannel) return;
    const due = await store.read.selectFrom('notice_delivery').innerJoin('notice', 'notice.id', 'notice_delivery.notice').selectAll('notice').where('channel', '=', channel).where('done_at', 'is', null).where('next_at', '<=', clock.now())
      .orderBy('notice.at').limit(atOncePerChannel + busy.size).execute();
    for (const notice of due) {
      if (busy.has(notice.id) || busy.size >= atOncePerChannel || this.#stop.signal.aborted) continue;
      busy.add(notice.id);
      this.#deliver(notice, channel).finally(() => busy.delete(notice.id)).then(() => this.send(), (failure: unknown) => this.#tryLater(failure));
    }
  }

  async #deliver(notice: NoticeTable, channel: string): Promise<void> {
    const { store, clock, random } = this.#parts;
    // Read again now that nobody else has it in hand: it may have gone out since it was listed.
    const row = await store.read.selectFrom('notice_delivery').leftJoin('notice_address', (join) => join.onRef('notice_address.channel', '=', 'notice_delivery.channel').on('notice_address.person', '=', notice.person))
      .select(['tries', 'next_at', 'done_at', 'enabled']).where('notice', '=', notice.id).where('notice_delivery.channel', '=', channel).executeTakeFirst();
    if (!row || row.done_at !== null || row.next_at === null || row.next_at > clock.now()) return;
    const tries = row.tries + 1;
    const set = row.enabled !== 1 && !urgentKinds.has(notice.kind) ? { next_at: null, error: 'The person does not want this channel any more.' } : await this.sendOne(notice, channel).then(
      () => ({ done_at: clock.now(), next_at: null, error: null, tries }),
      (failure: unknown) => ({ tries, error: (failure instanceof Error ? failure.message : String(failure)).slice(0, 500), next_at: tries >= mostTries ? null : clock.now() + backoffDelay(tries, patience, random()) }),
    );
    // Cut short by the hub's own end: that was no try.
    if (this.#stop.signal.aborted && !('done_at' in set)) return;
    await store.write((trx) => trx.updateTable('notice_delivery').set(set).where('notice', '=', notice.id).where('channel', '=', channel).execute());
  }

  /** The database did not answer: nothing is lost, it is only later. */
  #tryLater(failure: unknown): void {
    this.#parts.log.error('Notices could not be sent.', { error: failure instanceof Error ? failure.message : String(failure) });
    this.#wake(minutes(1));
  }
  #wake(delay: number): void {
    this.#due?.[Symbol.dispose]();
    if (!this.#stop.signal.aborted) this.#due = this.#parts.timers.after(delay, () => this.send());
  }
}

function fromRow(row: NoticeTable): Notice {
  return { id: row.id, kind: row.kind, at: row.at, to: row.person, title: { vi: row.title_vi, en: row.title_en }, body: { vi: row.body_vi, en: row.body_en }, ...(row.link === null ? {} : { link: row.link }) };
}
