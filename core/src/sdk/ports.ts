import type { FoundCamera, Source } from '../domain/camera.ts';
import type { AccessUnit, FeedStats, MediaFormat, RtpUnit, VideoCodec } from '../domain/media.ts';
import type { Notice } from '../domain/notice.ts';
import type { Clip } from '../domain/recording.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import type { HubError } from './errors.ts';
import { port } from './service.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What a provider tells the hub. The hub, not the plugin, turns it into facts. */
export interface CameraObserver {
  found(camera: FoundCamera): void;
  lost(nativeId: string): void;
  /** For providers that hear it without credentials; `CameraEvents` is asked for the others. `isOn` false: it is over; absent: the camera does not tell when it is. */
  motion(nativeId: string, at: Instant, isOn?: boolean): void;
}
/** What a camera says of itself once its credentials are known. */
export interface CameraDetails {
  readonly maker?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly sources: readonly Source[];
  /** For the first picture; fetched with the same credentials. */
  readonly snapshotUri?: string;
  /** Camera clock minus hub clock. */
  readonly clockOffsetMs?: Milliseconds;
}
export interface CameraProvider {
  /** Looks until the signal aborts. */
  watch(observer: CameraObserver, signal: AbortSignal): Promise<void>;
  /**
   * Asks one typed address, `192.168.1.20` or `192.168.1.20:8000`.
   * @throws HubError `camera-unreachable`, `address-refused`
   */
  probe(address: string, signal: AbortSignal): Promise<readonly FoundCamera[]>;
  /**
   * Proof of control: signs in and reads what the camera offers.
   * @throws HubError `camera-wrong-password`, `camera-unreachable`, `camera-clock-off`, `camera-no-video`, `camera-broken-answer`, `address-refused`
   */
  describe(deviceUri: string, credentials: Credentials, signal: AbortSignal): Promise<CameraDetails>;
  /** A JPEG straight from the camera, at most 8 MiB. Errors as `describe`. */
  picture(snapshotUri: string, credentials: Credentials, signal: AbortSignal): Promise<Uint8Array>;
}
export const CameraProvider = port<CameraProvider>('camera-provider', { vi: 'Tìm camera trong mạng', en: 'Finds cameras on the network' });

export interface ResolvedSource {
  readonly uri: string;
  /** Joined to the request in the last function before the socket. */
  readonly credentials?: Credentials;
}
/** Where an opened stream goes. Called in order, never at once; none of them may throw. */
export interface FeedSink {
  /** Before the first unit, and again when parameter sets change. */
  format(format: MediaFormat): void;
  /** The unit's parts are valid during the call only: what is kept must be copied. */
  unit(unit: AccessUnit): void;
  /** At most once; nothing follows. Without an error: closed by the signal. */
  ended(error?: HubError): void;
}
export interface Feed {
  stats(): FeedStats;
}
export interface StreamOpener {
  /** `rtsp`, `rtsps`. */
  readonly schemes: readonly string[];
  /**
   * Resolves when the camera has begun to play; units may arrive before. The signal closes it.
   * One try: the hub decides about trying again.
   * @throws HubError `camera-unreachable`, `camera-wrong-password`, `camera-no-video`, `camera-broken-answer`, `address-refused`
   */
  open(source: ResolvedSource, sink: FeedSink, signal: AbortSignal): Promise<Feed>;
}
/** As `FeedSink`, for past footage, which comes as fast as it is taken. */
export interface ReplaySink extends FeedSink {
  /** Undefined while there is room; else resolves when there is again. Nothing more is read from the recorder until then. */
  full(): Promise<void> | undefined;
}
/** Plays what a recorder outside the hub kept. */
export interface ReplayOpener {
  /** `rtsp`, `rtsps`. */
  readonly schemes: readonly string[];
  /**
   * Plays [from, to), as fast as it is taken; every unit's `at` is the instant it was filmed at, by the recorder's clock. It may begin with the key picture before `from`.
   * Resolves at its end, after `sink.ended()`; gaps are left out. The signal stops it.
   * @throws HubError as `StreamOpener.open`, and whatever ends it early
   */
  replay(source: ResolvedSource, span: { readonly from: Instant; readonly to: Instant }, sink: ReplaySink, signal: AbortSignal): Promise<void>;
}
export const ReplayOpener = port<ReplayOpener>('replay-opener', { vi: 'Phát lại hình cũ trong đầu ghi', en: 'Plays what a recorder kept' });

/** Footage of one camera in a recorder. */
export interface ArchiveTrack {
  /** Where `ReplayOpener` finds it; without credentials. */
  readonly replayUri: string;
  readonly name: string;
  /** What it keeps, in order, each [from, to) by its own clock. */
  readonly spans: readonly { readonly from: Instant; readonly to: Instant }[];
}
/** Tells what a camera or recorder keeps of the past (ONVIF Profile G). */
export interface FootageArchive {
  /** Whose cameras: the name their provider gave them, `onvif`. */
  readonly provider: string;
  /**
   * What it keeps that touches [from, to); none where it keeps nothing of that time.
   * @throws HubError `archive-unsupported` when it keeps nothing at all; else as `CameraProvider.describe`
   */
  tracks(deviceUri: string, credentials: Credentials, span: { readonly from: Instant; readonly to: Instant }, signal: AbortSignal): Promise<readonly ArchiveTrack[]>;
}
export const FootageArchive = port<FootageArchive>('footage-archive', { vi: 'Tìm hình cũ trong đầu ghi', en: 'Finds past footage in recorders' });
export const StreamOpener = port<StreamOpener>('stream-opener', { vi: 'Mở luồng hình của camera', en: 'Opens camera streams' });

/** What a camera's motors can do. */
export interface MoveAbilities {
  readonly panTilt: boolean;
  readonly zoom: boolean;
  /** How many positions it remembers; 0 for none. */
  readonly presets: number;
  readonly home: boolean;
}
/** -1..1 of full speed: right, up and nearer are positive. */
export interface Velocity {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface Preset {
  /** The camera's own name for it, to be given back as it is. */
  readonly token: string;
  readonly name: string;
}
/** One camera's motors in hand. Every call throws HubError as `CameraControl.open`. */
export interface CameraReins {
  readonly abilities: MoveAbilities;
  /** Goes on for `lasts` at most, whatever becomes of the hub; called again to go on. */
  move(velocity: Velocity, lasts: Milliseconds): Promise<void>;
  /** At once: not behind a move that is still on its way, and again after it. */
  stop(): Promise<void>;
  presets(): Promise<readonly Preset[]>;
  /** Where it looks now. @param token of one to be replaced @returns the token */
  savePreset(name: string, token?: string): Promise<string>;
  goTo(token: string): Promise<void>;
  removePreset(token: string): Promise<void>;
  goHome(): Promise<void>;
  /** Home is where it looks now. */
  setHome(): Promise<void>;
}
/** Moves cameras. The hub calls it under a permit for that, and stops the motors when the permit ends. */
export interface CameraControl {
  /** Whose cameras: the name their provider gave them, `onvif`. */
  readonly provider: string;
  /**
   * Signs in and asks what can be moved. Nothing moves yet.
   * @param signal lets go of the camera; it is not told to stop
   * @throws HubError `control-unsupported` when it does not move; else as `CameraProvider.describe`
   */
  open(deviceUri: string, credentials: Credentials, signal: AbortSignal): Promise<CameraReins>;
}
export const CameraControl = port<CameraControl>('camera-control', { vi: 'Xoay và phóng to camera', en: 'Turns and zooms cameras' });

/** What one camera says it notices. Told when the hub hears of it: clocks of cameras are not believed. */
export interface EventObserver {
  /** The camera was asked and answers. Once, before anything else. */
  listening(): void;
  /** Something moves, or no longer does; undefined: it moved, and the camera does not tell until when. */
  motion(isOn: boolean | undefined): void;
}
/** Hears what cameras notice by themselves. The hub asks for it where a camera is recorded, and for no other. */
export interface CameraEvents {
  /** Whose cameras: the name their provider gave them, `onvif`. */
  readonly provider: string;
  /**
   * Signs in and listens until the signal aborts. One try: the hub decides about trying again, and takes what lasts for over when it ends.
   * @throws HubError `events-unsupported` when the camera tells nothing; else as `CameraProvider.describe`
   */
  listen(deviceUri: string, credentials: Credentials, observer: EventObserver, signal: AbortSignal): Promise<void>;
}
export const CameraEvents = port<CameraEvents>('camera-events', { vi: 'Nghe camera báo có chuyển động', en: 'Hears when cameras notice motion' });

/** G.711 at 8,000 samples a second, one channel (RFC 3551 §4.5.14). */
export type TalkCodec = 'pcma' | 'pcmu';
/** A way to a camera's loudspeaker. */
export interface TalkLine {
  readonly codec: TalkCodec;
  /** Any number of samples, a byte each. Sent at the pace they are spoken; of more than a second that waits, the oldest go. Never waits. */
  send(sound: Uint8Array): void;
  /** Resolves when the camera has ended it; never rejects. */
  readonly gone: Promise<HubError | undefined>;
}
/** Sends sound to cameras, and never takes any. */
export interface TalkOpener {
  /** `rtsp`, `rtsps`. */
  readonly schemes: readonly string[];
  /** What the camera's loudspeaker takes, asked without seizing it; undefined for none. Errors as `open`. */
  offers(source: ResolvedSource, signal: AbortSignal): Promise<TalkCodec | undefined>;
  /**
   * @param signal closes the line at once: nothing that waits is sent any more
   * @throws HubError `control-unsupported` when the camera has no loudspeaker the hub can use; else as `StreamOpener.open`
   */
  open(source: ResolvedSource, signal: AbortSignal): Promise<TalkLine>;
}
export const TalkOpener = port<TalkOpener>('talk-opener', { vi: 'Nói qua loa của camera', en: 'Speaks through a camera\'s loudspeaker' });

/** Turns the hub's fMP4 into bytes another kind of player takes. The hub shares one conversion among a camera's viewers and hands the bytes only to viewers with a permit. */
export interface ViewerTransport {
  /** `mpeg1`: the player asks for it by this name. */
  readonly id: string;
  /** What the browser receives, `video/mp2t`. */
  readonly mime: string;
  convert(fmp4: AsyncIterable<Uint8Array>, about: { readonly fps: number; readonly height: number }, signal: AbortSignal): AsyncIterable<Uint8Array>;
}
export const ViewerTransport = port<ViewerTransport>('viewer-transport', { vi: 'Thêm một cách phát hình cho người xem', en: 'Adds a way to play video' });

/** A connection to one viewer's player. The hub hands it pictures under that viewer's permit, and closes it when the permit ends. */
export interface Peer {
  /** SDP, to be given back to the player. */
  readonly answer: string;
  /** In order, beginning with a key picture; never waits. */
  send(unit: RtpUnit): void;
  /** Bytes taken and not yet sent: what a slow viewer is measured by. */
  pending(): number;
  /** Resolves when the player has gone, or never came. */
  readonly gone: Promise<void>;
}
/** Answers a player's offer (SDP, RFC 3264) and sends RTP to it. */
export interface PeerTransport {
  /** `webrtc`: the player asks for it by this name. */
  readonly id: string;
  /** What the player that made this offer decodes; asked before anybody is asked for consent. @throws HubError `bad-request` for an offer that is none */
  plays(offer: string): readonly VideoCodec[];
  /**
   * @param media what will be sent; sound only where the viewer may hear it
   * @param signal closes the connection
   * @throws HubError `stream-unsupported` when the player does not take this codec, `bad-request` for an offer that is none
   */
  connect(offer: string, media: MediaFormat, signal: AbortSignal): Promise<Peer>;
}
export const PeerTransport = port<PeerTransport>('peer-transport', { vi: 'Gửi hình thẳng tới trình phát của người xem', en: 'Sends video straight to a viewer\'s player' });

export interface Recipient {
  readonly name: string;
  readonly language: 'vi' | 'en';
  /** Where this person wants to be reached, by channel id: an e-mail address, a URL. */
  readonly addresses: Readonly<Record<string, string>>;
}
export interface NoticeChannel {
  /** `email`, `webhook`. */
  readonly id: string;
  readonly name: { readonly vi: string; readonly en: string };
  /** What the person fills in, `E-mail`; absent when there is nothing to fill in. */
  readonly address?: { readonly vi: string; readonly en: string; readonly kind: 'email' | 'url' };
  /**
   * Sends once; the hub retries on `notice-failed`.
   * @throws HubError `notice-failed`
   */
  send(notice: Notice, to: Recipient, signal: AbortSignal): Promise<void>;
}
export const NoticeChannel = port<NoticeChannel>('notice-channel', { vi: 'Gửi thông báo', en: 'Sends notices' });

export interface ExportTarget {
  /** One file of the export, written in order and closed before the next. */
  write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<{ readonly bytes: number; readonly sha256: string }>;
}
export interface ExportedFile {
  readonly name: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}
export interface ClipExporter {
  /** `mp4`. */
  readonly formats: readonly string[];
  write(clip: Clip, to: ExportTarget, signal: AbortSignal): Promise<readonly ExportedFile[]>;
}
export const ClipExporter = port<ClipExporter>('clip-exporter', { vi: 'Trích xuất hình ra tệp', en: 'Writes footage to files' });
