import { join } from 'node:path';
import { z } from 'zod';
import type { Milliseconds } from '../domain/time.ts';
import { Emitter } from '../base/emitter.ts';
import type { HubEvents } from '../sdk/events.ts';
import { definePlugin, type Plugin } from '../sdk/plugin.ts';
import { port, service } from '../sdk/service.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { FakeLog } from '../sdk/testing/fake-log.ts';
import { storeFolder, type StoreFolder } from '../store/testing/store-folder.fixture.ts';
import { openVault, type Vault } from '../vault/vault.ts';
import { Contributions } from './contributions.ts';
import { Injector } from './injector.ts';
import { PluginHost } from './plugin-host.ts';
import { PluginSettings, type StoredSettings } from './plugin-settings.ts';

export const Bell = service<{ ring(): string }>('bell', { vi: 'Bấm chuông', en: 'Ring the bell' });
export const Safe = service<{ open(): string }>('safe', { vi: 'Mở két', en: 'Open the safe' });
export const Greeter = port<{ greet(): string }>('greeter', { vi: 'Chào', en: 'Greets' });

/** No timer of the host falls between two such steps. */
const step = 500;

/** A host with a bell and a safe, on a real database. */
export interface PluginHouse extends AsyncDisposable {
  readonly place: StoreFolder;
  readonly vault: Vault;
  readonly clock: FakeClock;
  /** Time goes on, and what the host reads from its database arrives in between. */
  pass(span: Milliseconds): Promise<void>;
  readonly events: Emitter<HubEvents>;
  readonly contributions: Contributions;
  readonly log: FakeLog;
  readonly host: PluginHost;
  /** As after a restart, on the same database. */
  anew(): PluginHost;
  /** The plugin's status. */
  status(id: string): Promise<string>;
  readonly greetings: () => string[];
}
export async function pluginHouse(): Promise<PluginHouse> {
  const place = await storeFolder();
  const vault = await openVault({ store: place.store, keyFile: join(place.folder, 'vault.key') });
  const clock = new FakeClock();
  const log = new FakeLog();
  const events = new Emitter<HubEvents>(() => {});
  const contributions = new Contributions();
  const injector = new Injector().bind(Bell, { ring: () => 'ding' }).bind(Safe, { open: () => 'gold' });
  let reading = 0;
  class WatchedSettings extends PluginSettings {
    override async read(plugin: Plugin): Promise<StoredSettings> {
      reading += 1;
      return super.read(plugin).finally(() => { reading -= 1; });
    }
  }
  const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const quiet = async (): Promise<void> => {
    for (let calm = 0; calm < 3; calm = reading === 0 ? calm + 1 : 0) await turn();
  };
  const pass = async (span: Milliseconds): Promise<void> => {
    await quiet();
    for (let left = span; left > 0; left -= step) {
      await clock.advance(Math.min(step, left));
      await quiet();
    }
  };
  const anew = (): PluginHost => new PluginHost({ injector, contributions, settings: new WatchedSettings(place.store, vault), store: place.store, vault, events, clock, timers: clock, random: () => 0.5, log });
  const host = anew();
  return {
    place, vault, clock, pass, events, contributions, log, host, anew,
    status: async (id) => (await host.find(id)).status,
    greetings: () => contributions.all(Greeter).map(({ value }) => value.greet()),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

const named = { name: { vi: 'Chào hỏi', en: 'Greetings' }, sdk: 1 } as const;
/** A plugin that greets; `setup` is run first. */
export function greeter(id: string, setup: Plugin['setup'] = () => ({}), config: z.ZodObject = z.object({})): Plugin {
  return definePlugin({
    ...named, id, config, needs: { bell: Bell }, provides: { greeter: Greeter },
    setup: async (given, context) => {
      await setup(given as never, context);
      return { greeter: { greet: () => `${id} says ${given.bell.ring()}` } };
    },
  }) as unknown as Plugin;
}
