import type { Instant } from '@matpho/core/sdk';
import { elementsAt, textAt } from './xml.ts';

/** One recording of a recorder: usually one camera's. */
export interface Recording {
  readonly token: string;
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Its tracks with pictures. */
  readonly video: readonly string[];
}
/** Of a track: from here on there is footage, or none. */
export interface HistoryEvent {
  readonly at: Instant;
  readonly isPresent: boolean;
}
interface Span {
  readonly from: Instant;
  readonly to: Instant;
}
const longestText = 200;

const instant = (text: string | undefined): Instant => (text === undefined ? Number.NaN : Date.parse(text));

/** Of a `ResultList` of GetRecordingSearchResults; what has no token or no times is left out. */
export function parseRecordings(list: unknown): readonly Recording[] {
  return elementsAt(list, 'recordingInformation').flatMap((each) => {
    const token = textAt(each, 'recordingToken')?.slice(0, longestText);
    const [from, to] = [instant(textAt(each, 'earliestRecording')), instant(textAt(each, 'latestRecording'))];
    const video = elementsAt(each, 'track').filter((track) => textAt(track, 'trackType')?.toLowerCase() === 'video').flatMap((track) => textAt(track, 'trackToken') ?? []);
    if (token === undefined || !Number.isFinite(from) || !Number.isFinite(to) || from >= to) return [];
    return [{ token, name: (textAt(each, 'source', 'name') ?? textAt(each, 'content') ?? token).slice(0, longestText), from, to, video }];
  });
}

/** Of a `ResultList` of GetEventSearchResults: what became of the recording's pictures (tns1:RecordingHistory/Track/State). */
export function parseHistory(list: unknown, { token, video }: Recording): readonly HistoryEvent[] {
  return elementsAt(list, 'result').flatMap((each) => {
    const track = textAt(each, 'trackToken');
    const topic = textAt(each, 'event', 'topic') ?? '';
    if (textAt(each, 'recordingToken') !== token || !/recordinghistory\/track\/state/i.test(topic)) return [];
    if (track !== undefined && video.length > 0 && !video.includes(track)) return [];
    const at = instant(textAt(each, 'time'));
    const value = elementsAt(each, 'event', 'message', 'message', 'data', 'simpleItem').flatMap((item) => {
      const { Name: name, Value: said } = (item as { readonly $?: Readonly<Record<string, unknown>> }).$ ?? {};
      return typeof name === 'string' && name.toLowerCase() === 'isdatapresent' && typeof said === 'string' ? [said.toLowerCase() === 'true' || said === '1'] : [];
    })[0];
    return value === undefined || !Number.isFinite(at) ? [] : [{ at, isPresent: value }];
  });
}

/**
 * Where there is footage, cut to `whole`. Before the first event it was the other way round than the event says; without events it is all there.
 */
export function footageSpans(events: readonly HistoryEvent[], whole: Span): readonly Span[] {
  const inOrder = events.toSorted((a, b) => a.at - b.at);
  const spans: Span[] = [];
  let since = inOrder[0]?.isPresent === true ? undefined : whole.from;
  const close = (at: Instant): void => {
    if (since !== undefined && Math.max(since, whole.from) < Math.min(at, whole.to)) spans.push({ from: Math.max(since, whole.from), to: Math.min(at, whole.to) });
    since = undefined;
  };
  for (const { at, isPresent } of inOrder) {
    if (isPresent) since ??= at;
    else close(at);
  }
  close(whole.to);
  return spans;
}
