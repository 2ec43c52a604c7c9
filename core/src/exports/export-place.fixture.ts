import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoredConsent } from '../consent/consent-records.ts';
import { Gate } from '../consent/gate.ts';
import type { ViewingRequest } from '../consent/gate-ports.ts';
import { LedgerTrail } from '../consent/ledger-trail.ts';
import { ownAsk } from '../consent/owner-access.ts';
import type { Grant } from '../domain/consent.ts';
import { id, type GrantId, type PersonId, type UnitId, type ViewingId } from '../domain/ids.ts';
import type { Clip } from '../domain/recording.ts';
import { days, minutes } from '../domain/time.ts';
import { Contributions } from '../kernel/contributions.ts';
import { feed, gateCamera, house, lan, morning, record, recordingPlace, type RecordingPlace } from '../recordings/footage.fixture.ts';
import { Footage } from '../recordings/footage.ts';
import { realFfmpeg } from '../recordings/permit.fixture.ts';
import { ClipExporter, type ExportTarget } from '../sdk/ports.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { ExportDesk } from './export-desk.ts';

export const an = id<PersonId>('an');
export const ward = id<UnitId>('ward');
export const grant: Grant = {
  id: id<GrantId>('g1'), version: 1, owner: house, who: { unit: ward },
  what: { cameras: [gateCamera], actions: ['clip'], maxHeight: 1_080, maxFps: 30, audio: false, masks: [] },
  when: { from: morning - days(1), until: morning + days(90), footage: { lookbackMs: days(30) } }, why: { purposes: ['crime'], caseRequired: false }, mode: 'standing',
  limits: { maxSessionMs: minutes(15), maxConcurrent: 2, maxPerDay: 20, watermark: false, store: 'case' },
};
/** 25 s were recorded; it is a minute later. */
export const recordedTo = morning + 25_000;

export function byLan(from = morning, to = recordedTo): ViewingRequest<'clip'> {
  return { as: 'member', ask: ownAsk(lan, gateCamera, 'clip', { maxHeight: 4_320, maxFps: 240, audio: true, masks: new Set() }, [from, to]) };
}
export function byAn(from = morning, to = recordedTo): ViewingRequest<'clip'> {
  return { as: 'officer', ask: { who: { person: an, units: [ward], roles: ['duty_officer'], certs: [] }, camera: gateCamera, action: 'clip', rendition: { maxHeight: 1_080, maxFps: 30, audio: false, masks: new Set() }, footage: [from, to], purpose: 'crime' } };
}

/** Writes each recorded file as it is; `between` is waited for before each. */
export class CopyingExporter implements ClipExporter {
  readonly formats = ['mp4'];
  between: (n: number) => Promise<void> = async () => {};
  async write(clip: Clip, to: ExportTarget): ReturnType<ClipExporter['write']> {
    let n = 0;
    for await (const { bytes } of clip.segments) {
      await this.between(n);
      await to.write(`part-${n += 1}.mp4`, bytes);
    }
    return [];
  }
}

export interface ExportPlace extends RecordingPlace {
  readonly gate: Gate;
  readonly records: StoredConsent;
  readonly exporter: CopyingExporter;
  readonly contributions: Contributions;
  readonly folder: string;
  readonly desk: ExportDesk;
  /** As after a restart, before `start`. */
  restarted(): ExportDesk;
  revoke(): Promise<void>;
}

export async function exportPlace(given: Grant = grant): Promise<ExportPlace> {
  const place = await recordingPlace();
  const { store, log: audit, clock, disk } = place;
  await record(place, feed(25));
  await clock.advance(minutes(1));
  await store.write(async (trx) => {
    await trx.insertInto('person').values({ id: an, login: 'an', name: 'An', language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute();
    await trx.insertInto('unit').values({ id: ward, kind: 'ward_police', name: 'Công an phường', created_at: 1 }).execute();
    await trx.insertInto('officer').values({ unit: ward, person: an, role: 'duty_officer', officer_no: '123-456', since: 1, ended_at: null }).execute();
    await trx.insertInto('grant_version').values({ id: given.id, version: 1, owner: house, body: JSON.stringify(given), sentence_vi: '', sentence_en: '', signed_by: lan, signed_at: 1, revoked_by: null, revoked_at: null }).execute();
  });
  const exporter = new CopyingExporter();
  const contributions = new Contributions();
  contributions.add(ClipExporter, 'export', exporter);
  const records = new StoredConsent(store, clock, { trusted: () => true }, 'Asia/Ho_Chi_Minh');
  let viewings = 0;
  const newGate = (): Gate => new Gate(records, new LedgerTrail(store, audit), clock, clock, () => id<ViewingId>(`v${viewings += 1}`));
  const gate = newGate();
  const folder = await mkdtemp(join(tmpdir(), 'matpho-exports-'));
  let jobs = 0;
  const desk = (at: Gate): ExportDesk => new ExportDesk({ store, audit, gate: at, records, footage: new Footage(store, disk), contributions, ffmpeg: realFfmpeg, masks: { coverOf: async () => [] }, clock, timers: clock, log: silentLog, folder, newId: () => `job${jobs += 1}` });
  const made = desk(gate);
  const opened = [made];
  return {
    ...place, gate, records, exporter, contributions, folder, desk: made,
    restarted: () => {
      const next = desk(newGate());
      opened.push(next);
      return next;
    },
    revoke: async () => {
      await store.write((trx) => trx.updateTable('grant_version').set({ revoked_at: clock.now(), revoked_by: lan }).execute());
      await gate.recheck({});
    },
    [Symbol.asyncDispose]: async () => {
      for (const each of opened) await each.close();
      await place[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
