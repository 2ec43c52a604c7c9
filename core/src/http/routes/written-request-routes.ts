import type { WrittenPaper as PaperBody, writtenRequestRoutes } from '../../api/written-requests.ts';
import type { WrittenRoom } from '../../access/open-written-room.ts';
import { overdueCounts } from '../../access/written-overdue.ts';
import type { WrittenPaper } from '../../access/written-paper.ts';
import { sidesOf, type Acting } from '../../access/written-ports.ts';
import { id, type CameraId, type OwnerId, type PersonId, type UnitId } from '../../domain/ids.ts';
import type { Language } from '../../domain/people.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { WrittenRequestTable } from '../../store/schema-consent.ts';
import { askerFor, requireCamera } from '../../people/asker.ts';
import type { Call, FileAnswer, Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, membershipOf, officeIn, ownCamera, ownersOf } from '../../people/roles.ts';
import { writtenRow } from '../written-rows.ts';

const extensions = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;

export function writtenRequestHandlers(hub: HubServices, room: WrittenRoom): Handlers<typeof writtenRequestRoutes> {
  const { requests, rows, fetch, folder } = room;
  const shown = async (row: WrittenRequestTable, by: SignedIn, language: Language) => writtenRow(await rows.one(row), sidesOf(row, actingOf(by)).includes('owner') ? 'owner' : 'unit', hub.clock.now(), language);
  /** Hers by one side or the other. @throws HubError `not-found` */
  const found = async (request: string, by: SignedIn): Promise<WrittenRequestTable> => {
    const row = await rows.find(request);
    if (!row || sidesOf(row, actingOf(by)).length === 0) throw new HubError('not-found', 'There is no such request.');
    return row;
  };
  type Move = Call<(typeof writtenRequestRoutes)['POST /api/written/:id/check']>;

  return {
    'POST /api/written/scans': async ({ by, upload }) => {
      const { id: scan, type, bytes, sha256 } = await requests.keepScan(by.person, upload);
      return { id: scan, type, bytes, sha256 };
    },
    'POST /api/officer/written': async ({ by, body, language }) => {
      const office = askerFor(by, id<UnitId>(body.unit));
      const cameras = await Promise.all([...new Set(body.cameras)].map(async (camera) => nameable(hub, id<CameraId>(camera), office.unit, by.person)));
      const filed = await requests.file(by.person, { by: 'unit', unit: office.unit, unitName: office.unitName, officerNo: office.officerNo }, paperOf(body), body.scan, cameras);
      return Promise.all(filed.map(async (row) => writtenRow(await rows.one(row), 'unit', hub.clock.now(), language)));
    },
    'GET /api/officer/written': async ({ by, language }) => (await rows.ofOfficer(actingOf(by))).map((record) => writtenRow(record, 'unit', hub.clock.now(), language)),
    'GET /api/officer/written/overdue': async ({ by, query }) => {
      const office = officeIn(by, id<UnitId>(query.unit));
      if (office.role !== 'unit_leader') throw new HubError('not-allowed', 'Only the leader of the unit counts.');
      const [counts] = await overdueCounts(hub.store, hub.clock.now(), office.unit);
      return { unit: office.unitName, open: counts?.open ?? 0, answer: counts?.answer ?? 0, destruction: counts?.destruction ?? 0 };
    },
    'DELETE /api/officer/written/:id': async ({ by, params, language }) => shown(await requests.move(params.id, 'withdraw', actingOf(by)), by, language),
    'GET /api/written': async ({ by, language }) => (await rows.ofOwners(ownersOf(by, keepers))).map((record) => writtenRow(record, 'owner', hub.clock.now(), language)),
    'POST /api/written': async ({ by, body, language }) => {
      const owner = id<OwnerId>(body.owner);
      membershipOf(by, owner, keepers);
      const cameras = await Promise.all([...new Set(body.cameras)].map(async (camera) => ownCamera(by, await hub.registry.find(id<CameraId>(camera)), keepers)));
      if (cameras.some((camera) => camera.owner !== owner)) throw new HubError('not-found', 'The camera belongs to another owner.');
      const unit = body.unit === undefined ? undefined : await hub.store.read.selectFrom('unit').select(['id', 'name', 'kind']).where('id', '=', id<UnitId>(body.unit)).executeTakeFirst();
      // A people's committee has no video, whoever hands it over (PROGRAMME F6).
      if (body.unit !== undefined && (!unit || unit.kind === 'peoples_committee')) throw new HubError('not-found', 'There is no such unit.');
      const [row] = await requests.file(by.person, { by: 'owner', unit: unit?.id ?? null, unitName: unit?.name ?? body.unitName ?? body.issuer }, paperOf(body), body.scan, cameras);
      if (!row) throw new HubError('internal', 'The request was filed and is not there.');
      return shown(row, by, language);
    },
    'POST /api/written/:id/check': async ({ by, params, language }: Move) => shown(await requests.move(params.id, 'check', actingOf(by)), by, language),
    'POST /api/written/:id/question': async ({ by, params, body, language }) => shown(await requests.move(params.id, 'ask', actingOf(by), { message: { kind: 'question', body: { text: body.text } }, about: { text: body.text } }), by, language),
    'POST /api/written/:id/answer': async ({ by, params, body, language }) => shown(await requests.move(params.id, 'answer', actingOf(by), { message: { kind: 'answer', body: { text: body.text } }, about: { text: body.text } }), by, language),
    'POST /api/written/:id/refuse': async ({ by, params, body, language }) => shown(await requests.refuse(params.id, actingOf(by), body.ground, body.note), by, language),
    'POST /api/written/:id/execute': async ({ by, params, body, language }) => shown(await requests.execute(params.id, actingOf(by), body.cameras?.map((camera) => id<CameraId>(camera))), by, language),
    'POST /api/written/:id/recall': async ({ by, params, language }: Move) => {
      const row = await requests.move(params.id, 'recall', actingOf(by));
      await endFetches(hub, row);
      await folder.dropFiles(row.id);
      return shown(row, by, language);
    },
    'POST /api/written/:id/destruction': async ({ by, params, body, language }) => {
      if (body.at > hub.clock.now()) throw new HubError('bad-request', 'It cannot have been destroyed in the future.');
      const { note: text, at: destroyedAt, ...about } = body;
      const row = await requests.move(params.id, 'destroy', actingOf(by), { message: { kind: 'destruction', body: { text, destroyedAt, ...about } }, about: { ...body } });
      await endFetches(hub, row);
      await folder.dropFiles(row.id);
      return shown(row, by, language);
    },
    'GET /api/written/:id/scan': async ({ by, params }): Promise<FileAnswer> => {
      const row = await found(params.id, by);
      const { scan } = await rows.one(row);
      const bytes = await folder.scan(scan.id);
      return { name: `van-ban.${extensions[scan.type]}`, type: scan.type, bytes: bytes.length, isStrange: true, read: async function* (from, to) { yield bytes.subarray(from, to); } };
    },
    'GET /api/written/:id/files/:name': async ({ by, params }): Promise<FileAnswer> => fetch.open(params.id, params.name, actingOf(by)),
  };
}

function actingOf(by: SignedIn): Acting {
  return { person: by.person, keeps: ownersOf(by, keepers), offices: by.offices.filter(({ unitKind }) => unitKind !== 'peoples_committee').map(({ unit, role, officerNo }) => ({ unit, role, officerNo })) };
}
function paperOf({ cameras, intervals, documentNo, issuer, signerName, signerTitle, legalBasis, details, caseNo, purpose, deadline, destroyBy }: PaperBody): WrittenPaper {
  return { documentNo, issuer, signerName, signerTitle, legalBasis, details, caseNo, purpose, deadline, destroyBy, cameras: cameras.map((camera) => id<CameraId>(camera)), intervals: intervals.map(({ from, to }) => [from, to]) };
}

/**
 * A paper names a camera only where an owner has let the unit, or this officer, near it in some way that still stands; every other is answered like one that
 * does not exist, so that filing papers finds no cameras (THREATS 24). Who was let near nothing is sent the paper itself.
 */
async function nameable(hub: HubServices, camera: CameraId, unit: UnitId, person: PersonId): Promise<{ readonly id: CameraId; readonly owner: OwnerId }> {
  const found = await hub.registry.find(camera);
  const now = hub.clock.now();
  const grants = found ? (await hub.records.stateFor(camera)).grants : [];
  const isNear = grants.some(({ who, when, revokedAt }) => revokedAt === undefined && when.from <= now && now < when.until && (who.unit === unit || (who.unit === undefined && who.person === person)));
  const { id: near, owner } = requireCamera(isNear ? found : undefined);
  return { id: near, owner };
}

/** Whoever is fetching is cut before this resolves. */
async function endFetches({ gate }: HubServices, { unit }: WrittenRequestTable): Promise<void> {
  if (unit !== null) await gate.recheck({ unit });
}
