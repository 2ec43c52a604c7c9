import { createHash } from 'node:crypto';
import { sha256Hex } from '../base/canonical-json.ts';
import { bagFiles, unsealed } from '../proof/bag/bag-files.ts';
import { signerOf } from './bag-cms.ts';
import type { BagFolder } from './bag-folder.ts';

/** The first thing that is not as it was sealed, by its path; undefined for a sound bag. @param sha256 of the tag manifest, as the log has it */
export async function checkBag(folder: BagFolder, bag: string, sha256: string | null): Promise<string | undefined> {
  const tags = await folder.readWhole(bag, bagFiles.tagManifest).catch(() => undefined);
  if (!tags || sha256Hex(tags) !== sha256) return bagFiles.tagManifest;
  const signature = await folder.readWhole(bag, bagFiles.signature).catch(() => undefined);
  if (!signature || await signerOf(signature, tags).then(() => false, () => true)) return bagFiles.signature;
  const listed = lines(tags.toString());
  for (const [path, hash] of listed) if (await hashOf(folder, bag, path) !== hash) return path;
  const payload = lines((await folder.readWhole(bag, bagFiles.manifest)).toString());
  for (const [path, hash] of payload) if (await hashOf(folder, bag, path) !== hash) return path;
  const named = new Set([...listed.keys(), ...payload.keys(), bagFiles.tagManifest, ...unsealed]);
  return (await folder.list(bag)).find(({ path }) => !named.has(path))?.path;
}

function lines(text: string): ReadonlyMap<string, string> {
  return new Map(text.split('\n').filter((line) => line !== '').map((line) => [line.slice(66), line.slice(0, 64)]));
}
async function hashOf(folder: BagFolder, bag: string, path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of folder.read(bag, path, 0, Infinity)) hash.update(chunk);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}
