import type { Timers } from '../base/clock.ts';
import { Lock } from '../base/lock.ts';
import type { Gate } from '../consent/gate.ts';
import type { OwnerId, PersonId } from '../domain/ids.ts';
import { days, hours, seconds, type Instant } from '../domain/time.ts';
import { keepersOf } from '../notices/keepers-of.ts';
import type { News, NoticeDesk } from '../notices/notice-desk.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { OversightAlertTable } from '../store/schema-consent.ts';
import { activeOfficers, traceOf } from './acts.ts';
import type { AlertBook } from './alert-book.ts';
import { ownersIn } from './alert-book.ts';
import { alertNotice, ownerAlertNotice } from './alert-words.ts';
import { detectForOwners } from './detect-for-owners.ts';
import { detect, type Finding } from './detect.ts';
import { wallTime, type WallTime } from './wall-time.ts';

type Write = Parameters<Parameters<Store['write']>[0]>[0];
export interface OversightWatchParts {
  readonly store: Store;
  readonly book: AlertBook;
  readonly desk: Pick<NoticeDesk, 'queue'>;
  readonly gate: Pick<Gate, 'onChange'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** The hub stops. */
  readonly signal: AbortSignal;
  /** IANA zone of the hub. */
  readonly tz: string;
}

const afterwards = seconds(2);

/** Looks for patterns whenever an officer's viewing ends or he asks, and every hour at everybody who did anything lately. */
export class OversightWatch implements Disposable {
  readonly #parts: OversightWatchParts;
  readonly #wall: WallTime;
  /** One look after the other: two at once would open one alert twice. */
  readonly #turn = new Lock();
  readonly #due = new Set<PersonId>();
  readonly #waiting = new Set<Disposable>();
  readonly #ends: Disposable[] = [];
  constructor(parts: OversightWatchParts) {
    this.#parts = parts;
    this.#wall = wallTime(parts.tz);
  }

  start(): void {
    const { gate, timers } = this.#parts;
    this.#ends.push(gate.onChange((change) => { if (change.kind === 'closed' && change.viewing.as === 'officer') this.soon(change.viewing.ask.who.person); }));
    this.#ends.push(timers.every(hours(1), () => this.#try(this.lookAtAll())));
    this.#try(this.lookAtAll());
  }
  [Symbol.dispose](): void {
    for (const end of [...this.#ends.splice(0), ...this.#waiting]) end[Symbol.dispose]();
    this.#waiting.clear();
  }

  /** Looks at one officer in a moment, once for however much he did meanwhile. */
  soon(person: PersonId): void {
    if (this.#due.has(person)) return;
    this.#due.add(person);
    // Off the path of a revocation that ends many viewings at once.
    const timer = this.#parts.timers.after(afterwards, () => {
      this.#waiting.delete(timer);
      this.#try(this.look(person));
    });
    this.#waiting.add(timer);
  }
  /** Everybody who did anything within a day. */
  async lookAtAll(): Promise<void> {
    const { store, clock } = this.#parts;
    for (const person of await activeOfficers(store, clock.now() - days(1))) await this.look(person);
  }
  async look(person: PersonId): Promise<void> {
    await this.#turn.run(async () => {
      this.#due.delete(person);
      const { store, book, clock } = this.#parts;
      const now = clock.now();
      const push: (() => void)[] = [];
      const trace = await traceOf(store, person, now);
      // What the unit writes may quieten its overseers, never the owner.
      const found = [...detect(trace, this.#wall, now).map((finding) => ({ finding, to: 'overseers' as const })), ...detectForOwners(trace, this.#wall, now).map((finding) => ({ finding, to: 'owners' as const }))];
      for (const { finding, to } of found) await book.raise(person, finding, async (trx, alert) => { push.push(...await this.#tell(trx, alert, finding, to, now)); });
      for (const send of push) send();
    });
  }

  /** Everybody whom it concerns, once each; what is told stands with the alert, in one write. No setting of the ward's stands between the hub and an owner. */
  async #tell(trx: Write, alert: OversightAlertTable, finding: Finding, to: 'overseers' | 'owners', now: Instant): Promise<(() => void)[]> {
    const unit = await trx.selectFrom('unit').select('name').where('id', '=', alert.unit).executeTakeFirstOrThrow();
    const about = { unit: unit.name, officerNo: alert.officer_no, acts: alert.acts };
    const overseers = to === 'owners' ? [] : await trx.selectFrom('officer').innerJoin('unit', 'unit.id', 'officer.unit').select('officer.person').distinct().where('officer.ended_at', 'is', null).where('officer.person', '!=', alert.person)
      .where((row) => row.or([row('unit.kind', '=', 'peoples_committee'), row.and([row('unit.id', '=', alert.unit), row('officer.role', '=', 'unit_leader')])])).execute();
    const sends: (() => void)[] = [];
    const once = async (told: string, people: () => Promise<readonly PersonId[]>, news: () => Promise<News>): Promise<void> => {
      const { numInsertedOrUpdatedRows } = await trx.insertInto('oversight_told').values({ alert: alert.id, told, at: now }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
      if (numInsertedOrUpdatedRows) sends.push(await this.#parts.desk.queue(trx, await people(), await news()));
    };
    for (const { person } of overseers) await once(person, async () => [person], async () => ({ kind: 'oversight.alert', ...alertNotice(alert.kind, about), link: '/oversight/alerts' }));
    for (const owner of to === 'owners' ? ownersIn(finding) : []) await once(owner, () => keepersOf(this.#parts.store, owner), async () => ({ kind: 'camera.alert', ...await this.#ownersWords(trx, owner, about, finding), link: `/ledger?officer=${encodeURIComponent(alert.officer_no)}` }));
    return sends;
  }

  async #ownersWords(trx: Write, owner: OwnerId, { unit, officerNo }: { readonly unit: string; readonly officerNo: string }, { acts }: Finding): Promise<Pick<News, 'title' | 'body'>> {
    const hers = acts.filter((act) => act.owner === owner);
    const cameras = await trx.selectFrom('camera').select('name').where('id', 'in', [...new Set(hers.map(({ camera }) => camera))]).orderBy('name').limit(5).execute();
    const date = (at: Instant): string => this.#wall.day(at).split('-').toReversed().join('/');
    return ownerAlertNotice({ unit, officerNo, acts: hers.length, cameras: cameras.map(({ name }) => name), from: date(hers[0]!.at), to: date(hers.at(-1)!.at) });
  }

  #try(work: Promise<void>): void {
    work.catch((failure: unknown) => {
      // What was under way when the hub stops finds the store closed.
      if (!this.#parts.signal.aborted) this.#parts.log.error('Patterns could not be looked for.', { error: failure instanceof Error ? failure.message : String(failure) });
    });
  }
}
