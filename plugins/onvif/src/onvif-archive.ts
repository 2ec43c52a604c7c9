import { HubError, type ArchiveTrack, type Credentials, type FootageArchive, type Instant } from '@matpho/core/sdk';
import { footageSpans, parseHistory, parseRecordings, type Recording } from './archive-answers.ts';
import { parseDeviceUrl, portOf, streamOnDevice } from './camera-url.ts';
import type { Reach } from './describe-camera.ts';
import { callRaw } from './onvif-cam.ts';
import { isTheAnswers, OnvifDevice } from './device.ts';
import { elementsAt, escapeXml, textAt } from './xml.ts';

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}
const search = 'http://www.onvif.org/ver10/search/wsdl';
/** A search is asked again so often until it is done. */
const mostLooks = 40;
const mostRecordings = 32;
const mostEvents = 5_000;
/** Changes before the interval that are looked at: whether it was recording when the interval began. */
const lookBack = 86_400_000;

/** Past footage of what speaks ONVIF Profile G: Recording Search and Replay (ver10). */
export class OnvifArchive implements FootageArchive {
  readonly provider = 'onvif';
  readonly #reach: Reach;
  constructor(reach: Reach) {
    this.#reach = reach;
  }

  async tracks(deviceUri: string, credentials: Credentials, span: Span, signal: AbortSignal): Promise<readonly ArchiveTrack[]> {
    const url = parseDeviceUrl(deviceUri);
    const { clock, addresses } = this.#reach;
    const device = new OnvifDevice(url, credentials, clock, addresses, signal);
    await device.readClock();
    await orUnsupported(device.findServices());
    if (!device.has('search') || !device.has('replay')) throw unsupported();
    const found: ArchiveTrack[] = [];
    for (const recording of (await recordingsOf(device)).filter(({ from, to }) => from < span.to && to > span.from)) {
      const spans = await spansOf(device, recording, span);
      if (spans.length === 0) continue;
      const uri = streamOnDevice(await replayUri(device, recording.token), url);
      await addresses.check(uri.hostname, portOf(uri));
      found.push({ replayUri: uri.href, name: recording.name, spans });
    }
    return found;
  }
}

async function recordingsOf(device: OnvifDevice): Promise<readonly Recording[]> {
  const token = await begin(device, 'FindRecordings', '<Scope/><MaxMatches>32</MaxMatches><KeepAliveTime>PT30S</KeepAliveTime>');
  const found: Recording[] = [];
  await look(device, 'GetRecordingSearchResults', token, (list) => {
    found.push(...parseRecordings(list));
    return found.length < mostRecordings;
  });
  return found.slice(0, mostRecordings);
}

/** By the history of its video track; where a device does not tell that, all between its first and last picture. */
async function spansOf(device: OnvifDevice, recording: Recording, { from, to }: Span): Promise<readonly Span[]> {
  const whole = { from: Math.max(from, recording.from), to: Math.min(to, recording.to) };
  const [begins, ends] = [Math.max(recording.from, from - lookBack), whole.to];
  try {
    const token = await begin(device, 'FindEvents', [
      `<StartPoint>${new Date(begins).toISOString()}</StartPoint><EndPoint>${new Date(ends).toISOString()}</EndPoint>`,
      `<Scope><IncludedRecordings xmlns="http://www.onvif.org/ver10/schema">${escapeXml(recording.token)}</IncludedRecordings></Scope>`,
      '<SearchFilter/><IncludeStartState>true</IncludeStartState><KeepAliveTime>PT30S</KeepAliveTime>',
    ].join(''));
    const events: ReturnType<typeof parseHistory>[number][] = [];
    await look(device, 'GetEventSearchResults', token, (list) => {
      events.push(...parseHistory(list, recording));
      return events.length < mostEvents;
    });
    return footageSpans(events, whole);
  } catch (error) {
    if (!isTheAnswers(error)) throw error;
    return whole.from < whole.to ? [whole] : [];
  }
}

async function replayUri(device: OnvifDevice, token: string): Promise<string> {
  const body = await orUnsupported(ask(device, 'replay', [
    '<GetReplayUri xmlns="http://www.onvif.org/ver10/replay/wsdl"><StreamSetup><Stream xmlns="http://www.onvif.org/ver10/schema">RTP-Unicast</Stream>',
    '<Transport xmlns="http://www.onvif.org/ver10/schema"><Protocol>RTSP</Protocol></Transport></StreamSetup>',
    `<RecordingToken>${escapeXml(token)}</RecordingToken></GetReplayUri>`,
  ].join('')));
  const uri = textAt(body, 'getReplayUriResponse', 'uri');
  if (uri === undefined) throw new HubError('camera-broken-answer', 'The recorder names no place to play from.');
  return uri;
}

async function begin(device: OnvifDevice, operation: 'FindRecordings' | 'FindEvents', inside: string): Promise<string> {
  const body = await ask(device, 'search', `<${operation} xmlns="${search}">${inside}</${operation}>`);
  const token = textAt(body, `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Response`, 'searchToken');
  if (token === undefined) throw new HubError('camera-broken-answer', 'The recorder began no search.');
  return token;
}

/** Fetches results until the search is done, or nobody wants more. */
async function look(device: OnvifDevice, operation: 'GetRecordingSearchResults' | 'GetEventSearchResults', token: string, take: (list: unknown) => boolean): Promise<void> {
  const named = `<SearchToken>${escapeXml(token)}</SearchToken>`;
  let isWanted = true;
  try {
    for (let tries = 0; isWanted && tries < mostLooks; tries += 1) {
      const body = await ask(device, 'search', `<${operation} xmlns="${search}">${named}<MinResults>1</MinResults><MaxResults>100</MaxResults><WaitTime>PT2S</WaitTime></${operation}>`);
      const [list] = elementsAt(body, `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Response`, 'resultList');
      isWanted = take(list) && textAt(list, 'searchState')?.toLowerCase() !== 'completed';
    }
  } finally {
    // A device keeps few searches; one that does not know this call forgets by itself.
    await ask(device, 'search', `<EndSearch xmlns="${search}">${named}</EndSearch>`).catch(() => {});
  }
}

function ask(device: OnvifDevice, service: 'search' | 'replay', inside: string): Promise<unknown> {
  return device.bodyOf((cam, done) => callRaw(cam, service, inside, done));
}

const unsupported = (cause?: unknown): HubError => new HubError('archive-unsupported', 'Nothing can be asked of the past of this camera.', { cause });

async function orUnsupported<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isTheAnswers(error)) throw unsupported(error);
    throw error;
  }
}
