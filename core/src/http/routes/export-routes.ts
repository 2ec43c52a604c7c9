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
import type { ExportDesk } from '../../exports/export-desk.ts';
import type { ExportJob } from '../../exports/export-rows.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { ExportedFile } from '../../sdk/ports.ts';
import { askerFor, plainAsker, requireCamera } from '../../people/asker.ts';
import type { Call, Handlers } from '../call.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, membershipOf } from '../../people/roles.ts';

type ExportKeys = Exclude<keyof typeof mediaRoutes, 'GET /api/live'>;
type Wish = Call<(typeof mediaRoutes)['POST /api/exports']>['body'];

export function exportHandlers(hub: HubServices, desk: ExportDesk): Pick<Handlers<typeof mediaRoutes>, ExportKeys> {
  return {
    'POST /api/exports': async ({ by, body, language }) => {
      const camera = await hub.registry.find(id<CameraId>(body.camera));
      const own = body.unit === undefined && by.memberships.some(({ owner }) => owner === camera?.owner);
      const request = own && camera ? await asMember(hub, by, camera, body) : await asOfficer(hub, by, camera, body);
      const answer = await desk.ask(request, requireCamera(camera).owner);
      if (!('refused' in answer)) return exportRow(answer, language);
      if (request.as === 'member') throw answer.error;
      throw new HubProblem(answer.error.code, answer.error.message, { reasons: [refusalClass(answer.decision) ?? 'not_now'] });
    },
    'GET /api/exports': async ({ by, language }) => (await desk.ofPerson(by.person)).map((job) => exportRow(job, language)),
    'DELETE /api/exports/:id': async ({ by, params }) => desk.cancel(params.id, by.person),
    'GET /api/exports/:id/files/:name': async ({ by, params }) => desk.file(params.id, params.name, by.person),
  };
}

async function asMember(hub: HubServices, by: SignedIn, camera: CameraRecord, { from, to }: Wish): Promise<ViewingRequest<'clip'>> {
  const { role } = membershipOf(by, camera.owner, keepers);
  const masks = masksForMember(role, camera.id, 'clip', (await hub.records.stateFor(camera.id)).restrictions, hub.clock.now());
  // Her own footage as it was recorded, whatever its size; her staff's with what she laid over it.
  return { as: 'member', ask: ownAsk(by.person, camera.id, 'clip', { maxHeight: 4_320, maxFps: 240, audio: true, masks }, [from, to]) };
}

async function asOfficer(hub: HubServices, by: SignedIn, named: CameraRecord | undefined, wish: Wish): Promise<ViewingRequest<'clip'>> {
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

function exportRow(job: ExportJob, language: Language): ExportRow {
  const code = job.error !== null && job.error in errorCodes ? job.error as ErrorCode : 'internal';
  return {
    id: job.id, camera: job.camera, cameraName: job.camera_name, from: job.from_at, to: job.to_at, status: job.status, progress: job.progress, files: JSON.parse(job.files) as ExportedFile[],
    problem: job.error === null ? null : { code, message: errorCodes[code][language] }, createdAt: job.created_at, doneAt: job.done_at,
  };
}
