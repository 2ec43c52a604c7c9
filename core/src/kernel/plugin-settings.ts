import type { z } from 'zod';
import { HubError } from '../sdk/errors.ts';
import type { Plugin } from '../sdk/plugin.ts';
import type { Store } from '../store/open-store.ts';
import type { Vault } from '../vault/vault.ts';

export interface StoredSettings {
  readonly enabled: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Settings of every plugin: plain values in the store, secrets in the vault. */
export class PluginSettings {
  readonly #store: Store;
  readonly #vault: Vault;
  constructor(store: Store, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  async read(plugin: Plugin): Promise<StoredSettings> {
    const row = await this.#store.read.selectFrom('plugin').selectAll().where('id', '=', plugin.id).executeTakeFirst();
    const config: Record<string, unknown> = row ? JSON.parse(row.config) as Record<string, unknown> : {};
    for (const field of secretFields(plugin)) {
      const value = await this.#vault.get(`plugin/${plugin.id}/${field}`);
      if (value !== undefined) config[field] = JSON.parse(value);
    }
    return { enabled: row?.enabled !== 0, config };
  }

  /**
   * Checks and stores new settings. A secret that comes as `true` stays as it is; as null it is removed.
   * @throws HubError `bad-config` naming the fields
   */
  async write(plugin: Plugin, wanted: Readonly<Record<string, unknown>>, now: number): Promise<void> {
    const before = await this.read(plugin);
    const secrets = secretFields(plugin);
    const merged: Record<string, unknown> = { ...wanted };
    for (const field of secrets) {
      if (wanted[field] === true || wanted[field] === undefined) merged[field] = before.config[field];
      if (wanted[field] === null || merged[field] === undefined) delete merged[field];
    }
    parseSettings(plugin, merged);
    const plain = Object.fromEntries(Object.entries(merged).filter(([field]) => !secrets.includes(field)));
    await this.#store.write(async (trx) => {
      for (const field of secrets) {
        const name = `plugin/${plugin.id}/${field}`;
        if (merged[field] === undefined) await this.#vault.remove(name, trx);
        else await this.#vault.put(name, JSON.stringify(merged[field]), trx);
      }
      await save(trx, plugin, { config: JSON.stringify(plain) }, now);
    });
  }

  async enable(plugin: Plugin, enabled: boolean, now: number): Promise<void> {
    await this.#store.write((trx) => save(trx, plugin, { enabled: enabled ? 1 : 0 }, now));
  }
}

async function save(trx: Parameters<Parameters<Store['write']>[0]>[0], plugin: Plugin, change: { readonly config?: string; readonly enabled?: 0 | 1 }, now: number): Promise<void> {
  await trx.insertInto('plugin')
    .values({ id: plugin.id, config: '{}', enabled: 1, ...change, updated_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...change, updated_at: now }))
    .execute();
}

/** Settings as the plugin gets them, defaults filled in. @throws HubError `bad-config` */
export function parseSettings(plugin: Plugin, stored: unknown): unknown {
  // `strict` keeps the plugin's own checks across fields; its copy of Zod may be another than the hub's.
  const parsed = plugin.config.strict().safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new HubError('bad-config', parsed.error.issues.map((issue) => `${issue.path.join('.') || plugin.id}: ${issue.message}`).join('; '), { cause: parsed.error });
}

export function secretFields(plugin: Plugin): readonly string[] {
  return Object.entries(plugin.config.shape).filter(([, schema]) => isSecret(schema as z.ZodType)).map(([field]) => field);
}

/** The mark may sit under `.optional()` or `.default()`; one inside a list or an object makes the whole field secret. */
function isSecret(schema: z.ZodType): boolean {
  if (schema.meta()?.['secret'] === true) return true;
  const { innerType, element, shape, options } = schema.def as { innerType?: z.ZodType; element?: z.ZodType; shape?: Readonly<Record<string, z.ZodType>>; options?: readonly z.ZodType[] };
  return [innerType, element, ...Object.values(shape ?? {}), ...options ?? []].some((inner) => inner !== undefined && isSecret(inner));
}

/** What a browser may see: secrets only as set or not. */
export function withoutSecrets(plugin: Plugin, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...config };
  for (const field of secretFields(plugin)) {
    if (shown[field] === undefined || shown[field] === '') delete shown[field];
    else shown[field] = true;
  }
  return shown;
}
