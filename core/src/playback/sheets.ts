import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Gate } from '../consent/gate.ts';
import { masksForMember, ownAsk } from '../consent/owner-access.ts';
import { isRefusal } from '../consent/refusal.ts';
import type { Timers } from '../base/clock.ts';
import type { Permit } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import { hours, minutes, seconds, type Instant } from '../domain/time.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { FootageSheetTable } from '../store/schema-footage.ts';
import { FewAtOnce } from './few-at-once.ts';
import { MadePieces } from './made-pieces.ts';
import type { SheetBook } from './sheet-book.ts';
import { sheetForm } from './sheet-maker.ts';
import type { SheetWork } from './sheet-work.ts';
import type { SheetsOf, TimelineSheet } from './timeline.ts';

export interface SheetsParts {
  readonly book: SheetBook;
  /** Undefined where the hub is set to make none. */
  readonly work: Pick<SheetWork, 'looked'> | undefined;
  readonly gate: Pick<Gate, 'admit' | 'end' | 'vouches'>;
  readonly records: Pick<ConsentRecords, 'stateFor'>;
  readonly ffmpeg: Ffmpeg;
  readonly clock: Clock;
  readonly timers: Timers;
}
/** Small pictures run under one permit for so long, so that a page full of them does not write the ledger full. */
const permitLasts = minutes(10);
const mostPermits = 1_000;
const stallsAfter = seconds(20);
const hoursOfDay = 24;
const stripBytes = 8 * 2 ** 20;
type Shown = KnownPerson & { readonly session?: string };

/** Small pictures of what was recorded, for the house itself. Who is shown masks is shown none of them: they are made of what was recorded. */
export class Sheets implements SheetsOf, Disposable {
  readonly #parts: SheetsParts;
  readonly #permits = new Map<string, Promise<Permit<'playback'>>>();
  readonly #strips = new MadePieces<{ readonly jpeg: Buffer; readonly bytes: number }>(stripBytes);
  readonly #making = new FewAtOnce(1);
  readonly #ends = new Map<string, Disposable>();
  constructor(parts: SheetsParts) {
    this.#parts = parts;
  }

  async mayShow(by: KnownPerson, camera: CameraRecord): Promise<boolean> {
    this.#parts.work?.looked(camera.id);
    return (await this.#masks(by, camera)).size === 0;
  }
  async within(camera: CameraId, from: Instant, to: Instant): Promise<readonly TimelineSheet[]> {
    return (await this.#parts.book.within(camera, from, to)).map((row) => ({ from: row.from_at, to: row.to_at, everyMs: row.every_ms, columns: row.columns, rows: row.rows, width: row.width, height: row.height, name: `s-${row.from_at}.jpg` }));
  }
  async ofDay(camera: CameraId, from: Instant, to: Instant): Promise<TimelineSheet | undefined> {
    const { width, height } = sheetForm;
    const rows = await this.#parts.book.within(camera, from, to);
    return rows.length === 0 ? undefined : { from, to, everyMs: hours(1), columns: hoursOfDay, rows: 1, width, height, name: `d-${from}.jpg` };
  }

  /** JPEG. @throws HubError `not-found`, `consent-refused` */
  async read(by: Shown, camera: CameraRecord, name: string, signal: AbortSignal): Promise<Uint8Array> {
    const [, kind, at] = /^([sd])-(\d{1,16})\.jpg$/.exec(name) ?? [];
    if (kind === undefined || !(await this.mayShow(by, camera))) throw new HubError('not-found', 'There is no such sheet.');
    const permit = await this.#permit(by, camera);
    const jpeg = kind === 's' ? await this.#parts.book.read(camera.id, Number(at)) : await this.#strip(camera.id, Number(at), signal);
    if (!this.#parts.gate.vouches(permit)) throw new HubError('consent-ended', 'The permission ended while the picture was read.');
    return jpeg;
  }

  [Symbol.dispose](): void {
    for (const end of this.#ends.values()) end[Symbol.dispose]();
    this.#ends.clear();
  }

  /** Of each hour the first picture there is, cut out of its sheet. */
  async #strip(camera: CameraId, from: Instant, signal: AbortSignal): Promise<Buffer> {
    const rows = await this.#parts.book.within(camera, from, from + hours(hoursOfDay));
    const firsts = Array.from({ length: hoursOfDay }, (_, hour) => rows.find((row) => row.from_at >= from + hours(hour) && row.from_at < from + hours(hour + 1)));
    if (firsts.every((row) => row === undefined)) throw new HubError('not-found', 'There is no such sheet.');
    const name = `${camera} ${from} ${firsts.map((row) => row?.made_at ?? 0).join(' ')}`;
    const known = this.#strips.get(name);
    if (known) return known.jpeg;
    const jpeg = await this.#making.run(() => this.#cut(camera, firsts, signal), signal);
    this.#strips.keep(name, { jpeg, bytes: jpeg.length });
    return jpeg;
  }
  async #cut(camera: CameraId, firsts: readonly (FootageSheetTable | undefined)[], signal: AbortSignal): Promise<Buffer> {
    const { width, height } = sheetForm;
    const there = firsts.flatMap((row, hour) => (row ? [{ row, hour }] : []));
    const jpegs = await Promise.all(there.map(async ({ row }) => this.#parts.book.read(camera, row.from_at)));
    // One picture after another in one stream; each is cut where its sheet has the first that is not grey.
    const crop = (axis: 'x' | 'y'): string => there.map(({ row }, n) => {
      const place = Math.max(0, row.filled.indexOf('1'));
      return `eq(n\\,${n})*${axis === 'x' ? (place % row.columns) * row.width : Math.floor(place / row.columns) * row.height}`;
    }).join('+');
    const raw = await this.#run(['-f', 'mjpeg', '-i', 'pipe:0', '-vf', `crop=${width}:${height}:${crop('x')}:${crop('y')}`, '-vsync', '0', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1'], Buffer.concat(jpegs), signal);
    const tile = (width * height * 3) / 2;
    if (raw.length !== tile * there.length) throw new HubError('not-found', 'A sheet of this day cannot be read.');
    const frames = Array.from({ length: hoursOfDay }, (_, hour) => {
      const n = there.findIndex((each) => each.hour === hour);
      return n < 0 ? Buffer.alloc(tile, 128) : raw.subarray(n * tile, (n + 1) * tile);
    });
    return this.#run(['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-i', 'pipe:0', '-vf', `tile=${hoursOfDay}x1`, '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-q:v', '5', '-f', 'mjpeg', 'pipe:1'], Buffer.concat(frames), signal);
  }
  async #run(args: readonly string[], input: Buffer, signal: AbortSignal): Promise<Buffer> {
    await using run = this.#parts.ffmpeg.run(args, { signal, niceness: 10, stallTimeout: stallsAfter });
    run.stdin.write(input);
    run.stdin.end();
    const parts: Uint8Array[] = [];
    for await (const part of run.stdout) parts.push(part);
    const code = await run.exit;
    if (signal.aborted) throw new HubError('not-ready', 'It is not wanted any more.');
    if (code !== 0) throw new HubError('internal', `ffmpeg could not cut a strip: ${run.words()}`);
    return Buffer.concat(parts);
  }

  async #masks(by: KnownPerson, camera: CameraRecord) {
    const role = by.memberships.find(({ owner }) => owner === camera.owner)?.role;
    return masksForMember(role, camera.id, 'playback', (await this.#parts.records.stateFor(camera.id)).restrictions, this.#parts.clock.now());
  }
  async #permit(by: Shown, camera: CameraRecord): Promise<Permit<'playback'>> {
    const { gate, clock, timers } = this.#parts;
    const key = `${by.session ?? by.person}/${camera.id}`;
    const before = this.#permits.get(key);
    // In the map before anything is waited for: a page of pictures at once shares one permit.
    const asked = (async () => {
      const known = await before?.catch(() => undefined);
      if (known && gate.vouches(known)) return known;
      if (this.#permits.size > mostPermits) throw new HubError('too-many-requests', 'Too many people look at small pictures at once.');
      const answer = await gate.admit({ as: 'member', ask: ownAsk(by.person, camera.id, 'playback', { maxHeight: sheetForm.height, maxFps: 1, audio: false, masks: new Set() }, [0, clock.now()]) });
      if (isRefusal(answer)) throw answer.error;
      this.#ends.get(key)?.[Symbol.dispose]();
      this.#ends.set(key, timers.after(permitLasts, () => {
        this.#ends.delete(key);
        this.#permits.delete(key);
        void gate.end(answer, 'viewer').catch(() => {});
      }));
      return answer;
    })();
    this.#permits.set(key, asked);
    asked.catch(() => { if (this.#permits.get(key) === asked) this.#permits.delete(key); });
    return asked;
  }
}
