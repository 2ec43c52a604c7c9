import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { loadPlugin } from './load-plugin.ts';

let folder: string;
const zod = pathToFileURL(createRequire(import.meta.url).resolve('zod')).href;
const source = (id: string, sdk = 1): string => `import { z } from ${JSON.stringify(zod)};
export default { id: '${id}', name: { vi: 'Một', en: 'One' }, sdk: ${sdk}, config: z.object({}), needs: {}, provides: {}, setup: () => ({}) };`;
/** Node's own, so that its own failures are met: the test runner has another. From a folder that knows none of these packages. */
let nativeImport: (specifier: string) => Promise<unknown>;
let hubFolder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matpho-load-'));
  hubFolder = await mkdtemp(join(tmpdir(), 'matpho-hub-'));
  await writeFile(join(hubFolder, 'import.cjs'), 'module.exports = (specifier) => import(specifier);');
  nativeImport = createRequire(import.meta.url)(join(hubFolder, 'import.cjs')) as typeof nativeImport;
  const files: Readonly<Record<string, string>> = {
    'good.mjs': source('good'), 'wrong-sdk.mjs': source('old', 2), 'no-plugin.mjs': 'export const hello = 1;', 'bad-id.mjs': source('Bad Id'), 'throws.mjs': 'throw new Error("not today");', 'syntax.mjs': 'export default {',
    'lacks-package.mjs': 'import "a-package-nobody-has"; export default {};', 'lacks-file.mjs': 'import "./nowhere.mjs"; export default {};', 'no-form.mjs': source('form').replace('z.object({})', 'z.string()'),
    'node_modules/community-plugin/package.json': '{"name":"community-plugin","version":"1.0.0","type":"module","exports":"./index.js"}', 'node_modules/community-plugin/index.js': source('community'),
    'node_modules/sick-plugin/package.json': '{"name":"sick-plugin","version":"1.0.0","type":"module","exports":"./index.js"}', 'node_modules/sick-plugin/index.js': 'import "a-package-nobody-has";',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});
afterAll(() => Promise.all([folder, hubFolder].map((each) => rm(each, { recursive: true }))));

const load = async (name: string): Promise<string> => loadPlugin(name, folder, nativeImport).then(({ id }) => id, (failure: unknown) => (failure instanceof HubError ? `${failure.code}: ${failure.message.split('\n')[0] ?? ''}` : String(failure)));

describe('a plugin', () => {
  it('is loaded by a path beside the configuration, or a whole one', async () => {
    expect([await load('./good.mjs'), await load(join(folder, 'good.mjs'))]).toEqual(['good', 'good']);
  });

  it('is loaded by the name of a package that lies beside the configuration', async () => {
    expect(await load('community-plugin')).toBe('community');
  });

  it('that is nowhere is not found', async () => {
    expect([await load('./nowhere.mjs'), await load('@nobody/plugin-nothing'), await load('nobody-plugin-nothing')]).toEqual([
      'plugin-not-found: There is no plugin at ./nowhere.mjs.', 'plugin-not-found: There is no plugin package named @nobody/plugin-nothing.', 'plugin-not-found: There is no plugin package named nobody-plugin-nothing.',
    ]);
  });

  it('that lacks something of its own is not said to be missing itself', async () => {
    expect(await Promise.all(['./lacks-package.mjs', './lacks-file.mjs', 'sick-plugin'].map(load))).toEqual([
      expect.stringMatching(/^plugin-incompatible: .*a-package-nobody-has/), expect.stringMatching(/^plugin-incompatible: .*nowhere\.mjs/), expect.stringMatching(/^plugin-incompatible: .*a-package-nobody-has/),
    ]);
  });

  it('that throws while it is loaded, or is not JavaScript, does not fit', async () => {
    expect([await load('./throws.mjs'), await load('./syntax.mjs')]).toEqual([expect.stringMatching(/^plugin-incompatible: .*not today/), expect.stringMatching(/^plugin-incompatible: /)]);
  });

  it('is told what is wrong with it: no plugin at all, another SDK, its id, its settings', async () => {
    expect(await Promise.all(['./no-plugin.mjs', 'node:path', './wrong-sdk.mjs', './bad-id.mjs', './no-form.mjs'].map(load))).toEqual([
      expect.stringMatching(/^plugin-incompatible: .*default export/), expect.stringMatching(/^plugin-incompatible: /), expect.stringMatching(/^plugin-incompatible: .*sdk/), expect.stringMatching(/^plugin-incompatible: .*id/), expect.stringMatching(/^plugin-incompatible: .*config must be a Zod object/),
    ]);
  });
});
