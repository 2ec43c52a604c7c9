import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditLog } from '../audit/audit-log.ts';
import { openLogSigner } from '../audit/log-signer.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { openVault } from '../vault/vault.ts';
import { consent, device, goodPassword, noLog } from './people-room.fixture.ts';
import { openPeopleRoom } from './people-room.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matpho-people-log-'));
  store = await openStore({ file: join(folder, 'hub.db'), log: noLog });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test('every change of people is in the real log with its kind, and nobody\'s name, password or token is in its leaves', async () => {
  const clock = new FakeClock();
  const vault = await openVault({ store, keyFile: join(folder, 'vault.key') });
  const journal = new AuditLog({ store, signer: await openLogSigner('hub', vault), sealer: vault.sealer('audit'), clock });
  const room = openPeopleRoom({ store, journal, clock, log: noLog, hubName: 'Nhà thử', consents: { given: async () => {}, inForce: async () => true }, onNewSetUpCode: () => {} });
  const { token } = await room.setUp.run({ code: room.setUp.code, name: 'Lan', login: 'lan', password: goodPassword, language: 'vi', ownerKind: 'household', ownerName: 'Nhà bà Lan', consent }, device);
  const lan = (await room.sessions.find(token))!;
  const owner = lan.memberships[0]!.owner;
  const invitation = await room.invitations.make(lan, { kind: 'member', owner, role: 'viewer' });
  const minh = await room.invitations.accept({ token: invitation.token, name: 'Minh', login: 'minh', password: goodPassword, language: 'vi', consent }, device);
  await room.memberships.end(lan, owner, minh.person);
  const unit = await room.units.add(lan, { name: 'Công an phường', kind: 'ward_police' });
  await room.invitations.withdraw(lan, (await room.invitations.make(lan, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '1' })).id);
  await room.people.change(lan.person, { language: 'en' });
  await room.people.end(lan, minh.person);
  await room.sessions.end(lan.person, lan.session);

  const entries = await store.read.selectFrom('audit_entry').select(['type', 'entry']).orderBy('seq').execute();
  expect(entries.map(({ type }) => type)).toEqual([
    'set-up', 'member.joined', 'login', 'invitation.made', 'invitation.used', 'member.joined', 'login', 'member.ended', 'unit.added', 'invitation.made', 'invitation.withdrawn', 'person.changed', 'person.ended', 'login.ended', 'login.ended',
  ]);
  const everything = JSON.stringify([entries, await store.read.selectFrom('audit_body').select('body').execute()]);
  expect(['Lan', 'minh', goodPassword, token, invitation.token].filter((text) => everything.includes(text))).toEqual([]);
});
