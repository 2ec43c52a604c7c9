import { sha256Hex } from '../base/canonical-json.ts';
import { bagFiles, bagProfile, unsealed } from '../proof/bag/bag-files.ts';

/** A file of a bag, by its path inside it. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly crc32: number;
}

const lines = (files: readonly ListedFile[]): string => files.toSorted(byPath).map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
/** The payload (RFC 8493 §2.1.3), in the form sha256sum reads. */
export function payloadManifest(files: readonly ListedFile[]): string {
  return lines(files.filter(({ path }) => path.startsWith('data/')));
}
/** Every tag file there is before the signature (RFC 8493 §2.2.1). */
export function tagManifest(files: readonly ListedFile[]): string {
  return lines(files.filter(({ path }) => !path.startsWith('data/') && path !== bagFiles.tagManifest && !unsealed.includes(path)));
}
/** What `create` says of the pictures: SHA-256 of their lines of the payload manifest. */
export function picturesHash(files: readonly ListedFile[]): string {
  return sha256Hex(lines(files.filter(({ path }) => path.startsWith('data/') && !path.startsWith('data/records/'))));
}
export function bagInfo({ id, at, organisation, files, facts }: { readonly id: string; readonly at: number; readonly organisation: string; readonly files: readonly ListedFile[]; readonly facts: Readonly<Record<string, string>> }): string {
  const payload = files.filter(({ path }) => path.startsWith('data/'));
  const said: Readonly<Record<string, string>> = {
    'Source-Organization': organisation, 'External-Identifier': id, 'Bagging-Date': new Date(at + 7 * 3_600_000).toISOString().slice(0, 10), 'Payload-Oxum': `${payload.reduce((sum, { bytes }) => sum + bytes, 0)}.${payload.length}`,
    'Bag-Software-Agent': 'Mat Pho', 'Matpho-Profile': bagProfile, ...facts,
  };
  return Object.entries(said).map(([label, value]) => `${label}: ${value.replaceAll(/[\r\n]+/g, ' ').trim()}\n`).join('');
}

function byPath(a: ListedFile, b: ListedFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
