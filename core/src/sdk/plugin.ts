import type { z } from 'zod';
import type { Text } from '../domain/people.ts';
import type { Events } from './events.ts';
import type { Port, Service } from './service.ts';
import type { PluginStorage } from './storage.ts';

export type Needs = Readonly<Record<string, Service<unknown>>>;
export type Provides = Readonly<Record<string, Port<unknown>>>;
export type Given<N extends Needs> = { readonly [K in keyof N]: N[K] extends Service<infer T> ? T : never };
export type Provided<P extends Provides> = { readonly [K in keyof P]: P[K] extends Port<infer T> ? T : never };
export const hostPowers = ['lan', 'internet'] as const;
/** Networks a plugin's code reaches by itself. */
export type HostPower = (typeof hostPowers)[number];
export type Health = { readonly status: 'ok' } | { readonly status: 'degraded'; readonly because: Text };

export interface Log {
  debug(message: string, facts?: object): void;
  info(message: string, facts?: object): void;
  warn(message: string, facts?: object): void;
  error(message: string, facts?: object): void;
}

/** Releases what it was handed, newest first, when the plugin stops. */
export interface Scope {
  /** Aborts when the plugin stops. Pass it to every wait, fetch and loop. */
  readonly signal: AbortSignal;
  use<T extends AsyncDisposable | Disposable>(resource: T): T;
  defer(release: () => void | Promise<void>): void;
}

export interface PluginContext<Config> {
  readonly config: Config;
  readonly log: Log;
  readonly scope: Scope;
  readonly storage: PluginStorage;
  readonly events: Events;
  report(health: Health): void;
}

export interface Plugin<C extends z.ZodObject = z.ZodObject, N extends Needs = Needs, P extends Provides = Provides> {
  /** Lower case, `rtsp`. Its package is named `@matpho/plugin-<id>`, or anything the hub's configuration names. */
  readonly id: string;
  readonly name: Text;
  /** The contract's version. */
  readonly sdk: 1;
  readonly uses?: readonly HostPower[];
  /** Validation, type and settings form in one. Mark a secret with `secret()`: it is kept in the vault. */
  readonly config: C;
  readonly needs: N;
  readonly provides: P;
  setup(given: Given<N>, context: PluginContext<z.output<C>>): Provided<P> | Promise<Provided<P>>;
}

/** Names the types of a plugin from its own records. */
export function definePlugin<C extends z.ZodObject, N extends Needs, P extends Provides>(plugin: Plugin<C, N, P>): Plugin<C, N, P> {
  return plugin;
}

/** Marks a setting as a secret: kept in the vault, shown as set or not set, never sent to a browser. */
export function secret<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), secret: true });
}
