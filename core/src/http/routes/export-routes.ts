import { randomUUID } from 'node:crypto';
import type { ExportRow, mediaRoutes } from '../../api/media.ts';
import { approvedAsk } from '../../access/ask-json.ts';
import { bestOffer } from '../../access/officer-offers.ts';
import type { CameraRecord } from '../../cameras/camera-registry.ts';
import type { ViewingRequest } from '../../consent/gate-ports.ts';
import { masksForMember, ownAsk } from '../../consent/owner-access.ts';
import { refusalClass } from '../../consent/reasons.ts';
import type { Ask, Interval } from '../../domain/consent.ts';
import { errorCodes, type ErrorCode } from '../../domain/error-codes.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import type { Language } from '../../domain/people.ts';
import type { Refusal } from '../../consent/refusal.ts';
import type { RedactionRegion } from '../../domain/redaction.ts';
import type { LeftOut } from '../../exports/about-bundle.ts';
import type { ExportDesk } from '../../exports/export-desk.ts';
import type { ExportJob } from '../../exports/export-rows.ts';
import type { ExportWish } from '../../exports/export-wish.ts';
import { stillReach } from '../../exports/write-still.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { ExportedFile } from '../../sdk/ports.ts';
import { askerFor, plainAsker, requireCamera } from '../../people/asker.ts';
import type { Call, Handlers } from '../call.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, membershipOf, ownCamera } from '../../people/roles.ts';

type ExportKeys = Exclude<keyof typeof mediaRoutes, 'GET /api/live'>;
type Wish = Call<(typeof mediaRoutes)['POST /api/exports']>['body'];

export function exportHandlers(hub: HubServices, desk: ExportDesk): Pick<Handlers<typeof mediaRoutes>, ExportKeys> {
  const asked = async (by: SignedIn, wish: Wish, what?: ExportWish): Promise<ExportJob> => {
    const camera = await hub.registry.find(id<CameraId>(wish.camera));
    const own = wish.unit === undefined && by.memberships.some(({ owner }) => owner === camera?.owner);
    const request = own && camera ? await asMember(hub, by, camera, wish) : await asOfficer(hub, by, camera, wish);
    return taken(await desk.ask(request, requireCamera(camera).owner, what), own);
  };
  return {
    'POST /api/exports': async ({ by, body, language }) => exportRow(await asked(by, body), language, desk),
    'POST /api/exports/bundles': async ({ by, body: { cameras, ...wish }, language }) => {
      const bundle = randomUUID();
      const jobs: string[] = [];
      const leftOut: LeftOut[] = [];
      let refused: unknown;
      for (const camera of new Set(cameras)) {
        try {
          jobs.push((await asked(by, { camera, ...wish }, { kind: 'film', bundle: { id: bundle, leftOut: [] } })).id);
        } catch (failure) {
          if (!(failure instanceof HubError) || !leftOutFor.includes(failure.code)) throw failure;
          refused ??= failure;
          leftOut.push({ camera: id<CameraId>(camera), code: failure.code });
        }
      }
      if (jobs.length === 0) throw refused;
      if (leftOut.length > 0) await desk.leaveOut(bundle, leftOut);
      return (await desk.ofPerson(by.person)).filter((job) => job.bundle === bundle).map((job) => exportRow(job, language, desk));
    },
    'GET /api/exports/bundles/:id/file': async ({ by, params }) => desk.bundle(params.id, by.person),
    'POST /api/exports/stills': async ({ by, body: { at, ...wish }, language }) => {
      const row = wish.ask === undefined ? undefined : await hub.asks.find(id<AskId>(wish.ask));
      const [from, to] = (row && approvedAsk(row)?.footage) ?? [at, at + stillReach];
      if (at < from || at >= to) throw new HubError('bad-request', 'The instant is not in the approved interval.');
      return exportRow(await asked(by, { ...wish, from, to }, { kind: 'still', at }), language, desk);
    },
    'POST /api/exports/:id/again': async ({ by, params, language }) => exportRow(taken(await desk.again(params.id, by.person), false), language, desk),
    'GET /api/exports': async ({ by, language }) => (await desk.ofPerson(by.person)).map((job) => exportRow(job, language, desk, by.memberships.some(({ owner }) => owner === job.owner))),
    'DELETE /api/exports/:id': async ({ by, params }) => desk.cancel(params.id, by.person),
    'GET /api/exports/:id/files/:name': async ({ by, params }) => desk.file(params.id, params.name, by.person),
  };
}
/** With these, one of several cameras is left out; anything else ends the whole. */
const leftOutFor: readonly ErrorCode[] = ['consent-refused', 'consent-ended', 'not-found', 'not-allowed', 'no-footage', 'case-closed', 'obligation-unmet'].filter((code): code is ErrorCode => code in errorCodes);

/** @throws what the gate answered; to who is not of the house only its class */
function taken(answer: ExportJob | Refusal, own: boolean): ExportJob {
  if (!('refused' in answer)) return answer;
  if (own) throw answer.error;
  throw new HubProblem(answer.error.code, answer.error.message, { reasons: [refusalClass(answer.decision) ?? 'not_now'] });
}

/** A member's copy of her own footage with parts covered. */
export async function askRedacted(hub: HubServices, desk: ExportDesk, by: SignedIn, wish: Pick<Wish, 'camera' | 'from' | 'to'>, regions: readonly RedactionRegion[], language: Language): Promise<ExportRow> {
  const camera = ownCamera(by, await hub.registry.find(id<CameraId>(wish.camera)), keepers);
  return exportRow(taken(await desk.ask(await asMember(hub, by, camera, wish), camera.owner, { kind: 'redacted', regions }), true), language, desk, true);
}

export async function asMember(hub: HubServices, by: SignedIn, camera: CameraRecord, { from, to }: Pick<Wish, 'from' | 'to'>): Promise<ViewingRequest<'clip'>> {
  const { role } = membershipOf(by, camera.owner, keepers);
  const masks = masksForMember(role, camera.id, 'clip', (await hub.records.stateFor(camera.id)).restrictions, hub.clock.now());
  // Her own footage as it was recorded, whatever its size; her staff's with what she laid over it.
  return { as: 'member', ask: ownAsk(by.person, camera.id, 'clip', { maxHeight: 4_320, maxFps: 240, audio: true, masks }, [from, to]) };
}

export async function asOfficer(hub: HubServices, by: SignedIn, named: CameraRecord | undefined, wish: Wish): Promise<ViewingRequest<'clip'>> {
  const office = askerFor(by, wish.unit === undefined ? undefined : id<UnitId>(wish.unit));
  if (wish.ask === undefined && wish.caseNo !== undefined) await hub.cases.requireOpen(office.unit, wish.caseNo);
  const camera = requireCamera(named);
  const who = plainAsker(office);
  if (wish.ask !== undefined) {
    const row = await hub.asks.find(id<AskId>(wish.ask));
    const ask = row && approvedAsk(row);
    if (!row || !ask || row.person !== by.person || row.camera !== camera.id || ask.action !== 'clip') throw new HubError('not-found', 'There is no such ask.');
    if (ask.caseNo !== undefined) await hub.cases.requireOpen(row.unit, ask.caseNo);
    // The owner said yes to exactly this interval.
    return { as: 'officer', ask: ask as Ask<'clip'> };
  }
  const { purpose, caseNo } = wish;
  if (purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
  const footage: Interval = [wish.from, wish.to];
  const offer = await bestOffer(hub.records, who, camera.id, 'clip', { purpose, caseNo, footage }, hub.clock.now());
  if (offer) return { as: 'officer', ask: offer.ask };
  // Nothing is offered: the gate says no and writes it down, as for every other try.
  return { as: 'officer', ask: { who, camera: camera.id, action: 'clip', rendition: { maxHeight: 720, maxFps: 30, audio: false, masks: new Set() }, footage, purpose, ...(caseNo === undefined ? {} : { caseNo }) } };
}

function exportRow(job: ExportJob, language: Language, desk: Pick<ExportDesk, 'secondsLeft'>, own = false): ExportRow {
  const problem = (code: string): ExportRow['leftOut'][number]['problem'] => {
    const known = code in errorCodes ? code as ErrorCode : 'internal';
    return { code: known, message: errorCodes[known][language] };
  };
  return {
    id: job.id, camera: job.camera, cameraName: job.camera_name, from: job.from_at, to: job.to_at, status: job.status, progress: job.progress,
    files: (JSON.parse(job.files) as ExportedFile[]).map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    problem: job.error === null ? null : problem(job.error), createdAt: job.created_at, doneAt: job.done_at, kind: job.kind, at: job.still_at, bundle: job.bundle,
    leftOut: (JSON.parse(job.left_out ?? '[]') as LeftOut[]).map(({ camera, code }) => ({ camera, problem: problem(code) })), secondsLeft: desk.secondsLeft(job.id) ?? null, own,
  };
}
