import { expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigFile } from '../core/src/config/config.ts';
import { read } from './source-tree.ts';

/** `listen.port` of every setting that holds a value. */
function settings(type: unknown, path = ''): string[] {
  const inner = type instanceof z.ZodPrefault || type instanceof z.ZodDefault || type instanceof z.ZodOptional ? type.unwrap() : type;
  return inner instanceof z.ZodObject ? Object.entries(inner.shape).flatMap(([name, each]) => settings(each, path ? `${path}.${name}` : name)) : [path];
}

test('docs/operate.md tells every setting, and none that is not there', () => {
  const section = /## Settings\n([\s\S]*?)\n## /.exec(read('docs/operate.md'))?.[1] ?? '';
  const told = section.split('\n').flatMap((line) => (/^\| (`[a-z]\w*(?:\.\w+)?`(?:, `[\w.]+`)*) \|/.exec(line)?.[1] ?? '').split(', ').flatMap((name) => /^`(.+)`$/.exec(name)?.[1] ?? []));
  expect(told.toSorted()).toEqual(settings(ConfigFile).toSorted());
});
test('the defaults it tells are those of the hub', () => {
  const defaults = ConfigFile.parse({}) as Record<string, unknown>;
  const wrong = read('docs/operate.md').split('\n').flatMap((line) => {
    const [, name = '', said = ''] = /^\| `([a-z]\w*(?:\.\w+)?)` \| `([^`]+)` \|/.exec(line) ?? [];
    if (name === '') return [];
    const value = name.split('.').reduce<unknown>((here, step) => (here as Record<string, unknown>)[step], defaults);
    return said === (typeof value === 'string' ? value : JSON.stringify(value)) ? [] : [`${name}: ${said}, not ${JSON.stringify(value)}`];
  });
  expect(wrong).toEqual([]);
});
