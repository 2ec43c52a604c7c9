import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { id, type OwnerId, type PersonId } from '../domain/ids.ts';
import { days, hours, minutes, seconds } from '../domain/time.ts';
import { lockAfter } from './lock-out.ts';
import { requireGoodPassword } from './passwords.ts';
import { consent, device, goodPassword, peopleHouse, setUpLan, type PeopleHouse } from './people-room.fixture.ts';
import type { SignedIn } from './signed-in.ts';

let house: PeopleHouse;
beforeEach(async () => { house = await peopleHouse(); });
afterEach(() => house[Symbol.asyncDispose]());
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (failure: { code?: string }) => failure.code ?? String(failure));
const signedIn = async (token: string): Promise<SignedIn> => (await house.room.sessions.find(token))!;
const lan = async (): Promise<SignedIn> => await signedIn((await setUpLan(house)).token);
const homeOf = (by: SignedIn): OwnerId => by.memberships[0]!.owner;
/** A new person who takes the invitation. */
async function join(token: string, login: string): Promise<SignedIn> {
  return await signedIn((await house.room.invitations.accept({ token, name: login.toUpperCase(), login, password: goodPassword, language: 'vi', consent }, device)).token);
}
async function invited(by: SignedIn, invitation: Parameters<typeof house.room.invitations.make>[1], login: string): Promise<SignedIn> {
  return await join((await house.room.invitations.make(by, invitation)).token, login);
}

describe('set-up', () => {
  test('the first person owns her household, runs the hub and is signed in', async () => {
    const before = await house.room.people.any();
    const by = await lan();
    expect([before, await house.room.people.any(), { login: by.login, operator: by.operator, memberships: by.memberships.map(({ ownerName, ownerKind, role }) => [ownerName, ownerKind, role]) }, house.written.map((w) => w.type)]).toEqual([
      false, true, { login: 'lan', operator: true, memberships: [['Nhà bà Lan', 'household', 'owner']] }, ['set-up', 'member.joined', 'login'],
    ]);
  });

  test('of two at once one wins and the other is told so', async () => {
    const { setUp } = house.room;
    const first = { code: setUp.code, name: 'A', login: 'aaa', password: goodPassword, language: 'vi', ownerKind: 'household', ownerName: 'A', consent } as const;
    const outcomes = await Promise.all([codeOf(setUp.run(first, device)), codeOf(setUp.run({ ...first, login: 'bbb' }, device))]);
    const people = await house.store.read.selectFrom('person').select('login').execute();
    expect([outcomes.toSorted(), people.length]).toEqual([['already-set-up', 'done'], 1]);
  });

  test('nothing of it stays when the log cannot be written', async () => {
    house.failJournal = true;
    await expect(setUpLan(house)).rejects.toThrow('cannot be written');
    expect([await house.room.people.any(), await house.store.read.selectFrom('owner').select('id').execute()]).toEqual([false, []]);
  });

  test('the code is forgiving about case and signs, and is replaced after twenty wrong ones', async () => {
    const { setUp } = house.room;
    const first = { name: 'A', login: 'aaa', password: 'short', language: 'vi', ownerKind: 'household', ownerName: 'A', consent } as const;
    const old = setUp.code;
    expect(await codeOf(setUp.run({ ...first, code: ` ${old.toLowerCase().replace('-', ' ')} ` }, device))).toBe('weak-password');
    for (let i = 0; i < 20; i++) expect(await codeOf(setUp.run({ ...first, code: 'AAAAA-AAAAA' }, device))).toBe('wrong-code');
    expect([await codeOf(setUp.run({ ...first, code: old }, device)), house.newCodes, setUp.code === old]).toEqual(['wrong-code', [setUp.code], false]);
  });
});

describe('passwords', () => {
  test.each([
    ['short', 'abcdefghi'], ['common', 'matkhau123'], ['common in other letters', 'MậtKhẩu123'], ['one letter', 'aaaaaaaaaaaa'], ['the login', 'lan.nguyen'], ['the name with digits', 'Nguyễn Thị Lan 1985'], ['the name without spaces', 'nguyenthilan'],
  ])('refuses %s', (_why, password) => {
    expect(() => requireGoodPassword(password, { login: 'lan.nguyen', name: 'Nguyễn Thị Lan' })).toThrow('easy to guess');
  });
  test('takes a sentence', () => {
    expect(requireGoodPassword('con mèo ngồi trên mái', { login: 'lan', name: 'Lan' })).toBeUndefined();
  });
  test('are stored as argon2id with OWASP\'s cost, and one typed decomposed is the same', async () => {
    await setUpLan(house);
    const { password } = await house.store.read.selectFrom('person').select('password').executeTakeFirstOrThrow();
    expect([password?.slice(0, 31), (await house.room.signIn.withPassword(' LAN ', goodPassword.normalize('NFD'), device, '1')).token.length]).toEqual(['$argon2id$v=19$m=19456,t=2,p=1$', 43]);
  });
});

describe('sessions', () => {
  test('are stored without their token', async () => {
    const { token } = await setUpLan(house);
    const row = await house.store.read.selectFrom('session').selectAll().executeTakeFirstOrThrow();
    expect([JSON.stringify(row).includes(token), row.token_hash.length]).toEqual([false, 64]);
  });

  test('end after 14 idle days, stay with visits, and end after 90 days in any case', async () => {
    const { token } = await setUpLan(house);
    await house.clock.advance(days(14) - 1);
    const almost = await house.room.sessions.find(token);
    for (let day = 14; day < 89; day += 5) { await house.clock.advance(days(5)); await house.room.sessions.find(token); }
    const visited = await house.room.sessions.find(token);
    await house.clock.advance(days(2));
    expect([almost?.login, visited?.login, await house.room.sessions.find(token)]).toEqual(['lan', 'lan', undefined]);
  });

  test('end after 14 days without a visit', async () => {
    const { token } = await setUpLan(house);
    await house.clock.advance(days(14));
    expect(await house.room.sessions.find(token)).toBeUndefined();
  });

  test('of an officer end after 8 idle hours', async () => {
    const by = await lan();
    const unit = await house.room.units.add(by, { name: 'Công an phường', kind: 'ward_police' });
    const { token } = await house.room.invitations.make(by, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '123' });
    const opened = await house.room.invitations.accept({ token, name: 'Hùng', login: 'hung', password: goodPassword, language: 'vi', consent }, device);
    await house.clock.advance(hours(8) - 1);
    const before = await house.room.sessions.find(opened.token);
    await house.clock.advance(hours(8));
    expect([before?.offices[0]?.officerNo, await house.room.sessions.find(opened.token)]).toEqual(['123', undefined]);
  });

  test('get a new token with a proof, and the old one is dead', async () => {
    const { token } = await setUpLan(house);
    await house.clock.advance(minutes(20));
    const proved = await house.room.signIn.prove(await signedIn(token), goodPassword, '1');
    expect([await house.room.sessions.find(token), (await signedIn(proved.token)).provedAt]).toEqual([undefined, house.clock.now()]);
  });

  test('end everywhere else when the password changes', async () => {
    const { token } = await setUpLan(house);
    const other = await house.room.signIn.withPassword('lan', goodPassword, device, '1');
    const changed = await house.room.signIn.changePassword(await signedIn(token), 'một câu hoàn toàn khác');
    expect([await house.room.sessions.find(token), await house.room.sessions.find(other.token), (await house.room.sessions.find(changed.token))?.login, house.told.filter((f) => f === 'session.ended').length,
      await codeOf(house.room.signIn.withPassword('lan', goodPassword, device, '1'))]).toEqual([undefined, undefined, 'lan', 1, 'wrong-login']);
  });

  test('of somebody else cannot be ended', async () => {
    const by = await lan();
    const son = await invited(by, { kind: 'member', owner: homeOf(by), role: 'co_owner' }, 'minh');
    expect([await codeOf(house.room.sessions.end(son.person, by.session)), await codeOf(house.room.sessions.end(by.person, by.session)), await codeOf(house.room.sessions.end(by.person, by.session))]).toEqual(['not-found', 'done', 'not-found']);
  });
});

describe('lock-out', () => {
  test('doubles from 30 s, and a login never longer than 15 minutes', () => {
    const limit = { free: 5, longest: minutes(15) };
    expect([4, 5, 6, 7, 9, 10, 500].map((n) => lockAfter(n, limit))).toEqual([0, seconds(30), seconds(60), seconds(120), seconds(480), minutes(15), minutes(15)]);
  });

  test('holds over a restart, refuses even the right password, then lets her in and starts anew', async () => {
    await setUpLan(house);
    const { signIn } = house.room;
    const wrong: string[] = [];
    for (let i = 0; i < 6; i++) wrong.push(await codeOf(signIn.withPassword('lan', 'không phải cái này', device, 'a')));
    const locked = await codeOf(signIn.withPassword('lan', goodPassword, device, 'b'));
    await house.clock.advance(seconds(30));
    const later = await codeOf(signIn.withPassword('lan', goodPassword, device, 'b'));
    expect([wrong, locked, later, await codeOf(signIn.withPassword('lan', 'không phải cái này', device, 'b')), house.written.filter((w) => w.type === 'login.failed').map((w) => w.body['count'])])
      .toEqual([['wrong-login', 'wrong-login', 'wrong-login', 'wrong-login', 'wrong-login', 'locked-out'], 'locked-out', 'done', 'wrong-login', [5]]);
  });

  test('counts a hundred tries at once as a hundred', async () => {
    await setUpLan(house);
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => codeOf(house.room.signIn.withPassword('lan', 'không phải cái này', device, 'a'))));
    expect([outcomes.filter((o) => o === 'wrong-login').length, outcomes.filter((o) => o === 'locked-out').length]).toEqual([5, 25]);
  });

  test('stops an address that tries one login after another', async () => {
    await setUpLan(house);
    const outcomes: string[] = [];
    for (let i = 0; i < 21; i++) outcomes.push(await codeOf(house.room.signIn.withPassword(`nobody${i}`, 'không phải cái này', device, 'a')));
    expect([outcomes.slice(0, 20).every((o) => o === 'wrong-login'), outcomes[20], await codeOf(house.room.signIn.withPassword('lan', goodPassword, device, 'b'))]).toEqual([true, 'locked-out', 'done']);
  });
});

describe('invitations', () => {
  test('bring one person in, once, of two at once', async () => {
    const by = await lan();
    const { token } = await house.room.invitations.make(by, { kind: 'member', owner: homeOf(by), role: 'co_owner' });
    const outcomes = await Promise.all(['minh', 'nam'].map((login) => codeOf(join(token, login))));
    const members = (await house.room.memberships.list(homeOf(by))).map(({ role }) => role);
    expect([outcomes.toSorted(), members, await codeOf(house.room.invitations.look(token))]).toEqual([['done', 'invitation-ended'], ['owner', 'co_owner'], 'invitation-ended']);
  });

  test('tell their holder what they are, and end after seven days', async () => {
    const by = await lan();
    const { token } = await house.room.invitations.make(by, { kind: 'member', owner: homeOf(by), role: 'viewer' });
    const { kind, role, to, from } = await house.room.invitations.look(token);
    await house.clock.advance(days(7));
    expect([{ kind, role, to, from }, await codeOf(house.room.invitations.look(token)), await codeOf(join(token, 'minh'))]).toEqual([{ kind: 'member', role: 'viewer', to: 'Nhà bà Lan', from: 'Lan' }, 'invitation-ended', 'invitation-ended']);
  });

  test('die when withdrawn, and with the role of who made them', async () => {
    const by = await lan();
    const second = await invited(by, { kind: 'owner', ownerKind: 'business', ownerName: 'Phở Minh' }, 'minh');
    const one = await house.room.invitations.make(second, { kind: 'member', owner: homeOf(second), role: 'manager' });
    const two = await house.room.invitations.make(by, { kind: 'member', owner: homeOf(by), role: 'viewer' });
    await house.room.invitations.withdraw(by, two.id);
    await house.store.write((trx) => trx.updateTable('person').set({ disabled_at: house.clock.now() }).where('id', '=', second.person).execute());
    expect([await codeOf(house.room.invitations.look(one.token)), await codeOf(house.room.invitations.look(two.token))]).toEqual(['invitation-ended', 'invitation-ended']);
  });

  test('die when their maker serves no longer, though she keeps her account', async () => {
    const by = await lan();
    const unit = await house.room.units.add(by, { name: 'Công an phường', kind: 'ward_police' });
    const leader = await invited(by, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '1' }, 'hung');
    const { token } = await house.room.invitations.make(leader, { kind: 'officer', unit: unit.id, role: 'duty_officer', officerNo: '2' });
    const before = await codeOf(house.room.invitations.look(token));
    await house.room.units.endOfficer(by, unit.id, leader.person);
    expect([before, await codeOf(house.room.invitations.look(token)), await codeOf(join(token, 'tuan'))]).toEqual(['done', 'invitation-ended', 'invitation-ended']);
  });

  test('can be given only by who holds the place', async () => {
    const by = await lan();
    const unit = await house.room.units.add(by, { name: 'Công an phường', kind: 'ward_police' });
    const son = await invited(by, { kind: 'member', owner: homeOf(by), role: 'co_owner' }, 'minh');
    const leader = await invited(by, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '1' }, 'hung');
    const officer = await invited(leader, { kind: 'officer', unit: unit.id, role: 'duty_officer', officerNo: '2' }, 'tuan');
    const make = (who: SignedIn, what: Parameters<typeof house.room.invitations.make>[1]): Promise<string> => codeOf(house.room.invitations.make(who, what));
    expect([
      await make(son, { kind: 'member', owner: homeOf(by), role: 'viewer' }), await make(leader, { kind: 'member', owner: homeOf(by), role: 'viewer' }), await make(by, { kind: 'officer', unit: unit.id, role: 'duty_officer', officerNo: '3' }),
      await make(officer, { kind: 'officer', unit: unit.id, role: 'duty_officer', officerNo: '3' }), await make(leader, { kind: 'owner', ownerKind: 'household', ownerName: 'X' }), await make(leader, { kind: 'officer', unit: unit.id, role: 'duty_officer', officerNo: '2' }),
      await make(by, { kind: 'member', owner: id('elsewhere'), role: 'viewer' }),
    ]).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed', 'conflict', 'not-allowed']);
    expect([(await house.room.invitations.list(son)).length, (await house.room.invitations.list(leader)).map((i) => i.to), await codeOf(house.room.invitations.withdraw(son, (await house.room.invitations.list(by))[0]!.id))]).toEqual([0, ['Công an phường', 'Công an phường'], 'not-found']);
  });
});

describe('roles end', () => {
  test('at once, with a fact for whoever holds permits, and the last owner stays', async () => {
    const by = await lan();
    const home = homeOf(by);
    const son = await invited(by, { kind: 'member', owner: home, role: 'co_owner' }, 'minh');
    await house.room.memberships.end(by, home, son.person);
    expect([
      (await house.room.people.known(son.person)).memberships, house.told.filter((f) => f.startsWith('member')), await codeOf(house.room.memberships.end(by, home, by.person)), await codeOf(house.room.people.end(by, by.person)),
      await codeOf(house.room.memberships.end(by, home, son.person)), house.written.at(-1)?.type,
    ]).toEqual([[], ['member.joined', 'member.ended'], 'last-owner', 'last-owner', 'not-found', 'member.ended']);
  });

  test('of an officer, who may serve again later', async () => {
    const by = await lan();
    const unit = await house.room.units.add(by, { name: 'Công an phường', kind: 'ward_police' });
    const leader = await invited(by, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '1' }, 'hung');
    await house.room.units.endOfficer(by, unit.id, leader.person);
    const again = await house.room.invitations.make(by, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '1' });
    await house.room.invitations.join(leader, again.token);
    expect([(await house.room.people.known(leader.person)).offices.map((o) => o.role), house.told.filter((f) => f.startsWith('officer')), await codeOf(house.room.units.add(by, { name: 'Công an phường', kind: 'ward_police' }))])
      .toEqual([['unit_leader'], ['officer.joined', 'officer.ended', 'officer.joined'], 'conflict']);
  });

  test('all together with the person', async () => {
    const by = await lan();
    const unit = await house.room.units.add(by, { name: 'Công an phường', kind: 'ward_police' });
    const leader = await invited(by, { kind: 'officer', unit: unit.id, role: 'unit_leader', officerNo: '1' }, 'hung');
    house.told.length = 0;
    await house.room.people.end(by, leader.person);
    expect([house.told, await codeOf(house.room.people.known(leader.person)), await codeOf(house.room.signIn.withPassword('hung', goodPassword, device, 'a')), (await house.room.units.list())[0]?.officers])
      .toEqual([['person.ended', 'officer.ended', 'session.ended'], 'not-found', 'wrong-login', 0]);
  });

  test('not for a stranger', async () => {
    const by = await lan();
    expect(await codeOf(house.room.people.end(by, id<PersonId>('nobody')))).toBe('not-found');
  });
});
