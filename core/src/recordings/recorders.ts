import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { Timers } from '../base/clock.ts';
import type { CameraId } from '../domain/ids.ts';
import type { RecorderWord, RecordingMode, RecordingPlan } from '../domain/recording.ts';
import { seconds, type Instant } from '../domain/time.ts';
import type { LiveStream } from '../streams/live-stream.ts';
import { alwaysOn, modeAt, modeHoldsUntil, neverOn } from './plan.ts';
import { mostPreRollBytes, Recorder, type RecorderState } from './recorder.ts';
import type { RecorderStates } from './recorder-states.ts';
import type { SegmentRole } from './segment-path.ts';
import type { SegmentWriterParts } from './segment-writer.ts';

/** What a recorder must know of a camera. */
export type RecordedCamera = Pick<CameraRecord, 'id' | 'recording'> & Partial<Pick<CameraRecord, 'recordPlan' | 'sources'>>;
export interface RecordersParts extends Omit<SegmentWriterParts, 'syncParts'> {
  readonly streams: { of(camera: CameraId, role: SegmentRole): Pick<LiveStream, 'join'> };
  readonly timers: Timers;
  readonly states: Pick<RecorderStates, 'note' | 'clockSet' | 'beat'>;
  /** Milliseconds that never step. */
  readonly steady: () => number;
}
interface Seat {
  readonly camera: CameraId;
  readonly role: SegmentRole;
  readonly recorder: Recorder;
  plan: RecordingPlan;
  mode: RecordingMode;
  /** The plan says nothing new between these. */
  checkedAt: Instant;
  holdsUntil: Instant;
  joined: Disposable | undefined;
}
/** With more cameras a flush a second for each would keep a disk busy with nothing else; then only whole files are flushed. */
const flushedCameras = 16;
/** Of all cameras together. */
const allPreRollBytes = 192 * 1024 * 1024;
const lookEvery = seconds(2);
/** As the recorder's own idea of a gap; ordinary correction by the time service is slower. */
const clockStep = seconds(3);

/** A recorder for every stream that is to be recorded, told when its hours begin and end. */
export class Recorders {
  readonly #parts: RecordersParts;
  readonly #seats = new Map<string, Seat>();
  readonly #closing = new Set<Promise<void>>();
  #next: Disposable | undefined;
  #wall: Instant;
  #steady: number;
  #isClosed = false;

  constructor(parts: RecordersParts) {
    this.#parts = parts;
    this.#wall = parts.clock.now();
    this.#steady = parts.steady();
  }

  /** Records these, as each of them says, and no others. */
  follow(cameras: readonly RecordedCamera[]): void {
    const wanted = new Map<string, { readonly camera: CameraId; readonly role: SegmentRole; readonly plan: RecordingPlan }>();
    for (const { id: camera, recording, recordPlan = recording === 'continuous' ? alwaysOn : neverOn, sources } of this.#isClosed ? [] : cameras) {
      if (recordPlan.mode === 'off') continue;
      wanted.set(`${camera}/main`, { camera, role: 'main', plan: recordPlan });
      if (recordPlan.sub && sources?.some(({ role }) => role === 'sub')) wanted.set(`${camera}/sub`, { camera, role: 'sub', plan: recordPlan });
    }
    for (const key of this.#seats.keys()) if (!wanted.has(key)) this.#stop(key);
    const now = this.#parts.clock.now();
    for (const [key, { camera, role, plan }] of wanted) {
      const seat = this.#seats.get(key) ?? this.#seat(key, camera, role, plan, now);
      seat.plan = plan;
      this.#apply(seat, now);
      this.#note(seat, now);
    }
    this.#arm();
  }
  /** Undefined for a camera that is not recorded. */
  state(camera: CameraId): RecorderState | undefined {
    return this.#seats.get(`${camera}/main`)?.recorder.state;
  }
  /** What the recorder of a stream does, and since when the file it writes; `off` when there is none. */
  now(camera: CameraId, role: SegmentRole = 'main'): { readonly word: RecorderWord; readonly openSince: Instant | undefined } {
    const seat = this.#seats.get(`${camera}/${role}`);
    return seat ? { word: seat.recorder.word(this.#parts.clock.now()), openSince: seat.recorder.openSince } : { word: 'off', openSince: undefined };
  }
  /** Something began to happen before a camera, or is over. */
  motion(camera: CameraId, isOn: boolean, at: Instant): void {
    for (const role of ['main', 'sub'] as const) {
      const seat = this.#seats.get(`${camera}/${role}`);
      seat?.recorder.motion(isOn, at);
      if (seat) this.#note(seat, at);
    }
  }
  /** Ends the recording of a camera. Resolves when its last file is closed. */
  async stop(camera: CameraId): Promise<void> {
    for (const role of ['main', 'sub']) this.#stop(`${camera}/${role}`);
    await Promise.all(this.#closing);
  }
  /** Resolves when every file is closed and entered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.follow([]);
    await Promise.all(this.#closing);
  }

  #seat(key: string, camera: CameraId, role: SegmentRole, plan: RecordingPlan, now: Instant): Seat {
    const recorder: Recorder = new Recorder(camera, {
      ...this.#parts, changed: () => {
        const mine = this.#seats.get(key);
        if (mine?.recorder === recorder) this.#note(mine, this.#parts.clock.now());
      }, syncParts: () => this.#seats.size <= flushedCameras,
      preRollBytes: () => Math.min(mostPreRollBytes, allPreRollBytes / this.#seats.size),
    }, role);
    const seat: Seat = { camera, role, recorder, plan, mode: 'off', checkedAt: now, holdsUntil: now, joined: undefined };
    // Without hours there is no time that must not be recorded: the pictures in hand are taken along.
    recorder.follow('off', plan.hours ? now : -Infinity, plan);
    this.#seats.set(key, seat);
    return seat;
  }

  /** Does what the plan says of this instant. */
  #apply(seat: Seat, now: Instant): void {
    const { recorder, plan, camera, role } = seat;
    const isFirst = seat.mode === 'off' && seat.joined === undefined && plan.hours === undefined;
    seat.mode = modeAt(plan, now);
    seat.checkedAt = now;
    seat.holdsUntil = modeHoldsUntil(plan, now);
    recorder.follow(seat.mode, isFirst ? -Infinity : now, { ...plan, until: seat.holdsUntil });
    if (seat.mode !== 'off') seat.joined ??= this.#parts.streams.of(camera, role).join(recorder);
  }

  /** Every few seconds, and when the hours of a camera change. */
  #look(): void {
    const { clock, states, steady } = this.#parts;
    const now = clock.now();
    const slipped = now - this.#wall - (steady() - this.#steady);
    const wasSet = Math.abs(slipped) > clockStep;
    [this.#wall, this.#steady] = [now, steady()];
    for (const seat of this.#seats.values()) {
      if (wasSet) seat.recorder.clockSet(slipped);
      if (wasSet || now >= seat.holdsUntil || now < seat.checkedAt) this.#apply(seat, now);
      // The last group of pictures is whole.
      if (seat.mode === 'off' && seat.joined && seat.recorder.openSince === undefined) this.#leave(seat);
      if (wasSet) states.clockSet(seat.camera, seat.role, seat.recorder.word(now), now - slipped, now);
      else this.#note(seat, now);
    }
    if (this.#seats.size > 0) states.beat();
    this.#arm();
  }
  #arm(): void {
    this.#next?.[Symbol.dispose]();
    this.#next = undefined;
    if (this.#isClosed || this.#seats.size === 0) return;
    const now = this.#parts.clock.now();
    const change = [...this.#seats.values()].reduce((soonest, { holdsUntil }) => Math.min(soonest, holdsUntil), Infinity);
    this.#next = this.#parts.timers.after(Math.min(lookEvery, Math.max(1, change - now)), () => this.#look());
  }
  #note({ camera, role, recorder }: Seat, now: Instant): void {
    this.#parts.states.note(camera, role, recorder.word(now), now);
  }

  #leave(seat: Seat): void {
    seat.joined?.[Symbol.dispose]();
    seat.joined = undefined;
    seat.recorder.left();
  }
  #stop(key: string): void {
    const seat = this.#seats.get(key);
    if (!seat) return;
    this.#seats.delete(key);
    this.#leave(seat);
    if (!this.#isClosed) this.#parts.states.note(seat.camera, seat.role, 'off', this.#parts.clock.now());
    const closing = seat.recorder.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
