import type { CameraId } from '../domain/ids.ts';
import type { RecorderWord } from '../domain/recording.ts';
import { hours, seconds, type Instant } from '../domain/time.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { SegmentRole } from './segment-path.ts';

export interface RecorderStatesParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}
interface Noted {
  readonly camera: CameraId;
  readonly role: SegmentRole;
  readonly at: Instant;
  readonly state: RecorderWord;
}
interface Last {
  word: RecorderWord;
  at: Instant;
  /** Rows of the hour that began then. */
  hourFrom: Instant;
  count: number;
}
/** So that a hub that was killed is known to have lived until at most so long before. */
const aliveEvery = seconds(5);
const aliveName = 'recorder.alive';
/** A camera that comes and goes all the time: beyond this a state has to last before it is written. */
const mostAnHour = 120;
const lastsInStorm = seconds(60);
const mostWaiting = 5_000;
const batch = 500;

/** When a hub that recorded was last known to live; undefined before it ever did. */
export async function lastAlive(store: Store): Promise<Instant | undefined> {
  const row = await store.read.selectFrom('hub_value').select('value').where('name', '=', aliveName).executeTakeFirst();
  return row && Number(row.value);
}

/** What each recorder did, one row a change: written down as it happens, so that every gap has its cause later. Never waited for by a recorder. */
export class RecorderStates {
  readonly #parts: RecorderStatesParts;
  readonly #last = new Map<string, Last>();
  #waiting: Noted[] = [];
  #running: Promise<void> | undefined;
  #aliveAt: Instant = -Infinity;

  constructor(parts: RecorderStatesParts) {
    this.#parts = parts;
  }

  /** Before anything records: what recorded when the hub was last alive stopped then. */
  async open(): Promise<void> {
    const { store } = this.#parts;
    const alive = await lastAlive(store);
    const rows = await store.read.selectFrom('recorder_state').selectAll().where('id', 'in', (table) => table.selectFrom('recorder_state').select(({ fn }) => fn.max('id').as('id')).groupBy(['camera', 'role'])).execute();
    for (const { camera, role, at, state } of rows) {
      this.#last.set(`${camera}/${role}`, { word: state, at, hourFrom: at, count: 0 });
      // Never later than now: a clock that was set back must not make the hub off in the future.
      if (state !== 'off' && state !== 'hub_off') this.note(camera, role, 'hub_off', Math.min(alive ?? at, this.#parts.clock.now()));
    }
    await this.settled();
  }

  /** Nothing happens where it is what was noted last. */
  note(camera: CameraId, role: SegmentRole, word: RecorderWord, at: Instant): void {
    const key = `${camera}/${role}`;
    const last = this.#last.get(key);
    if (last?.word === word) return;
    const isSameHour = last !== undefined && at >= last.hourFrom && at - last.hourFrom < hours(1);
    if (isSameHour && last.count >= mostAnHour && at - last.at < lastsInStorm) return;
    this.#last.set(key, { word, at, hourFrom: isSameHour ? last.hourFrom : at, count: isSameHour ? last.count + 1 : 1 });
    this.#put({ camera, role, at, state: word });
  }
  /** The hub's clock was set while the camera was in `word`. @param before what it showed, @param after what it shows now */
  clockSet(camera: CameraId, role: SegmentRole, word: RecorderWord, before: Instant, after: Instant): void {
    // Forward: between the two there is nothing. Back: from here on what was written of these hours does not count any more.
    this.#put({ camera, role, at: Math.min(before, after), state: 'clock' });
    this.#put({ camera, role, at: after, state: word });
    this.#last.set(`${camera}/${role}`, { word, at: after, hourFrom: after, count: 1 });
  }
  /** To be called more often than `aliveEvery`. */
  beat(): void {
    const now = this.#parts.clock.now();
    if (Math.abs(now - this.#aliveAt) < aliveEvery && this.#waiting.length === 0) return;
    this.#aliveAt = now;
    this.#write();
  }
  /** Every recorder has stopped because the hub does. */
  async close(): Promise<void> {
    const now = this.#parts.clock.now();
    for (const [key, { word }] of this.#last) {
      const [camera, role] = key.split('/') as [CameraId, SegmentRole];
      if (word !== 'off') this.note(camera, role, 'hub_off', now);
    }
    await this.settled();
  }
  /** Resolves when all that was noted is written, or could not be. */
  async settled(): Promise<void> {
    if (this.#waiting.length > 0) this.#write();
    await this.#running;
  }
  /** Of a camera that is gone nothing is told any more. */
  async forget(camera: CameraId): Promise<void> {
    for (const role of ['main', 'sub']) this.#last.delete(`${camera}/${role}`);
    this.#waiting = this.#waiting.filter((noted) => noted.camera !== camera);
    await this.#running;
    await this.#parts.store.write((trx) => trx.deleteFrom('recorder_state').where('camera', '=', camera).execute());
  }

  #put(noted: Noted): void {
    this.#waiting.push(noted);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    this.#write();
  }
  #write(): void {
    this.#running ??= this.#run();
  }
  async #run(): Promise<void> {
    // After the present turn, so that what is noted in it goes along.
    await Promise.resolve();
    try {
      do {
        const rows = this.#waiting.slice(0, batch);
        await this.#parts.store.write(async (trx) => {
          if (rows.length > 0) await trx.insertInto('recorder_state').values(rows).execute();
          await trx.insertInto('hub_value').values({ name: aliveName, value: String(this.#parts.clock.now()) }).onConflict((known) => known.column('name').doUpdateSet({ value: String(this.#parts.clock.now()) })).execute();
        });
        this.#waiting = this.#waiting.filter((noted) => !rows.includes(noted));
      } while (this.#waiting.length > 0);
    } catch (error) {
      this.#parts.log.error('what the recorders did could not be written down; it is tried again', { count: this.#waiting.length, error });
    } finally {
      this.#running = undefined;
    }
  }
}
