import type { BagEntry, BagSource } from './bag-source.ts';
import { bagFiles } from './bag-files.ts';
import { isLitter, nameFault, nameKey, type NameFault } from './file-name.ts';
import { finding, type BagFinding, type BagText } from './finding.ts';

/** The files of a bag by their path in it. */
export interface BagTree {
  /** Name of the bag's own folder; empty where the files stand free. */
  readonly root: string;
  readonly files: ReadonlyMap<string, BagEntry>;
  readonly findings: readonly BagFinding[];
}

const reasons: Readonly<Record<NameFault, BagText>> = {
  'absolute': { vi: 'bắt đầu từ gốc ổ đĩa', en: 'begins at the root of the disk' }, 'climbs': { vi: 'có “..”', en: 'has “..”' }, 'backslash': { vi: 'có dấu “\\”', en: 'has a “\\”' },
  'drive': { vi: 'có tên ổ đĩa', en: 'names a drive' }, 'not-ascii': { vi: 'có ký tự ngoài ASCII', en: 'has characters outside of ASCII' }, 'control': { vi: 'có ký tự điều khiển', en: 'has control characters' },
  'reserved': { vi: 'là tên Windows hiểu khác', en: 'is read otherwise by Windows' }, 'empty-part': { vi: 'có phần trống', en: 'has an empty part' }, 'long': { vi: 'quá dài', en: 'is too long' },
};

/** Finds the one bag among the entries. What may not be in it is found and left out; nothing is opened. */
export function bagTree({ entries }: BagSource): BagTree | BagFinding {
  const roots = entries.filter(({ kind, path }) => kind === 'file' && /^([^/]+\/)?bagit\.txt$/.test(path)).map(({ path }) => path.slice(0, -bagFiles.bagit.length));
  const [root = ''] = roots;
  if (roots.length === 0) return finding('no-bag');
  if (new Set(roots).size > 1) return finding('several-bags');
  const findings: BagFinding[] = [];
  const files = new Map<string, BagEntry>();
  const seen = new Map<string, BagEntry['kind']>();
  for (const entry of entries) {
    const { kind } = entry;
    if (isLitter(entry.path) && kind !== 'link') {
      if (kind === 'file') findings.push(finding('litter', entry.path));
      continue;
    }
    const why = nameFault(entry.path);
    if (why !== undefined) findings.push(finding('name', entry.path, { why: reasons[why] }));
    else if (!entry.path.startsWith(root)) findings.push(finding('outside', entry.path));
    else if (kind === 'link' || kind === 'other') findings.push(finding('link', entry.path));
    else {
      const path = entry.path.slice(root.length);
      const key = nameKey(path.replace(/\/$/, ''));
      // A folder may be listed and also be implied; a file may not share its name with anything.
      if (seen.has(key) && !(kind === 'folder' && seen.get(key) === 'folder')) findings.push(finding('name-twice', entry.path));
      else if (kind === 'file') files.set(path, entry);
      seen.set(key, kind);
    }
  }
  return { root: root.replace(/\/$/, ''), files, findings };
}
