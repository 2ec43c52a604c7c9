/** One file of a bag, wherever the bag is: a folder, a ZIP, what was dropped on a page. */
export interface BagEntry {
  /** As the folder or the archive has it, `/` between parts, with the name of the bag's own folder in front where there is one. */
  readonly path: string;
  /** In bytes, as the folder or the archive claims. */
  readonly size: number;
  /** `link`: a symbolic link; `other`: a device, a socket. Neither is ever followed. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** All of it from the first byte, in pieces; a piece is only good until the next is asked for. @throws BagUnreadable */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Of a file that stands unpacked in an archive: where, so that it can be played without being copied. @throws BagUnreadable */
  readonly place?: () => Promise<{ readonly from: number; readonly length: number }>;
}

export interface BagSource {
  /** What a person calls it: the name of the file or folder. */
  readonly name: string;
  readonly entries: readonly BagEntry[];
}

/** Bytes that can be read at any place: a file on a disk, a File of a page. */
export interface RandomAccess {
  readonly size: number;
  /** Exactly `length` bytes. A later call may reuse the bytes. @throws BagUnreadable `cut-short` */
  read(at: number, length: number): Promise<Uint8Array>;
}

export type UnreadableWhy = 'no-zip' | 'cut-short' | 'zip-damaged' | 'zip-method' | 'zip-locked' | 'zip-header' | 'too-many' | 'encrypted' | 'unreadable';

/** The bag, or one file of it, cannot be read as what it says it is. */
export class BagUnreadable extends Error {
  override readonly name = 'BagUnreadable';
  readonly why: UnreadableWhy;
  readonly path: string | undefined;
  constructor(why: UnreadableWhy, path?: string, options?: { cause?: unknown }) {
    super(path === undefined ? why : `${why}: ${path}`, options);
    this.why = why;
    this.path = path;
  }
}
