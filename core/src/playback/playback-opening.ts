import { approvedAsk } from '../access/ask-json.ts';
import type { Asks } from '../access/asks.ts';
import type { Cases } from '../access/cases.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { ConsentRecords, Standing } from '../consent/gate-ports.ts';
import { masksForMember, ownAsk } from '../consent/owner-access.ts';
import { renditions } from '../consent/renditions.ts';
import type { Ask, Asker, ConsentState, Interval, Purpose } from '../domain/consent.ts';
import type { AskId, CameraId, UnitId } from '../domain/ids.ts';
import type { VideoCodec } from '../domain/media.ts';
import type { Instant } from '../domain/time.ts';
import { askerFor, plainAsker, requireCamera } from '../people/asker.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { membershipOf } from '../people/roles.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';

/** What somebody wants to look back at. */
export interface PlaybackWish {
  readonly camera: CameraId;
  readonly from: Instant;
  readonly to: Instant;
  readonly role: 'main' | 'sub';
  readonly plays: readonly VideoCodec[];
  readonly maxHeight?: number | undefined;
  readonly audio: boolean;
  /** An officer says for which unit and why; the house leaves these out. */
  readonly unit?: UnitId | undefined;
  readonly purpose?: Purpose | undefined;
  readonly caseNo?: string | undefined;
  readonly ask?: AskId | undefined;
  /** Address of the client. */
  readonly address: string;
}
export interface PlaybackOpening {
  readonly as: Standing;
  readonly ask: Ask<'playback'>;
  /** Burnt into what is marked: unit and number. Empty for the house. */
  readonly mark: string;
}
export interface PlaybackOpeningParts {
  readonly records: Pick<ConsentRecords, 'stateFor'>;
  readonly asks: Pick<Asks, 'find'>;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly clock: Clock;
}

/** A member of the house asks as a member, anybody else as an officer; nothing is decided yet. @throws HubError `not-found`, `not-allowed`, `bad-request`, `case-unknown` and its like, HubProblem `consent-refused` */
export async function playbackOpening(parts: PlaybackOpeningParts, by: KnownPerson, camera: CameraRecord | undefined, wish: PlaybackWish): Promise<PlaybackOpening> {
  const own = wish.unit === undefined && by.memberships.some(({ owner }) => owner === camera?.owner);
  return own && camera ? asMember(parts, by, camera, wish) : asOfficer(parts, by, camera, wish);
}

async function asMember({ records, clock }: PlaybackOpeningParts, by: KnownPerson, camera: CameraRecord, { from, to, audio }: PlaybackWish): Promise<PlaybackOpening> {
  const { role } = membershipOf(by, camera.owner);
  const masks = masksForMember(role, camera.id, 'playback', (await records.stateFor(camera.id)).restrictions, clock.now());
  // Her own footage as it was recorded, whatever its size; her staff's with what she laid over it, and then without sound, as in live pictures.
  return { as: 'member', ask: ownAsk(by.person, camera.id, 'playback', { maxHeight: 4_320, maxFps: 240, audio: audio && masks.size === 0, masks }, [from, to]), mark: '' };
}

async function asOfficer({ records, asks, cases, clock }: PlaybackOpeningParts, by: KnownPerson, named: CameraRecord | undefined, wish: PlaybackWish): Promise<PlaybackOpening> {
  const office = askerFor(by, wish.unit);
  if (wish.ask === undefined && wish.caseNo !== undefined) await cases.requireOpen(office.unit, wish.caseNo);
  const camera = requireCamera(named);
  const who = plainAsker(office);
  const mark = `${office.unitName} · ${office.officerNo}`;
  if (wish.ask !== undefined) {
    const row = await asks.find(wish.ask);
    const ask = row && approvedAsk(row);
    if (!row || !ask || row.person !== by.person || row.unit !== office.unit || row.camera !== camera.id || ask.action !== 'playback') throw new HubError('not-found', 'There is no such ask.');
    if (ask.caseNo !== undefined) await cases.requireOpen(row.unit, ask.caseNo);
    // The owner said yes to exactly this interval.
    return { as: 'officer', ask: ask as Ask<'playback'>, mark };
  }
  const { purpose, caseNo } = wish;
  if (purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
  const footage: Interval = [wish.from, wish.to];
  const offer = bestPlayback(await records.stateFor(camera.id), who, camera.id, { purpose, caseNo, footage }, clock.now());
  if (offer) return { as: 'officer', ask: { ...offer.ask, rendition: { ...offer.ask.rendition, audio: offer.ask.rendition.audio && wish.audio } }, mark };
  // Nothing is offered: the gate says no and writes it down, as for every other try.
  return { as: 'officer', ask: { who, camera: camera.id, action: 'playback', rendition: { maxHeight: 720, maxFps: 30, audio: false, masks: new Set() }, footage, purpose, ...(caseNo === undefined ? {} : { caseNo }) }, mark };
}

/** The best one offer to look back, permit before ask, then the clearest. An emergency opens nothing here: what went before it has its own page. Pure. */
export function bestPlayback(state: ConsentState, who: Asker, camera: CameraId, about: { readonly purpose: Purpose; readonly caseNo?: string | undefined; readonly footage: Interval }, now: Instant) {
  const calm = { ...state, grants: state.grants.filter(({ mode }) => mode !== 'emergency') };
  return renditions(calm, who, camera, 'playback', about.purpose, about.caseNo, now, about.footage)
    .toSorted((a, b) => Number(b.effect === 'permit') - Number(a.effect === 'permit') || b.ask.rendition.maxHeight - a.ask.rendition.maxHeight)[0];
}
