import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HubError } from '../sdk/errors.ts';
import { storeFolder } from '../store/testing/store-folder.fixture.ts';
import { StoredPluginValues } from './plugin-storage.ts';

const note = { name: 'note', parse: (stored: unknown) => z.string().parse(stored) };

describe('a plugin\'s own values', () => {
  it('are its own: another sees and removes nothing of them', async () => {
    await using place = await storeFolder();
    const [one, two] = [new StoredPluginValues(place.store, 'one'), new StoredPluginValues(place.store, 'two')];
    await one.write(note, 'mine');
    await two.remove(note);
    expect([await one.read(note), await two.read(note)]).toEqual(['mine', undefined]);
    await two.write(note, 'theirs');
    await one.remove(note);
    expect([await one.read(note), await two.read(note)]).toEqual([undefined, 'theirs']);
  });

  it('are checked again when they are read', async () => {
    await using place = await storeFolder();
    const one = new StoredPluginValues(place.store, 'one');
    await one.write({ name: 'note', parse: (stored: unknown) => stored as number }, 7);
    await expect(one.read(note)).rejects.toThrow(z.ZodError);
  });

  it('hold 64 KiB of bytes, whatever the language', async () => {
    await using place = await storeFolder();
    const one = new StoredPluginValues(place.store, 'one');
    // Two quotes, and three bytes for each ế.
    const most = 'ế'.repeat((65_536 - 2) / 3);
    await one.write(note, most);
    expect(await one.read(note)).toBe(most);
    expect(await one.write(note, `${most}xyz`).catch((failure: HubError) => failure.code)).toBe('too-large');
    await expect(one.write({ name: 'none', parse: () => undefined }, undefined)).rejects.toThrow(TypeError);
  });
});
