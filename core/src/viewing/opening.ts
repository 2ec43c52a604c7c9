import { approvedAsk } from '../access/ask-json.ts';
import type { Asks } from '../access/asks.ts';
import type { Cases } from '../access/cases.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import { masksForMember, ownAsk } from '../consent/owner-access.ts';
import { renditions } from '../consent/renditions.ts';
import type { Ask, Purpose, Rendition } from '../domain/consent.ts';
import type { AskId, CameraId, UnitId } from '../domain/ids.ts';
import type { VideoCodec } from '../domain/media.ts';
import { askerFor, plainAsker, requireCamera } from '../people/asker.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import { decodable, deliveryOf, renditionOf, sourceWithin, type Delivery } from '../streams/delivery.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { Pace } from '../streams/pace.ts';

/** What somebody wants to watch, by whichever way it is sent. */
export interface LiveWish {
  readonly camera: CameraId;
  /** Undefined: the hub's own coded pictures (fMP4, HLS, RTP). Else a ViewerTransport's name, `mpeg1`. */
  readonly transport: string | undefined;
  /** What the player decodes of the camera's own codecs. */
  readonly plays: readonly VideoCodec[];
  readonly role: 'main' | 'sub';
  readonly audio: boolean;
  /** How many of the pictures; absent: all. */
  readonly pace?: Pace | undefined;
  /** Address of the client: what goes out of the house is counted, and kept under its owner's cap. Absent: on this machine. */
  readonly from?: string | undefined;
  /** Lines she has room for; absent: all that she may have. */
  readonly maxHeight?: number | undefined;
  /** An officer says for which unit and why; an owner leaves these out. */
  readonly unit?: UnitId | undefined;
  readonly purpose?: Purpose | undefined;
  readonly caseNo?: string | undefined;
  readonly ask?: AskId | undefined;
  /** False: nothing can be laid over the picture by whoever plays it, so the mark of an officer has to be in its pixels. */
  readonly overlays?: false | undefined;
  /** The program that looks in her name, as she called it: it stands in the ledger. */
  readonly program?: string | undefined;
}
export interface Opening {
  readonly as: 'member' | 'officer';
  readonly ask: Ask<'live'>;
  readonly delivery: Delivery;
  /** Laid over the picture by the player: unit and number. */
  readonly watermark: string | null;
  /** Burnt in with the time where the picture is made anew: the unit, so that all of it share one. */
  readonly burn: string;
  /** Who goes first where not everybody can be shown a picture at once. */
  readonly standing: 'emergency' | 'house' | 'outside';
  /** Masks or caps want the picture made anew, not only the player. */
  readonly obliged: boolean;
  /** Nothing is offered, or only on an owner's word: the gate will say no, and nobody waits for that. */
  readonly hopeless: boolean;
}
export interface OpeningParts {
  readonly records: Pick<ConsentRecords, 'stateFor'>;
  readonly asks: Pick<Asks, 'find'>;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly streams: Pick<LiveStreams, 'of'>;
  readonly clock: Clock;
}

/** A member of the house asks as a member, anybody else as an officer; nothing is decided yet. @throws HubError `camera-no-video`, `not-found`, `not-allowed`, `bad-request`, HubProblem `consent-refused` */
export async function openingFor(parts: OpeningParts, by: KnownPerson, camera: CameraRecord | undefined, wish: LiveWish): Promise<Opening> {
  const own = wish.unit === undefined && by.memberships.some(({ owner }) => owner === camera?.owner);
  return own && camera ? asMember(parts, by, camera, wish) : asOfficer(parts, by, camera, wish);
}

async function asMember(parts: OpeningParts, by: KnownPerson, camera: CameraRecord, wish: LiveWish): Promise<Opening> {
  const { records, clock } = parts;
  const source = camera.sources.find(({ role }) => role === wish.role) ?? camera.sources[0];
  if (!source) throw new HubError('camera-no-video', 'The camera has no stream.');
  const role = by.memberships.find(({ owner }) => owner === camera.owner)?.role;
  const masks = masksForMember(role, camera.id, 'live', (await records.stateFor(camera.id)).restrictions, clock.now());
  // Her own camera as it is, also after it was set to a larger picture.
  const rendition = { ...renditionOf(source, true), maxHeight: 4_320, maxFps: 240, audio: wish.audio && masks.size === 0, masks };
  const planned = deliveryOf({ sources: wish.maxHeight === undefined ? [source] : camera.sources }, rendition, source.role, wish.maxHeight);
  if (!planned) throw new HubError('camera-no-video', 'The camera has no stream.');
  const delivery = playable(parts, camera, planned, wish);
  return { as: 'member', ask: ownAsk(by.person, camera.id, 'live', { ...rendition, audio: rendition.audio && !delivery.remade }), delivery, watermark: null, burn: '', standing: 'house', obliged: masks.size > 0, hopeless: false };
}

async function asOfficer(parts: OpeningParts, by: KnownPerson, named: CameraRecord | undefined, wish: LiveWish): Promise<Opening> {
  const { records, asks, cases, clock } = parts;
  const office = askerFor(by, wish.unit);
  // Before the camera is looked for: what a number is worth is the unit's own business, the same for every camera.
  if (wish.ask === undefined && wish.caseNo !== undefined) await cases.requireOpen(office.unit, wish.caseNo);
  const camera = requireCamera(named);
  const who = plainAsker(office);
  const watermark = `${office.unitName} · ${office.officerNo}`;
  const burn = office.unitName;
  const hers = { ...wish, unit: office.unit };
  if (wish.ask !== undefined) {
    const row = await asks.find(wish.ask);
    const ask = row && approvedAsk(row);
    // Also of another unit of hers: the mark on the picture names the unit that asked.
    if (!row || !ask || row.person !== by.person || row.unit !== office.unit || row.camera !== camera.id || ask.action !== 'live') throw new HubError('not-found', 'There is no such ask.');
    if (ask.caseNo !== undefined) await cases.requireOpen(row.unit, ask.caseNo);
    const planned = deliveryOf(camera, ask.rendition, wish.role, wish.maxHeight);
    if (!planned) throw new HubError('camera-no-video', 'The camera has no stream.');
    return { as: 'officer', ask: ask as Ask<'live'>, delivery: playable(parts, camera, planned, hers), watermark, burn, standing: 'outside', obliged: obliged(camera, ask.rendition), hopeless: false };
  }
  if (wish.purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
  const state = await records.stateFor(camera.id);
  const offers = renditions(state, who, camera.id, 'live', wish.purpose, wish.caseNo, clock.now());
  for (const offer of offers.toSorted((a, b) => Number(b.effect === 'permit') - Number(a.effect === 'permit') || b.ask.rendition.maxHeight - a.ask.rendition.maxHeight)) {
    const planned = deliveryOf(camera, offer.ask.rendition, wish.role, wish.maxHeight);
    if (!planned) continue;
    const hopeless = offer.effect !== 'permit';
    // What a camera sends is no stranger's business: nothing about it is made to fit before the gate has said yes.
    const delivery = hopeless ? planned : playable(parts, camera, planned, hers);
    const standing = state.grants.find(({ id }) => id === offer.grant)?.mode === 'emergency' ? 'emergency' : 'outside';
    const sound = wish.audio && offer.ask.rendition.audio && delivery.source.hasAudio === true && !delivery.remade;
    return { as: 'officer', ask: { ...offer.ask, rendition: { ...offer.ask.rendition, audio: sound } }, delivery, watermark, burn, standing, obliged: obliged(camera, offer.ask.rendition), hopeless };
  }
  // Nothing is offered: the gate says no and writes it down, as for every other try.
  const source = camera.sources[0];
  const rendition = source && renditionOf(source, false);
  const delivery = rendition && deliveryOf({ sources: [source] }, rendition, source.role);
  if (!source || !delivery) throw new HubError('camera-no-video', 'The camera has no stream.');
  return { as: 'officer', ask: { who, camera: camera.id, action: 'live', rendition, purpose: wish.purpose, ...(wish.caseNo === undefined ? {} : { caseNo: wish.caseNo }) }, delivery, watermark, burn, standing: 'outside', obliged: false, hopeless: true };
}

/** What is made anew is H.264. By what the camera sends now, where that is known: it may have been set to something else since it was enrolled. */
function playable({ streams }: OpeningParts, { id }: CameraRecord, delivery: Delivery, { transport, plays, overlays, unit }: LiveWish): Delivery {
  if (transport !== undefined) return delivery;
  const { role, codec } = delivery.source;
  // Where no player lays an officer's mark over the picture, it is made anew with the mark in it.
  if (overlays === false && unit !== undefined) return { ...delivery, remade: true };
  return decodable(delivery, streams.of(id, role).format?.media.video.codec ?? codec, plays);
}
/** None of its streams may go as it is. */
function obliged(camera: CameraRecord, allowed: Rendition): boolean {
  return allowed.masks.size > 0 || sourceWithin(camera, allowed, 'main') === undefined;
}
