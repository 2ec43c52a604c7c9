import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import { readKey } from './key-file.ts';
import { Vault } from './vault.ts';

/** The vault of a database that is only looked at. @throws HubError `vault-locked` when there is no key */
export async function openVaultCopy({ read }: Pick<Store, 'read'>, keyFile: string): Promise<Pick<Vault, 'get' | 'sealer'>> {
  const key = await readKey(keyFile);
  if (!key) throw new HubError('vault-locked', `There is no key in ${keyFile}.`);
  return new Vault({ read, write: async () => { throw new HubError('not-allowed', 'A copy is not written to.'); } }, key);
}
