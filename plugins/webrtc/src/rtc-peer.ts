import { randomBytes, randomInt } from 'node:crypto';
import { HubError, type MediaFormat, type Peer, type RtpUnit } from '@matpho/core/sdk';
import { choosePayloads, playoutDelayUri, type Choice, type ChosenPayload } from './choose-payloads.ts';
import { readFeedback } from './feedback.ts';
import { MediaSender, type SenderTime } from './media-sender.ts';
import type { PeerConnection, RtcConfig, Track, WebRtc } from './native.ts';
import { withKnownCandidates } from './candidates.ts';
import { readOffer, type OfferedSection } from './offer.ts';
import { TrackSender } from './track-sender.ts';

export interface Patience {
  /** All of the answer's addresses are in it; what is not known by then is left out. ms */
  readonly gather: number;
  readonly connect: number;
  /** How long a player that went silent may be away. */
  readonly away: number;
}
export const usualPatience: Patience = { gather: 2_000, connect: 15_000, away: 10_000 };
export interface RtcPeerParts {
  readonly webRtc: WebRtc;
  readonly config: RtcConfig;
  readonly time: SenderTime;
  readonly patience: Patience;
}

/** One player's connection. Everything of the library it stands on is held for as long as it lasts: what is collected falls silent. */
export class RtcPeer implements Peer, AsyncDisposable {
  readonly gone: Promise<void>;
  readonly #parts: RtcPeerParts;
  readonly #connection: PeerConnection;
  readonly #tracks: Track[] = [];
  readonly #sender: MediaSender;
  /** What the library has not let go of yet. */
  #open = 1;
  readonly #closed: Promise<void>;
  #answer = '';
  #leave: () => void = () => {};
  #isClosed: () => void = () => {};
  #callOff: (() => void) | undefined;
  #ended = false;

  /** @throws HubError `bad-request`, `stream-unsupported` */
  constructor(parts: RtcPeerParts, offer: string, media: MediaFormat) {
    const choice = choosePayloads(readOffer(offer), media);
    this.#parts = parts;
    this.gone = new Promise((resolve) => { this.#leave = resolve; });
    this.#closed = new Promise((resolve) => { this.#isClosed = resolve; });
    this.#connection = new parts.webRtc.PeerConnection('viewer', { ...parts.config, disableAutoNegotiation: true });
    this.#connection.onStateChange((state) => this.#moved(state));
    try {
      this.#sender = this.#lay(choice, media);
      this.#connection.setRemoteDescription(withKnownCandidates(offer), 'offer');
    } catch (cause) {
      this.#end();
      throw cause instanceof HubError ? cause : new HubError('bad-request', 'The offer is not one that can be answered.', { cause });
    }
  }

  get answer(): string {
    return this.#answer;
  }
  send(unit: RtpUnit): void {
    this.#sender.send(unit);
  }
  pending(): number {
    return this.#sender.pending;
  }
  /** Fills in the answer, with all addresses. @throws HubError `bad-request` */
  async open(): Promise<void> {
    const { time, patience } = this.#parts;
    const gathered = new Promise<void>((resolve) => {
      const late = time.after(patience.gather, resolve);
      this.#connection.onGatheringStateChange((state) => {
        if (state !== 'complete') return;
        late();
        resolve();
      });
      void this.gone.finally(() => {
        late();
        resolve();
      });
    });
    this.#connection.setLocalDescription('answer');
    await gathered;
    const sdp = this.#ended ? undefined : this.#connection.localDescription()?.sdp;
    if (sdp === undefined) throw new HubError('bad-request', 'The offer led to no answer.');
    // The library ties the sections together for lips (RFC 5888 §7), whether that was offered or not.
    // From now on it can come.
    this.#callOff = time.after(patience.connect, () => this.#end());
    this.#answer = sdp.split('\r\n').filter((line) => !line.startsWith('a=group:LS')).join('\r\n');
  }
  /** Nothing is sent after. Resolves when the library has let go. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    await this.#closed;
  }

  #lay({ video, audio, silent }: Choice, media: MediaFormat): MediaSender {
    const cname = randomBytes(8).toString('hex');
    const picture = this.#track(video, new this.#parts.webRtc.Video(video.mid, 'SendOnly'), cname, 'video', media.video.clockRate);
    const sound = audio && this.#track(audio, new this.#parts.webRtc.Audio(audio.mid, 'SendOnly'), cname, 'audio', media.audio?.clockRate ?? audio.codec.clockRate);
    for (const section of silent) this.#silence(section);
    const sender = new MediaSender({ video: picture.sender, audio: sound?.sender, time: this.#parts.time, cname });
    this.#hear(picture, 'video', sender);
    if (sound) this.#hear(sound, 'audio', sender);
    picture.track.onOpen(() => {
      if (!this.#ended) sender.connected();
    });
    return sender;
  }

  #track({ codec, playoutDelay }: ChosenPayload, section: Section, cname: string, kind: 'video' | 'audio', clockRate: number): { readonly track: Track; readonly sender: TrackSender } {
    const ssrc = randomInt(1, 2 ** 32 - 1);
    addCodec(section, codec);
    section.addSSRC(ssrc, cname, 'matpho', kind);
    if (playoutDelay !== undefined) section.parseSdpLine(`a=extmap:${playoutDelay} ${playoutDelayUri}`);
    const track = this.#add(section);
    const sender = new TrackSender({ ssrc, payloadType: codec.type, clockRate, firstSequence: randomInt(2 ** 15), timeOffset: randomInt(2 ** 32), playoutDelay }, (packet) => this.#transmit(track, packet));
    return { track, sender };
  }
  #silence({ kind, mid, codecs }: OfferedSection): void {
    const [first] = codecs;
    if (!first || (kind !== 'video' && kind !== 'audio')) return;
    const section = kind === 'video' ? new this.#parts.webRtc.Video(mid, 'Inactive') : new this.#parts.webRtc.Audio(mid, 'Inactive');
    addCodec(section, first);
    this.#add(section);
  }
  /** A track without a listener for its end is never let go, and keeps the process alive. */
  #add(section: Section): Track {
    const track = this.#connection.addTrack(section);
    this.#tracks.push(track);
    this.#open += 1;
    track.onClosed(() => this.#letGo());
    return track;
  }
  #letGo(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#isClosed();
  }
  #hear({ track, sender }: { readonly track: Track; readonly sender: TrackSender }, kind: 'video' | 'audio', to: MediaSender): void {
    track.onMessage((bytes) => {
      if (this.#ended) return;
      const { missing, wantsKey, loss } = readFeedback(bytes, sender.ssrc);
      if (missing.length > 0) to.missing(kind, missing);
      if (kind === 'video' && wantsKey) to.wantsKey();
      if (kind === 'video' && loss !== undefined) to.lost(loss);
    });
  }
  #transmit(track: Track, packet: Buffer): boolean {
    if (this.#ended) return false;
    try {
      return track.isOpen() && track.sendMessageBinary(packet);
    } catch {
      // It closed between two packets; its state says so in a moment.
      return false;
    }
  }

  #moved(state: string): void {
    if (state === 'closed') this.#letGo();
    if (state === 'connecting' || this.#ended) return;
    this.#callOff?.();
    this.#callOff = undefined;
    if (state === 'failed' || state === 'closed') this.#end();
    else if (state === 'disconnected') this.#callOff = this.#parts.time.after(this.#parts.patience.away, () => this.#end());
  }
  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#callOff?.();
    this.#sender?.[Symbol.dispose]();
    this.#leave();
    for (const track of this.#tracks) track.close();
    this.#connection.close();
  }
}

type Section = InstanceType<WebRtc['Video']> | InstanceType<WebRtc['Audio']>;
/** As it was offered. The library's own defaults for Opus or H.264 would promise what is not sent. */
function addCodec(section: Section, { type, name, parameters }: { readonly type: number; readonly name: string; readonly parameters: string | undefined }): void {
  const rest = parameters === undefined ? [] : [parameters] as const;
  if ('addVideoCodec' in section) section.addVideoCodec(type, name.toUpperCase(), ...rest);
  else section.addAudioCodec(type, name === 'opus' ? 'opus' : name.toUpperCase(), ...rest);
}
