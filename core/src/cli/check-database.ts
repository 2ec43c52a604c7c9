import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogReport } from '../audit/audit-log.ts';
import { openLogSigner } from '../audit/log-signer.ts';
import { verifyLog } from '../audit/verify-log.ts';
import { HubError } from '../sdk/errors.ts';
import { openCopy } from '../store/open-copy.ts';
import { openVaultCopy } from '../vault/open-vault-copy.ts';

/**
 * The hub's own database, or a copy of it, with `vault.key` beside it: without the key neither bodies nor the signer's name can be read.
 * @throws HubError `not-found`, `vault-locked`, `not-ready`
 */
export async function checkDatabase(file: string): Promise<LogReport> {
  const keyFile = join(dirname(file), 'vault.key');
  if (!existsSync(keyFile)) throw new HubError('not-found', `There is no ${keyFile}.`);
  await using copy = await openCopy(file);
  const vault = await openVaultCopy(copy, keyFile);
  const signer = await openLogSigner('', { get: (name) => vault.get(name), put: async () => { throw new HubError('not-found', 'This hub has never signed its log.'); } });
  return await verifyLog({ rows: copy.read, sealer: vault.sealer('audit'), verifier: signer });
}
