import type { Kysely } from 'kysely';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import type { Database } from '../store/schema.ts';
import { makeKey, readKey } from './key-file.ts';
import { keyFor, seal, unseal } from './sealing.ts';

/** A transaction of `store.write`, when a secret must come or go together with other rows. */
type Rows = Kysely<Database>;

/** Seals texts for one use, to be kept elsewhere. */
export interface Sealer {
  seal(name: string, text: string): string;
  /** @throws HubError `vault-locked` */
  open(name: string, sealed: string): string;
}

/** Secrets at rest: in the database encrypted, their key in a file of its own. */
export class Vault {
  readonly #store: Pick<Store, 'read' | 'write'>;
  readonly #master: Buffer;
  readonly #key: Buffer;

  constructor(store: Pick<Store, 'read' | 'write'>, master: Buffer) {
    this.#store = store;
    this.#master = master;
    this.#key = keyFor('secrets', master);
  }

  async put(name: string, text: string, trx?: Rows): Promise<void> {
    if (name === '') throw new TypeError('A secret needs a name.');
    const sealed = seal(this.#key, name, text);
    await this.#change(trx, (rows) => rows.insertInto('secret').values({ name, ...sealed }).onConflict((taken) => taken.column('name').doUpdateSet(sealed)).execute());
  }

  /** @throws HubError `vault-locked` when the secret was changed */
  async get(name: string): Promise<string | undefined> {
    const row = await this.#store.read.selectFrom('secret').selectAll().where('name', '=', name).executeTakeFirst();
    return row && unseal(this.#key, name, row);
  }

  async has(name: string): Promise<boolean> {
    return (await this.#store.read.selectFrom('secret').select('name').where('name', '=', name).executeTakeFirst()) !== undefined;
  }

  /** Removing what is not there is no error. */
  async remove(name: string, trx?: Rows): Promise<void> {
    await this.#change(trx, (rows) => rows.deleteFrom('secret').where('name', '=', name).execute());
  }

  /** In order. Names are not secret. */
  async names(prefix: string): Promise<readonly string[]> {
    const rows = await this.#store.read.selectFrom('secret').select('name').where('name', '>=', prefix).where('name', '<', `${prefix}\u{10FFFF}`).orderBy('name').execute();
    return rows.map(({ name }) => name);
  }

  /** A key of its own for each use. */
  sealer(use: string): Sealer {
    const key = keyFor(`sealer ${use}`, this.#master);
    return {
      seal: (name, text) => {
        const { nonce, sealed } = seal(key, name, text);
        return Buffer.concat([nonce, sealed]).toString('base64');
      },
      open: (name, text) => {
        const bytes = Buffer.from(text, 'base64');
        return unseal(key, name, { nonce: bytes.subarray(0, 12), sealed: bytes.subarray(12) });
      },
    };
  }

  async #change(trx: Rows | undefined, work: (rows: Rows) => Promise<unknown>): Promise<void> {
    if (trx) await work(trx);
    else await this.#store.write(work);
  }
}

const probe = 'vault/probe';

/**
 * Opens the vault. The key file is made only while there are no secrets; a lost or wrong key never overwrites anything.
 * @throws HubError `vault-locked`
 */
export async function openVault({ store, keyFile }: { readonly store: Store; readonly keyFile: string }): Promise<Vault> {
  const first = await store.read.selectFrom('secret').select('name').orderBy('name').limit(1).executeTakeFirst();
  const found = await readKey(keyFile);
  if (!found && first) throw new HubError('vault-locked', 'There are secrets, but the key file is gone.');
  const vault = new Vault(store, found ?? (await makeKey(keyFile)));
  // The probe tells a wrong key at the start, before anything could be sealed with it.
  if (first) await vault.get((await vault.has(probe)) ? probe : first.name);
  if (!(await vault.has(probe))) await vault.put(probe, 'This key opens this vault.');
  return vault;
}
