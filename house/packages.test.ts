import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Plugin } from '@matpho/core/sdk';
import { files, isTest, packageOf, parse, place, read, readJson, root, say, type Use } from './source-tree.ts';

const plugins = readdirSync(join(root, 'plugins')).filter((name) => files(`plugins/${name}/src`, /^index\.ts$/).length > 0);
const sources = ['core', 'plugins', 'ui', 'simulator', 'bench', 'examples', 'house', 'e2e', 'scripts', '.'].flatMap((folder) => (folder === '.' ? files('.', /\.(ts|mjs)$/).filter((path) => !path.includes('/')) : files(folder, /\.(ts|mjs)$/))).map((path) => parse(path));
const all = sources.flatMap(({ imports }) => imports);

const ownerOf = (path: string): string => /^(plugins|examples)\/[^/]+/.exec(path)?.[0] ?? /^(core|ui|simulator|bench)(?=\/)/.exec(path)?.[0] ?? '';
const isTooling = (path: string): boolean => isTest(path) || path.endsWith('.config.ts') || ownerOf(path) === '' || path.startsWith('ui/dev/');
function declared(folder: string, ...kinds: readonly string[]): string[] {
  const manifest = readJson(join(folder, 'package.json'));
  return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}));
}
const isBuiltin = (to: string): boolean => to.startsWith('node:') || builtinModules.includes(to);
const isInTree = (to: string): boolean => /^(core|plugins|ui|simulator|bench|house|e2e|scripts|examples)\//.test(to) || /^[^@/]+\.(ts|mjs|json)$/.test(to) || to.startsWith('..');
const inner = (path: string): Use[] => all.filter(({ from }) => ownerOf(from) === path);

test('a package imports only what it declares', () => {
  const workspaces = ['core', 'simulator', ...plugins.map((name) => `plugins/${name}`)].map((folder) => String(readJson(`${folder}/package.json`)['name']));
  expect(all.filter(({ to }) => !isBuiltin(to) && !isInTree(to)).filter(({ from, to }) => {
    const owner = ownerOf(from);
    const allowed = isTooling(from)
      ? [...declared(owner, 'dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'), ...declared('', 'dependencies', 'devDependencies'), ...(owner === '' ? workspaces : [])]
      : declared(owner, 'dependencies', 'optionalDependencies', 'peerDependencies');
    return !allowed.includes(packageOf(to));
  }).map((use) => say(use, `not declared in ${ownerOf(use.from) || '.'}/package.json`))).toEqual([]);
});
test('a declared package is used', () => {
  // Pages may also name a package in a style sheet.
  expect(['core', 'simulator', 'ui', ...plugins.map((name) => `plugins/${name}`)].flatMap((owner) => {
    const used = new Set(inner(owner).map(({ to }) => packageOf(to)));
    const text = files(owner, /\.(css|html|ts)$/).map(read).join('\n');
    return declared(owner, 'dependencies').filter((name) => !used.has(name) && !text.includes(name)).map((name) => `${owner}/package.json declares ${name}`);
  })).toEqual([]);
});
test('nothing reaches into another package', () => {
  expect(all.filter(({ from, to }) => isInTree(to) && ownerOf(from) !== '' && ownerOf(to) !== ownerOf(from) && !to.endsWith('package.json')).map((use) => say(use, 'use the package\'s door'))).toEqual([]);
});
test('plugins and examples see only the sdk, pages only the api and what checks a log or a bag', () => {
  const doors = (from: string): RegExp => (from.startsWith('ui/') ? /^@matpho\/core\/(api|proof|proof\/bag)$/ : isTest(from) ? /^@matpho\/core\/sdk(\/testing)?$/ : /^@matpho\/core\/sdk$/);
  expect(all.filter(({ from, to }) => /^(plugins|examples|ui)\//.test(from) && to.startsWith('@matpho/core') && !doors(from).test(to)).map((use) => say(use, 'another door'))).toEqual([]);
});

/** Node modules and packages that open sockets, and the globals that do. */
const network = /^(node:)?(dgram|net|http|https|http2|tls|dns)(\/promises)?$|^(onvif|nodemailer|ws|undici|mqtt|axios|got|node-datachannel)$/;
const reachesOut = (name: string): string[] => sources.filter(({ path }) => path.startsWith(`plugins/${name}/`) && !isTest(path)).flatMap((source) => [
  ...source.imports.filter(({ to }) => network.test(to)).map((use) => say(use, 'opens sockets')),
  ...source.find((node) => (node.type === 'CallExpression' || node.type === 'NewExpression') && ['fetch', 'WebSocket', 'EventSource'].includes(String((node['callee'] as { name?: unknown } | undefined)?.name))).map((found) => `${place(found)} opens sockets`),
]);
test.each(plugins)('the %s plugin opens sockets only if it says so, and says so only if it does', async (name) => {
  const { default: plugin } = await import(join(root, 'plugins', name, 'src/index.ts')) as { default: Plugin };
  const says = (plugin.uses ?? []).length > 0;
  const found = reachesOut(name);
  expect(says ? [] : found).toEqual([]);
  expect(says && found.length === 0 ? `${name} declares ${plugin.uses?.join(', ')} and opens no socket` : '').toBe('');
});
test('plugins touch no files, processes, threads or other code loaders', () => {
  const forbidden = /^(node:)?(fs|fs\/promises|child_process|cluster|worker_threads|vm|module|inspector|process|repl|sqlite)$/;
  // A type of the muxer's child process, and the root certificate of a mail server that the settings name.
  const excused = ['plugins/rtsp/src/node-rtsp-stream.d.ts node:child_process', 'plugins/notify/src/index.ts node:fs/promises'];
  expect(all.filter(({ from, to }) => from.startsWith('plugins/') && !isTest(from) && forbidden.test(to) && !excused.includes(`${from} ${to}`)).map((use) => say(use, 'ask the hub for a service'))).toEqual([]);
});
