import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HubError } from '../sdk/errors.ts';
import { storeFolder, type StoreFolder } from '../store/testing/store-folder.fixture.ts';
import { openVault, type Vault } from '../vault/vault.ts';
import { StoredPluginValues } from './plugin-storage.ts';

const vaultOf = async (place: StoreFolder): Promise<Vault> => openVault({ store: place.store, keyFile: join(place.folder, 'vault.key') });
const note = { name: 'note', parse: (stored: unknown) => z.string().parse(stored) };

describe('a plugin\'s own values', () => {
  it('are its own: another sees and removes nothing of them', async () => {
    await using place = await storeFolder();
    const vault = await vaultOf(place);
    const [one, two] = [new StoredPluginValues(place.store, vault, 'one'), new StoredPluginValues(place.store, vault, 'two')];
    await one.write(note, 'mine');
    await two.remove(note);
    expect([await one.read(note), await two.read(note)]).toEqual(['mine', undefined]);
    await two.write(note, 'theirs');
    await one.remove(note);
    expect([await one.read(note), await two.read(note)]).toEqual([undefined, 'theirs']);
  });

  it('are checked again when they are read', async () => {
    await using place = await storeFolder();
    const one = new StoredPluginValues(place.store, await vaultOf(place), 'one');
    await one.write({ name: 'note', parse: (stored: unknown) => stored as number }, 7);
    await expect(one.read(note)).rejects.toThrow(z.ZodError);
  });

  it('hold 64 KiB of bytes, whatever the language', async () => {
    await using place = await storeFolder();
    const one = new StoredPluginValues(place.store, await vaultOf(place), 'one');
    // Two quotes, and three bytes for each ế.
    const most = 'ế'.repeat((65_536 - 2) / 3);
    await one.write(note, most);
    expect(await one.read(note)).toBe(most);
    expect(await one.write(note, `${most}xyz`).catch((failure: HubError) => failure.code)).toBe('too-large');
    await expect(one.write({ name: 'none', parse: () => undefined }, undefined)).rejects.toThrow(TypeError);
  });

  it('lie in the vault when they are sealed, and are the plugin\'s own there too', async () => {
    await using place = await storeFolder();
    const vault = await vaultOf(place);
    const [one, two] = [new StoredPluginValues(place.store, vault, 'one'), new StoredPluginValues(place.store, vault, 'two')];
    const sealed = { ...note, sealed: true } as const;
    await one.write(sealed, 'a key');
    await two.remove(sealed);
    expect([await one.read(sealed), await one.read(note), await two.read(sealed), await vault.names('plugin/'), await place.store.read.selectFrom('plugin_value').selectAll().execute()])
      .toEqual(['a key', undefined, undefined, ['plugin/one/slot/note'], []]);
    expect(await one.write(sealed, 'x'.repeat(65_536)).catch((failure: HubError) => failure.code)).toBe('too-large');
    await one.remove(sealed);
    expect([await one.read(sealed), await vault.names('plugin/')]).toEqual([undefined, []]);
  });

  it('that were stored openly once are moved when they are read as sealed', async () => {
    await using place = await storeFolder();
    const vault = await vaultOf(place);
    const one = new StoredPluginValues(place.store, vault, 'one');
    const sealed = { ...note, sealed: true } as const;
    const open = async (): Promise<readonly string[]> => (await place.store.read.selectFrom('plugin_value').select('value').execute()).map(({ value }) => value);
    await one.write(note, 'old');
    expect([await Promise.all([one.read(sealed), one.read(sealed)]), await one.read(sealed), await open()]).toEqual([['old', 'old'], 'old', []]);
    await one.write(note, 'older');
    await one.write(sealed, 'new');
    expect([await one.read(sealed), await open()]).toEqual(['new', []]);
    await one.write(note, 'left');
    await one.remove(sealed);
    expect([await one.read(sealed), await open()]).toEqual([undefined, []]);
  });
});
