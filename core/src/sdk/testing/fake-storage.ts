import { HubError } from '../errors.ts';
import type { PluginStorage, Slot } from '../storage.ts';

/** Values as JSON text, limited as in the hub: what does not survive a restart does not survive this. A sealed value is not read openly here either. */
export class FakeStorage implements PluginStorage {
  readonly #values = new Map<string, string>();
  readonly #sealed = new Map<string, string>();

  async read<T>(slot: Slot<T>): Promise<T | undefined> {
    const text = (slot.sealed ? this.#sealed.get(slot.name) : undefined) ?? this.#values.get(slot.name);
    return text === undefined ? undefined : slot.parse(JSON.parse(text));
  }
  async write<T>(slot: Slot<T>, value: T): Promise<void> {
    const text = JSON.stringify(value);
    if (Buffer.byteLength(text) > 64 * 1024) throw new HubError('too-large', 'A stored value is limited to 65536 bytes.');
    if (slot.sealed) this.#values.delete(slot.name);
    (slot.sealed ? this.#sealed : this.#values).set(slot.name, text);
  }
  async remove(slot: Slot<unknown>): Promise<void> {
    if (slot.sealed) this.#sealed.delete(slot.name);
    this.#values.delete(slot.name);
  }
}
