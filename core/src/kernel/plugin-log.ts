import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';

export interface LogLine {
  readonly at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}
const kept = 100;

/** A plugin's lines: into the hub's log under its name, and the newest kept for its page. Facts go to the log only. */
export class PluginLog implements Log {
  readonly #log: Log;
  readonly #plugin: string;
  readonly #clock: Clock;
  readonly #lines: LogLine[] = [];
  constructor(log: Log, plugin: string, clock: Clock) {
    this.#log = log;
    this.#plugin = plugin;
    this.#clock = clock;
  }
  lines(): readonly LogLine[] {
    return [...this.#lines];
  }
  debug(message: string, facts?: object): void {
    this.#log.debug(message, { ...facts, plugin: this.#plugin });
  }
  info(message: string, facts?: object): void {
    this.#keep('info', message, facts);
  }
  warn(message: string, facts?: object): void {
    this.#keep('warn', message, facts);
  }
  error(message: string, facts?: object): void {
    this.#keep('error', message, facts);
  }
  #keep(level: LogLine['level'], message: string, facts?: object): void {
    this.#log[level](message, { ...facts, plugin: this.#plugin });
    const error = facts && 'error' in facts ? ` (${String(facts.error)})` : '';
    this.#lines.push({ at: this.#clock.now(), level, message: `${message}${error}`.slice(0, 500) });
    if (this.#lines.length > kept) this.#lines.shift();
  }
}
