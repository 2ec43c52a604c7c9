import { isDeepStrictEqual } from 'node:util';
import { backoffDelay } from '../base/backoff.ts';
import type { Emitter } from '../base/emitter.ts';
import type { Timers } from '../base/clock.ts';
import type { ErrorCode } from '../domain/error-codes.ts';
import { minutes, seconds } from '../domain/time.ts';
import type { HubEvents, Events } from '../sdk/events.ts';
import type { Health, Log, Plugin } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Contributions } from './contributions.ts';
import type { Injector } from './injector.ts';
import type { PluginStatus } from './lifecycle.ts';
import { PluginLog, type LogLine } from './plugin-log.ts';
import { PluginRun, troubleOf, type Trouble } from './plugin-run.ts';
import { parseSettings, withoutSecrets, type PluginSettings } from './plugin-settings.ts';
import { StoredPluginValues } from './plugin-storage.ts';

/** A plugin as the operator sees it. */
export interface PluginState {
  readonly plugin: Plugin;
  readonly status: PluginStatus;
  readonly since: number;
  readonly trouble: Trouble | undefined;
  readonly health: Health;
  readonly enabled: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  readonly log: readonly LogLine[];
}
interface Slot {
  readonly plugin: Plugin;
  readonly log: PluginLog;
  run: PluginRun | undefined;
  status: PluginStatus;
  since: number;
  health: Health;
  /** Failures one after another, and how often in a row it was not ready. */
  failures: number;
  waits: number;
  retry: Disposable | undefined;
  /** Starts and stops of one plugin follow each other. */
  turn: Promise<void>;
}
export interface PluginHostParts {
  readonly injector: Injector;
  readonly contributions: Contributions;
  readonly settings: PluginSettings;
  readonly store: Store;
  readonly vault: Vault;
  readonly events: Emitter<HubEvents>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Uniform in [0,1). */
  readonly random: () => number;
  readonly log: Log;
}
/** After so many failures one after another a plugin waits for the operator. A camera network that is down is no failure: that is `not-ready`. */
const failuresAllowed = 3;
const patience = { first: seconds(2), longest: minutes(1) };
/** What ran so long is not failing one time after another. */
const steadyAfter = minutes(10);
/** Trying again mends none of these. */
const lasting: ReadonlySet<ErrorCode> = new Set(['bad-config', 'plugin-incompatible', 'vault-locked', 'ffmpeg-missing']);

/** Starts, watches, restarts and stops plugins; none of them can take the hub down. */
export class PluginHost {
  readonly #parts: PluginHostParts;
  readonly #slots = new Map<string, Slot>();
  #closing = false;
  constructor(parts: PluginHostParts) {
    this.#parts = parts;
  }

  /** @throws HubError `plugin-incompatible` when the id is taken */
  async add(plugin: Plugin): Promise<void> {
    if (this.#slots.has(plugin.id)) throw new HubError('plugin-incompatible', `Two plugins have the id "${plugin.id}".`);
    const { clock, log } = this.#parts;
    const slot: Slot = { plugin, log: new PluginLog(log, plugin.id, clock), run: undefined, status: 'off', since: clock.now(), health: { status: 'ok' }, failures: 0, waits: 0, retry: undefined, turn: Promise.resolve() };
    this.#slots.set(plugin.id, slot);
    if ((await this.#parts.settings.read(plugin)).enabled) await this.#inTurn(slot, () => this.#start(slot));
  }

  async list(): Promise<readonly PluginState[]> {
    return Promise.all([...this.#slots.values()].map((slot) => this.#stateOf(slot)));
  }
  async find(id: string): Promise<PluginState> {
    return this.#stateOf(this.#slot(id));
  }

  /** Settings changed is a stop and a start. @throws HubError `bad-config`, `not-found` */
  async configure(id: string, config: Readonly<Record<string, unknown>>): Promise<void> {
    const slot = this.#slot(id);
    await this.#parts.settings.write(slot.plugin, config, this.#parts.clock.now());
    await this.restart(id);
  }
  async enable(id: string, enabled: boolean): Promise<void> {
    await this.#parts.settings.enable(this.#slot(id).plugin, enabled, this.#parts.clock.now());
    await this.restart(id);
  }
  async restart(id: string): Promise<void> {
    const slot = this.#slot(id);
    this.#endNow(slot);
    await this.#inTurn(slot, async () => {
      await this.#stop(slot);
      slot.failures = slot.waits = 0;
      if ((await this.#parts.settings.read(slot.plugin)).enabled) await this.#start(slot);
    });
  }
  async close(): Promise<void> {
    this.#closing = true;
    for (const slot of this.#slots.values()) this.#endNow(slot);
    await Promise.all([...this.#slots.values()].map((slot) => this.#inTurn(slot, () => this.#stop(slot))));
  }

  /**
   * For the process's last-resort handlers: whether this failure came from a plugin's own callback, timer or promise.
   * Then only that plugin stops; anything else is the hub's own and must end it.
   */
  blame(failure: unknown): boolean {
    const slot = this.#slots.get(this.#parts.contributions.current() ?? '');
    if (!slot) return false;
    slot.log.error('The plugin threw outside a call.', { error: troubleOf(failure).message });
    const { run } = slot;
    // What follows is the hub's own work, and is not laid at the plugin's door.
    this.#parts.contributions.outside(() => {
      this.#inTurn(slot, async () => {
        if (!run || slot.run !== run) return;
        await this.#within(slot, () => run.fail(failure));
        this.#settle(slot);
      }).catch(() => {});
    });
    return true;
  }

  async #start(slot: Slot): Promise<void> {
    if (this.#closing) return;
    slot.retry?.[Symbol.dispose]();
    slot.retry = undefined;
    slot.health = { status: 'ok' };
    let config: unknown;
    let trouble: unknown;
    try {
      config = parseSettings(slot.plugin, (await this.#parts.settings.read(slot.plugin)).config);
    } catch (failure) {
      trouble = failure;
    }
    const run: PluginRun = new PluginRun(slot.plugin, this.#parts.injector.child(), this.#parts.contributions, {
      config,
      log: slot.log,
      storage: new StoredPluginValues(this.#parts.store, this.#parts.vault, slot.plugin.id),
      events: this.#eventsFor(slot),
      report: (health) => {
        if (slot.run !== run || run.signal.aborted || isDeepStrictEqual(slot.health, health)) return;
        slot.health = health;
        this.#parts.contributions.outside(() => this.#parts.events.emit('plugin.changed', { plugin: slot.plugin.id }));
      },
    }, this.#parts.timers);
    slot.run = run;
    this.#show(slot, 'starting');
    await this.#within(slot, async () => (trouble === undefined ? run.start() : run.refuse(trouble)));
    this.#settle(slot);
  }

  /** Shows where the run has come to and decides about another try. */
  #settle(slot: Slot): void {
    const { run } = slot;
    const status = run?.status ?? 'off';
    if (status === slot.status) return;
    if (slot.status === 'running' && this.#parts.clock.now() - slot.since >= steadyAfter) slot.failures = 0;
    this.#show(slot, status);
    if (status === 'running') {
      slot.waits = 0;
      slot.log.info('Running.');
      return;
    }
    const trouble = run?.trouble;
    if (!trouble) return;
    const isWaiting = status === 'waiting';
    if (isWaiting) slot.waits += 1;
    else slot.failures += 1;
    if (!isWaiting || slot.waits === 1) slot.log.warn(isWaiting ? 'Not ready; the hub will try again.' : 'Stopped with an error.', { code: trouble.code, error: trouble.message });
    const again = isWaiting || (!lasting.has(trouble.code) && slot.failures < failuresAllowed);
    if (!again || this.#closing) return;
    slot.retry = this.#parts.timers.after(backoffDelay(isWaiting ? slot.waits : slot.failures, patience, this.#parts.random()), () => {
      // Restarted meanwhile: there is nothing to try again.
      this.#inTurn(slot, async () => (slot.run === run ? this.#start(slot) : undefined)).catch(() => {});
    });
  }

  async #stop(slot: Slot): Promise<void> {
    slot.retry?.[Symbol.dispose]();
    slot.retry = undefined;
    const { run } = slot;
    await this.#within(slot, async () => run?.stop());
    slot.run = undefined;
    this.#show(slot, 'off');
  }

  /** Does not wait for the slot's turn: a start that hangs must not hold up its own end. */
  #endNow(slot: Slot): void {
    this.#within(slot, async () => slot.run?.stop()).catch(() => {});
  }
  /** Every call into a plugin, its releases too, is made under its name. */
  async #within<R>(slot: Slot, work: () => Promise<R>): Promise<R> {
    return this.#parts.contributions.within(slot.plugin.id, work);
  }

  #eventsFor(slot: Slot): Events {
    return {
      on: (fact, react) => {
        const ours = slot.run;
        // A stopped run hears nothing more.
        if (!ours || ours.signal.aborted) return;
        const threw = (failure: unknown): void => slot.log.error(`The reaction to ${fact} threw.`, { error: troubleOf(failure).message });
        const listening = this.#parts.events.on(fact, (detail) => {
          if (ours.signal.aborted) return;
          this.#within(slot, async () => { await (react(detail) as unknown); }).catch(threw);
        });
        ours.signal.addEventListener('abort', () => listening[Symbol.dispose](), { once: true });
      },
    };
  }

  async #inTurn(slot: Slot, work: () => Promise<void>): Promise<void> {
    const turn = slot.turn.then(work);
    slot.turn = turn.catch((failure: unknown) => slot.log.error('The hub could not move this plugin.', { error: troubleOf(failure).message }));
    await turn;
  }
  #show(slot: Slot, status: PluginStatus): void {
    slot.status = status;
    slot.since = this.#parts.clock.now();
    this.#parts.events.emit('plugin.changed', { plugin: slot.plugin.id });
  }
  #slot(id: string): Slot {
    const slot = this.#slots.get(id);
    if (!slot) throw new HubError('not-found', `There is no plugin "${id}".`);
    return slot;
  }
  async #stateOf(slot: Slot): Promise<PluginState> {
    const { enabled, config } = await this.#parts.settings.read(slot.plugin);
    return { plugin: slot.plugin, status: slot.status, since: slot.since, trouble: slot.run?.trouble, health: slot.health, enabled, config: withoutSecrets(slot.plugin, config), log: slot.log.lines() };
  }
}
