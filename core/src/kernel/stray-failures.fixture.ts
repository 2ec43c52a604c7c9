import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Emitter } from '../base/emitter.ts';
import { SystemClock, SystemTimers } from '../base/clock.ts';
import type { HubEvents } from '../sdk/events.ts';
import { definePlugin, type Plugin, type Scope } from '../sdk/plugin.ts';
import { port } from '../sdk/service.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { openStore } from '../store/open-store.ts';
import { openVault } from '../vault/vault.ts';
import { Contributions } from './contributions.ts';
import { Injector } from './injector.ts';
import { PluginHost } from './plugin-host.ts';
import { PluginSettings } from './plugin-settings.ts';

/** A hub's process with its last-resort handlers, and plugins that fail where no call can catch it. Says how each of them fares. */
const Doer = port<{ work(signal: AbortSignal): void }>('doer', { vi: 'Làm', en: 'Does' });
const folder = await mkdtemp(join(tmpdir(), 'matpho-stray-'));
const store = await openStore({ file: join(folder, 'hub.db'), log: silentLog });
const vault = await openVault({ store, keyFile: join(folder, 'vault.key') });
const contributions = new Contributions();
const host = new PluginHost({ injector: new Injector(), contributions, settings: new PluginSettings(store, vault), store, vault, events: new Emitter<HubEvents>(() => {}), clock: new SystemClock(), timers: new SystemTimers(), random: () => 1, log: silentLog });

const lastResort = (failure: unknown): void => {
  if (host.blame(failure)) return;
  process.stdout.write(`hub failed: ${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exit(1);
};
process.on('uncaughtException', lastResort);
process.on('unhandledRejection', lastResort);

const plugin = (id: string, setup: (scope: Scope) => void, work: (signal: AbortSignal) => void = () => {}): Plugin =>
  definePlugin({ id, name: { vi: id, en: id }, sdk: 1, config: z.object({}), needs: {}, provides: { doer: Doer }, setup: (_given, { scope }) => { setup(scope); return { doer: { work } }; } }) as unknown as Plugin;
const oops = (): never => { throw new Error('oops'); };
await host.add(plugin('timer', () => void setTimeout(oops, 20)));
await host.add(plugin('rejection', () => void new Promise((_, reject) => { setTimeout(() => reject(new Error('oops')), 20); })));
await host.add(plugin('tick', () => process.nextTick(oops)));
await host.add(plugin('called', () => {}, () => void setTimeout(oops, 20)));
await host.add(plugin('listener', () => {}, (signal) => signal.addEventListener('abort', oops)));
await host.add(plugin('release', (scope) => scope.defer(() => void setTimeout(oops, 20))));
await host.add(plugin('well', () => {}));
for (const contribution of contributions.all(Doer)) {
  const hub = new AbortController();
  contribution.call((doer) => doer.work(contribution.signal(hub.signal)));
  hub.abort();
}
await host.enable('release', false);
await new Promise((resolve) => { setTimeout(resolve, 400); });
process.stdout.write(`${JSON.stringify((await host.list()).map(({ plugin: { id }, status }) => `${id} ${status}`))}\n`);
if (process.argv[2] === 'own') setTimeout(() => { throw new Error('the hub\'s own'); }, 1);
else process.exit(0);
