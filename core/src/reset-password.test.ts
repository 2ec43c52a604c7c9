import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAuditLog, type AuditLog } from './audit/audit-log.ts';
import { openLogSigner } from './audit/log-signer.ts';
import { SystemClock } from './base/clock.ts';
import { openLog } from './base/log.ts';
import { consent, device, goodPassword } from './people/people-room.fixture.ts';
import { openPeopleRoom, type PeopleRoom } from './people/people-room.ts';
import { resetPassword } from './reset-password.ts';
import { openStore, type Store } from './store/open-store.ts';
import { openVault } from './vault/vault.ts';

interface DataFolder extends AsyncDisposable {
  readonly dataDir: string;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly room: PeopleRoom;
  /** Private bodies of one type, opened. */
  bodies(type: string): Promise<unknown[]>;
}
const lines: string[] = [];
const log = openLog({ level: 'debug', to: { write: (line) => { lines.push(line); } } });

/** The data folder of a hub that runs, with Lan in it. */
async function dataFolder(): Promise<DataFolder> {
  const dataDir = await mkdtemp(join(tmpdir(), 'matpho-reset-'));
  const store = await openStore({ file: join(dataDir, 'matpho.db'), log });
  const clock = new SystemClock();
  const vault = await openVault({ store, keyFile: join(dataDir, 'vault.key') });
  const sealer = vault.sealer('audit');
  const audit = await openAuditLog({ store, signer: await openLogSigner('matpho/test', vault), sealer, clock });
  const room = openPeopleRoom({ store, journal: audit, clock, log, hubName: 'Nhà thử', consents: { given: async () => {}, inForce: async () => true }, onNewSetUpCode: () => {} });
  return {
    dataDir, store, audit, room,
    bodies: async (type) => (await store.read.selectFrom('audit_entry').innerJoin('audit_body', 'audit_body.seq', 'audit_entry.seq').select(['audit_entry.seq as seq', 'audit_body.body as body']).where('audit_entry.type', '=', type).execute())
      .map(({ seq, body }) => JSON.parse(sealer.open(`audit/${seq}`, body)) as unknown),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
const setUpLan = ({ room }: DataFolder) => room.setUp.run({ code: room.setUp.code, name: 'Lan', login: 'lan', password: goodPassword, language: 'vi', ownerKind: 'household', ownerName: 'Nhà bà Lan', consent }, device);

describe('a password that was forgotten', () => {
  it('is made anew at the machine, beside a hub that runs: the new one signs in, the old one and every session are dead, and the log says so', async () => {
    await using at = await dataFolder();
    const { person, token } = await setUpLan(at);
    const phone = await at.room.signIn.withPassword('lan', goodPassword, device, 'phone');
    const fresh = await resetPassword(at, log, ' LAN ');
    expect(fresh).toEqual({ login: 'lan', name: 'Lan', password: expect.stringMatching(/^([a-z]{2,6}-){4}\d{6}$/) as string });
    expect([await at.room.sessions.find(token), await at.room.sessions.find(phone.token)]).toEqual([undefined, undefined]);
    await expect(at.room.signIn.withPassword('lan', goodPassword, device, 'phone')).rejects.toMatchObject({ code: 'wrong-login' });
    expect((await at.room.signIn.withPassword('lan', fresh.password, device, 'phone')).person).toBe(person);
    expect([await at.bodies('key.reset'), (await at.bodies('login.ended')).length, (await at.audit.verify()).sound]).toEqual([[{ person, by: 'console' }], 2, true]);
    expect(lines.join('')).not.toContain(fresh.password);
  });

  it('is another every time', async () => {
    await using at = await dataFolder();
    await setUpLan(at);
    expect((await resetPassword(at, log, 'lan')).password).not.toBe((await resetPassword(at, log, 'lan')).password);
  });

  it('need not wait for the lock that the wrong tries brought', async () => {
    await using at = await dataFolder();
    await setUpLan(at);
    for (let n = 0; n < 5; n += 1) await at.room.signIn.withPassword('lan', 'a wrong one', device, `from ${n}`).catch(() => {});
    await expect(at.room.signIn.withPassword('lan', goodPassword, device, 'phone')).rejects.toMatchObject({ code: 'locked-out' });
    const { password } = await resetPassword(at, log, 'lan');
    await expect(at.room.signIn.withPassword('lan', password, device, 'phone')).resolves.toBeDefined();
  });

  it('of nobody is not found, and nothing is written; nor is a hub made where there is none', async () => {
    await using at = await dataFolder();
    const { person, token } = await setUpLan(at);
    const size = await at.audit.size();
    await expect(resetPassword(at, log, 'binh')).rejects.toMatchObject({ code: 'not-found' });
    await at.store.write((trx) => trx.updateTable('person').set({ disabled_at: 1 }).where('id', '=', person).execute());
    await expect(resetPassword(at, log, 'lan')).rejects.toMatchObject({ code: 'not-found' });
    await at.store.write((trx) => trx.updateTable('person').set({ disabled_at: null }).where('id', '=', person).execute());
    expect([await at.audit.size(), (await at.room.sessions.find(token))?.person]).toEqual([size, person]);
    const empty = join(at.dataDir, 'elsewhere');
    await expect(resetPassword({ dataDir: empty }, log, 'lan')).rejects.toMatchObject({ code: 'not-found' });
    await expect(access(empty)).rejects.toThrow();
  });
});
