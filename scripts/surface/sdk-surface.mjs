import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');
export const surfaceFile = join(root, 'core/sdk.surface.d.ts');

/** The declarations of everything `@matpho/core/sdk` reaches inside core, one file after another by name. */
export function sdkSurface() {
  const entry = join(root, 'core/src/sdk/index.ts');
  const { config } = ts.readConfigFile(join(root, 'core/tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [entry] }, ts.sys, join(root, 'core'));
  const program = ts.createProgram([entry], { ...options, composite: false, incremental: false, noEmit: false, declaration: true, emitDeclarationOnly: true, declarationMap: false, sourceMap: false, noCheck: true, tsBuildInfoFile: undefined });
  const written = new Map();
  program.emit(undefined, (path, text) => { written.set(relative(join(root, 'core/dist'), path).replaceAll('\\', '/'), text); }, undefined, true);
  const parts = [...written].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => `// ── ${path}\n${text.replace(/^\/\/# sourceMappingURL.*$/m, '').trim()}\n`);
  return `// What a plugin sees of the hub. Written by \`node scripts/update-surface.mjs\`; checked by house/sdk-surface.test.ts.\n// A change that takes something away, or asks more of a plugin, is a new \`sdk\` number.\n\n${parts.join('\n')}`;
}
