export { definePlugin, hostPowers, secret, type Given, type Health, type HostPower, type Log, type Needs, type Plugin, type PluginContext, type Provided, type Provides, type Scope } from './plugin.ts';
export { port, service, type Port, type Service } from './service.ts';
export { type Events, type HubEvents } from './events.ts';
export { type PluginStorage, type Slot } from './storage.ts';
export { HubError, type HubErrorCode } from './errors.ts';
export { AddressRules, AppSignIn, Clock, Ffmpeg, LoopbackFeed, PublicAddress, type AppAccount, type AppCamera, type AppStream, type FfmpegRun } from './services.ts';
export {
  CameraControl, CameraEvents, CameraProvider, ClipExporter, FootageArchive, NoticeChannel, PeerTransport, ReplayOpener, StreamOpener, TalkOpener, ViewerTransport,
  type ArchiveTrack, type CameraDetails, type CameraObserver, type EventObserver, type CameraReins, type Credentials, type MoveAbilities, type Preset, type TalkCodec, type TalkLine, type Velocity, type ExportTarget, type ExportedFile, type Feed, type FeedSink, type ReplaySink, type Peer, type Recipient, type ResolvedSource,
} from './ports.ts';
export type { FoundCamera, Source } from '../domain/camera.ts';
export type { CameraId, OwnerId, PersonId, ViewingId } from '../domain/ids.ts';
export type { AccessUnit, AudioTrack, FeedStats, MediaFormat, RtpUnit, VideoCodec, VideoTrack } from '../domain/media.ts';
export type { Notice, NoticeKind } from '../domain/notice.ts';
export type { Language, Text } from '../domain/people.ts';
export type { Clip, Segment } from '../domain/recording.ts';
export type { Instant, Milliseconds } from '../domain/time.ts';
