import { expect, test } from 'vitest';
import { files, isTest, parse, read } from './source-tree.ts';

const opens = /^(node:)?(net|http|https|http2|tls|dgram)$|^fastify$/;
/** Its sockets are opened by code that is not JavaScript, one for each connection that is made. */
const opensByItself = (source: { find(matches: (node: { readonly type: string } & Readonly<Record<string, unknown>>) => boolean): readonly unknown[] }): boolean => source.find((node) => node.type === 'NewExpression' && (node['callee'] as { property?: { name?: string } }).property?.name === 'PeerConnection').length > 0;
const isListening = (callee: unknown): boolean => {
  const { type, property } = callee as { type?: string; property?: { name?: string } };
  return type === 'MemberExpression' && (property?.name === 'listen' || property?.name === 'bind');
};

test('docs/operate.md lists every socket that listens, with who may call it', () => {
  const listening = ['core/src', 'plugins', 'simulator/src'].flatMap((folder) => files(folder, /\.ts$/)).filter((path) => !isTest(path)).map((path) => parse(path))
    .filter((source) => opensByItself(source) || (source.imports.some(({ to }) => opens.test(to)) && source.find((node) => node.type === 'CallExpression' && isListening(node['callee'])).length > 0)).map(({ path }) => path);
  const rows = read('docs/operate.md').split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const path = /^`((?:core|plugins|simulator)\/[^`]+\.ts)`$/.exec(cells.at(-2) ?? '')?.[1];
    return path ? [{ path, caller: cells[3] ?? '' }] : [];
  });
  expect(rows.map(({ path }) => path).toSorted()).toEqual(listening.toSorted());
  expect(rows.filter(({ caller }) => caller.length < 10)).toEqual([]);
});
