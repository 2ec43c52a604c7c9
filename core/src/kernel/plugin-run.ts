import type { Timers } from '../base/clock.ts';
import { OwnedScope } from '../base/scope.ts';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import { seconds } from '../domain/time.ts';
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

/** A plugin that hangs holds up only itself. */
const setUpWithin = seconds(30);
/** Less than what the whole hub is given to stop (main.ts). */
const releaseWithin = seconds(5);

/** One plugin, from start to stop. A run is used once; a retry is a new run. */
export class PluginRun {
  readonly #plugin: Plugin;
  readonly #injector: Injector;
  readonly #contributions: Contributions;
  readonly #context: Context;
  readonly #timers: Timers;
  readonly #scope = new OwnedScope();
  #status: PluginStatus = 'off';
  #trouble: Trouble | undefined;
  #released: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(plugin: Plugin, injector: Injector, contributions: Contributions, context: Context, timers: Timers) {
    this.#plugin = plugin;
    this.#injector = injector;
    this.#contributions = contributions;
    this.#context = context;
    this.#timers = timers;
  }

  get status(): PluginStatus {
    return this.#status;
  }
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }
  /** Aborts when the run ends, however it does. */
  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  async start(): Promise<void> {
    this.#move('start');
    try {
      const provided = await this.#setUp();
      // Stopped while it was setting up: nothing of it may appear.
      if (this.#status !== 'starting') return;
      for (const [name, port] of Object.entries(this.#plugin.provides)) {
        const value = provided?.[name];
        if (value === undefined) throw new HubError('plugin-incompatible', `The plugin promised "${name}" and did not give it.`);
        this.#scope.use(this.#contributions.add(port, this.#plugin.id, value));
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

  /** Resolves when everything is released, or was given time enough. */
  async stop(): Promise<void> {
    this.#stopped ??= this.#end();
    await this.#stopped;
  }

  async #end(): Promise<void> {
    if (this.#status === 'off') return;
    this.#move('stop');
    await this.#release();
    if (this.#status === 'stopping') this.#move('released');
  }

  /** Over when set-up is, when the run is stopped, or when it has taken too long. */
  async #setUp(): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { signal } = this.#scope;
    const given = this.#injector.give(this.#plugin.needs);
    const work = async (): Promise<Readonly<Record<string, unknown>> | undefined> => this.#plugin.setup(given, { ...this.#context, scope: this.#scope } as PluginContext<Record<string, unknown>>);
    return new Promise((resolve, reject) => {
      const late = this.#timers.after(setUpWithin, () => reject(new HubError('internal', 'The set-up did not come to an end.')));
      signal.addEventListener('abort', () => {
        late[Symbol.dispose]();
        reject(new HubError('not-ready', 'The plugin was stopped while it was setting up.'));
      }, { once: true });
      work().finally(() => late[Symbol.dispose]()).then(resolve, reject);
    });
  }

  async #release(): Promise<void> {
    this.#released ??= this.#releaseOnce();
    await this.#released;
  }
  async #releaseOnce(): Promise<void> {
    let late: Disposable | undefined;
    try {
      await Promise.race([
        this.#scope[Symbol.asyncDispose](),
        new Promise<never>((_, reject) => { late = this.#timers.after(releaseWithin, () => reject(new HubError('internal', 'it did not come to an end'))); }),
      ]);
    } catch (failure) {
      this.#context.log.warn('The plugin did not release everything.', { error: failure instanceof Error ? failure.message : String(failure) });
    } finally {
      late?.[Symbol.dispose]();
    }
  }

  #move(signal: PluginSignal): void {
    const to = next(this.#status, signal);
    if (!to) throw new HubError('internal', `A plugin that is ${this.#status} cannot ${signal}.`);
    this.#status = to;
  }
}
