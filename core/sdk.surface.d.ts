// What a plugin sees of the hub. Written by `node scripts/update-surface.mjs`; checked by house/sdk-surface.test.ts.
// A change that takes something away, or asks more of a plugin, is a new `sdk` number.

// ── domain/camera.d.ts
import type { CameraId, OwnerId } from './ids.ts';
import type { VideoCodec } from './media.ts';
/** Where a camera's media can be fetched. Credentials are never part of it; they live in the vault. */
export interface Source {
    readonly role: 'main' | 'sub';
    readonly uri: string;
    readonly width?: number;
    readonly height?: number;
    readonly fps?: number;
    readonly codec?: VideoCodec | 'other';
    readonly hasAudio?: boolean;
}
export declare const cameraStates: readonly ["connecting", "running", "offline", "needs-attention", "off"];
export type CameraState = (typeof cameraStates)[number];
/** Something on the network that may be a camera; nobody owns it yet. */
export interface FoundCamera {
    /** Stable across restarts: the WS-Discovery endpoint reference. */
    readonly nativeId: string;
    readonly provider: string;
    readonly name: string;
    readonly maker?: string;
    readonly model?: string;
    /** Host or host:port, for people. */
    readonly address: string;
    readonly deviceUri: string;
}
export interface Camera {
    readonly id: CameraId;
    readonly owner: OwnerId;
    readonly name: string;
    readonly place: string;
    /** Plugin that found it; `manual` for one typed in as an RTSP address. */
    readonly provider: string;
    readonly nativeId: string;
    readonly sources: readonly Source[];
    /** Her word, on the picture, that this is her camera; without it nothing is shared. */
    readonly confirmedAt?: number;
    readonly clockOffsetMs?: number;
}

// ── domain/error-codes.d.ts
import type { Text } from './people.ts';
/** What a code means to HTTP and to a person. Every code is listed in docs/errors.md, under test. */
export interface ErrorMeaning extends Text {
    readonly status: number;
}
export declare const errorCodes: {
    readonly internal: ErrorMeaning;
    readonly 'not-ready': ErrorMeaning;
    readonly 'bad-request': ErrorMeaning;
    readonly 'bad-json': ErrorMeaning;
    readonly 'too-large': ErrorMeaning;
    readonly 'bad-config': ErrorMeaning;
    readonly 'not-found': ErrorMeaning;
    readonly conflict: ErrorMeaning;
    readonly 'not-signed-in': ErrorMeaning;
    readonly 'wrong-login': ErrorMeaning;
    readonly 'locked-out': ErrorMeaning;
    readonly 'too-many-requests': ErrorMeaning;
    readonly 'not-allowed': ErrorMeaning;
    readonly 'wrong-origin': ErrorMeaning;
    readonly 'fresh-sign-in': ErrorMeaning;
    readonly 'wrong-code': ErrorMeaning;
    readonly 'last-owner': ErrorMeaning;
    readonly 'weak-password': ErrorMeaning;
    readonly 'login-taken': ErrorMeaning;
    readonly 'invitation-ended': ErrorMeaning;
    readonly 'already-set-up': ErrorMeaning;
    readonly 'passkey-failed': ErrorMeaning;
    readonly 'consent-refused': ErrorMeaning;
    readonly 'consent-ended': ErrorMeaning;
    readonly 'needs-approval': ErrorMeaning;
    readonly 'not-recorded': ErrorMeaning;
    readonly 'obligation-unmet': ErrorMeaning;
    readonly 'renditions-busy': ErrorMeaning;
    readonly 'grant-invalid': ErrorMeaning;
    readonly 'emergency-over': ErrorMeaning;
    readonly 'emergency-second': ErrorMeaning;
    readonly 'emergency-reviewer': ErrorMeaning;
    readonly 'emergency-suspended': ErrorMeaning;
    readonly 'emergency-quota': ErrorMeaning;
    readonly 'emergency-no-cameras': ErrorMeaning;
    readonly 'clock-untrusted': ErrorMeaning;
    readonly 'ask-lapsed': ErrorMeaning;
    readonly 'too-many-asks': ErrorMeaning;
    readonly 'case-number-wrong': ErrorMeaning;
    readonly 'case-taken': ErrorMeaning;
    readonly 'case-unknown': ErrorMeaning;
    readonly 'case-closed': ErrorMeaning;
    readonly 'case-unsigned': ErrorMeaning;
    readonly 'case-second-person': ErrorMeaning;
    readonly 'area-shape': ErrorMeaning;
    readonly 'area-too-wide': ErrorMeaning;
    readonly 'area-too-far': ErrorMeaning;
    readonly 'camera-unconfirmed': ErrorMeaning;
    readonly 'consent-needed': ErrorMeaning;
    readonly 'notice-changed': ErrorMeaning;
    readonly 'leaving-blocked': ErrorMeaning;
    readonly 'scan-wrong-type': ErrorMeaning;
    readonly 'written-invalid': ErrorMeaning;
    readonly 'camera-unreachable': ErrorMeaning;
    readonly 'camera-wrong-password': ErrorMeaning;
    readonly 'camera-clock-off': ErrorMeaning;
    readonly 'camera-no-video': ErrorMeaning;
    readonly 'camera-broken-answer': ErrorMeaning;
    readonly 'camera-certificate-changed': ErrorMeaning;
    readonly 'camera-stalled': ErrorMeaning;
    readonly 'camera-taken': ErrorMeaning;
    readonly 'camera-offline': ErrorMeaning;
    readonly 'address-refused': ErrorMeaning;
    readonly 'control-unsupported': ErrorMeaning;
    readonly 'control-busy': ErrorMeaning;
    readonly 'archive-unsupported': ErrorMeaning;
    readonly 'events-unsupported': ErrorMeaning;
    readonly 'control-refused': ErrorMeaning;
    readonly 'control-masked': ErrorMeaning;
    readonly 'stream-unsupported': ErrorMeaning;
    readonly 'stream-changed': ErrorMeaning;
    readonly 'uplink-full': ErrorMeaning;
    readonly 'viewing-ended': ErrorMeaning;
    readonly 'viewer-too-slow': ErrorMeaning;
    readonly 'disk-full': ErrorMeaning;
    readonly 'no-footage': ErrorMeaning;
    readonly 'footage-damaged': ErrorMeaning;
    readonly 'export-too-long': ErrorMeaning;
    readonly 'certificate-invalid': ErrorMeaning;
    readonly 'signature-invalid': ErrorMeaning;
    readonly 'timestamp-failed': ErrorMeaning;
    readonly 'ffmpeg-missing': ErrorMeaning;
    readonly 'plugin-not-found': ErrorMeaning;
    readonly 'plugin-incompatible': ErrorMeaning;
    readonly 'native-missing': ErrorMeaning;
    readonly 'notice-failed': ErrorMeaning;
    readonly 'vault-locked': ErrorMeaning;
    readonly 'store-newer': ErrorMeaning;
    readonly 'log-damaged': ErrorMeaning;
};
export type ErrorCode = keyof typeof errorCodes;

// ── domain/ids.d.ts
declare const brand: unique symbol;
/** A string that names one kind of thing, so that one id cannot stand where another is meant. */
export type Id<Kind extends string> = string & {
    readonly [brand]: Kind;
};
export type PersonId = Id<'person'>;
export type OwnerId = Id<'owner'>;
export type UnitId = Id<'unit'>;
export type CameraId = Id<'camera'>;
export type GrantId = Id<'grant'>;
export type RestrictionId = Id<'restriction'>;
export type AskId = Id<'ask'>;
export type ViewingId = Id<'viewing'>;
export type MaskId = Id<'mask'>;
export type DeviceId = Id<'device'>;
export type CertId = Id<'cert'>;
/** Names a text as an id of one kind. For the edges: rows, requests, tests. */
export declare function id<I extends Id<string>>(text: string): I;
export {};

// ── domain/media.d.ts
import type { Instant } from './time.ts';
export type VideoCodec = 'h264' | 'h265' | 'mjpeg';
export type AudioCodec = 'aac' | 'pcma' | 'pcmu' | 'opus';
/** A video track as the camera sends it. */
export interface VideoTrack {
    readonly codec: VideoCodec;
    /** Ticks per second of `AccessUnit.ticks`; 90,000 for RTP video. */
    readonly clockRate: number;
    /** Raw NAL units without start codes: SPS and PPS (H.264), VPS, SPS and PPS (H.265). MJPEG: the frame header of its pictures, a SOF0 segment (ITU-T T.81 §B.2.2). */
    readonly parameterSets: readonly Uint8Array[];
}
export interface AudioTrack {
    readonly codec: AudioCodec;
    readonly clockRate: number;
    readonly channels: number;
    /** AudioSpecificConfig (ISO/IEC 14496-3) for AAC. */
    readonly config?: Uint8Array;
}
export interface MediaFormat {
    readonly video: VideoTrack;
    readonly audio?: AudioTrack;
}
/** One coded picture, or one block of coded sound. */
export interface AccessUnit {
    readonly track: 'video' | 'audio';
    /** RTP time unwrapped past 32 bits, in the track's clock rate. */
    readonly ticks: number;
    /** Wall clock of capture: by RTCP sender report where there is one, else of arrival. */
    readonly at: Instant;
    /** A decoder can start here. */
    readonly key: boolean;
    /** Video: NAL units, each preceded by its length in 4 bytes big-endian; MJPEG: one JPEG file. Audio: one raw frame. The pieces are to be written one after another. */
    readonly parts: readonly Uint8Array[];
    /** Bytes of all parts. */
    readonly size: number;
}
/** One coded picture or block of sound as RTP payloads, for whoever sends them on. Shared between viewers: not to be written into. */
export interface RtpUnit {
    readonly track: 'video' | 'audio';
    /** RTP time before its random offset, in the track's clock rate, not wrapped. */
    readonly ticks: number;
    /** A decoder can start here; the parameter sets come with it. */
    readonly key: boolean;
    /** Each fits into one packet. The marker bit belongs to the last one of a picture (RFC 6184 §5.1). */
    readonly payloads: readonly Uint8Array[];
}
/** Counters of one connection, from its beginning. What a feed does not know it leaves out. */
export interface FeedStats {
    /** Taken: neither late nor doubled. */
    readonly packets: number;
    /** Never came, or came too late (RFC 3550 appendix A.3). */
    readonly lost: number;
    readonly bytes: number;
    readonly units: number;
    /** Came after one that was sent later. Those that waiting could put right are no loss. */
    readonly reordered?: number;
    readonly duplicates?: number;
    /** Of the video's packets, interarrival jitter in ms (RFC 3550 §6.4.1). */
    readonly jitterMs?: number;
    /** Pictures whole; `units` counts sound too. */
    readonly pictures?: number;
    readonly keys?: number;
    /** Hub time of its arrival. */
    readonly lastKeyAt?: Instant;
    /** Pictures of the newest whole group, its key picture included. */
    readonly gopLength?: number;
    readonly transport?: 'tcp' | 'udp';
    /** Encrypted on the way (RTSPS). */
    readonly isEncrypted?: boolean;
    /** What `AccessUnit.at` of the newest picture came from. */
    readonly clockSource?: 'sender-report' | 'arrival';
    /** Of the newest format. */
    readonly video?: VideoCodec;
    readonly audio?: AudioCodec;
}

// ── domain/notice.d.ts
import type { PersonId } from './ids.ts';
import type { Text } from './people.ts';
import type { Instant } from './time.ts';
export declare const noticeKinds: readonly ["viewing.started", "viewing.ended", "ask.received", "ask.decided", "grant.given", "grant.changed", "grant.revoked", "restriction.lifted", "unit.merged", "grant.ending", "mask.widened", "emergency.declared", "emergency.opened", "emergency.ended", "emergency.review", "emergency.reviewed", "emergency.suspended", "camera.offline", "camera.back", "camera.picture", "disk.low", "disk.gone", "disk.back", "storage.policy", "plugin.trouble", "written.received", "written.changed", "written.destroyed", "written.overdue", "complaint.received", "purge.asked", "house.left", "oversight.alert", "camera.alert", "letter.ready", "log.trouble", "app.made", "test"];
export type NoticeKind = (typeof noticeKinds)[number];
/** Something one person should know. Never carries a picture. */
export interface Notice {
    readonly id: string;
    readonly kind: NoticeKind;
    readonly at: Instant;
    readonly to: PersonId;
    readonly title: Text;
    readonly body: Text;
    /** Path in the hub's own pages, `/ledger`. */
    readonly link?: string;
}

// ── domain/people.d.ts
import type { OwnerId, PersonId, UnitId } from './ids.ts';
export declare const languages: readonly ["vi", "en"];
export type Language = (typeof languages)[number];
/** A text a person reads: Vietnamese first, English complete. */
export type Text = {
    readonly [L in Language]: string;
};
export declare const ownerKinds: readonly ["household", "business"];
export type OwnerKind = (typeof ownerKinds)[number];
/** Who a camera belongs to (chủ camera): a household or a business. */
export interface Owner {
    readonly id: OwnerId;
    readonly kind: OwnerKind;
    readonly name: string;
}
/** `owner` is the registered owner (only she widens); `co_owner` an adult of the house (may pause and revoke); `manager` and `viewer` are a business's staff. */
export declare const memberRoles: readonly ["owner", "co_owner", "manager", "viewer"];
export type MemberRole = (typeof memberRoles)[number];
export declare const unitKinds: readonly ["ward_police", "peoples_committee", "grassroots"];
export type UnitKind = (typeof unitKinds)[number];
export interface Unit {
    readonly id: UnitId;
    readonly kind: UnitKind;
    readonly name: string;
}
export declare const unitRoles: readonly ["duty_officer", "investigator", "unit_leader"];
export type UnitRole = (typeof unitRoles)[number];
export interface Membership {
    readonly owner: OwnerId;
    readonly person: PersonId;
    readonly role: MemberRole;
}
export interface Officership {
    readonly unit: UnitId;
    readonly person: PersonId;
    readonly role: UnitRole;
    /** Số hiệu: shown to owners with every view. */
    readonly officerNo: string;
}

// ── domain/picture.d.ts
import type { Instant } from './time.ts';
/** What may be wrong with a camera's picture. */
export declare const pictureFacts: readonly ["black", "covered", "blurred", "frozen", "looped", "moved"];
export type PictureFact = (typeof pictureFacts)[number];
export interface PictureCondition {
    readonly fact: PictureFact;
    readonly since: Instant;
}

// ── domain/recording.d.ts
import type { CameraId } from './ids.ts';
import type { Instant, Milliseconds, Minutes } from './time.ts';
/** One closed file of a recording. */
export interface Segment {
    readonly camera: CameraId;
    readonly from: Instant;
    readonly to: Instant;
    readonly bytes: number;
    /** Hex, of the whole file as it was written. */
    readonly sha256: string;
}
/** Footage handed to an exporter. Reading ends early, with `consent-ended`, when consent does. */
export interface Clip {
    readonly camera: CameraId;
    readonly from: Instant;
    readonly to: Instant;
    /** The pictures were made anew to meet the owner's conditions (size, rate, a mark), so the bytes are not those of the segments' hashes. To be read after the segments. */
    readonly changed?: boolean;
    /** A copy somebody covered parts of: to be named so in all that is written of it. */
    readonly derived?: 'redacted';
    readonly segments: AsyncIterable<{
        readonly segment: Segment;
        readonly bytes: AsyncIterable<Uint8Array>;
    }>;
}
/** How a camera is recorded: all the time, around what it notices, or not. */
export declare const recordingModes: readonly ["continuous", "events", "off"];
export type RecordingMode = (typeof recordingModes)[number];
/** A mode for each hour of the week, on the wall clock of one zone. Where windows overlap the first in the list counts; outside of all of them `otherwise`. */
export interface RecordingHours {
    /** IANA time zone, `Asia/Ho_Chi_Minh`. */
    readonly tz: string;
    readonly otherwise: RecordingMode;
    /** `to <= from` crosses midnight and belongs to the day it starts on. Days: 0 Sunday .. 6 Saturday. */
    readonly windows: readonly {
        readonly days: readonly number[];
        readonly from: Minutes;
        readonly to: Minutes;
        readonly mode: RecordingMode;
    }[];
}
/** How one camera is to be recorded. */
export interface RecordingPlan {
    /** At every hour, where there are no hours of the week. `off` is off whatever the hours say. */
    readonly mode: RecordingMode;
    readonly hours?: RecordingHours;
    /** Kept from before something happens, and after it is over. */
    readonly preMs: Milliseconds;
    readonly postMs: Milliseconds;
    /** The smaller stream too. */
    readonly sub: boolean;
}
/** What a recorder is doing. `events`: waiting for something to happen; `hours`: off at these hours of the week; `disk`: no disk takes it; `clock`: the hub's clock was set. */
export type RecorderWord = 'recording' | 'off' | 'hours' | 'events' | 'offline' | 'disk' | 'hub_off' | 'clock';
/** Why there is no footage. `retention`: it was there and was deleted by the rule; `removed`: deleted by hand or with its camera; `damaged`: the file is not there or not whole; `unknown`: nobody wrote down why. */
export type GapCause = 'off' | 'hours' | 'events' | 'offline' | 'disk' | 'hub_off' | 'clock' | 'retention' | 'removed' | 'damaged' | 'unknown';
export interface Gap {
    readonly from: Instant;
    readonly to: Instant;
    readonly cause: GapCause;
}

// ── domain/time.d.ts
/** Milliseconds since 1970-01-01T00:00Z; always an integer. */
export type Instant = number;
/** A span in milliseconds. */
export type Milliseconds = number;
/** Minutes since local midnight, 0..1440. */
export type Minutes = number;
export declare const seconds: (n: number) => Milliseconds;
export declare const minutes: (n: number) => Milliseconds;
export declare const hours: (n: number) => Milliseconds;
export declare const days: (n: number) => Milliseconds;

// ── sdk/errors.d.ts
import type { ErrorCode } from '../domain/error-codes.ts';
export type HubErrorCode = ErrorCode;
/** The one error of the hub. The code decides behaviour and the text a person sees; the message is for the log. */
export declare class HubError extends Error {
    readonly name = "HubError";
    readonly code: HubErrorCode;
    constructor(code: HubErrorCode, message: string, options?: {
        cause?: unknown;
    });
}

// ── sdk/events.d.ts
import type { ViewingId, CameraId, OwnerId } from '../domain/ids.ts';
import type { PictureCondition } from '../domain/picture.ts';
import type { Instant } from '../domain/time.ts';
/** Facts about the hub, in the past tense. A room that owns a fact adds it here. */
export interface HubEvents {
    'camera.enrolled': {
        readonly camera: CameraId;
        readonly owner: OwnerId;
    };
    'camera.removed': {
        readonly camera: CameraId;
        readonly owner: OwnerId;
    };
    'camera.changed': {
        readonly camera: CameraId;
        readonly owner: OwnerId;
    };
    /** Given, revoked, paused or lifted. No cameras: all of the owner's. */
    'grant.changed': {
        readonly owner: OwnerId;
        readonly cameras: readonly CameraId[];
    };
    'camera.found': Record<never, never>;
    'camera.online': {
        readonly camera: CameraId;
        readonly at: Instant;
    };
    'camera.offline': {
        readonly camera: CameraId;
        readonly at: Instant;
        readonly because: string;
    };
    /** What is wrong with its picture: nothing, where it is empty. */
    'picture.changed': {
        readonly camera: CameraId;
        readonly conditions: readonly PictureCondition[];
        readonly at: Instant;
    };
    'viewing.opened': {
        readonly camera: CameraId;
        readonly viewing: ViewingId;
        readonly at: Instant;
    };
    'viewing.closed': {
        readonly camera: CameraId;
        readonly viewing: ViewingId;
        readonly at: Instant;
    };
    /** Before a camera that is recorded; what comes again within 10 s is the same motion. */
    'motion.began': {
        readonly camera: CameraId;
        readonly at: Instant;
    };
    'motion.ended': {
        readonly camera: CameraId;
        readonly at: Instant;
    };
    'plugin.changed': {
        readonly plugin: string;
    };
}
export interface Events {
    /** Ends with the plugin. A reaction that throws is logged and does not reach the others. */
    on<K extends keyof HubEvents>(fact: K, react: (detail: HubEvents[K]) => void): void;
}

// ── sdk/index.d.ts
export { definePlugin, hostPowers, secret, type Given, type Health, type HostPower, type Log, type Needs, type Plugin, type PluginContext, type Provided, type Provides, type Scope } from './plugin.ts';
export { port, service, type Port, type Service } from './service.ts';
export { type Events, type HubEvents } from './events.ts';
export { type PluginStorage, type Slot } from './storage.ts';
export { HubError, type HubErrorCode } from './errors.ts';
export { AddressRules, AppSignIn, Clock, Ffmpeg, LoopbackFeed, PublicAddress, type AppAccount, type AppCamera, type AppStream, type FfmpegRun } from './services.ts';
export { CameraControl, CameraEvents, CameraProvider, ClipExporter, FootageArchive, NoticeChannel, PeerTransport, ReplayOpener, StreamOpener, TalkOpener, ViewerTransport, type ArchiveTrack, type CameraDetails, type CameraObserver, type EventObserver, type CameraReins, type Credentials, type MoveAbilities, type Preset, type TalkCodec, type TalkLine, type Velocity, type ExportTarget, type ExportedFile, type Feed, type FeedSink, type ReplaySink, type Peer, type Recipient, type ResolvedSource, } from './ports.ts';
export type { FoundCamera, Source } from '../domain/camera.ts';
export type { CameraId, OwnerId, PersonId, ViewingId } from '../domain/ids.ts';
export type { AccessUnit, AudioTrack, FeedStats, MediaFormat, RtpUnit, VideoCodec, VideoTrack } from '../domain/media.ts';
export type { Notice, NoticeKind } from '../domain/notice.ts';
export type { Language, Text } from '../domain/people.ts';
export type { Clip, Segment } from '../domain/recording.ts';
export type { Instant, Milliseconds } from '../domain/time.ts';

// ── sdk/plugin.d.ts
import type { z } from 'zod';
import type { Text } from '../domain/people.ts';
import type { Events } from './events.ts';
import type { Port, Service } from './service.ts';
import type { PluginStorage } from './storage.ts';
export type Needs = Readonly<Record<string, Service<unknown>>>;
export type Provides = Readonly<Record<string, Port<unknown>>>;
export type Given<N extends Needs> = {
    readonly [K in keyof N]: N[K] extends Service<infer T> ? T : never;
};
export type Provided<P extends Provides> = {
    readonly [K in keyof P]: P[K] extends Port<infer T> ? T : never;
};
export declare const hostPowers: readonly ["lan", "internet"];
/** Networks a plugin's code reaches by itself. */
export type HostPower = (typeof hostPowers)[number];
export type Health = {
    readonly status: 'ok';
} | {
    readonly status: 'degraded';
    readonly because: Text;
};
export interface Log {
    debug(message: string, facts?: object): void;
    info(message: string, facts?: object): void;
    warn(message: string, facts?: object): void;
    error(message: string, facts?: object): void;
}
/** Releases what it was handed, newest first, when the plugin stops. */
export interface Scope {
    /** Aborts when the plugin stops. Pass it to every wait, fetch and loop. */
    readonly signal: AbortSignal;
    use<T extends AsyncDisposable | Disposable>(resource: T): T;
    defer(release: () => void | Promise<void>): void;
}
export interface PluginContext<Config> {
    readonly config: Config;
    readonly log: Log;
    readonly scope: Scope;
    readonly storage: PluginStorage;
    readonly events: Events;
    report(health: Health): void;
}
export interface Plugin<C extends z.ZodObject = z.ZodObject, N extends Needs = Needs, P extends Provides = Provides> {
    /** Lower case, `rtsp`. Its package is named `@matpho/plugin-<id>`, or anything the hub's configuration names. */
    readonly id: string;
    readonly name: Text;
    /** The contract's version. */
    readonly sdk: 1;
    readonly uses?: readonly HostPower[];
    /** Validation, type and settings form in one. Mark a secret with `secret()`: it is kept in the vault. */
    readonly config: C;
    readonly needs: N;
    readonly provides: P;
    setup(given: Given<N>, context: PluginContext<z.output<C>>): Provided<P> | Promise<Provided<P>>;
}
/** Names the types of a plugin from its own records. */
export declare function definePlugin<C extends z.ZodObject, N extends Needs, P extends Provides>(plugin: Plugin<C, N, P>): Plugin<C, N, P>;
/** Marks a setting as a secret: kept in the vault, shown as set or not set, never sent to a browser. */
export declare function secret<S extends z.ZodType>(schema: S): S;

// ── sdk/ports.d.ts
import type { FoundCamera, Source } from '../domain/camera.ts';
import type { AccessUnit, FeedStats, MediaFormat, RtpUnit, VideoCodec } from '../domain/media.ts';
import type { Notice } from '../domain/notice.ts';
import type { Clip } from '../domain/recording.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import type { HubError } from './errors.ts';
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
export declare const CameraProvider: import("./service.ts").Port<CameraProvider>;
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
    replay(source: ResolvedSource, span: {
        readonly from: Instant;
        readonly to: Instant;
    }, sink: ReplaySink, signal: AbortSignal): Promise<void>;
}
export declare const ReplayOpener: import("./service.ts").Port<ReplayOpener>;
/** Footage of one camera in a recorder. */
export interface ArchiveTrack {
    /** Where `ReplayOpener` finds it; without credentials. */
    readonly replayUri: string;
    readonly name: string;
    /** What it keeps, in order, each [from, to) by its own clock. */
    readonly spans: readonly {
        readonly from: Instant;
        readonly to: Instant;
    }[];
}
/** Tells what a camera or recorder keeps of the past (ONVIF Profile G). */
export interface FootageArchive {
    /** Whose cameras: the name their provider gave them, `onvif`. */
    readonly provider: string;
    /**
     * What it keeps that touches [from, to); none where it keeps nothing of that time.
     * @throws HubError `archive-unsupported` when it keeps nothing at all; else as `CameraProvider.describe`
     */
    tracks(deviceUri: string, credentials: Credentials, span: {
        readonly from: Instant;
        readonly to: Instant;
    }, signal: AbortSignal): Promise<readonly ArchiveTrack[]>;
}
export declare const FootageArchive: import("./service.ts").Port<FootageArchive>;
export declare const StreamOpener: import("./service.ts").Port<StreamOpener>;
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
export declare const CameraControl: import("./service.ts").Port<CameraControl>;
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
export declare const CameraEvents: import("./service.ts").Port<CameraEvents>;
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
export declare const TalkOpener: import("./service.ts").Port<TalkOpener>;
/** Turns the hub's fMP4 into bytes another kind of player takes. The hub shares one conversion among a camera's viewers and hands the bytes only to viewers with a permit. */
export interface ViewerTransport {
    /** `mpeg1`: the player asks for it by this name. */
    readonly id: string;
    /** What the browser receives, `video/mp2t`. */
    readonly mime: string;
    convert(fmp4: AsyncIterable<Uint8Array>, about: {
        readonly fps: number;
        readonly height: number;
    }, signal: AbortSignal): AsyncIterable<Uint8Array>;
}
export declare const ViewerTransport: import("./service.ts").Port<ViewerTransport>;
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
export declare const PeerTransport: import("./service.ts").Port<PeerTransport>;
export interface Recipient {
    readonly name: string;
    readonly language: 'vi' | 'en';
    /** Where this person wants to be reached, by channel id: an e-mail address, a URL. */
    readonly addresses: Readonly<Record<string, string>>;
}
export interface NoticeChannel {
    /** `email`, `webhook`. */
    readonly id: string;
    readonly name: {
        readonly vi: string;
        readonly en: string;
    };
    /** What the person fills in, `E-mail`; absent when there is nothing to fill in. */
    readonly address?: {
        readonly vi: string;
        readonly en: string;
        readonly kind: 'email' | 'url';
    };
    /**
     * Sends once; the hub retries on `notice-failed`.
     * @throws HubError `notice-failed`
     */
    send(notice: Notice, to: Recipient, signal: AbortSignal): Promise<void>;
}
export declare const NoticeChannel: import("./service.ts").Port<NoticeChannel>;
export interface ExportTarget {
    /** One file of the export, written in order and closed before the next. */
    write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<{
        readonly bytes: number;
        readonly sha256: string;
    }>;
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
export declare const ClipExporter: import("./service.ts").Port<ClipExporter>;

// ── sdk/service.d.ts
import type { Text } from '../domain/people.ts';
declare const type: unique symbol;
/** Something the hub gives a plugin. `asks` is the sentence the user reads before installing. */
export interface Service<T> {
    readonly id: string;
    readonly asks: Text;
    readonly key: symbol;
    readonly [type]?: T;
}
export declare function service<T>(id: string, asks: Text): Service<T>;
/** A place in the hub where plugins plug in. `adds` is the sentence of what such a plugin adds. */
export interface Port<T> {
    readonly id: string;
    readonly adds: Text;
    readonly key: symbol;
    readonly [type]?: T;
}
export declare function port<T>(id: string, adds: Text): Port<T>;
export {};

// ── sdk/services.d.ts
import type { CameraId } from '../domain/ids.ts';
import type { VideoCodec } from '../domain/media.ts';
import type { Milliseconds, Instant } from '../domain/time.ts';
export interface Clock {
    now(): Instant;
}
export declare const Clock: import("./service.ts").Service<Clock>;
/** Which addresses the hub may connect to on behalf of a camera. */
export interface AddressRules {
    /**
     * Resolves the host and checks every address and the port.
     * @returns the one address to connect to, so that a name cannot change between check and use.
     * @throws HubError `address-refused`, `camera-unreachable` when the name does not resolve
     */
    check(host: string, port: number): Promise<string>;
}
export declare const AddressRules: import("./service.ts").Service<AddressRules>;
export interface FfmpegRun extends AsyncDisposable {
    readonly stdin: {
        write(bytes: Uint8Array): boolean;
        end(): void;
    };
    /** Waits until ffmpeg takes more, or has ended. */
    drained(): Promise<void>;
    readonly stdout: AsyncIterable<Uint8Array>;
    /** The end of what it said on standard error. */
    words(): string;
    /** Resolves with the exit code; rejects with `ffmpeg-missing` when it cannot start. */
    readonly exit: Promise<number>;
}
export interface Ffmpeg {
    /** The binary, for code that must hand it on. Throws HubError `ffmpeg-missing`. */
    path(): string;
    /** Arguments must hold no credentials: a process list is public. */
    run(args: readonly string[], options: {
        readonly signal: AbortSignal;
        readonly niceness?: number;
        readonly stallTimeout?: Milliseconds;
    }): FfmpegRun;
}
export declare const Ffmpeg: import("./service.ts").Service<Ffmpeg>;
/** The hub's own loopback door, for programs that can only read a URL. */
export interface LoopbackFeed {
    /** Serves the bytes once, at an address with a one-time token, to this machine only. */
    offer(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<URL>;
}
export declare const LoopbackFeed: import("./service.ts").Service<LoopbackFeed>;
/** Where the hub's pages are reached, for links in messages. */
export interface PublicAddress {
    /** `https://hub.local:8443`, without a slash at the end. */
    origin(): string;
}
export declare const PublicAddress: import("./service.ts").Service<PublicAddress>;
/** One stream of a camera, as an app may have it now. */
export interface AppStream {
    readonly role: 'main' | 'sub';
    /** `rtsp://192.168.1.5:8554/camera/…`, without credentials. */
    readonly uri: string;
    readonly codec: VideoCodec;
    readonly width: number;
    readonly height: number;
    readonly fps: number;
    readonly hasAudio: boolean;
}
export interface AppCamera {
    readonly id: CameraId;
    readonly name: string;
    readonly streams: readonly AppStream[];
    /** Where a JPEG is fetched with the app's own credentials, without them. */
    readonly snapshotUri: string;
}
/** A program (VMS, Home Assistant) that a person let in with credentials of its own. */
export interface AppAccount {
    readonly id: string;
    readonly name: string;
    /**
     * Exactly the cameras its person may show it at this moment; asked anew each time.
     * @param reached the hub's own address as the program reached it: where the hub listens on every address, the streams' addresses begin with this one
     */
    cameras(reached?: string): Promise<readonly AppCamera[]>;
}
/** Who knocks at a door for programs. Says who it is, and nothing about the password. */
export interface AppSignIn {
    /** WS-UsernameToken with PasswordDigest (OASIS WSS UsernameToken Profile 1.1 §3.1). A nonce counts once, `created` within 5 minutes. */
    byToken(token: {
        readonly username: string;
        readonly nonce: Uint8Array;
        readonly created: string;
        readonly digest: Uint8Array; /** The client's address, for counting wrong tries. */
        readonly from?: string;
    }): Promise<AppAccount | undefined>;
    /** HTTP Digest (RFC 7616): the value for `WWW-Authenticate`. */
    challenge(): string;
    /** @param authorization the header's value, for this method and target @returns undefined for nobody */
    byDigest(authorization: string, request: {
        readonly method: string;
        readonly target: string;
        readonly from: string;
    }): Promise<AppAccount | undefined>;
}
export declare const AppSignIn: import("./service.ts").Service<AppSignIn>;

// ── sdk/storage.d.ts
/** A named value with its check: what was stored by an older version is parsed again. */
export interface Slot<T> {
    readonly name: string;
    readonly parse: (stored: unknown) => T;
    /** Kept in the vault, encrypted. A value that an older version stored openly is moved there when it is read. */
    readonly sealed?: true;
}
/** A plugin's own small values (JSON, 64 KiB each). No plugin sees another's. */
export interface PluginStorage {
    read<T>(slot: Slot<T>): Promise<T | undefined>;
    write<T>(slot: Slot<T>, value: T): Promise<void>;
    remove(slot: Slot<unknown>): Promise<void>;
}
