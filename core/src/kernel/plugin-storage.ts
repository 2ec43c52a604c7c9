import { HubError } from '../sdk/errors.ts';
import type { PluginStorage, Slot } from '../sdk/storage.ts';
import type { Store } from '../store/open-store.ts';

const limit = 64 * 1024;

/** One plugin's own values. The id is fixed here, so it cannot read another's. */
export class StoredPluginValues implements PluginStorage {
  readonly #store: Store;
  readonly #plugin: string;
  constructor(store: Store, plugin: string) {
    this.#store = store;
    this.#plugin = plugin;
  }
  async read<T>(slot: Slot<T>): Promise<T | undefined> {
    const row = await this.#store.read.selectFrom('plugin_value').select('value').where('plugin', '=', this.#plugin).where('name', '=', slot.name).executeTakeFirst();
    return row && slot.parse(JSON.parse(row.value));
  }
  async write<T>(slot: Slot<T>, value: T): Promise<void> {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new TypeError('A stored value is plain JSON.');
    if (Buffer.byteLength(text) > limit) throw new HubError('too-large', `A stored value is limited to ${limit} bytes.`);
    await this.#store.write((trx) => trx.insertInto('plugin_value').values({ plugin: this.#plugin, name: slot.name, value: text })
      .onConflict((conflict) => conflict.columns(['plugin', 'name']).doUpdateSet({ value: text })).execute());
  }
  async remove(slot: Slot<unknown>): Promise<void> {
    await this.#store.write((trx) => trx.deleteFrom('plugin_value').where('plugin', '=', this.#plugin).where('name', '=', slot.name).execute());
  }
}
