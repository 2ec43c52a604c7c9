import { z } from 'zod';
import type { Milliseconds } from '../../domain/time.ts';
import type { Given, Needs, Plugin, Provides } from '../plugin.ts';
import { checkManifest } from './check-manifest.ts';
import { checkProvided } from './check-provided.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeContext, type FakeContext } from './fake-context.ts';
import { FakeAddressRules, FakeAppSignIn, FakeFfmpeg, FakeLoopbackFeed, FakePublicAddress } from './fake-services.ts';
import { OpenHandles } from './open-handles.ts';

export interface Circumstances<C extends z.ZodObject, N extends Needs> {
  /** In place of the usual fakes, by the plugin's own names for them. */
  readonly services?: Partial<Given<N>>;
  /** Settings to set it up with, where the defaults are not enough. */
  readonly config?: z.input<C>;
  /** How long set-up and stop may take; 5 s when absent. */
  readonly patience?: Milliseconds;
}

/** Everything a plugin did wrong, one sentence each. */
export class Misbehaviour extends Error {
  override readonly name = 'Misbehaviour';
  readonly violations: readonly string[];
  constructor(plugin: string, violations: readonly string[]) {
    super(`${plugin}:\n${violations.map((violation) => `- ${violation}`).join('\n')}`);
    this.violations = violations;
  }
}

/**
 * Checks what the hub expects of every plugin: a sound manifest in both languages, settings that take their own defaults and refuse what is wrong,
 * a set-up that gives what was promised, twice in a row, and a stop after which nothing is left open.
 * Knows no test library: it throws.
 * @throws Misbehaviour
 */
export async function behavesLikeAPlugin<C extends z.ZodObject, N extends Needs, P extends Provides>(plugin: Plugin<C, N, P>, circumstances: Circumstances<C, N> = {}): Promise<void> {
  const any = plugin as unknown as Plugin;
  const violations = checkManifest(any);
  if (violations.length > 0) throw new Misbehaviour(any.id, violations);
  const settings = z.strictObject(any.config.shape);
  const parsed = settings.safeParse(circumstances.config ?? {});
  if (!parsed.success) throw new Misbehaviour(any.id, parsed.error.issues.map((issue) => `config.${issue.path.join('.')}: does not take its own defaults (${issue.message}). Give a default, or name settings for this check.`));
  // Stored as they were parsed, and parsed again at every start.
  if (JSON.stringify(settings.safeParse(parsed.data).data) !== JSON.stringify(parsed.data)) violations.push('config: settings change when they are read a second time.');
  const given = givenTo(any, circumstances.services ?? {}, violations);
  // Twice: a change of settings is a stop and a start.
  for (const turn of ['first', 'second']) violations.push(...(await oneLife(any, given, parsed.data, circumstances.patience ?? 5_000)).map((violation) => `${violation} (${turn} start)`));
  if (violations.length > 0) throw new Misbehaviour(any.id, violations);
}

function givenTo(plugin: Plugin, services: Readonly<Record<string, unknown>>, violations: string[]): Readonly<Record<string, unknown>> {
  const usual: Readonly<Record<string, () => unknown>> = {
    'clock': () => new FakeClock(), 'address-rules': () => new FakeAddressRules(), 'ffmpeg': () => new FakeFfmpeg(), 'loopback-feed': () => new FakeLoopbackFeed(), 'public-address': () => new FakePublicAddress(), 'app-sign-in': () => new FakeAppSignIn(),
  };
  return Object.freeze(Object.fromEntries(Object.entries(plugin.needs).map(([label, { id }]) => {
    const service = services[label] ?? usual[id]?.();
    if (service === undefined) violations.push(`needs.${label}: there is no fake for "${id}"; hand one over.`);
    return [label, service];
  })));
}

async function oneLife(plugin: Plugin, given: Readonly<Record<string, unknown>>, config: Record<string, unknown>, patience: Milliseconds): Promise<string[]> {
  const handles = new OpenHandles();
  const context = fakeContext(config);
  const found: string[] = [];
  try {
    const provided: unknown = await within(patience, handles.run(async () => plugin.setup(given, context)));
    found.push(...checkProvided(plugin, provided));
  } catch (failure) {
    found.push(`setup: ${wordsOf(failure)}`);
  }
  try {
    await within(patience, handles.run(() => context.scope[Symbol.asyncDispose]()));
  } catch (failure) {
    found.push(`stop: ${wordsOf(failure)}`);
  }
  if (context.scope.size > 0) found.push('stop: something was handed to the scope while it ended.');
  for (const left of await handles.left()) found.push(`stop: ${left} is still open; hand it to the scope, or end it with the scope's signal.`);
  handles[Symbol.dispose]();
  found.push(...toldSecrets(plugin, config, context));
  return found;
}

function wordsOf(failure: unknown): string {
  if (failure instanceof AggregateError) return failure.errors.map(wordsOf).join('; ');
  return failure instanceof Error ? failure.message : String(failure);
}

function toldSecrets(plugin: Plugin, config: Readonly<Record<string, unknown>>, { log }: FakeContext<unknown>): string[] {
  const said = JSON.stringify(log.lines);
  return Object.entries(plugin.config.shape).flatMap(([field, type]) => {
    const value = config[field];
    return (type as z.ZodType).meta()?.['secret'] === true && typeof value === 'string' && value.length > 3 && said.includes(value) ? [`config.${field}: a secret was written to the log.`] : [];
  });
}

async function within<T>(patience: Milliseconds, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([work, new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error('did not come to an end.')), patience); })]);
  } finally {
    clearTimeout(timer);
  }
}
