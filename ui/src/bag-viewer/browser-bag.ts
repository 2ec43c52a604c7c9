import { BagUnreadable, openBagFile, type BagEntry, type BagSource, type RandomAccess } from '@matpho/core/proof/bag';

/** A bag as a page has it: what is checked, and its films as blobs that are read only where they are played. */
export interface BrowserBag {
  readonly source: BagSource;
  /** By the entry's own path. */
  blob(path: string): Promise<Blob | undefined>;
}
/** One file, and where it lies in the folder that was chosen. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/** One ZIP, or the files of a folder. @throws BagUnreadable */
export async function openBag(files: readonly PlacedFile[]): Promise<BrowserBag> {
  const [first] = files;
  if (!first) throw new BagUnreadable('no-zip');
  if (files.length > 1 || first.path.includes('/')) return folderBag(files);
  const { file } = first;
  const source = await openBagFile(file.name, new FileAccess(file));
  const entries = new Map(source.entries.map((entry) => [entry.path, entry]));
  return {
    source,
    blob: async (path) => {
      const place = await entries.get(path)?.place?.();
      return place && file.slice(place.from, place.from + place.length, 'video/mp4');
    },
  };
}

function folderBag(files: readonly PlacedFile[]): BrowserBag {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const entries: BagEntry[] = files.map(({ path, file }) => ({ path, size: file.size, kind: 'file', open: () => contents(file, path) }));
  return { source: { name: files[0]?.path.split('/')[0] ?? '', entries }, blob: async (path) => byPath.get(path)?.slice(0, byPath.get(path)?.size, 'video/mp4') };
}

const piece = 4 * 2 ** 20;
async function* contents(file: File, path: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += piece) {
    yield await bytesOf(file.slice(at, at + piece), path);
  }
}
async function bytesOf(blob: Blob, path?: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new BagUnreadable('unreadable', path, { cause });
  }
}

class FileAccess implements RandomAccess {
  private readonly file: File;
  readonly size: number;
  constructor(file: File) {
    this.file = file;
    this.size = file.size;
  }
  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || at + length > this.size) throw new BagUnreadable('cut-short');
    return bytesOf(this.file.slice(at, at + length));
  }
}

/** Of an `<input type=file>`, also of one that takes a folder. */
export const chosenFiles = (list: FileList | null): PlacedFile[] => [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

const mostFiles = 100_000;
/** Of a drop: a file, or a folder with all that is in it. Must be called while the event is handled. */
export async function droppedFiles(transfer: DataTransfer): Promise<PlacedFile[]> {
  const roots = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: PlacedFile[] = [];
  for (const root of roots) await gather(root, found);
  return found;
}
async function gather(entry: FileSystemEntry, into: PlacedFile[]): Promise<void> {
  if (into.length >= mostFiles) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // Chrome gives a hundred at a time, and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const each of some) await gather(each, into);
  }
}
