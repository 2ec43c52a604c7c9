import { expect, test } from 'vitest';
import { floorPlan, ground, kernelFacesForHttp } from './floor-plan.ts';
import { files, isTest, parse, say, type Use } from './source-tree.ts';

const product = ['core/src', 'plugins', 'simulator/src', 'bench/src'].flatMap((folder) => files(folder, /\.ts$/)).filter((path) => !isTest(path));
const sources = product.map((path) => parse(path));
const all = sources.flatMap(({ imports }) => imports);
const roomOf = (path: string): string | undefined => /^core\/src\/([^/]+)\//.exec(path)?.[1];

/** What is wrong with an import between rooms, if anything. */
function acrossRooms(use: Use): string[] {
  const here = roomOf(use.from);
  const there = roomOf(use.to);
  if (here === undefined || here === there) return [];
  if (there === undefined) return use.to.startsWith('core/src/') ? [say(use, 'only the composition root sees the composition root')] : [];
  const allowed = floorPlan[here];
  if (!allowed) return [say(use, `the room ${here} is not on the floor plan`)];
  if (allowed.includes(there) || (ground.includes(there) && !ground.includes(here))) return [];
  return [say(use, `${here} may import ${[...allowed, ...(ground.includes(here) ? [] : ground)].join(', ') || 'nothing'}`)];
}
const only = (matches: (to: string) => boolean, allowed: (from: string) => boolean, why: string): string[] => all.filter((use) => matches(use.to) && !allowed(use.from)).map((use) => say(use, why));
const isPackage = (...names: readonly string[]) => (to: string): boolean => names.some((name) => to === name || to.startsWith(`${name}/`));

test('every room imports only the rooms below it', () => {
  expect(all.filter(({ from }) => roomOf(from) !== undefined).length).toBeGreaterThan(500);
  expect(all.flatMap(acrossRooms)).toEqual([]);
});
test('the floor plan names every room, and no room twice above itself', () => {
  expect(Object.keys(floorPlan).filter((room) => files(`core/src/${room}`, /\.ts$/).length === 0)).toEqual([]);
  // Walking down from any room never comes back to it.
  const below = (room: string, seen: readonly string[] = []): string[] => (floorPlan[room] ?? []).flatMap((next) => (seen.includes(next) ? [next] : [next, ...below(next, [...seen, next])]));
  expect(Object.keys(floorPlan).filter((room) => below(room).includes(room))).toEqual([]);
});
test('the door knows the plugin host, not how it is made', () => {
  expect(all.filter(({ from, to }) => roomOf(from) === 'http' && roomOf(to) === 'kernel' && !kernelFacesForHttp.some((file) => to.endsWith(`/${file}`))).map((use) => say(use, `http sees of the kernel only ${kernelFacesForHttp.join(', ')}`))).toEqual([]);
});
test('core knows no plugin, no simulator and no page', () => {
  expect(only((to) => /^(@matpho\/|plugins\/|simulator\/|bench\/|ui\/)/.test(to), (from) => !from.startsWith('core/'), 'core loads plugins by name')).toEqual([]);
});
test('tsyringe stays behind the injector', () => {
  expect(only(isPackage('tsyringe'), (from) => from === 'core/src/kernel/injector.ts', 'use Injector')).toEqual([]);
  // @peculiar/x509 is itself built on tsyringe and wants the metadata first.
  expect(only(isPackage('reflect-metadata'), (from) => ['core/src/kernel/injector.ts', 'core/src/http/local-ca.ts'].includes(from), 'no decorators on the server')).toEqual([]);
});
test('only http and the composition root know fastify', () => {
  expect(only((to) => to === 'fastify' || to.startsWith('@fastify/'), (from) => from.startsWith('core/src/http/') || /^core\/src\/[^/]+\.ts$/.test(from), 'only http knows fastify')).toEqual([]);
});
test('only the store knows the database', () => {
  expect(only(isPackage('sqlite3'), (from) => from.startsWith('core/src/store/'), 'only store knows the database')).toEqual([]);
  // Rooms with tables of their own write queries in Kysely's words; the dialect, the connection and the lock stay in the store.
  const words = new Set(['Kysely', 'Transaction', 'sql']);
  expect(sources.filter(({ path }) => !path.startsWith('core/src/store/')).flatMap((source) => source.find((node) => node.type === 'ImportDeclaration' && (node['source'] as { value: string }).value.startsWith('kysely')))
    .flatMap(({ path, line, node }) => (node['specifiers'] as { imported?: { name: string } }[]).filter(({ imported }) => !words.has(imported?.name ?? '*')).map(({ imported }) => `${path}:${line} imports ${imported?.name ?? '*'} of kysely`))).toEqual([]);
  expect(sources.filter(({ path }) => !path.startsWith('core/src/store/')).flatMap((source) => source.find((node) => node.type === 'NewExpression' && (node['callee'] as { name?: string }).name === 'Kysely')).map(({ path, line }) => `${path}:${line} opens a database`)).toEqual([]);
});
test('only the ffmpeg room starts processes', () => {
  const muxerTypes = 'plugins/rtsp/src/node-rtsp-stream.d.ts';
  // The simulator is no part of a hub: it draws its street with an ffmpeg of its own. A benchmark starts the programs it compares with.
  expect(only((to) => /^(node:)?child_process$/.test(to), (from) => from.startsWith('core/src/ffmpeg/') || /^(simulator|bench)\//.test(from) || from === muxerTypes, 'ask for the Ffmpeg service')).toEqual([]);
  // node-rtsp-stream's muxer starts ffmpeg by itself.
  expect(only(isPackage('node-rtsp-stream'), (from) => /^plugins\/rtsp\/src\/(mpeg1-transport|node-rtsp-stream\.d)\.ts$/.test(from), 'only mpeg1-transport wraps the muxer')).toEqual([]);
});
test('node-rtsp-stream is reached only at its muxer', () => {
  expect(all.filter(({ to }) => to.startsWith('node-rtsp-stream') && to !== 'node-rtsp-stream/mpeg1muxer.js').map((use) => say(use, 'its VideoStream listens on all addresses without a password'))).toEqual([]);
});
