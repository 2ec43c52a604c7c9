import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openAuditLog, type AuditLog } from '../audit/audit-log.ts';
import { openLogSigner } from '../audit/log-signer.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import { consent, device, goodPassword, noLog } from '../people/people-room.fixture.ts';
import { openPeopleRoom, type PeopleRoom } from '../people/people-room.ts';
import type { SignedIn } from '../people/signed-in.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { openVault } from '../vault/vault.ts';
import { Leavings, type LeavingParts } from './leavings.ts';

/** A hub with an operator, a household that will leave (Bảy, co-owner Mai), and a unit that looked. */
export class LeavingHouse {
  readonly clock = new FakeClock();
  folder = '';
  store!: Store;
  audit!: AuditLog;
  people!: PeopleRoom;
  lan!: SignedIn;
  bay!: SignedIn;
  maiPerson!: PersonId;
  bayPerson!: PersonId;
  owner!: OwnerId;
  unit!: UnitId;
  readonly told: string[] = [];
  readonly forgotten: string[] = [];

  /** The same hub after its process went: the house in it is leaving. */
  async reopen(folder: string): Promise<this> {
    this.folder = folder;
    await this.#openFolder();
    const row = await this.store.read.selectFrom('leaving').select(['owner', 'person']).executeTakeFirstOrThrow();
    this.owner = row.owner;
    this.bayPerson = row.person;
    this.maiPerson = (await this.store.read.selectFrom('person').select('id').where('login', '=', 'mai').executeTakeFirstOrThrow()).id;
    return this;
  }
  async #openFolder(): Promise<void> {
    this.store = await openStore({ file: join(this.folder, 'hub.db'), log: noLog });
    const vault = await openVault({ store: this.store, keyFile: join(this.folder, 'vault.key') });
    this.audit = await openAuditLog({ store: this.store, signer: await openLogSigner('hub', vault), sealer: vault.sealer('audit'), clock: this.clock });
    const { store, clock, audit } = this;
    this.people = openPeopleRoom({ store, journal: audit, clock, log: noLog, hubName: 'Hub', consents: { given: async () => {}, inForce: async () => true }, onNewSetUpCode: () => {} });
  }
  async open(folder?: string): Promise<this> {
    this.folder = folder ?? await mkdtemp(join(tmpdir(), 'matpho-leaving-'));
    await this.#openFolder();
    const { store, clock } = this;
    const found = async (token: string): Promise<SignedIn> => (await this.people.sessions.find(token))!;
    this.lan = await found((await this.people.setUp.run({ code: this.people.setUp.code, name: 'Lan', login: 'lan', password: goodPassword, language: 'vi', ownerKind: 'household', ownerName: 'Nhà bà Lan', consent }, device)).token);
    const invited = async (by: SignedIn, invitation: Parameters<PeopleRoom['invitations']['make']>[1], login: string): Promise<SignedIn> => {
      const { token } = await this.people.invitations.make(by, invitation);
      return await found((await this.people.invitations.accept({ token, name: `Tên ${login}`, login, password: goodPassword, language: 'vi', consent }, device)).token);
    };
    this.bay = await invited(this.lan, { kind: 'owner', ownerKind: 'household', ownerName: 'Nhà ông Bảy' }, 'bay');
    this.owner = this.bay.memberships[0]!.owner;
    this.bayPerson = this.bay.person;
    this.maiPerson = (await invited(this.bay, { kind: 'member', owner: this.owner, role: 'co_owner' }, 'mai')).person;
    this.unit = (await this.people.units.add(this.lan, { name: 'Công an phường', kind: 'ward_police' })).id;
    const truc = await invited(this.lan, { kind: 'officer', unit: this.unit, role: 'unit_leader', officerNo: '217' }, 'truc');
    await store.write(async (trx) => {
      const camera = id<CameraId>('camera-bay');
      await sql`INSERT INTO camera (id, owner, name, place, provider, native_id, sources, recording, record_days, record_bytes, created_at, latitude, longitude) VALUES (${camera}, ${this.owner}, 'Cổng ông Bảy', '12 Lý Bôn', 'manual', 'serial-bay', '[{"uri":"rtsp://10.0.0.4/bay"}]', 'continuous', 7, 1000, 1, 20.4, 106.3)`.execute(trx);
      await sql`INSERT INTO segment (camera, from_at, to_at, path, bytes, sha256, garbage) VALUES (${camera}, 0, 60000, 'a.mp4', 10, ${'a'.repeat(64)}, 0), (${camera}, 60000, 120000, 'b.mp4', 10, ${'b'.repeat(64)}, 0)`.execute(trx);
      await trx.insertInto('grant_version').values({ id: id<GrantId>('grant-bay'), version: 1, owner: this.owner, body: JSON.stringify({ who: { unit: this.unit }, what: { cameras: [camera] } }), sentence_vi: 'Cho phép xem Cổng ông Bảy', sentence_en: 'May look', signed_by: this.bay.person, signed_at: 1, revoked_by: null, revoked_at: null }).execute();
      for (const [viewing, route, person, unit] of [['own', 'R0', this.bay.person, null], ['theirs', 'R2', truc.person, this.unit]] as const) {
        await sql`INSERT INTO viewing (id, camera, owner, person, person_name, unit, unit_name, officer_no, route, action, purpose, case_no, obligations, opened_at, closed_at, end_reason, seconds, bytes)
          VALUES (${viewing}, ${camera}, ${this.owner}, ${person}, 'Ai', ${unit}, ${unit === null ? null : 'Công an phường'}, ${unit === null ? null : '217'}, ${route}, 'live', 'crime', '12/2026', '{}', 5, 6, 'viewer', 1, 1)`.execute(trx);
      }
      await this.audit.append(trx, { type: 'camera.enrolled', camera, at: 1, body: { by: this.bay.person, name: 'Cổng ông Bảy', owner: this.owner } });
      await sql`INSERT INTO notice (id, person, kind, at, title_vi, title_en, body_vi, body_en) VALUES ('n-mai', ${this.maiPerson}, 'viewing.started', ${clock.now() + 1}, 'Cổng ông Bảy', '', '', '')`.execute(trx);
    });
    await clock.advance(60_000);
    return this;
  }
  leavings(more: Partial<LeavingParts> = {}): Leavings {
    const { store, audit, clock, people } = this;
    return new Leavings({
      store, log: audit, clock, people, reportTo: noLog, notices: { tell: async (to, { kind }) => { this.told.push(`${kind} ${to.length}`); }, queue: async (_trx, to, { kind }) => () => { this.told.push(`${kind} ${to.length}`); } },
      desk: { revoke: async (grant, by) => { await store.write((trx) => trx.updateTable('grant_version').set({ revoked_at: clock.now(), revoked_by: by }).where('id', '=', grant).where('revoked_at', 'is', null).execute()); } },
      removeCamera: async (camera, _owner, _by, at) => { await store.write((trx) => trx.updateTable('camera').set({ removed_at: at, recording: 'off' }).where('id', '=', camera).execute()); },
      footage: { forget: async (camera) => {
        this.forgotten.push(camera);
        await store.write(async (trx) => {
          const held = await trx.selectFrom('footage_hold').select(['from_at', 'to_at']).where('camera', '=', camera).where('reason', '=', 'written').where('released_at', 'is', null).execute();
          const rows = await trx.selectFrom('segment').select(['id', 'from_at', 'to_at']).where('camera', '=', camera).execute();
          for (const row of rows) if (!held.some((hold) => hold.from_at < row.to_at && hold.to_at > row.from_at)) await trx.deleteFrom('segment').where('id', '=', row.id).execute();
        });
      } },
      ...more,
    });
  }
  async close(): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true });
  }
  /** What the hub still holds of the house, in the words that matter. */
  async left(): Promise<unknown> {
    const { read } = this.store;
    const [camera, owner, person, mai, views, segments, grants, notices, members, passkeys] = await Promise.all([
      read.selectFrom('camera').select(['name', 'place', 'native_id', 'sources', 'latitude', 'removed_at']).where('owner', '=', this.owner).executeTakeFirstOrThrow(), read.selectFrom('owner').select('name').where('id', '=', this.owner).executeTakeFirstOrThrow(),
      read.selectFrom('person').select(['name', 'login', 'password', 'disabled_at']).where('id', '=', this.bayPerson).executeTakeFirstOrThrow(), read.selectFrom('person').select(['login', 'disabled_at']).where('id', '=', this.maiPerson).executeTakeFirstOrThrow(),
      read.selectFrom('viewing').select(['id', 'officer_no']).where('owner', '=', this.owner).execute(), read.selectFrom('segment').select('path').execute(), read.selectFrom('grant_version').select(['sentence_vi', 'revoked_at']).where('owner', '=', this.owner).execute(),
      read.selectFrom('notice').select('id').execute(), read.selectFrom('member').select('person').where('owner', '=', this.owner).where('ended_at', 'is', null).execute(), read.selectFrom('session').select('id').where('person', '=', this.bayPerson).execute(),
    ]);
    const bodies = await read.selectFrom('audit_entry').innerJoin('audit_body', 'audit_body.seq', 'audit_entry.seq').select('audit_entry.type').where('audit_entry.camera', '=', id<CameraId>('camera-bay')).where('audit_entry.type', '=', 'camera.enrolled').execute();
    return {
      camera: { ...camera, native_id: camera.native_id === 'camera-bay', removed_at: camera.removed_at !== null }, owner, person: { ...person, login: person.login.startsWith('da-roi-'), disabled_at: person.disabled_at !== null }, mai, views, segments, bodies,
      grants: grants.map(({ sentence_vi, revoked_at }) => [sentence_vi, revoked_at !== null]), notices, members, passkeys,
    };
  }
}
/** What `left` says when all is gone that must go. */
export const gone = {
  camera: { name: '(đã rời)', place: '', native_id: true, sources: '[]', latitude: null, removed_at: true }, owner: { name: '(đã rời)' }, person: { name: '(đã rời)', login: true, password: null, disabled_at: true }, mai: { login: 'mai', disabled_at: null },
  views: [{ id: 'theirs', officer_no: '217' }], segments: [], bodies: [], grants: [['', true]], notices: [], members: [], passkeys: [],
};
