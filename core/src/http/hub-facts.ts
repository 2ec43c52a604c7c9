import type { HubFact } from '../api/hub.ts';
import type { GateChange } from '../consent/gate-ports.ts';
import type { CameraId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { NoticeTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import type { EventStreams } from './event-stream.ts';
import { noticeRow } from './routes/hub-routes.ts';

/** Tells open pages that something they may be showing has changed. Only people it concerns: a fact by itself says that something happened. */
export class HubFactFeed {
  readonly #store: Store;
  readonly #streams: EventStreams;
  constructor(store: Store, streams: EventStreams) {
    this.#store = store;
    this.#streams = streams;
  }

  notice(person: PersonId, notice: NoticeTable): void {
    this.#streams.push(person, { fact: 'notice', id: notice.id, notice: noticeRow(notice) });
  }
  async watching({ viewing }: GateChange): Promise<void> {
    await this.camera('watching', viewing.ask.camera);
    if (viewing.as === 'officer') this.person('watching', viewing.ask.who.person, viewing.viewing);
  }
  person(fact: HubFact['fact'], person: PersonId, id?: string): void {
    this.#streams.push(person, { fact, id: id ?? null, notice: null });
  }
  async camera(fact: HubFact['fact'], camera: CameraId): Promise<void> {
    const row = await this.#store.read.selectFrom('camera').select('owner').where('id', '=', camera).executeTakeFirst();
    if (row) await this.owner(fact, row.owner, camera);
  }
  /** To whoever asked for it. */
  async exported(job: string): Promise<void> {
    const row = await this.#store.read.selectFrom('export_job').select('person').where('id', '=', job).executeTakeFirst();
    if (row) this.person('export', row.person, job);
  }
  async owner(fact: HubFact['fact'], owner: OwnerId, id?: string): Promise<void> {
    const members = await this.#store.read.selectFrom('member').select('person').where('owner', '=', owner).where('ended_at', 'is', null).execute();
    for (const { person } of members) this.person(fact, person, id);
  }
  async unit(fact: HubFact['fact'], unit: UnitId, id?: string): Promise<void> {
    const officers = await this.#store.read.selectFrom('officer').select('person').where('unit', '=', unit).where('ended_at', 'is', null).execute();
    for (const { person } of officers) this.person(fact, person, id);
  }
  /** A grant of whatever owner may change what any officer is offered; the fact names none. */
  async officers(fact: HubFact['fact']): Promise<void> {
    const officers = new Set((await this.#store.read.selectFrom('officer').innerJoin('unit', 'unit.id', 'officer.unit').select('officer.person').where('officer.ended_at', 'is', null).where('unit.kind', '!=', 'peoples_committee').execute()).map(({ person }) => person));
    this.#streams.pushAll((person) => officers.has(person), { fact, id: null, notice: null });
  }
  async operators(fact: HubFact['fact'], id?: string): Promise<void> {
    const operators = await this.#store.read.selectFrom('person').select('id').where('operator', '=', 1).execute();
    for (const { id: person } of operators) this.person(fact, person, id);
  }
}
