import { sameBytes } from '../bytes.ts';
import { bagFiles, bagitText, bagProfile, unsealed } from './bag-files.ts';
import { BagUnreadable, type BagEntry } from './bag-source.ts';
import { bytesText, finding, type BagFinding } from './finding.ts';
import type { NewHasher } from './hasher.ts';
import { readManifest, readOxum, readTags } from './tag-files.ts';

/** Longest file that is read whole: a manifest of a bag of 8 cameras, 2 hours each, is under 1 MB. */
const longestKept = 16 * 2 ** 20;
/** Of all that is kept. */
const mostKept = 64 * 2 ** 20;

export interface FileParts {
  readonly files: ReadonlyMap<string, BagEntry>;
  readonly newHasher: NewHasher;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}
export interface CheckedFiles {
  readonly findings: readonly BagFinding[];
  /** What is read again: manifests, signatures, records. */
  readonly kept: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** SHA-256 as the payload manifest has them, and the order it has them in. */
  readonly manifest: ReadonlyMap<string, string>;
  /** Of tagmanifest-sha256.txt itself. */
  readonly tagManifestHash: string | undefined;
  readonly count: number;
  readonly bytes: number;
}

const isKept = (path: string): boolean => !path.startsWith('data/') ? !/\.(html|sh)$/.test(path) : path.startsWith('data/records/') && /\.(json|jws|jsonl|tlog-proof)$/.test(path);

/** Reads every file once: BagIt's own rules (RFC 8493 §3) and the two manifests, as `sha256sum -c` would and for what it does not see. */
export async function checkFiles({ files, newHasher, onBytes, signal }: FileParts): Promise<CheckedFiles> {
  const findings: BagFinding[] = [];
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const hashes = new Map<string, string>();
  let [count, bytes, held, payloadBytes, payloadFiles] = [0, 0, 0, 0, 0];
  for (const [path, entry] of files) {
    const wanted = isKept(path);
    const isTooLong = wanted && (entry.size > longestKept || held + entry.size > mostKept);
    if (isTooLong) findings.push(finding('too-long', path));
    const into = wanted && !isTooLong ? new Uint8Array(entry.size) : undefined;
    const hasher = newHasher();
    let length = 0;
    try {
      for await (const piece of entry.open()) {
        signal?.throwIfAborted();
        hasher.update(piece);
        if (into && length + piece.length > into.length) throw new BagUnreadable('cut-short', path);
        into?.set(piece, length);
        length += piece.length;
        onBytes(piece.length);
      }
      if (into && length !== into.length) throw new BagUnreadable('cut-short', path);
    } catch (failure) {
      if (signal?.aborted === true || !(failure instanceof BagUnreadable)) throw failure;
      findings.push(finding(failure.why, path));
      // It is there, and it is not what was written.
      hashes.set(path, '');
      continue;
    }
    hashes.set(path, hasher.hex());
    if (into) kept.set(path, into);
    held += into?.length ?? 0;
    count += 1;
    bytes += length;
    if (path.startsWith('data/')) [payloadBytes, payloadFiles] = [payloadBytes + length, payloadFiles + 1];
  }
  const text = (path: string): string | undefined => {
    const found = kept.get(path);
    return found && new TextDecoder('utf-8', { ignoreBOM: true }).decode(found);
  };

  const bagit = kept.get(bagFiles.bagit);
  if (!bagit || !sameBytes(bagit, new TextEncoder().encode(bagitText))) findings.push(finding('bagit-text', bagFiles.bagit));
  const manifest = listed(bagFiles.manifest, text(bagFiles.manifest), hashes, (path) => path.startsWith('data/'), findings);
  const tags = listed(bagFiles.tagManifest, text(bagFiles.tagManifest), hashes, (path) => !path.startsWith('data/') && path !== bagFiles.tagManifest && !unsealed.includes(path), findings);
  for (const path of hashes.keys()) {
    const isNamed = path.startsWith('data/') ? manifest.has(path) : tags.has(path) || path === bagFiles.tagManifest || unsealed.includes(path);
    if (!isNamed) findings.push(finding('extra', path));
  }
  const info = readTags(text(bagFiles.info) ?? '');
  const oxum = readOxum(info.get('Payload-Oxum'));
  if (oxum?.bytes !== payloadBytes || oxum.files !== payloadFiles) findings.push(finding('oxum', bagFiles.info, { said: info.get('Payload-Oxum') ?? '-', found: `${payloadBytes}.${payloadFiles}` }));
  const profile = info.get('Matpho-Profile') ?? '';
  if (!profile.includes(bagProfile)) findings.push(finding('profile', bagFiles.info, { profile: profile === '' ? '-' : profile }));
  if (findings.every(({ level }) => level !== 'fail')) findings.push(finding('files-whole', undefined, { files: String(manifest.size + tags.size), size: bytesText(bytes) }));
  return { findings, kept, manifest, tagManifestHash: hashes.get(bagFiles.tagManifest), count, bytes };
}

/** What one manifest names, each compared with what is there. */
function listed(name: string, text: string | undefined, hashes: ReadonlyMap<string, string>, isOurs: (path: string) => boolean, findings: BagFinding[]): ReadonlyMap<string, string> {
  if (text === undefined) {
    findings.push(finding('manifest-missing', name));
    return new Map();
  }
  const { files, bad } = readManifest(text);
  for (const line of bad.slice(0, 20)) findings.push(finding('manifest-line', name, { line: String(line) }));
  for (const [path, hash] of files) {
    if (!isOurs(path)) findings.push(finding('manifest-place', name, { of: path }));
    else if (!hashes.has(path)) findings.push(finding('missing', path));
    else if (hashes.get(path) !== hash) findings.push(finding('changed', path));
  }
  return files;
}
