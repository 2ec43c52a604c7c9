import { nameFault } from './file-name.ts';

/** A manifest of RFC 8493 §2.1.3 as `sha256sum` writes and reads it: 64 digits, two spaces (or a space and a star), the path. */
export interface Manifest {
  /** Path to hash. */
  readonly files: ReadonlyMap<string, string>;
  /** Lines, from 1, that are none, or say one path twice. */
  readonly bad: readonly number[];
}

export function readManifest(text: string): Manifest {
  const files = new Map<string, string>();
  const bad: number[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [i, line] of lines.entries()) {
    const [, hash = '', path = ''] = /^([0-9a-f]{64}) [ *](.+)$/i.exec(line) ?? [];
    if (path === '' || files.has(path) || nameFault(path) !== undefined) bad.push(i + 1);
    else files.set(path, hash.toLowerCase());
  }
  return { files, bad };
}

/** `Label: value`, a value going on in lines that begin with a space (RFC 8493 §2.2.2). */
export function readTags(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (/^[ \t]/.test(line) && last !== undefined) tags.set(last, `${tags.get(last) ?? ''} ${line.trim()}`);
    const [, label, value = ''] = /^([^\s:][^:]*):\s*(.*)$/.exec(line) ?? [];
    if (label === undefined) continue;
    last = label.trim();
    tags.set(last, value.trim());
  }
  return tags;
}

/** `octets.files` (RFC 8493 §2.2.2). */
export function readOxum(text: string | undefined): { readonly bytes: number; readonly files: number } | undefined {
  const [, bytes = '', files = ''] = /^(\d{1,15})\.(\d{1,9})$/.exec(text ?? '') ?? [];
  return bytes === '' ? undefined : { bytes: Number(bytes), files: Number(files) };
}
