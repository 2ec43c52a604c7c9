import { cameraNow } from '../conduct.ts';
import type { PastSpan } from '../archive/camera-archive.ts';
import type { OnvifScene, Operation } from './onvif-scene.ts';
import { SoapFault, escapeXml } from './soap.ts';

/** Namespaces and paths of what a camera with a memory has beside the others. */
export const ARCHIVE_SERVICES = [
  ['http://www.onvif.org/ver10/recording/wsdl', 'recording_service', 2, 60],
  ['http://www.onvif.org/ver10/search/wsdl', 'search_service', 2, 60],
  ['http://www.onvif.org/ver10/replay/wsdl', 'replay_service', 2, 60],
] as const;

const TOKEN = 'recording_main';
const SEARCH_KEPT = 32;
const xsd = (ms: number): string => new Date(ms).toISOString();

const spansOf = (scene: OnvifScene): PastSpan[] => {
  if (scene.archive === undefined) throw new SoapFault(400, ['ter:ActionNotSupported'], 'The camera keeps nothing');
  return scene.archive.spans(cameraNow(scene.conduct));
};

const information = (scene: OnvifScene, spans: readonly PastSpan[]): string => {
  const [from, to] = [xsd(spans[0]?.from ?? 0), xsd(spans.at(-1)?.to ?? 0)];
  return `<tt:RecordingInformation><tt:RecordingToken>${TOKEN}</tt:RecordingToken><tt:Source><tt:SourceId>urn:${scene.identity.endpointReference}</tt:SourceId><tt:Name>${escapeXml(scene.identity.name)}</tt:Name><tt:Location/><tt:Description/><tt:Address>${scene.base}/onvif/device_service</tt:Address></tt:Source><tt:EarliestRecording>${from}</tt:EarliestRecording><tt:LatestRecording>${to}</tt:LatestRecording><tt:Content>main</tt:Content><tt:Track><tt:TrackToken>video</tt:TrackToken><tt:TrackType>Video</tt:TrackType><tt:Description/><tt:DataFrom>${from}</tt:DataFrom><tt:DataTo>${to}</tt:DataTo></tt:Track><tt:RecordingStatus>Recording</tt:RecordingStatus></tt:RecordingInformation>`;
};

const event = (atMs: number, isPresent: boolean): string =>
  `<tt:Result><tt:RecordingToken>${TOKEN}</tt:RecordingToken><tt:TrackToken>video</tt:TrackToken><tt:Time>${xsd(atMs)}</tt:Time><tt:Event><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:RecordingHistory/Track/State</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${xsd(atMs)}"><tt:Source><tt:SimpleItem Name="RecordingToken" Value="${TOKEN}"/><tt:SimpleItem Name="Track" Value="video"/></tt:Source><tt:Data><tt:SimpleItem Name="IsDataPresent" Value="${isPresent}"/></tt:Data></tt:Message></wsnt:Message></tt:Event><tt:StartStateEvent>false</tt:StartStateEvent></tt:Result>`;

/** Searches one camera was asked for: what they look for, by token. */
export class ArchiveSearches {
  readonly #searches = new Map<string, { readonly kind: 'recordings' | 'events'; readonly from: number; readonly to: number }>();
  #count = 0;

  begin(kind: 'recordings' | 'events', from = -Infinity, to = Infinity): string {
    this.#count += 1;
    const token = `search_${this.#count}`;
    this.#searches.set(token, { kind, from, to });
    for (const oldest of [...this.#searches.keys()].slice(0, -SEARCH_KEPT)) this.#searches.delete(oldest);
    return token;
  }
  take(kind: 'recordings' | 'events', token: string): { readonly from: number; readonly to: number } {
    const found = this.#searches.get(token);
    if (found?.kind !== kind) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:InvalidToken'], 'There is no such search');
    return found;
  }
  end(token: string): void {
    this.#searches.delete(token);
  }
}

const searchesOf = (scene: OnvifScene): ArchiveSearches => {
  if (scene.searches === undefined) throw new SoapFault(400, ['ter:ActionNotSupported'], 'The camera keeps nothing');
  return scene.searches;
};

/** ONVIF Recording Search service, ver10; and as much of the Recording service as a client asks first. */
export const searchOperations: Readonly<Record<string, Operation>> = {
  GetServiceCapabilities: () => '<tse:GetServiceCapabilitiesResponse><tse:Capabilities MetadataSearch="false" GeneralStartEvents="false"/></tse:GetServiceCapabilitiesResponse>',
  GetRecordingSummary: (scene) => {
    const spans = spansOf(scene);
    return `<tse:GetRecordingSummaryResponse><tse:Summary><tt:DataFrom>${xsd(spans[0]?.from ?? 0)}</tt:DataFrom><tt:DataUntil>${xsd(spans.at(-1)?.to ?? 0)}</tt:DataUntil><tt:NumberRecordings>1</tt:NumberRecordings></tse:Summary></tse:GetRecordingSummaryResponse>`;
  },
  FindRecordings: (scene) => {
    spansOf(scene);
    return `<tse:FindRecordingsResponse><tse:SearchToken>${searchesOf(scene).begin('recordings')}</tse:SearchToken></tse:FindRecordingsResponse>`;
  },
  GetRecordingSearchResults: (scene, body) => {
    searchesOf(scene).take('recordings', body.text('SearchToken'));
    return `<tse:GetRecordingSearchResultsResponse><tse:ResultList><tt:SearchState>Completed</tt:SearchState>${information(scene, spansOf(scene))}</tse:ResultList></tse:GetRecordingSearchResultsResponse>`;
  },
  FindEvents: (scene, body) => {
    const [from, to] = [Date.parse(body.text('StartPoint')), Date.parse(body.text('EndPoint'))];
    if (!Number.isFinite(from) || !Number.isFinite(to)) throw new SoapFault(400, ['ter:InvalidArgVal'], 'The interval is not valid');
    return `<tse:FindEventsResponse><tse:SearchToken>${searchesOf(scene).begin('events', from, to)}</tse:SearchToken></tse:FindEventsResponse>`;
  },
  GetEventSearchResults: (scene, body) => {
    const { from, to } = searchesOf(scene).take('events', body.text('SearchToken'));
    const now = cameraNow(scene.conduct);
    const events = spansOf(scene).flatMap((span) => [{ at: span.from, isPresent: true }, ...(span.to < now ? [{ at: span.to, isPresent: false }] : [])]).filter(({ at }) => at >= from && at < to);
    return `<tse:GetEventSearchResultsResponse><tse:ResultList><tt:SearchState>Completed</tt:SearchState>${events.map(({ at, isPresent }) => event(at, isPresent)).join('')}</tse:ResultList></tse:GetEventSearchResultsResponse>`;
  },
  EndSearch: (scene, body) => {
    searchesOf(scene).end(body.text('SearchToken'));
    return `<tse:EndSearchResponse><tse:Endpoint>${xsd(cameraNow(scene.conduct))}</tse:Endpoint></tse:EndSearchResponse>`;
  },
};

/** ONVIF Replay service, ver10. */
export const replayOperations: Readonly<Record<string, Operation>> = {
  GetServiceCapabilities: () => '<trp:GetServiceCapabilitiesResponse><trp:Capabilities ReversePlayback="false" SessionTimeoutRange="1 60" RTP_RTSP_TCP="true"/></trp:GetServiceCapabilitiesResponse>',
  GetReplayUri: (scene, body) => {
    spansOf(scene);
    if (body.text('RecordingToken') !== TOKEN) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:InvalidToken'], 'There is no such recording');
    return `<trp:GetReplayUriResponse><trp:Uri>${scene.rtspBase}/replay</trp:Uri></trp:GetReplayUriResponse>`;
  },
};

/** ONVIF Recording Control service, ver10: what is there, and nothing to change. */
export const recordingOperations: Readonly<Record<string, Operation>> = {
  GetServiceCapabilities: () => '<trc:GetServiceCapabilitiesResponse><trc:Capabilities DynamicRecordings="false" DynamicTracks="false" Encoding="H264 H265"/></trc:GetServiceCapabilitiesResponse>',
};
