import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { MediaFormat } from '../domain/media.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { RtpUnitsCache } from '../media/rtp-units.ts';
import type { Clock } from '../sdk/services.ts';
import type { ViewSink } from '../streams/view.ts';
import type { UdpOutlet } from './outlets.ts';
import { RtpSender, type Lane } from './rtp-sender.ts';
import { audioType, videoType } from './sdp.ts';

export type TrackKind = 'video' | 'audio';
export interface SessionParts {
  readonly socket: Socket;
  readonly units: RtpUnitsCache;
  readonly clock: Clock;
}

/** One player's set-up of one stream (RFC 2326 §3.4): where its tracks go, and whether they flow. Ends with its connection. */
export class RtspSession {
  readonly id = randomBytes(12).toString('hex');
  readonly camera: CameraId;
  readonly role: 'main' | 'sub';
  readonly media: MediaFormat;
  readonly #parts: SessionParts;
  readonly #senders = new Map<TrackKind, RtpSender>();
  /** Ports that RTCP of this player comes from, where it is sent UDP. */
  readonly #rtcpPorts = new Set<number>();
  #outlet: UdpOutlet | undefined;
  #play: AbortController | undefined;
  seenAt: Instant;
  constructor(camera: CameraId, role: 'main' | 'sub', media: MediaFormat, parts: SessionParts) {
    this.camera = camera;
    this.role = role;
    this.media = media;
    this.#parts = parts;
    this.seenAt = parts.clock.now();
  }

  get isPlaying(): boolean {
    return this.#play !== undefined;
  }
  get overUdp(): boolean {
    return this.#outlet !== undefined;
  }
  has(kind: TrackKind): boolean {
    return this.#senders.has(kind);
  }
  get tracks(): readonly TrackKind[] {
    return [...this.#senders.keys()];
  }
  /** For `RTP-Info`. */
  nextSequence(kind: TrackKind): number {
    return this.#senders.get(kind)?.nextSequence ?? 0;
  }
  listensAt(port: number): boolean {
    return this.#rtcpPorts.has(port);
  }

  /** @returns its source, for the Transport header */
  setUp(kind: TrackKind, lane: Lane, udp?: { readonly outlet: UdpOutlet; readonly rtcpPort: number }): number {
    const { video, audio } = this.media;
    const [type, clockRate] = kind === 'audio' && audio ? [audioType(audio), audio.clockRate] : [videoType, video.clockRate];
    const sender = new RtpSender(type, clockRate, lane);
    this.#senders.set(kind, sender);
    if (udp) {
      this.#outlet = udp.outlet;
      this.#rtcpPorts.add(udp.rtcpPort);
    }
    return sender.ssrc;
  }

  /** The signal ends with the playing. */
  begin(): AbortSignal {
    this.#play?.abort();
    this.#play = new AbortController();
    return this.#play.signal;
  }
  /** Nothing is sent after this; the set-up stays. */
  pause(): void {
    const play = this.#play;
    this.#play = undefined;
    this.#outlet?.clear();
    play?.abort();
  }
  /** Nothing is sent after this, and the player is told. */
  end(): void {
    this.pause();
    for (const sender of this.#senders.values()) sender.bye();
  }
  /** With the connection. */
  close(): void {
    this.pause();
    this.#outlet?.[Symbol.dispose]();
  }

  /** @param over it cannot go on: why says whether the player or the hub ended it */
  sink(signal: AbortSignal, over: () => void): ViewSink {
    const { socket, units, clock } = this.#parts;
    let format: MediaFormat | undefined;
    return {
      takesAnySound: true,
      format: ({ media }) => {
        // Parameter sets may change, they come with the pictures; another coding is not what the player was told.
        if (!media || media.video.codec !== this.media.video.codec || (this.has('audio') && media.audio && (media.audio.codec !== this.media.audio?.codec || media.audio.clockRate !== this.media.audio.clockRate))) {
          format = undefined;
          over();
        } else format = media;
      },
      media: (bytes, { at }) => {
        if (!format || signal.aborted) return;
        const now = clock.now();
        socket.cork();
        for (const unit of units.of(bytes, format)) this.#senders.get(unit.track)?.send(unit, at ?? now, now);
        socket.uncork();
      },
      // One track may go by UDP and the other over the connection.
      pending: () => (this.#outlet?.pending ?? 0) + socket.writableLength,
      waiting: () => {}, // the camera is away: the player waits, or goes
      ended: () => { if (!signal.aborted) over(); },
    };
  }
}
