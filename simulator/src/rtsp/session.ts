import { randomBytes } from 'node:crypto';
import type { Conduct } from '../conduct.ts';
import { steadyNow } from '../media/steady-clock.ts';
import type { Stop } from '../media/unit.ts';
import type { PacketRun } from '../rtp/rtp-track.ts';
import type { CameraStream, Listener, TrackName } from './camera-stream.ts';
import type { Delivery, Lane } from './delivery.ts';

export interface TrackLanes { readonly rtp: Lane; readonly rtcp: Lane }

/** One client's RTSP session (RFC 2326 §3.4): which tracks it has, and whether they flow. */
export class Session implements Listener {
  readonly id = randomBytes(8).toString('hex');
  readonly stream: CameraStream;
  readonly tracks = new Map<TrackName, TrackLanes>();
  readonly #delivery: Delivery;
  readonly #conduct: Conduct;
  #leave: Stop | undefined;
  #seenMs = steadyNow();
  #waitsForKey = true;
  #closed = false;
  dropped = 0;
  /** The interleaved channel its sound for the loudspeaker comes on. */
  talkChannel: number | undefined;

  constructor(stream: CameraStream, delivery: Delivery, conduct: Conduct) {
    this.stream = stream;
    this.#delivery = delivery;
    this.#conduct = conduct;
  }

  touch(): void {
    this.#seenMs = steadyNow();
  }

  isOver(timeoutMs: number): boolean {
    return steadyNow() - this.#seenMs > timeoutMs;
  }

  async play(): Promise<void> {
    if (this.#leave !== undefined) return;
    this.#waitsForKey = true;
    const leave = await this.stream.join(this);
    if (this.#closed) leave();
    else this.#leave = leave;
  }

  pause(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  close(): void {
    this.#closed = true;
    this.pause();
    this.#delivery.close();
  }

  take(track: TrackName, run: PacketRun, isKey: boolean): void {
    const lanes = this.tracks.get(track);
    if (lanes === undefined) return;
    if (this.#conduct.stalled || !this.#delivery.hasRoom()) {
      this.dropped += 1;
      this.#waitsForKey ||= track === 'video';
      return;
    }
    if (track === 'video' && this.#waitsForKey && !isKey) return;
    if (track === 'video') this.#waitsForKey = false;
    this.#delivery.send(lanes.rtp, run);
  }

  takeReport(track: TrackName, run: PacketRun): void {
    const lanes = this.tracks.get(track);
    if (lanes !== undefined && !this.#conduct.stalled && this.#delivery.hasRoom()) this.#delivery.send(lanes.rtcp, run);
  }
}
