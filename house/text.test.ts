import { expect, test } from 'vitest';
import { files, parse, place, read } from './source-tree.ts';

const wall = 300;
const everything = files('.', /\.(ts|mjs|css)$/);
const parsed = everything.filter((path) => /\.(ts|mjs)$/.test(path)).map((path) => parse(path));

test('no file is longer than 300 lines', () => {
  expect(everything.map((path) => ({ path, lines: read(path).trimEnd().split('\n').length })).filter(({ lines }) => lines > wall)).toEqual([]);
});
test('nothing is typed any', () => {
  expect(parsed.flatMap((source) => source.find((node) => node.type === 'TSAnyKeyword').map(place))).toEqual([]);
});
test('nothing writes to the console', () => {
  const isConsole = (node: unknown): boolean => (node as { type?: unknown; name?: unknown } | undefined)?.type === 'Identifier' && (node as { name?: unknown }).name === 'console';
  expect(parsed.flatMap((source) => source.find((node) => node.type === 'MemberExpression' && isConsole(node['object'])).map(place))).toEqual([]);
});
test('names say what a thing is', () => {
  const empty = /^(?:.*-)?(?:manager|helper|helpers|util|utils|impl)\.ts$/;
  expect(everything.filter((path) => empty.test(path.split('/').at(-1) ?? ''))).toEqual([]);
  expect(parsed.flatMap((source) => source.find((node) => ['ClassDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration'].includes(node.type) && /(Manager|Helper|Helpers|Util|Utils|Impl)$|^I[A-Z][a-z]+[A-Z]/.test(String((node['id'] as { name?: unknown } | null)?.name))).map(place))).toEqual([]);
});
test('files are named in kebab-case', () => {
  expect(everything.filter((path) => !/^[a-z0-9]+(?:[.-][a-z0-9]+)*\.(?:ts|mjs|css)$/.test((path.split('/').at(-1) ?? '').replace(/\.(test|test-d|fixture|d|config|surface)\./, '.')))).toEqual([]);
});
