import { approvedAsk } from '../access/ask-json.ts';
import type { Gate } from '../consent/gate.ts';
import type { Ask, Interval, Purpose } from '../domain/consent.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { AskId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { askerFor, plainAsker } from '../people/asker.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import { coveredNow, isLetIn } from './covered-now.ts';
import type { PlaybackOpeningParts } from './playback-opening.ts';
import type { TimelineEvent, Timelines, TimelineSpan } from './timeline.ts';

export interface OfficerTimelineWish {
  readonly unit: UnitId;
  readonly purpose: Purpose;
  readonly caseNo?: string | undefined;
  readonly ask?: AskId | undefined;
  readonly from: Instant;
  readonly to: Instant;
}
export interface OfficerTimeline {
  readonly covered: readonly Interval[];
  readonly spans: readonly TimelineSpan[];
  readonly events: readonly TimelineEvent[];
}
const nothing: OfficerTimeline = { covered: [], spans: [], events: [] };

/**
 * What an officer could look back at now, and what there is within it. A camera that does not exist, one that was never shared and one she may not look back at now
 * are answered alike: with nothing (THREATS 13, 25).
 * @throws HubError `not-allowed`, `not-found`, `case-unknown` and its like
 */
export async function officerTimeline(parts: PlaybackOpeningParts & { readonly gate: Pick<Gate, 'open'> }, timelines: Timelines, by: KnownPerson, camera: CameraRecord | undefined, wish: OfficerTimelineWish): Promise<OfficerTimeline> {
  const { records, cases, clock } = parts;
  const office = askerFor(by, wish.unit);
  if (wish.ask === undefined && wish.caseNo !== undefined) await cases.requireOpen(office.unit, wish.caseNo);
  const approved = wish.ask === undefined ? undefined : await approvedFor(parts, by, office.unit, wish.ask, camera);
  if (!camera) return nothing;
  const state = await records.stateFor(camera.id);
  const now = clock.now();
  const [from, to] = [wish.from, wish.to];
  const covered = wish.ask === undefined ? coveredNow(state, plainAsker(office), camera.id, wish, [from, to], now)
    : approved?.footage && (isLetIn(state, approved, now) || isWatched(parts.gate, approved)) ? clipped([approved.footage], from, to) : [];
  const found = await Promise.all(covered.map(async ([begin, end]) => [await timelines.spans(camera.id, begin, end), await timelines.events(camera.id, begin, end)] as const));
  // What began before she may know of it is told from there on; that it lasts, not at all.
  const events = found.flatMap(([, all], n) => all.map((event) => within(event, covered[n] ?? [0, 0], now)));
  return { covered, spans: found.flatMap(([spans]) => spans), events };
}

async function approvedFor({ asks, cases }: PlaybackOpeningParts, by: KnownPerson, unit: UnitId, name: AskId, camera: CameraRecord | undefined): Promise<Ask | undefined> {
  const row = await asks.find(name);
  const ask = row && approvedAsk(row);
  if (!row || !ask || row.person !== by.person || row.unit !== unit || row.camera !== camera?.id || ask.action !== 'playback') throw new HubError('not-found', 'There is no such ask.');
  if (ask.caseNo !== undefined) await cases.requireOpen(row.unit, ask.caseNo);
  return ask;
}
/** A yes is good once; while that once lasts, its strip may be drawn. */
function isWatched(gate: Pick<Gate, 'open'>, { camera, who, footage }: Ask): boolean {
  return gate.open().some(({ as, ask }) => as === 'officer' && ask.action === 'playback' && ask.camera === camera && ask.who.person === who.person && ask.footage?.[0] === footage?.[0] && ask.footage?.[1] === footage?.[1]);
}
function clipped(intervals: readonly Interval[], from: Instant, to: Instant): readonly Interval[] {
  return intervals.map(([first, last]): Interval => [Math.max(from, first), Math.min(to, last)]).filter(([first, last]) => first < last);
}
function within({ from, to, kind }: TimelineEvent, [first, last]: Interval, now: Instant): TimelineEvent {
  return { from: Math.max(from, first), to: Math.min(to ?? now, last), kind };
}
