import { appRoutes } from './apps.ts';
import { streamRoutes } from './streams.ts';
import { controlRoutes } from './control.ts';
import { deliveryRoutes } from './delivery.ts';
import { peerRoutes } from './peers.ts';
import { evidenceRoutes } from './evidence.ts';
import { outsideRoutes } from './outside.ts';
import { playbackRoutes } from './playback.ts';
import { recordingRoutes } from './recording.ts';
import { redactionRoutes } from './redaction.ts';
import { askPreviewRoutes, caseRoutes } from './cases.ts';
import { emergencyRoutes } from './emergencies.ts';
import { logRoutes } from './log.ts';
import { maskRoutes } from './masks.ts';
import { oversightRoutes } from './oversight.ts';
import { recordRoutes } from './records.ts';
import { rightsRoutes } from './rights.ts';
import { writtenRequestRoutes } from './written-requests.ts';
import { cameraRoutes } from './cameras.ts';
import { hubRoutes } from './hub.ts';
import { mediaRoutes } from './media.ts';
import { peopleRoutes } from './people.ts';
import { sharingRoutes } from './sharing.ts';

/** Every route of the hub. What is not here does not exist; a test compares it with the running server. */
export const api = {
  ...peopleRoutes, ...cameraRoutes, ...sharingRoutes, ...mediaRoutes, ...hubRoutes,
  ...caseRoutes, ...askPreviewRoutes, ...emergencyRoutes, ...writtenRequestRoutes, ...maskRoutes, ...rightsRoutes, ...recordRoutes, ...oversightRoutes, ...logRoutes,
  ...appRoutes, ...streamRoutes, ...controlRoutes, ...deliveryRoutes, ...peerRoutes,
  ...recordingRoutes, ...outsideRoutes, ...playbackRoutes, ...evidenceRoutes, ...redactionRoutes,
};
export type Api = typeof api;
export type RouteKey = keyof Api;

export { callers, type Caller, type Method, type ParsedOf, type ReplyOf, type RequestOf, type RouteShape, type RouteTable } from './route.ts';
export type { Problem } from './words.ts';
export type { Me } from './people.ts';
export type { CameraRow, FoundCameraRow } from './cameras.ts';
export type { AreaAskDraft, AreaAskRow, CaseBagRow, CaseDraft, CasePage, CaseRow, HoldRow } from './cases.ts';
export type { AskRow, AskTrim, AskYes, GrantDraft, GrantRow, LedgerRow, OfficerCameraRow, OwnerAskRow, WatchingRow } from './sharing.ts';
export type { EmergencyDraft, EmergencyRow, OwnerEmergencyRow, SuspensionRow, UnitEmergencies } from './emergencies.ts';
export type { MaskDraft, MaskRow } from './masks.ts';
export type { CameraRightsRow } from './rights.ts';
export { LiveEvent, LiveHello, LiveSay } from './media.ts';
export { PlaybackEvent, PlaybackHello, PlaybackSay, longestTimeline, longestWant } from './playback.ts';
export type { DayRow, GapRow, SheetRow, SpanRow, TimelinePage } from './playback.ts';
export type { ControlEvent, ControlFacts, ControlHello, ControlPreset, ControlSay } from './control.ts';
export type { OutsideFetchRow } from './outside.ts';
export type { ExportRow } from './media.ts';
export type { RedactionRegion } from './redaction.ts';
export type { BagRow } from './evidence.ts';
export type { CameraForecast, RecordingHoursRow, RecordingPage, StoragePage } from './recording.ts';
export type { CameraStreams, CameraStreamsPage, PictureRow, StreamRow } from './streams.ts';
export type { HubFact, NoticeRow, PluginRow } from './hub.ts';
export type { WrittenRow, WrittenScan, WrittenState } from './written-requests.ts';
export type { AlertRow, NumbersPage, RefusedRow, UnitLogRow } from './oversight.ts';
