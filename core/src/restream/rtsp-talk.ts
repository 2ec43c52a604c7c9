import type { Socket } from 'node:net';
import { liveWishOf, type KnownApp } from '../apps/known-app.ts';
import type { AppsRoom } from '../apps/open-apps.ts';
import type { Timers } from '../base/clock.ts';
import type { MediaFormat } from '../domain/media.ts';
import type { RtpUnitsCache } from '../media/rtp-units.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { LiveViewings } from '../viewing/live-viewings.ts';
import { interleaved, UdpOutlet } from './outlets.ts';
import type { RtspAnswer } from './rtsp-answer.ts';
import type { RtspRequest } from './rtsp-reader.ts';
import { RtspSession, type TrackKind } from './rtsp-session.ts';
import { sdpOf, trackNames } from './sdp.ts';
import { statusOf } from './status-of.ts';
import { readStreamUri, type StreamUri } from './stream-uri.ts';
import type { Tries } from './tries.ts';
import { chooseOffer } from './transport-offer.ts';
import type { UdpDoor } from './udp-door.ts';

/** A player that says nothing for so long is gone (RFC 2326 §12.37), seconds. */
export const sessionSeconds = 60;

export interface TalkParts {
  readonly apps: Pick<AppsRoom, 'door' | 'passes'>;
  readonly viewings: Pick<LiveViewings, 'foresee' | 'offered' | 'watch'>;
  readonly units: RtpUnitsCache;
  readonly tries: Tries;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Undefined where pictures are not to leave in the clear. */
  readonly udp: UdpDoor | undefined;
  /** Whether this account and address may set up one more. */
  hasRoom(app: KnownApp, address: string): boolean;
}

/** What a player that said who it is can do: learn how a stream is coded, set its tracks up, play, pause, leave. */
export class RtspTalk {
  readonly #socket: Socket;
  readonly #parts: TalkParts;
  readonly #about: { readonly address: string; end(): void };
  readonly #gone = new AbortController();
  #described: { readonly base: string; readonly media: MediaFormat } | undefined;
  #outlet: UdpOutlet | undefined;
  session: RtspSession | undefined;
  /** It came in by credentials for one showing, and has begun. */
  isSpent = false;
  constructor(socket: Socket, parts: TalkParts, about: { readonly address: string; end(): void }) {
    this.#socket = socket;
    this.#parts = parts;
    this.#about = about;
  }

  async describe({ uri }: RtspRequest, app: KnownApp): Promise<RtspAnswer> {
    const at = readStreamUri(uri);
    if (!at || at.track !== undefined) return { status: 404 };
    const media = await this.#codingOf(at, app);
    if ('status' in media) return media;
    this.#described = { base: at.base, media };
    return { status: 200, headers: [['Content-Base', `${at.base}/`], ['Content-Type', 'application/sdp'], ['Cache-Control', 'no-store']], body: sdpOf(media, plainAddress(this.#socket.localAddress)) };
  }

  async setUp({ uri, headers }: RtspRequest, app: KnownApp): Promise<RtspAnswer> {
    const at = readStreamUri(uri);
    if (!at) return { status: 404 };
    if (this.session && (this.session.camera !== at.camera || this.session.role !== at.role)) return { status: 459 };
    if (this.session?.isPlaying === true) return { status: 455 };
    const media = this.session?.media ?? (this.#described?.base === at.base ? this.#described.media : await this.#codingOf(at, app));
    if ('status' in media) return media;
    const kind: TrackKind = at.track ?? 'video';
    if (kind === 'audio' && !media.audio) return { status: 404 };
    const next = (this.session?.tracks.length ?? 0) * 2;
    const offer = chooseOffer(headers.get('transport') ?? '', next, { udp: this.#parts.udp !== undefined });
    if (!offer) return { status: 461 };
    if (!this.session && !this.#parts.hasRoom(app, this.#about.address)) return { status: 453 };
    const pair = offer.kind === 'udp' ? await this.#parts.udp?.open() : undefined;
    if (this.#gone.signal.aborted) return { status: 503 };
    this.session ??= new RtspSession(at.camera, at.role, media, { socket: this.#socket, units: this.#parts.units, clock: this.#parts.clock });
    const { session } = this;
    let transport: string;
    let ssrc: number;
    if (pair) {
      this.#outlet ??= new UdpOutlet(this.#about.address, this.#parts.timers);
      ssrc = session.setUp(kind, this.#outlet.lane(pair, offer), { outlet: this.#outlet, rtcpPort: offer.rtcp });
      transport = `RTP/AVP;unicast;client_port=${offer.rtp}-${offer.rtcp};server_port=${pair.port}-${pair.port + 1}`;
    } else {
      ssrc = session.setUp(kind, interleaved(this.#socket, offer));
      transport = `RTP/AVP/TCP;unicast;interleaved=${offer.rtp}-${offer.rtcp}`;
    }
    return { status: 200, headers: [['Transport', `${transport};ssrc=${ssrc.toString(16).padStart(8, '0').toUpperCase()}`], this.#named(session)] };
  }

  /** Answers as soon as the gate has let it begin, and before the first packet. */
  async play({ uri }: RtspRequest, app: KnownApp, say: (answer: RtspAnswer) => void): Promise<RtspAnswer | undefined> {
    const { session } = this;
    // It may have gone while it was looked up who asks: nobody would end what begins after that.
    if (this.#gone.signal.aborted) return { status: 503 };
    if (!session) return { status: 455 };
    if (session.isPlaying) return { status: 200, headers: [this.#named(session)] };
    if (!app.cameras.has(session.camera)) return { status: 404 };
    if (!this.#parts.tries.mayBegin(app, session.camera)) return { status: 429 };
    if (app.id === undefined && !this.isSpent) {
      if (!this.#parts.apps.passes.spend(app.username)) return { status: 403 };
      this.isSpent = true;
    }
    const base = uri.replace(/\/+$/, '');
    const signal = session.begin();
    return new Promise((resolve) => {
      const over = (): void => { if (!signal.aborted) this.#about.end(); };
      let isOpen = false;
      this.#parts.viewings.watch(app.person, { ...liveWishOf({ ...app, sound: session.has('audio') }, session.camera, session.role), from: this.#about.address }, {
        opened: () => {
          isOpen = true;
          say({ status: 200, headers: [this.#named(session), ['Range', 'npt=now-'], ['RTP-Info', session.tracks.map((kind) => `url=${base}/${trackNames[kind === 'video' ? 0 : 1]};seq=${session.nextSequence(kind)}`).join(',')]] });
          resolve(undefined);
          return session.sink(signal, over);
        },
      }, signal).then((outcome): RtspAnswer['status'] => ('refusal' in outcome ? 403 : 503), statusOf).then((status) => {
        // Once it was open, the sink has been told of its end. Who was refused sets up anew, where a no that is on record is not written down every second.
        if (!isOpen) session.pause();
        if (!isOpen && status === 403) {
          this.#parts.tries.refused(app, session.camera);
          this.#letGo(session);
        }
        return resolve({ status });
      }, () => {});
    });
  }

  control(method: string): RtspAnswer {
    const { session } = this;
    if (!session) return { status: 454 };
    const headers = [this.#named(session)];
    if (method === 'PAUSE') session.pause();
    if (method === 'TEARDOWN') this.#letGo(session);
    return { status: 200, headers };
  }
  /** The connection is gone. */
  close(): void {
    this.#gone.abort();
    this.session?.close();
    this.#outlet?.[Symbol.dispose]();
  }

  async #codingOf(at: StreamUri, app: KnownApp): Promise<MediaFormat | RtspAnswer> {
    // A camera it was not let in to is answered like one that is not there.
    if (!app.cameras.has(at.camera)) return { status: 404 };
    const { tries, viewings } = this.#parts;
    const wish = liveWishOf(app, at.camera, at.role);
    if (tries.wasRefused(app, at.camera) && !(await viewings.offered(app.person, wish))) return { status: 403 };
    const found = await viewings.foresee(app.person, wish, this.#gone.signal);
    if (!('refused' in found)) return found;
    tries.refused(app, at.camera);
    return { status: 403 };
  }
  #letGo(session: RtspSession): void {
    session.close();
    if (this.session !== session) return;
    this.session = undefined;
    this.#described = undefined;
    this.#outlet = undefined;
  }
  #named(session: RtspSession): readonly [string, string] {
    return ['Session', `${session.id};timeout=${sessionSeconds}`];
  }
}

const plainAddress = (address: string | undefined): string => (address ?? '0.0.0.0').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
