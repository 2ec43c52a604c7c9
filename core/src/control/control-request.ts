import { approvedAsk } from '../access/ask-json.ts';
import type { Asks } from '../access/asks.ts';
import type { Cases } from '../access/cases.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { ConsentRecords, ViewingRequest } from '../consent/gate-ports.ts';
import { hitsAt } from '../consent/hits.ts';
import { masksForMember, ownAsk } from '../consent/owner-access.ts';
import { renditions } from '../consent/renditions.ts';
import type { Ask, ConsentState, Purpose, Rendition } from '../domain/consent.ts';
import type { AskId, CameraId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { askerFor, plainAsker, requireCamera } from '../people/asker.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Rank } from './seats.ts';

export type ControlAction = 'ptz' | 'talk';
/** What somebody wants to do with a camera besides looking. */
export interface ControlWish {
  readonly camera: CameraId;
  readonly action: ControlAction;
  /** An officer says for which unit and why; an owner leaves these out. */
  readonly unit?: UnitId | undefined;
  readonly purpose?: Purpose | undefined;
  readonly caseNo?: string | undefined;
  readonly ask?: AskId | undefined;
}
export interface ControlRequest extends ViewingRequest<ControlAction> {
  readonly rank: Rank;
  readonly camera: CameraRecord;
  /** False: nothing allows it, and the gate is asked only so that it says no and writes it down. */
  readonly offered: boolean;
  /** Part of the picture is covered for somebody, and the cover does not turn with the camera. */
  readonly covered: boolean;
}
export interface ControlRequestParts {
  readonly records: Pick<ConsentRecords, 'stateFor'>;
  readonly asks: Pick<Asks, 'find'>;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly clock: Clock;
}

/** No picture is delivered: the least there is of one. */
const noPicture: Rendition = { maxHeight: 1, maxFps: 1, audio: false, masks: new Set() };

/** A member of the house asks as a member, anybody else as an officer; nothing is decided yet. @throws HubError `not-found`, `not-allowed`, `bad-request`, `control-masked`, HubProblem `consent-refused`, as `Cases.requireOpen` */
export async function controlRequest(parts: ControlRequestParts, by: KnownPerson, camera: CameraRecord | undefined, wish: ControlWish): Promise<ControlRequest> {
  const own = wish.unit === undefined && by.memberships.some(({ owner }) => owner === camera?.owner);
  return own && camera ? asMember(parts, by, camera, wish) : asOfficer(parts, by, camera, wish);
}

async function asMember({ records, clock }: ControlRequestParts, by: KnownPerson, camera: CameraRecord, { action }: ControlWish): Promise<ControlRequest> {
  const role = by.memberships.find(({ owner }) => owner === camera.owner)?.role;
  const state = await records.stateFor(camera.id);
  const now = clock.now();
  if (action === 'ptz' && masksForMember(role, camera.id, 'live', state.restrictions, now).size > 0) throw masked();
  const ask = ownAsk(by.person, camera.id, action, { ...noPicture, masks: masksForMember(role, camera.id, action, state.restrictions, now) });
  return { as: 'member', ask, camera, rank: role === 'owner' || role === 'co_owner' ? 3 : 2, offered: role !== 'viewer', covered: isCovered(state, camera.id, now) };
}

async function asOfficer({ records, asks, cases, clock }: ControlRequestParts, by: KnownPerson, named: CameraRecord | undefined, wish: ControlWish): Promise<ControlRequest> {
  const office = askerFor(by, wish.unit);
  // Before the camera is looked for: what a number is worth is the unit's own business, the same for every camera.
  if (wish.ask === undefined && wish.caseNo !== undefined) await cases.requireOpen(office.unit, wish.caseNo);
  const camera = requireCamera(named);
  const who = plainAsker(office);
  const state = await records.stateFor(camera.id);
  const request = (ask: Ask<ControlAction>, offered: boolean): ControlRequest => {
    const covered = isCovered(state, camera.id, clock.now());
    // Only to whoever may turn it at all: that something is covered is no stranger's business.
    if (offered && ask.action === 'ptz' && (covered || ask.rendition.masks.size > 0)) throw masked();
    return { as: 'officer', ask, camera, rank: 1, offered, covered };
  };
  if (wish.ask !== undefined) {
    const row = await asks.find(wish.ask);
    const ask = row && approvedAsk(row);
    if (!row || !ask || row.person !== by.person || row.unit !== office.unit || row.camera !== camera.id || ask.action !== wish.action) throw new HubError('not-found', 'There is no such ask.');
    if (ask.caseNo !== undefined) await cases.requireOpen(row.unit, ask.caseNo);
    return request(ask as Ask<ControlAction>, true);
  }
  if (wish.purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
  const offers = renditions(state, who, camera.id, wish.action, wish.purpose, wish.caseNo, clock.now());
  const best = offers.find(({ effect }) => effect === 'permit');
  // Nothing is heard while she talks, whatever her grant says of sound.
  if (best) return request({ ...best.ask, rendition: { ...best.ask.rendition, audio: false } }, true);
  const rendition = offers[0]?.ask.rendition ?? noPicture;
  return request({ who, camera: camera.id, action: wish.action, rendition, purpose: wish.purpose, ...(wish.caseNo === undefined ? {} : { caseNo: wish.caseNo }) }, false);
}

/** Something was covered, or laid for the staff too, after she took the controls. */
export async function isMasked({ records, clock }: Pick<ControlRequestParts, 'records' | 'clock'>, { ask: { action }, camera, as, rank }: ControlRequest): Promise<boolean> {
  if (action !== 'ptz' || rank === 3) return false;
  const state = await records.stateFor(camera.id);
  return as === 'officer' ? isCovered(state, camera.id, clock.now()) : masksForMember('manager', camera.id, 'live', state.restrictions, clock.now()).size > 0;
}

function isCovered({ restrictions }: ConsentState, camera: CameraId, now: Instant): boolean {
  return restrictions.some((restriction) => restriction.kind === 'mask' && (restriction.scope.cameras?.includes(camera) ?? true) && hitsAt(restriction, now));
}
export const masked = (): HubError => new HubError('control-masked', 'The cover over part of the picture would lie elsewhere.');
