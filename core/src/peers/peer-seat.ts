import type { MediaFormat, RtpUnit } from '../domain/media.ts';
import type { RtpUnitsCache } from '../media/rtp-units.ts';
import { HubError } from '../sdk/errors.ts';
import type { Peer } from '../sdk/ports.ts';
import type { ViewSink, ViewStart } from '../streams/view.ts';

export interface PeerSeatParts {
  readonly units: Pick<RtpUnitsCache, 'of'>;
  /** The signal closes the connection. */
  connect(media: MediaFormat, signal: AbortSignal): Promise<Peer>;
  answered(sdp: string): void;
  waiting(error: HubError): void;
  /** The player went away, or this connection cannot go on for the reason given. */
  over(failure?: HubError): void;
}
/** While the connection is being made; as the hub's own cached group. */
const mostHeldBytes = 16 * 1_024 * 1_024;

/** One view's end when its pictures go out as RTP: opens the connection with the first format, and closes it with the view. */
export class PeerSeat implements ViewSink {
  readonly takesAnySound = true;
  readonly #parts: PeerSeatParts;
  /** Aborts with the view: nothing is sent after. */
  readonly #line = new AbortController();
  #media: MediaFormat | undefined;
  #peer: Peer | undefined;
  #held: RtpUnit[] = [];
  #heldBytes = 0;

  constructor(parts: PeerSeatParts) {
    this.#parts = parts;
  }

  format({ media }: ViewStart): void {
    if (this.#line.signal.aborted) return;
    const before = this.#media;
    this.#media = media;
    if (!media) this.#fail(new HubError('stream-unsupported', 'This picture has no form that goes out as RTP.'));
    else if (!before) void this.#open(media);
    // New parameter sets go with the next key picture; another codec was not part of the answer.
    else if (before.video.codec !== media.video.codec || before.audio?.codec !== media.audio?.codec) this.#fail(new HubError('stream-changed', 'The camera sends another codec now.'));
  }
  media(bytes: Uint8Array): void {
    if (!this.#media || this.#line.signal.aborted) return;
    for (const unit of this.#parts.units.of(bytes, this.#media)) {
      if (this.#peer) this.#peer.send(unit);
      else this.#hold(unit, bytes.length);
    }
  }
  pending(): number {
    return this.#peer?.pending() ?? 0;
  }
  waiting(error: HubError): void {
    this.#parts.waiting(error);
  }
  ended(): void {
    this.#held = [];
    this.#line.abort(new Error('The viewing ended.'));
  }

  async #open(media: MediaFormat): Promise<void> {
    try {
      const peer = await this.#parts.connect(media, this.#line.signal);
      if (this.#line.signal.aborted) return;
      this.#peer = peer;
      this.#parts.answered(peer.answer);
      for (const unit of this.#held.splice(0)) peer.send(unit);
      await peer.gone;
      this.#fail();
    } catch (failure) {
      this.#fail(failure instanceof HubError ? failure : new HubError('internal', 'The connection to the player could not be made.', { cause: failure }));
    }
  }
  /** From the newest key picture on. */
  #hold(unit: RtpUnit, bytes: number): void {
    if (unit.key) {
      this.#held = [];
      this.#heldBytes = 0;
    }
    if (this.#held.length === 0 && !unit.key) return;
    this.#held.push(unit);
    this.#heldBytes += bytes;
    if (this.#heldBytes > mostHeldBytes) this.#held = [];
  }
  #fail(failure?: HubError): void {
    if (!this.#line.signal.aborted) this.#parts.over(failure);
  }
}
