import type { AuditFact, AuditLog } from '../../audit/audit-log.ts';
import { auditPlace, type AuditPlace } from '../../audit/testing/audit-place.fixture.ts';
import { Emitter } from '../../base/emitter.ts';
import type { Ask, Grant } from '../../domain/consent.ts';
import { id, type CameraId, type OwnerId, type PersonId, type UnitId, type ViewingId } from '../../domain/ids.ts';
import { FakeClock } from '../../sdk/testing/fake-clock.ts';
import { ClockGuard } from '../clock-guard.ts';
import { ConsentDesk, type GrantFacts } from '../consent-desk.ts';
import { StoredConsent } from '../consent-records.ts';
import { Gate } from '../gate.ts';
import { LedgerTrail } from '../ledger-trail.ts';
import { ownAsk } from '../owner-access.ts';
import { liveAsk, noon, standing } from './gate.fixture.ts';

export const lan = id<PersonId>('lan');
export const an = liveAsk.who.person;
export const binh = id<PersonId>('binh');
export const ward = id<UnitId>('ward');
export const house = standing.owner;
export const neighbours = id<OwnerId>('neighbours');
export const gateCamera = liveAsk.camera;
export const yardCamera = id<CameraId>('yard');

/** Lan's house with two cameras, her neighbours', and the ward with two officers: the whole of consent on a real database. */
export interface StoredHouse extends AsyncDisposable {
  readonly place: AuditPlace;
  readonly clock: FakeClock;
  readonly records: StoredConsent;
  readonly trail: LedgerTrail;
  readonly gate: Gate;
  readonly desk: ConsentDesk;
  readonly guard: ClockGuard;
  readonly grantFacts: Emitter<GrantFacts>;
  /** The log; set `isBroken` and it takes nothing. */
  readonly log: Pick<AuditLog, 'append'> & { isBroken: boolean };
  /** Types in the log, in order. */
  types(): Promise<string[]>;
  /** Private bodies of one type. */
  bodies(camera: CameraId, type: string): Promise<unknown[]>;
  give(grant?: Grant): Promise<void>;
  /** `permit`, or the refusal's code. */
  admits(ask?: Ask, as?: 'officer' | 'member'): Promise<string>;
  /** Elapsed time that never steps, ms. */
  steady: number;
}
export const ownLive = ownAsk(lan, gateCamera, 'live', { maxHeight: 2_160, maxFps: 60, audio: true, masks: new Set() });

export async function storedHouse(): Promise<StoredHouse> {
  const place = await auditPlace();
  const { store } = place;
  const clock = new FakeClock(noon);
  await store.write(async (trx) => {
    for (const [person, name] of [[lan, 'Lan'], [an, 'An'], [binh, 'Bình']] as const) await trx.insertInto('person').values({ id: person, login: person, name, language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute();
    for (const [owner, name] of [[house, 'Nhà bà Lan'], [neighbours, 'Nhà bên']] as const) await trx.insertInto('owner').values({ id: owner, kind: 'household', name, created_at: 1 }).execute();
    await trx.insertInto('member').values({ owner: house, person: lan, role: 'owner', since: 1, ended_at: null }).execute();
    await trx.insertInto('unit').values({ id: ward, kind: 'ward_police', name: 'Công an phường', created_at: 1 }).execute();
    for (const [person, officer_no] of [[an, '123-456'], [binh, '123-457']] as const) await trx.insertInto('officer').values({ unit: ward, person, role: 'duty_officer', officer_no, since: 1, ended_at: null }).execute();
    for (const [camera, owner] of [[gateCamera, house], [yardCamera, house], [id<CameraId>('next-door'), neighbours]] as const) {
      await trx.insertInto('camera').values({
        id: camera, owner, name: camera, place: 'cổng', direction: null, provider: 'onvif', native_id: camera, maker: null, model: null, device_uri: null, snapshot_uri: null, sources: '[]', clock_offset_ms: null, confirmed_at: 1,
        recording: 'off', record_days: 7, record_bytes: 1, created_at: 1, removed_at: null,
      }).execute();
    }
  });
  const log: StoredHouse['log'] = {
    isBroken: false,
    append: async (trx, fact: AuditFact) => {
      if (log.isBroken) throw new Error('the disk is full');
      return place.log.append(trx, fact);
    },
  };
  const made: { steady: number } = { steady: 0 };
  const guard = new ClockGuard(clock, clock.now(), () => made.steady, () => void gate.clockChanged());
  const records = new StoredConsent(store, clock, guard, 'Asia/Ho_Chi_Minh');
  const trail = new LedgerTrail(store, log);
  let count = 0;
  const grantFacts = new Emitter<GrantFacts>(() => {});
  const gate: Gate = new Gate(records, trail, clock, clock, () => id<ViewingId>(`v${count += 1}`));
  const desk = new ConsentDesk(store, log, gate, clock, grantFacts);
  return Object.assign(made, {
    place, clock, records, trail, gate, desk, guard, grantFacts, log,
    types: async () => (await store.read.selectFrom('audit_entry').select('type').orderBy('seq').execute()).map(({ type }) => type),
    bodies: async (camera: CameraId, type: string) => (await place.log.entriesFor(camera, { limit: 100, types: [type as never] })).map(({ body }) => body),
    give: async (grant: Grant = standing) => { await desk.give(grant, { vi: 'câu', en: 'sentence' }, lan); },
    admits: async (ask: Ask = liveAsk, as: 'officer' | 'member' = 'officer') => {
      const answer = await gate.admit({ as, ask });
      return 'refused' in answer ? answer.error.code : 'permit';
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  });
}
