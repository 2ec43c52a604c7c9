import { HubError } from '../sdk/errors.ts';
import type { PluginStorage, Slot } from '../sdk/storage.ts';
import type { Store } from '../store/open-store.ts';
import type { Vault } from '../vault/vault.ts';

const limit = 64 * 1024;

type Trx = Parameters<Parameters<Store['write']>[0]>[0];

/** One plugin's own values, the sealed ones in the vault. The id is fixed here, so it cannot read another's. */
export class StoredPluginValues implements PluginStorage {
  readonly #store: Store;
  readonly #vault: Vault;
  readonly #plugin: string;
  constructor(store: Store, vault: Vault, plugin: string) {
    this.#store = store;
    this.#vault = vault;
    this.#plugin = plugin;
  }
  async read<T>(slot: Slot<T>): Promise<T | undefined> {
    const text = slot.sealed ? await this.#sealed(slot.name) : await this.#open(this.#store.read, slot.name);
    return text === undefined ? undefined : slot.parse(JSON.parse(text));
  }
  async write<T>(slot: Slot<T>, value: T): Promise<void> {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new TypeError('A stored value is plain JSON.');
    if (Buffer.byteLength(text) > limit) throw new HubError('too-large', `A stored value is limited to ${limit} bytes.`);
    await this.#store.write(async (trx) => {
      if (slot.sealed) return this.#seal(trx, slot.name, text);
      await trx.insertInto('plugin_value').values({ plugin: this.#plugin, name: slot.name, value: text })
        .onConflict((conflict) => conflict.columns(['plugin', 'name']).doUpdateSet({ value: text })).execute();
    });
  }
  async remove(slot: Slot<unknown>): Promise<void> {
    await this.#store.write(async (trx) => {
      if (slot.sealed) await this.#vault.remove(this.#secret(slot.name), trx);
      await this.#clear(trx, slot.name);
    });
  }

  async #sealed(name: string): Promise<string | undefined> {
    const kept = await this.#vault.get(this.#secret(name));
    if (kept !== undefined || await this.#open(this.#store.read, name) === undefined) return kept;
    // Looked up again inside: a write or another read may have been first.
    await this.#store.write(async (trx) => {
      const text = await this.#open(trx, name);
      if (text !== undefined) await this.#seal(trx, name, text);
    });
    return this.#vault.get(this.#secret(name));
  }
  async #seal(trx: Trx, name: string, text: string): Promise<void> {
    await this.#vault.put(this.#secret(name), text, trx);
    await this.#clear(trx, name);
  }
  async #open(rows: Pick<Trx, 'selectFrom'>, name: string): Promise<string | undefined> {
    return (await rows.selectFrom('plugin_value').select('value').where('plugin', '=', this.#plugin).where('name', '=', name).executeTakeFirst())?.value;
  }
  async #clear(trx: Trx, name: string): Promise<void> {
    await trx.deleteFrom('plugin_value').where('plugin', '=', this.#plugin).where('name', '=', name).execute();
  }
  #secret(name: string): string {
    return `plugin/${this.#plugin}/slot/${name}`;
  }
}
