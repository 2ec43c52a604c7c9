import type { Emitter } from '../base/emitter.ts';
import type { Timers } from '../base/clock.ts';
import type { GrantFacts } from '../consent/consent-desk.ts';
import type { GateChange } from '../consent/gate-ports.ts';
import type { Gate } from '../consent/gate.ts';
import type { Grant, Purpose } from '../domain/consent.ts';
import type { CameraId, GrantId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import { seconds, type Instant } from '../domain/time.ts';
import type { HubEvents } from '../sdk/events.ts';
import type { Log } from '../sdk/plugin.ts';
import type { AskTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import { givenTitle, granteeOf, revokedWords } from './grant-words.ts';
import { keepersOf } from './keepers-of.ts';
import type { NoticeDesk } from './notice-desk.ts';
import { endedWords, startedWords, type WatchWords } from './notice-words.ts';

export interface NoticeWatchParts {
  readonly desk: NoticeDesk;
  readonly store: Store;
  readonly gate: Pick<Gate, 'onChange'>;
  readonly events: Emitter<HubEvents>;
  readonly timers: Timers;
  readonly log: Log;
  readonly purposeWords: { readonly [P in Purpose]: Text };
}
/** A camera that is back within this time was not worth a message. */
const offlineFor = seconds(60);

/** Turns what happens into notices for the people it concerns. */
export class NoticeWatch implements Disposable {
  readonly #parts: NoticeWatchParts;
  readonly #ends: (() => void)[] = [];
  readonly #offline = new Map<CameraId, { readonly timer: Disposable; told: boolean }>();
  constructor(parts: NoticeWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    const { gate, events } = this.#parts;
    const on = <K extends keyof HubEvents>(fact: K, react: (detail: HubEvents[K]) => void): void => {
      const listening = events.on(fact, react);
      this.#ends.push(() => listening[Symbol.dispose]());
    };
    const watching = gate.onChange((change) => this.#try(this.#viewing(change)));
    this.#ends.push(() => watching[Symbol.dispose]());
    on('camera.offline', ({ camera }) => this.#wentOffline(camera));
    on('camera.online', ({ camera }) => this.#cameBack(camera));
    on('camera.removed', ({ camera }) => this.#forget(camera));
  }
  [Symbol.dispose](): void {
    for (const end of this.#ends.splice(0)) end();
    for (const camera of this.#offline.keys()) this.#forget(camera);
  }

  /** To everyone who may answer it. */
  async askMade(ask: AskTable, sentence: Text): Promise<void> {
    await this.#parts.desk.tell(await keepersOf(this.#parts.store, ask.owner), { kind: 'ask.received', title: { vi: 'Có yêu cầu xem camera', en: 'A request for your camera' }, body: sentence, link: '/requests' });
  }
  /** To the officer who asked. */
  async askDecided(ask: AskTable, camera: string): Promise<void> {
    const words = askWords[ask.status as keyof typeof askWords] as Text | undefined;
    if (!words) return;
    await this.#parts.desk.tell([ask.person], { kind: 'ask.decided', title: { vi: `${words.vi}: camera ${camera}`, en: `${words.en}: camera ${camera}` }, body: { vi: ask.message, en: ask.message }, link: '/officer/requests' });
  }

  /** To the others who answer for the cameras: nobody widens or narrows behind their back (THREATS 7). */
  async grantDone(done: 'grant.given' | 'grant.revoked', { grant, owner, by }: GrantFacts['grant.given']): Promise<void> {
    const { store, desk } = this.#parts;
    const others = (await keepersOf(store, owner)).filter((person) => person !== by);
    if (others.length === 0) return;
    const row = await store.read.selectFrom('grant_version').select(['body', 'sentence_vi', 'sentence_en']).where('id', '=', grant).orderBy('version', 'desc').executeTakeFirstOrThrow();
    const { name } = await store.read.selectFrom('person').select('name').where('id', '=', by).executeTakeFirstOrThrow();
    const to = await granteeOf(store, JSON.parse(row.body) as Grant);
    const words = done === 'grant.given' ? { title: givenTitle(name, to), body: { vi: row.sentence_vi, en: row.sentence_en } } : revokedWords(name, to);
    await desk.tell(others, { kind: done, ...words, link: done === 'grant.given' ? `/grant/${grant}` : '/sharing' });
  }

  /** To whoever runs the machine. */
  diskLow(): void {
    this.#try((async () => {
      const operators = await this.#parts.store.read.selectFrom('person').select('id').where('operator', '=', 1).where('disabled_at', 'is', null).execute();
      await this.#parts.desk.tell(operators.map(({ id }) => id), {
        kind: 'disk.low', link: '/operator', title: { vi: 'Ổ đĩa sắp đầy', en: 'The disk is nearly full' },
        body: { vi: 'Việc ghi hình tạm dừng cho đến khi có chỗ trống. Xem trực tiếp vẫn chạy.', en: 'Recording has paused until there is room again. Live viewing goes on.' },
      });
    })());
  }

  async #viewing(change: GateChange): Promise<void> {
    const { viewing } = change;
    if (viewing.as !== 'officer') return;
    const line = await this.#parts.store.read.selectFrom('viewing').innerJoin('camera', 'camera.id', 'viewing.camera').select(['viewing.owner', 'viewing.unit_name', 'viewing.officer_no', 'viewing.seconds', 'viewing.grant_id', 'camera.name']).where('viewing.id', '=', viewing.viewing).executeTakeFirst();
    if (!line) return;
    const words: WatchWords = { action: viewing.ask.action, unit: line.unit_name ?? '', officerNo: line.officer_no ?? '', camera: line.name, purpose: this.#parts.purposeWords[viewing.ask.purpose] };
    const said = change.kind === 'opened' ? startedWords(words) : endedWords(words, Math.round(change.watched?.seconds ?? line.seconds), change.reason === 'revoked' && line.grant_id !== null && await this.#isInForce(line.grant_id, change.at) ? 'stopped' : change.reason);
    await this.#parts.desk.tell(await keepersOf(this.#parts.store, line.owner), { kind: change.kind === 'opened' ? 'viewing.started' : 'viewing.ended', ...said, link: '/ledger' });
  }

  #wentOffline(camera: CameraId): void {
    if (this.#offline.has(camera)) return;
    const entry = { told: false, timer: this.#parts.timers.after(offlineFor, () => {
      entry.told = true;
      this.#try(this.#tellCamera(camera, 'camera.offline', (name) => ({ title: { vi: `Camera ${name} mất kết nối`, en: `The camera ${name} is offline` }, body: { vi: 'Kiểm tra dây nguồn hoặc wifi của camera.', en: 'Check the camera\'s power and wifi.' } })));
    }) };
    this.#offline.set(camera, entry);
  }
  #cameBack(camera: CameraId): void {
    const told = this.#offline.get(camera)?.told;
    this.#forget(camera);
    if (told) this.#try(this.#tellCamera(camera, 'camera.back', (name) => ({ title: { vi: `Camera ${name} đã hoạt động lại`, en: `The camera ${name} is back` }, body: { vi: 'Hình đã có trở lại.', en: 'The picture is back.' } })));
  }
  #forget(camera: CameraId): void {
    this.#offline.get(camera)?.timer[Symbol.dispose]();
    this.#offline.delete(camera);
  }

  async #tellCamera(camera: CameraId, kind: 'camera.offline' | 'camera.back', words: (name: string) => { readonly title: Text; readonly body: Text }): Promise<void> {
    const row = await this.#parts.store.read.selectFrom('camera').select(['name', 'owner']).where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
    if (row) await this.#parts.desk.tell(await keepersOf(this.#parts.store, row.owner), { kind, ...words(row.name), link: `/camera/${camera}` });
  }
  async #isInForce(grant: GrantId, at: Instant): Promise<boolean> {
    const row = await this.#parts.store.read.selectFrom('grant_version').select(['body', 'revoked_at']).where('id', '=', grant).orderBy('version', 'desc').executeTakeFirst();
    return row?.revoked_at === null && at < (JSON.parse(row.body) as Grant).when.until;
  }
  #try(work: Promise<void>): void {
    work.catch((failure: unknown) => this.#parts.log.error('A notice could not be made.', { error: failure instanceof Error ? failure.message : String(failure) }));
  }
}

const askWords = {
  approved: { vi: 'Chủ camera đã đồng ý', en: 'The owner agreed' },
  declined: { vi: 'Yêu cầu không được chấp nhận', en: 'The request was not granted' },
  lapsed: { vi: 'Yêu cầu không được chấp nhận', en: 'The request was not granted' },
} as const satisfies Record<string, Text>;
