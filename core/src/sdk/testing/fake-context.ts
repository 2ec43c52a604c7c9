import type { Health, PluginContext } from '../plugin.ts';
import { FakeEvents } from './fake-events.ts';
import { FakeLog } from './fake-log.ts';
import { FakeScope } from './fake-scope.ts';
import { FakeStorage } from './fake-storage.ts';

/** What a plugin's set-up is handed, made of fakes, and what it reported. */
export interface FakeContext<Config> extends PluginContext<Config> {
  readonly log: FakeLog;
  readonly scope: FakeScope;
  readonly storage: FakeStorage;
  readonly events: FakeEvents;
  readonly reports: readonly Health[];
}

export function fakeContext<Config>(config: Config): FakeContext<Config> {
  const reports: Health[] = [];
  return { config, log: new FakeLog(), scope: new FakeScope(), storage: new FakeStorage(), events: new FakeEvents(), reports, report: (health) => void reports.push(health) };
}
