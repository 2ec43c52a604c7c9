import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds one TypeScript file, and what it imports from the hub, into a module that a plain `node` can run: for tests that must kill a process.
 * Packages are left outside, so the output lies where Node finds them.
 */
export async function builtForNode(entry: URL): Promise<AsyncDisposable & { readonly file: string }> {
  const cache = fileURLToPath(new URL('../../../../node_modules/.cache/', import.meta.url));
  await mkdir(cache, { recursive: true });
  const outDir = await mkdtemp(join(cache, 'matpho-built-'));
  await build({ configFile: false, logLevel: 'silent', build: { ssr: fileURLToPath(entry), outDir, target: 'node20', rolldownOptions: { output: { entryFileNames: 'program.mjs' } } } });
  return { file: join(outDir, 'program.mjs'), [Symbol.asyncDispose]: () => rm(outDir, { recursive: true, force: true }) };
}
