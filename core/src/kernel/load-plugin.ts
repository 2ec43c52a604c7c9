import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { HubError } from '../sdk/errors.ts';
import { hostPowers, type Plugin } from '../sdk/plugin.ts';

const text = z.object({ vi: z.string().min(1), en: z.string().min(1) });
const token = z.object({ id: z.string(), key: z.symbol() });
const manifest = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  name: text,
  sdk: z.literal(1),
  uses: z.array(z.enum(hostPowers)).optional(),
  config: z.custom<z.ZodObject>((value) => typeof value === 'object' && value !== null && 'safeParse' in value && 'strict' in value && 'shape' in value, 'config must be a Zod object'),
  needs: z.record(z.string(), token),
  provides: z.record(z.string(), token),
  setup: z.function(),
});

/** Where a plugin's module is looked for: the hub's own packages first, then beside the configuration. */
export type ImportModule = (specifier: string) => Promise<unknown>;

/**
 * Loads a plugin by package name, or by path when it begins with `.` or `/`.
 * @throws HubError `plugin-not-found`, `plugin-incompatible`
 */
export async function loadPlugin(name: string, folder: string, importModule: ImportModule): Promise<Plugin> {
  const module = await importByName(name, folder, importModule);
  const exported = typeof module === 'object' && module !== null ? (module as { default?: unknown }).default : undefined;
  const checked = manifest.safeParse(exported);
  if (!checked.success) throw new HubError('plugin-incompatible', `${name} is not a plugin of this hub: ${checked.error.issues.map((issue) => `${issue.path.join('.') || 'default export'}: ${issue.message}`).join('; ')}`);
  return exported as Plugin;
}

async function importByName(name: string, folder: string, importModule: ImportModule): Promise<unknown> {
  const isPath = name.startsWith('.') || isAbsolute(name);
  try {
    if (isPath) return await importModule(pathToFileURL(isAbsolute(name) ? name : join(folder, name)).href);
    return await importModule(name);
  } catch (failure) {
    if (!isMissing(failure, name)) throw unloadable(name, failure);
    if (isPath) throw new HubError('plugin-not-found', `There is no plugin at ${name}.`, { cause: failure });
  }
  let place: string;
  try {
    place = createRequire(join(folder, 'matpho.json')).resolve(name);
  } catch (failure) {
    if (!isMissing(failure, name)) throw unloadable(name, failure);
    throw new HubError('plugin-not-found', `There is no plugin package named ${name}.`, { cause: failure });
  }
  try {
    return await importModule(pathToFileURL(place).href);
  } catch (failure) {
    throw unloadable(name, failure);
  }
}

function unloadable(name: string, failure: unknown): HubError {
  return new HubError('plugin-incompatible', `${name} could not be loaded: ${failure instanceof Error ? failure.message : String(failure)}`, { cause: failure });
}

/** The plugin itself is not there; one that is there and lacks a package of its own is another trouble. Node names the missing one first, between quotes. */
function isMissing(failure: unknown, name: string): boolean {
  if (!(failure instanceof Error)) return false;
  const { code } = failure as { code?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return false;
  const missing = /'([^']*)'/.exec(failure.message)?.[1] ?? name;
  return missing === name || missing === packageOf(name) || missing.endsWith(name.replace(/^\.+/, ''));
}

/** `@scope/name` or `name`, without what follows. */
function packageOf(name: string): string {
  return name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/');
}
