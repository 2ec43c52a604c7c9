import { NoticeDesk } from '../notices/notice-desk.ts';
import { storedHouse, an, binh, gateCamera, house, lan, neighbours, ward, yardCamera, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import { emergency as emergencyPreset } from '../consent/presets.ts';
import type { Ask, Permit } from '../domain/consent.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import type { UnitRole } from '../domain/people.ts';
import { hours, minutes } from '../domain/time.ts';
import { Emitter } from '../base/emitter.ts';
import { Contributions } from '../kernel/contributions.ts';
import { FakeLog } from '../sdk/testing/fake-log.ts';
import { Cases } from './cases.ts';
import type { EmergencyDraft, Officer } from './emergencies.ts';
import type { Telling } from './emergency-parts.ts';
import type { StoredEmergency } from './emergency-rows.ts';
import { openEmergencies, type EmergencyRoute } from './open-emergencies.ts';

export const nextDoor = id<CameraId>('next-door');
export const secondWard = id<UnitId>('second-ward');
export const committee = id<UnitId>('committee');
export const bay = id<PersonId>('bay');
const officerOf = (person: string, role: UnitRole, unit = ward): Officer => ({ person: id<PersonId>(person), unit, role, officerNo: `${person}-no` });
/** The ward: two on duty, an investigator, two leaders. Another ward, and the people's committee. */
export const duty = officerOf('an', 'duty_officer');
export const alsoDuty = officerOf('binh', 'duty_officer');
export const investigator = officerOf('tra', 'investigator');
export const leader = officerOf('truong', 'unit_leader');
export const otherLeader = officerOf('pho', 'unit_leader');
export const stranger = officerOf('vinh', 'investigator', secondWard);
export const chair = officerOf('chutich', 'unit_leader', committee);
/** Bồ Xuyên. One degree of latitude is 111.2 km. */
export const middle = { latitude: 20.4463, longitude: 106.3366 };
export const metres = (north: number): number => middle.latitude + north / 111_195;
export const fire: EmergencyDraft = { ...middle, radiusM: 300, ground: 'fire_disaster', words: 'Cháy lớn ở chợ, có người mắc kẹt.', place: 'Chợ Bồ Xuyên', lasts: minutes(30) };

export interface EmergencyStreet extends AsyncDisposable {
  readonly at: StoredHouse;
  readonly route: EmergencyRoute;
  readonly notices: NoticeDesk;
  /** Set, and no notice can be stored. */
  readonly broken: { notices: boolean };
  /** Notices of a person, `kind: title`. */
  told(person: PersonId): Promise<readonly string[]>;
  /** Opened by the officer on duty and the investigator. */
  opened(draft?: EmergencyDraft): Promise<StoredEmergency>;
  row(emergency: string): Promise<StoredEmergency>;
  looks(more?: Partial<Ask<'live'>>): Promise<Permit<'live'> | string>;
  /** As after a restart: the same rows, nothing else. */
  restarted(): EmergencyRoute;
  readonly cases: Cases;
  /** The code it was refused with. */
  refused(work: Promise<unknown>): Promise<string>;
}

export async function emergencyStreet(perUnitMonth = 10): Promise<EmergencyStreet> {
  const at = await storedHouse();
  const { store } = at.place;
  await store.write(async (trx) => {
    for (const person of ['tra', 'truong', 'pho', 'vinh', 'chutich', 'bay']) await trx.insertInto('person').values({ id: id<PersonId>(person), login: person, name: person, language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute();
    await trx.insertInto('member').values({ owner: neighbours, person: bay, role: 'owner', since: 1, ended_at: null }).execute();
    await trx.insertInto('unit').values([{ id: secondWard, kind: 'ward_police', name: 'Công an phường bên', created_at: 1 }, { id: committee, kind: 'peoples_committee', name: 'UBND phường', created_at: 1 }]).execute();
    for (const { person, unit, role, officerNo } of [investigator, leader, otherLeader, stranger, chair]) await trx.insertInto('officer').values({ unit, person, role, officer_no: officerNo, since: 1, ended_at: null }).execute();
    for (const [camera, north] of [[gateCamera, 10], [yardCamera, 40], [nextDoor, 90]] as const) await trx.updateTable('camera').set({ latitude: metres(north), longitude: middle.longitude }).where('id', '=', camera).execute();
  });
  await optIn(at, house, [gateCamera, yardCamera], lan, 'g-house');
  await optIn(at, neighbours, [nextDoor], bay, 'g-next');
  const notices = new NoticeDesk({ store, contributions: new Contributions(), clock: at.clock, timers: at.clock, random: () => 0.5, log: new FakeLog(), push: () => {} });
  const broken = { notices: false };
  const telling: Telling = {
    queue: async (trx, people, news) => {
      if (broken.notices) throw new Error('the disk is full');
      return notices.queue(trx, people, news);
    },
  };
  const cases = new Cases({ store, log: at.log, clock: at.clock, viewings: at.gate, facts: new Emitter(() => {}), tz: 'Asia/Ho_Chi_Minh' });
  const open = (): EmergencyRoute => openEmergencies({ store, log: at.log, records: at.records, cases, gate: at.gate, clock: at.clock, trust: at.guard, notices: telling, tz: 'Asia/Ho_Chi_Minh', perUnitMonth }, () => {});
  const route = open();
  const rowOf = async (emergency: string): Promise<StoredEmergency> => {
    const found = (await route.reviews.ofUnit(ward)).find((each) => each.id === emergency);
    if (!found) throw new Error('no such row');
    return found;
  };
  return {
    at, route, notices, broken, row: rowOf, restarted: open, cases,
    told: async (person) => (await notices.of(person)).map(({ kind, title_vi }) => `${kind}: ${title_vi}`).toReversed(),
    opened: async (draft = fire) => route.desk.second((await route.desk.declare(duty, draft)).id, investigator),
    looks: async (more = {}) => {
      const answer = await at.gate.admit({ as: 'officer', ask: { who: { person: alsoDuty.person, units: [ward], roles: ['duty_officer'], certs: [] }, camera: gateCamera, action: 'live', rendition: { maxHeight: 720, maxFps: 15, audio: false, masks: new Set() }, purpose: 'fire_rescue', ...more } });
      return 'refused' in answer ? answer.error.code : answer;
    },
    refused: async (work) => work.then(() => 'nothing', (failure: { readonly code?: string; readonly message: string }) => failure.code ?? failure.message),
    [Symbol.asyncDispose]: async () => {
      notices[Symbol.dispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}

export async function optIn(at: StoredHouse, owner: OwnerId, cameras: readonly CameraId[], by: PersonId, grant: string, unit = ward): Promise<void> {
  const draft = emergencyPreset({ who: { unit }, cameras, from: at.clock.now() - hours(1), tz: 'Asia/Ho_Chi_Minh' });
  await at.desk.give({ ...draft, id: id<GrantId>(grant), version: 1, owner }, { vi: 'câu', en: 'sentence' }, by);
}
export { an, binh, gateCamera, house, lan, neighbours, ward, yardCamera };
