import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuditLog, type AuditLog } from '../audit/audit-log.ts';
import { openLogSigner } from '../audit/log-signer.ts';
import { addHouse } from '../audit/testing/house.fixture.ts';
import { id, type CameraId, type OwnerId } from '../domain/ids.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { silentLog, storeFolder, type StoreFolder } from '../store/testing/store-folder.fixture.ts';
import { openVault } from '../vault/vault.ts';
import { verifyLogCommand } from './verify-log-command.ts';

const lan = id<OwnerId>('o-lan');
const gate = id<CameraId>('c-gate');
let place: StoreFolder;
let hub: { readonly store: Store; readonly log: AuditLog };
let data: string;
const at = (name: string): string => join(place.folder, name);

beforeAll(async () => {
  place = await storeFolder();
  data = at('data');
  const store = await openStore({ file: join(data, 'matpho.db'), log: silentLog });
  const vault = await openVault({ store, keyFile: join(data, 'vault.key') });
  const log = await openAuditLog({ store, signer: await openLogSigner('hub.example/log', vault), sealer: vault.sealer('audit'), clock: new FakeClock() });
  hub = { store, log };
  await addHouse(store, lan, [gate]);
  for (let n = 0; n < 300; n += 1) {
    if (n === 100) await writeFile(at('old.note'), await log.checkpoint());
    await log.append(undefined, n % 2 ? { type: 'session.closed', camera: gate, at: n, body: { officer: `296-${n}` } } : { type: 'login', at: n, body: {} });
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of await log.exportFor(lan)) pieces.push(piece);
  await writeFile(at('log.jsonl'), Buffer.concat(pieces));
  await writeFile(at('key.txt'), `${log.verifierKey}\n`);
}, 60_000);
afterAll(async () => {
  await hub.store.close();
  await place[Symbol.asyncDispose]();
});

async function run(args: readonly string[], LANG = 'vi_VN.UTF-8'): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const code = await verifyLogCommand({ args, env: { LANG }, say: (text) => { said += text; } });
  return { code, said };
}

describe('matpho verify-log', () => {
  it('says of a sound file what was checked, with key and older checkpoint', async () => {
    const { code, said } = await run([at('log.jsonl'), '--key', at('key.txt'), '--checkpoint', at('old.note')]);
    expect([code, said]).toEqual([0, 'Sổ nguyên vẹn: 300 dòng, đúng như hub đã ký.\nTrong đó 150 dòng của bạn, 150 nội dung khớp với dòng của nó, 1 camera không thiếu dòng nào.\nSổ nối tiếp đúng dấu niêm phong cũ (100 dòng): không dòng cũ nào bị sửa hay mất.\nChữ ký được kiểm tra bằng khoá bạn đưa.\n']);
  });

  it('says in English, and without a key, whose key it took', async () => {
    const { code, said } = await run([at('log.jsonl')], 'en_GB.UTF-8');
    expect([code, said.includes('The log is intact: 300 entries'), said.includes(hub.log.verifierKey), said.includes('older checkpoint (--checkpoint)')]).toEqual([0, true, true, true]);
  });

  it('names the first fault and its place', async () => {
    const text = await readFile(at('log.jsonl'), 'utf8');
    await writeFile(at('edited.jsonl'), text.replace('296-201', '296-207'));
    expect(await run([at('edited.jsonl')], 'en')).toEqual({ code: 1, said: 'THE LOG DOES NOT FIT.\nA body is not what its entry says: body or salt was changed.\nAt entry 201 of the log (from 0).\nCamera c-gate, count 101.\nLine 304 of the file.\n' });
  });

  it('finds an older file by the checkpoint that was kept', async () => {
    await writeFile(at('newer.note'), await (async () => { await hub.log.append(undefined, { type: 'login', at: 1, body: {} }); return await hub.log.checkpoint(); })());
    expect(await run([at('log.jsonl'), '--checkpoint', at('newer.note')])).toMatchObject({ code: 1, said: expect.stringContaining('bản cũ') as string });
  });

  it('checks an offline proof with the key, and not without', async () => {
    await writeFile(at('one.tlog-proof'), await hub.log.inclusionProof(7, [lan]));
    expect([(await run([at('one.tlog-proof')])).code, (await run([at('one.tlog-proof'), '--key', hub.log.verifierKey])).code]).toEqual([2, 0]);
    await writeFile(at('one.tlog-proof'), (await hub.log.inclusionProof(7, [lan])).replace('index 7', 'index 6'));
    expect((await run([at('one.tlog-proof'), '--key', hub.log.verifierKey])).code).toBe(1);
  });

  it.each<[string, () => string[]]>([['nothing', () => []], ['two files', () => [at('log.jsonl'), at('log.jsonl')]], ['a file that is not there', () => [at('none.jsonl')]], ['an option it does not have', () => ['--fast', at('log.jsonl')]], ['a folder that is no hub\'s', () => [place.folder]]])('cannot check %s', async (_, args) => {
    expect((await run(args())).code).toBe(2);
  });

  it('checks a hub\'s data folder and finds what was changed in a copy, without writing to it', async () => {
    expect(await run([data])).toMatchObject({ code: 0, said: expect.stringContaining('301 dòng') as string });
    const copy = at('copy');
    await mkdir(copy);
    for (const name of ['matpho.db', 'matpho.db-wal', 'vault.key']) await copyFile(join(data, name), join(copy, name));
    // Opened once, the write-ahead log goes into the file.
    await (await openStore({ file: join(copy, 'matpho.db'), log: silentLog })).close();
    const before = await readFile(join(copy, 'matpho.db'));
    expect(await run([copy])).toMatchObject({ code: 0, said: expect.stringContaining('301 dòng') as string });
    expect(before.equals(await readFile(join(copy, 'matpho.db')))).toBe(true);
    const store = await openStore({ file: join(copy, 'matpho.db'), log: silentLog });
    await store.write(async (rows) => {
      await sql`DROP TRIGGER audit_entry_stays`.execute(rows);
      await rows.updateTable('audit_entry').set({ at: 5 }).where('seq', '=', 17).execute();
    });
    await store.close();
    expect(await run([join(copy, 'matpho.db')], 'en')).toMatchObject({ code: 1, said: expect.stringContaining('At entry 17') as string });
  });
});
