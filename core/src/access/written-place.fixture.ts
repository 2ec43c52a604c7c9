import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainSealer } from '../audit/testing/audit-place.fixture.ts';
import { Gate } from '../consent/gate.ts';
import { LedgerTrail } from '../consent/ledger-trail.ts';
import { id, type ViewingId } from '../domain/ids.ts';
import { days } from '../domain/time.ts';
import { deskCutter } from '../exports/desk-cutter.ts';
import { an, exportPlace, recordedTo, ward, type ExportPlace } from '../exports/export-place.fixture.ts';
import { gateCamera, house, lan, morning } from '../recordings/footage.fixture.ts';
import { Holds } from '../recordings/holds.ts';
import { HubError } from '../sdk/errors.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { openWrittenRoom, type WrittenRoom } from './open-written-room.ts';
import type { WrittenPaper } from './written-paper.ts';
import type { Acting } from './written-ports.ts';
import { WrittenReleases } from './written-releases.ts';

export const pdf = Buffer.from('%PDF-1.7 công văn');
export const officer: Acting = { person: an, keeps: [], offices: [{ unit: ward, role: 'duty_officer', officerNo: '123-456' }] };
export const owner: Acting = { person: lan, keeps: [house], offices: [] };
export const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));

export interface Place extends AsyncDisposable {
  readonly at: ExportPlace;
  readonly room: WrittenRoom;
  readonly gate: Gate;
  readonly folder: string;
  readonly told: string[];
  paper(more?: Partial<WrittenPaper>): WrittenPaper;
  file(more?: Partial<WrittenPaper>): Promise<string>;
  status(request: string): Promise<string | undefined>;
  types(): Promise<string[]>;
  bodies(type: string): Promise<unknown[]>;
  /** Until the request is no longer being cut. */
  cut(request: string): Promise<void>;
  fetch(request: string, name: string, by?: Acting): Promise<Buffer>;
}

/** The room on a real house with 25 s of footage, its export desk and its log. */
export async function place(): Promise<Place> {
  const at = await exportPlace();
  const { store, log: audit, clock } = at;
  await store.write(async (trx) => {
    await trx.insertInto('unit_case').values({ id: 'case1', unit: ward, case_no: 'HS-1', kind: 'crime', title: 'Trộm xe', place: 'chợ', latitude: null, longitude: null, happened_from: 1, happened_to: 2, opened_by: an, opened_at: 1, countersigned_by: lan, countersigned_at: 2, closed_by: null, closed_at: null, outcome: null, outcome_note: null }).execute();
  });
  const folder = await mkdtemp(join(tmpdir(), 'matpho-written-'));
  let viewings = 0;
  const gate = new Gate(at.records, new LedgerTrail(store, audit), clock, clock, () => id<ViewingId>(`w${viewings += 1}`), new WrittenReleases(store));
  const cases = { requireOpen: async (_: string, caseNo: string) => { if (caseNo !== 'HS-1') throw new HubError('case-unknown', 'none'); return {} as never; } };
  const room = openWrittenRoom({ store, audit, gate, clock, holds: new Holds(store, audit, clock), cases, cutter: deskCutter(store, at.desk, at.folder), sealer: plainSealer, folder, log: silentLog });
  const told: string[] = [];
  room.facts.on('written.filed', () => told.push('filed'));
  room.facts.on('written.moved', ({ move }) => told.push(move));
  room.facts.on('written.overdue', ({ what }) => told.push(`overdue ${what}`));
  await at.desk.start();
  const paper = (more: Partial<WrittenPaper> = {}): WrittenPaper => ({
    documentNo: '15/CV-CAP', issuer: 'Công an phường', signerName: 'Nguyễn Văn A', signerTitle: 'Trưởng công an phường', legalBasis: 'Điều 88 BLTTHS', details: 'Xe máy bị lấy trộm trước cổng chợ.', caseNo: 'HS-1', purpose: 'crime',
    deadline: clock.now() + days(3), destroyBy: clock.now() + days(60), cameras: [gateCamera], intervals: [[morning, recordedTo]], ...more,
  });
  return {
    at, room, gate, folder, told, paper,
    file: async (more) => {
      const scan = await room.requests.keepScan(an, pdf);
      const [row] = await room.requests.file(an, { by: 'unit', unit: ward, unitName: 'Công an phường', officerNo: '123-456' }, paper(more), scan.id, [{ id: gateCamera, owner: house }]);
      return row?.id ?? '';
    },
    status: async (request) => (await room.rows.find(request))?.status,
    types: async () => (await store.read.selectFrom('audit_entry').select('type').where((where) => where.or([where('type', 'like', 'request.%'), where('type', 'like', 'hold.%')])).orderBy('seq').execute()).map(({ type }) => type),
    bodies: async (type) => (await audit.entriesFor(gateCamera, { limit: 50, types: [type as never] })).map(({ body }) => body),
    cut: async (request) => {
      for (let n = 0; n < 20 && (await room.rows.find(request))?.status === 'executing'; n += 1) {
        await room.delivery.advance();
        await at.desk.idle();
      }
    },
    fetch: async (request, name, by = officer) => {
      const { bytes, read } = await room.fetch.open(request, name, by);
      const chunks: Uint8Array[] = [];
      for await (const chunk of read(0, bytes)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    [Symbol.asyncDispose]: async () => {
      await at[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export async function delivered(here: Place): Promise<string> {
  const request = await here.file();
  await here.room.requests.move(request, 'check', owner);
  await here.room.requests.execute(request, owner, undefined);
  await here.cut(request);
  return request;
}
