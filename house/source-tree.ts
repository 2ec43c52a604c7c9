import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

export const root = resolve(import.meta.dirname, '..');
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const readJson = (path: string): Record<string, unknown> => JSON.parse(read(path)) as Record<string, unknown>;

/** Written by a script, not by a person. */
const written = /\.surface\.d\.ts$/;
const skipped = new Set(['node_modules', 'dist', 'data', '.git', '.matpho', 'coverage']);

/** Files below a folder, by extension, seen from the root. */
export function files(folder: string, extensions: RegExp): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : files(path, extensions);
    return entry.isFile() && extensions.test(entry.name) && !written.test(entry.name) ? [path] : [];
  }).toSorted();
}

/** Tests, fixtures and what only they use. The SDK's `testing` door is product. */
export const isTest = (path: string): boolean => /\.(test|test-d|fixture)\.ts$/.test(path) || /^(house|e2e)\//.test(path) || (/\/(test|testing)\//.test(path) && !path.startsWith('core/src/sdk/testing/'));

export interface Use {
  readonly from: string;
  /** A path from the root, or the name of a package as it was written. */
  readonly to: string;
  readonly line: number;
}
export interface Found {
  readonly path: string;
  readonly line: number;
  readonly node: Node;
}
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Use[];
  find(matches: (node: Node) => boolean): readonly Found[];
}
export type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

export function parse(path: string, text: string = read(path)): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be parsed'}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const imports: Use[] = [];
  const nodes: Node[] = [];
  walk(program, (node) => {
    nodes.push(node);
    const name = importedName(node);
    if (name !== undefined) imports.push({ from: path, to: name.startsWith('.') ? relative(root, resolve(root, dirname(path), name)) : name.replace(/\?.*$/, ''), line: lineAt(node.start) });
  });
  return { path, text, imports, find: (matches) => nodes.filter(matches).map((node) => ({ path, line: lineAt(node.start), node })) };
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, visit);
    return;
  }
  if (!isNode(value)) return;
  visit(value);
  for (const [key, child] of Object.entries(value)) if (key !== 'parent' && typeof child === 'object') walk(child, visit);
}

const literal = (value: unknown): string | undefined => {
  if (!isNode(value)) return undefined;
  if (value.type === 'TSLiteralType') return literal(value['literal']);
  return value.type === 'Literal' && typeof value['value'] === 'string' ? value['value'] : undefined;
};
const isCallOf = (node: unknown, name: string): boolean => isNode(node) && node.type === 'CallExpression' && isNode(node['callee']) && node['callee']['name'] === name;

/** Static, re-exported, type-only and dynamic imports, `import('x')` in a type, `import x = require('x')`, `require('x')`, `createRequire(…)('x')`. */
function importedName(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration': case 'ExportNamedDeclaration': case 'ExportAllDeclaration': case 'ImportExpression': return literal(node['source']);
    case 'TSImportType': return literal(node['source'] ?? node['argument']);
    case 'TSExternalModuleReference': return literal(node['expression']);
    case 'CallExpression': {
      if (!isCallOf(node, 'require') && !isCallOf(node['callee'], 'createRequire')) return undefined;
      return literal((node['arguments'] as readonly unknown[])[0]);
    }
    default: return undefined;
  }
}

export const place = ({ path, line }: Found): string => `${path}:${line}`;
export const say = ({ from, line, to }: Use, why: string): string => `${from}:${line} uses ${to}: ${why}`;
/** `@scope/name` of `@scope/name/deep/path`. */
export const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
