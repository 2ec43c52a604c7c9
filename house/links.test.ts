import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { files, read, root } from './source-tree.ts';

test('every file a document links to or names with its path is there', () => {
  const documents = files('.', /\.md$/);
  expect(documents.length).toBeGreaterThan(10);
  expect(documents.flatMap((path) => {
    const text = read(path);
    const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => join(dirname(path), to));
    const named = [...text.matchAll(/`((?:core|plugins|ui|simulator|bench|house|e2e|scripts|docs|examples)\/[\w./-]+\.\w+)`/g)].map(([, to = '']) => to).filter((to) => !to.includes('/dist/'));
    return [...linked, ...named].filter((to) => !existsSync(join(root, to))).map((to) => `${path}: ${to}`);
  })).toEqual([]);
});
