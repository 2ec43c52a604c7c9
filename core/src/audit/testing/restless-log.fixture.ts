import { randomBytes } from 'node:crypto';
import { FakeClock } from '../../sdk/testing/fake-clock.ts';
import { openStore } from '../../store/open-store.ts';
import { silentLog } from '../../store/testing/store-folder.fixture.ts';
import { openVault } from '../../vault/vault.ts';
import { openAuditLog } from '../audit-log.ts';
import { openLogSigner } from '../log-signer.ts';
import { id, type CameraId } from '../../domain/ids.ts';

/** Appends without end, alone and in transactions, and says each number only once it is recorded. Meant to be killed. */
const file = process.argv[2] ?? '';
const store = await openStore({ file, log: silentLog });
const vault = await openVault({ store, keyFile: `${file}.key` });
const log = await openAuditLog({ store, signer: await openLogSigner('hub.example/log', vault), sealer: vault.sealer('audit'), clock: new FakeClock() });
const fact = () => ({ type: 'decision', camera: id<CameraId>('c1'), at: 1, body: { note: randomBytes(8).toString('hex') } }) as const;
for (let round = 0; ; round += 1) {
  const appended = await Promise.all([log.append(undefined, fact()), log.append(undefined, fact()), store.write((trx) => log.append(trx, fact()))]);
  if (round % 20 === 10) await log.checkpoint();
  process.stdout.write(appended.map(({ seq }) => `${seq}\n`).join(''));
}
