import type { Segment } from '../domain/recording.ts';
import { videoTrackId } from '../media/fmp4.ts';
import { mapFmp4, readTimescales } from '../media/fmp4-read.ts';
import type { Store } from '../store/open-store.ts';
import type { Disk } from './disk.ts';

/** A key picture with everything up to the next one, sound too: a player can start here. */
export interface PictureGroup {
  /** Of the key picture, ms after the segment's `from`. */
  readonly atMs: number;
  /** Within the file. */
  readonly offset: number;
  readonly bytes: number;
}
/** What a seek has to read of one file. */
export interface FileIndex {
  /** `ftyp` and `moov`, the first bytes of the file. */
  readonly init: Uint8Array;
  /** In order; each ends where the next begins, the last one at the end of the file. */
  readonly groups: readonly PictureGroup[];
}
const format = 1;

/** Bytes and times of groups as kept in `segment.groups`: a format byte, then LEB128 numbers: bytes of the init segment, and for each group its distance in ms from the last one and its bytes. */
export function encodeGroups(groups: readonly PictureGroup[]): Buffer {
  const out: number[] = [format];
  const put = (value: number): void => {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) out.push((left % 0x80) | 0x80);
    out.push(left);
  };
  put(groups[0]?.offset ?? 0);
  let at = 0;
  for (const { atMs, bytes } of groups) {
    put(Math.max(0, atMs - at));
    put(bytes);
    at = Math.max(at, atMs);
  }
  return Buffer.from(out);
}

/** Undefined for what `encodeGroups` did not write. */
export function decodeGroups(blob: Uint8Array): readonly PictureGroup[] | undefined {
  if (blob[0] !== format) return undefined;
  let position = 1;
  const take = (): number => {
    for (let value = 0, unit = 1; unit < 2 ** 50; unit *= 0x80) {
      const byte = blob[position++];
      if (byte === undefined) return Number.NaN;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  const groups: PictureGroup[] = [];
  let offset = take();
  for (let at = 0; position < blob.length;) {
    at += take();
    const bytes = take();
    if (Number.isNaN(at + bytes + offset)) return undefined;
    groups.push({ atMs: at, offset, bytes });
    offset += bytes;
  }
  return groups;
}

/** Reads the groups out of a file itself. Undefined where it has no picture. @throws HubError `camera-broken-answer` for what the recorder did not write */
export function indexOfFile(file: Uint8Array): FileIndex | undefined {
  const { init, fragments, wholeBytes } = mapFmp4(file);
  if (!init || fragments.length === 0) return undefined;
  const head = file.subarray(init.offset, init.offset + init.size);
  const rate = readTimescales(head).get(videoTrackId) ?? 1;
  const keys = fragments.flatMap(({ offset, runs }) => runs.filter(({ trackId, key }) => trackId === videoTrackId && key).map(({ baseDecodeTicks }) => ({ offset, ticks: baseDecodeTicks })));
  const first = keys[0];
  if (!first) return undefined;
  // Sound before the first key picture belongs to it: the file is covered from its init segment on.
  const starts = keys.map(({ offset, ticks }, n) => ({ atMs: Math.round(((ticks - first.ticks) * 1_000) / rate), offset: n === 0 ? init.offset + init.size : offset }));
  return { init: head, groups: starts.map(({ atMs, offset }, n) => ({ atMs, offset, bytes: (starts[n + 1]?.offset ?? wholeBytes) - offset })) };
}

/** The groups that show anything of [fromMs, toMs) after the file's beginning: from the key picture at or before it on. Pure. */
export function groupsWithin(groups: readonly PictureGroup[], fromMs: number, toMs: number): readonly PictureGroup[] {
  return groups.filter(({ atMs }, n) => atMs < toMs && (groups[n + 1]?.atMs ?? Infinity) > fromMs);
}

/** Where groups of pictures lie in files, so that a seek reads only what it needs. */
export class GroupIndex {
  readonly #store: Store;
  readonly #disk: Pick<Disk, 'read'>;
  constructor(store: Store, disk: Pick<Disk, 'read'>) {
    this.#store = store;
    this.#disk = disk;
  }

  /** Rows from before the index was kept are read from their file. Undefined where there is no such row, or no picture in its file. @throws what the system says of the file */
  async of({ id, path }: Segment & { readonly id: number; readonly path: string }): Promise<FileIndex | undefined> {
    const row = await this.#store.read.selectFrom('segment').leftJoin('media_init', 'media_init.id', 'segment.init').select(['segment.groups as groups', 'media_init.bytes as init']).where('segment.id', '=', id).executeTakeFirst();
    if (!row) return undefined;
    const groups = row.groups && decodeGroups(row.groups);
    return groups && row.init ? { init: row.init, groups } : indexOfFile(await this.#disk.read(path));
  }
  /** The bytes of one or more groups that follow each other. */
  async read(path: string, groups: readonly PictureGroup[]): Promise<Buffer> {
    const [first] = groups;
    if (!first) return Buffer.alloc(0);
    return await this.#disk.read(path, { offset: first.offset, bytes: groups.reduce((sum, { bytes }) => sum + bytes, 0) });
  }
}
