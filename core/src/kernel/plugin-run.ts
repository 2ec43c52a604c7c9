import { OwnedScope } from '../base/scope.ts';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import { HubError } from '../sdk/errors.ts';
import type { Plugin, PluginContext } from '../sdk/plugin.ts';
import type { Contributions } from './contributions.ts';
import type { Injector } from './injector.ts';
import { next, type PluginSignal, type PluginStatus } from './lifecycle.ts';

type Context = Omit<PluginContext<unknown>, 'scope'>;

/** What went wrong with a plugin: a code for behaviour, the message for its log. */
export interface Trouble {
  readonly code: ErrorCode;
  readonly message: string;
}

/** A plugin may carry its own copy of the SDK, so the class alone does not tell. */
export function troubleOf(failure: unknown): Trouble {
  if (failure instanceof Error) {
    const code = (failure as { code?: unknown }).code;
    if (failure.name === 'HubError' && typeof code === 'string' && Object.hasOwn(errorCodes, code)) return { code: code as ErrorCode, message: failure.message };
    return { code: 'internal', message: failure.message };
  }
  return { code: 'internal', message: String(failure) };
}

/** One plugin, from start to stop. A run is used once; a retry is a new run. */
export class PluginRun {
  readonly #plugin: Plugin;
  readonly #injector: Injector;
  readonly #contributions: Contributions;
  readonly #context: Context;
  readonly #scope = new OwnedScope();
  #status: PluginStatus = 'off';
  #trouble: Trouble | undefined;

  constructor(plugin: Plugin, injector: Injector, contributions: Contributions, context: Context) {
    this.#plugin = plugin;
    this.#injector = injector;
    this.#contributions = contributions;
    this.#context = context;
  }

  get status(): PluginStatus {
    return this.#status;
  }
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  async start(): Promise<void> {
    this.#move('start');
    try {
      const given = this.#injector.give(this.#plugin.needs);
      const provided: Readonly<Record<string, unknown>> = await this.#plugin.setup(given, { ...this.#context, scope: this.#scope } as PluginContext<Record<string, unknown>>);
      // Stopped while it was setting up: nothing of it may appear.
      if (this.#status !== 'starting') return;
      for (const [name, port] of Object.entries(this.#plugin.provides)) {
        if (provided[name] === undefined) throw new HubError('plugin-incompatible', `The plugin promised "${name}" and did not give it.`);
        this.#scope.use(this.#contributions.add(port, this.#plugin.id, provided[name]));
      }
      this.#move('set-up');
    } catch (failure) {
      await this.fail(failure);
    }
  }

  /** Ends a start before any of the plugin's code ran, as with settings that do not fit. */
  async refuse(failure: unknown): Promise<void> {
    this.#move('start');
    await this.fail(failure);
  }

  /** Also for what a plugin throws after it was set up. */
  async fail(failure: unknown): Promise<void> {
    if (this.#status !== 'starting' && this.#status !== 'running') return;
    this.#trouble = troubleOf(failure);
    this.#move(this.#status === 'starting' && this.#trouble.code === 'not-ready' ? 'not-ready' : 'failed');
    await this.#release();
  }

  async stop(): Promise<void> {
    if (this.#status === 'off' || this.#status === 'stopping') return;
    this.#move('stop');
    if (this.status !== 'stopping') return;
    await this.#release();
    this.#move('released');
  }

  async #release(): Promise<void> {
    try {
      await this.#scope[Symbol.asyncDispose]();
    } catch (failure) {
      this.#context.log.warn('The plugin did not release everything.', { error: failure instanceof Error ? failure.message : String(failure) });
    }
  }

  #move(signal: PluginSignal): void {
    const to = next(this.#status, signal);
    if (!to) throw new HubError('internal', `A plugin that is ${this.#status} cannot ${signal}.`);
    this.#status = to;
  }
}
