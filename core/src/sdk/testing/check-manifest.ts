import { z } from 'zod';
import { hostPowers, type Plugin } from '../plugin.ts';
import type { Text } from '../../domain/people.ts';

/** Everything that can be said against a plugin without running it. */
export function checkManifest(plugin: Plugin): string[] {
  const found: string[] = [];
  const { id, name, sdk, uses, config, needs, provides, setup } = plugin as Partial<Plugin>;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(id)) found.push('id: lower case letters, digits and -, at most 40, a letter first.');
  if (!hasBothTexts(name)) found.push('name: needs a Vietnamese and an English text.');
  if (sdk !== 1) found.push('sdk: this hub speaks version 1.');
  for (const power of uses ?? []) if (!hostPowers.includes(power)) found.push(`uses: there is no "${power}".`);
  if (typeof setup !== 'function') found.push('setup: is not a function.');
  for (const [label, service] of Object.entries(needs ?? {})) {
    if (typeof service?.key !== 'symbol') found.push(`needs.${label}: is not a service of the hub.`);
    else if (!hasBothTexts(service.asks)) found.push(`needs.${label}: its sentence is missing in a language.`);
  }
  for (const [label, port] of Object.entries(provides ?? {})) {
    if (typeof port?.key !== 'symbol') found.push(`provides.${label}: is not a port of the hub.`);
    else if (!hasBothTexts(port.adds)) found.push(`provides.${label}: its sentence is missing in a language.`);
  }
  if (!(config instanceof z.ZodObject)) found.push('config: is not a Zod object.');
  else found.push(...checkSettings(config));
  return found;
}

/** The settings form is drawn from the schema: every field has a title in both languages and refuses what is not its own. */
function checkSettings(config: z.ZodObject): string[] {
  let schema: { readonly properties?: Readonly<Record<string, { readonly title?: unknown; readonly description?: unknown }>> };
  try {
    schema = z.toJSONSchema(config, { io: 'input' }) as typeof schema;
  } catch (failure) {
    return [`config: cannot be drawn as a form: ${failure instanceof Error ? failure.message : String(failure)}`];
  }
  return Object.entries(config.shape).flatMap(([field, type]) => {
    const found: string[] = [];
    const { title, description } = schema.properties?.[field] ?? {};
    if (!saysBoth(title)) found.push(`config.${field}: needs a title, "Tiếng Việt / English" or { vi, en }.`);
    if (description !== undefined && !saysBoth(description)) found.push(`config.${field}: its description is missing in a language.`);
    if (type.safeParse(Symbol('not a setting')).success) found.push(`config.${field}: takes anything.`);
    return found;
  });
}

function hasBothTexts(text: Text | undefined): boolean {
  return [text?.vi, text?.en].every((one) => typeof one === 'string' && one.trim() !== '');
}
/** As the settings page reads it. */
function saysBoth(text: unknown): boolean {
  if (typeof text !== 'string') return hasBothTexts(text as Text | undefined);
  const parts = text.split(' / ');
  return parts.length === 2 && parts.every((part) => part.trim() !== '');
}
