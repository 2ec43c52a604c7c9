import type { CameraId } from '../domain/ids.ts';
import { minutes, seconds, type Instant } from '../domain/time.ts';
import { fragment } from '../media/fmp4.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { samplesOf } from '../media/fragment-samples.ts';
import { withoutSound } from '../media/cut-footage.ts';
import type { FileIndex, GroupIndex, PictureGroup } from '../recordings/group-index.ts';
import { SegmentRows, type StoredSegment } from '../recordings/segment-table.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';

/** Ten minutes, a picture every ten seconds. */
export const sheetForm = { lasts: minutes(10), everyMs: seconds(10), columns: 10, rows: 6, width: 160, height: 90 } as const;
export interface MadeSheet {
  readonly jpeg: Buffer;
  /** A 1 for each place with a picture. */
  readonly filled: string;
  readonly coveredMs: number;
}
export interface SheetMakerParts {
  readonly store: Store;
  readonly groups: Pick<GroupIndex, 'of' | 'read'>;
  readonly ffmpeg: Ffmpeg;
}
interface Chosen {
  readonly place: number;
  readonly stored: StoredSegment;
  readonly group: PictureGroup;
  readonly index: FileIndex;
}
const places = sheetForm.lasts / sheetForm.everyMs;
const stallsAfter = seconds(30);
const kindness = 19;
/** Of a group only its key picture is wanted; most are smaller than this. */
const keyBytes = 192 * 1024;
const largestKey = 8 * 2 ** 20;
const tileBytes = (sheetForm.width * sheetForm.height * 3) / 2;

/**
 * Makes one sheet from what was recorded, for the house itself: pictures never leave the hub by it. Reads only the key pictures, and of the smaller recording where there is one.
 * One ffmpeg decodes them all, another codes the sheet; both run when nobody else wants the processor.
 */
export class SheetMaker {
  readonly #parts: SheetMakerParts;
  readonly #rows: SegmentRows;
  constructor(parts: SheetMakerParts) {
    this.#parts = parts;
    this.#rows = new SegmentRows(parts.store);
  }

  /** Undefined where nothing was recorded, or nothing of it can be decoded. @throws HubError `ffmpeg-missing`; the signal's reason */
  async make(camera: CameraId, from: Instant, signal: AbortSignal): Promise<MadeSheet | undefined> {
    const to = from + sheetForm.lasts;
    const [sub, main] = await Promise.all([this.#rows.touching(camera, from, to, 'sub'), this.#rows.touching(camera, from, to)]);
    const coveredMs = lengthOf(main, from, to);
    const files = lengthOf(sub, from, to) >= coveredMs && sub.length > 0 ? sub : main;
    const chosen = await this.#choose(files, from);
    if (chosen.length === 0) return undefined;
    const sheet = greySheet();
    const filled = Array.from({ length: places }, () => '0');
    for (const alike of byInit(chosen)) {
      signal.throwIfAborted();
      const pictures = (await Promise.all(alike.map(async (each) => ({ place: each.place, picture: await this.#keyOf(each) })))).filter(({ picture }) => picture !== undefined);
      const tiles = await this.#decoded(alike[0]?.index.init ?? new Uint8Array(), pictures.map(({ picture }) => picture ?? new Uint8Array()), signal);
      // Which picture is which is told by their order alone.
      if (tiles.length !== pictures.length) continue;
      for (const [n, { place }] of pictures.entries()) {
        const tile = tiles[n];
        if (!tile) continue;
        lay(sheet, tile, place);
        filled[place] = '1';
      }
    }
    if (!filled.includes('1')) return undefined;
    return { jpeg: await this.#coded(sheet, signal), filled: filled.join(''), coveredMs };
  }

  /** For each place the first key picture in it, or the one that is still shown there. */
  async #choose(files: readonly StoredSegment[], from: Instant): Promise<Chosen[]> {
    const chosen: (Chosen & { readonly at: Instant })[] = [];
    for (const stored of files) {
      const index = await this.#parts.groups.of(stored).catch(() => undefined);
      for (const group of index?.groups ?? []) {
        const at = stored.from + group.atMs;
        const place = Math.floor((at - from) / sheetForm.everyMs);
        if (index && place >= 0 && place < places && chosen.at(-1)?.place !== place) chosen.push({ place, stored, group, index, at });
      }
    }
    return chosen;
  }

  async #keyOf({ stored, group: { offset, bytes } }: Chosen): Promise<Uint8Array | undefined> {
    for (const size of [Math.min(bytes, keyBytes), Math.min(bytes, largestKey)]) {
      const data = await this.#parts.groups.read(stored.path, [{ atMs: 0, offset, bytes: size }]).catch(() => Buffer.alloc(0));
      const place = mapFmp4(data).fragments.find(({ runs }) => runs.some(({ trackId, key }) => trackId === 1 && key));
      const [picture] = place ? samplesOf(data.subarray(place.offset, place.offset + place.size)) : [];
      if (picture?.key) return picture.bytes;
      if (size === bytes) return undefined;
    }
    return undefined;
  }

  /** Pictures of one coding, scaled into their places, as raw frames. */
  async #decoded(init: Uint8Array, pictures: readonly Uint8Array[], signal: AbortSignal): Promise<readonly Buffer[]> {
    const { width, height } = sheetForm;
    const film = [withoutSound(init), ...pictures.map((picture, n) => fragment(n + 1, [{ track: 'video', decodeTicks: n * 9_000, duration: 9_000, key: true, parts: [picture], size: picture.length }]))];
    const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=area,pad=${width}:${height}:-1:-1:color=0x808080`;
    const raw = await this.#run(['-threads', '1', '-f', 'mp4', '-i', 'pipe:0', '-an', '-vf', fit, '-vsync', '0', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1'], film, signal);
    return Array.from({ length: Math.floor(raw.length / tileBytes) }, (_, n) => raw.subarray(n * tileBytes, (n + 1) * tileBytes));
  }
  async #coded(sheet: Buffer, signal: AbortSignal): Promise<Buffer> {
    const { width, height, columns, rows } = sheetForm;
    return this.#run(['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width * columns}x${height * rows}`, '-i', 'pipe:0', '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-q:v', '5', '-f', 'mjpeg', 'pipe:1'], [sheet], signal);
  }
  async #run(args: readonly string[], input: readonly Uint8Array[], signal: AbortSignal): Promise<Buffer> {
    await using run = this.#parts.ffmpeg.run(args, { signal, niceness: kindness, stallTimeout: stallsAfter });
    const fed = (async () => {
      for (const piece of input) if (!run.stdin.write(piece)) await run.drained();
      run.stdin.end();
    })();
    const parts: Uint8Array[] = [];
    for await (const part of run.stdout) parts.push(part);
    await fed;
    await run.exit;
    if (signal.aborted) throw new HubError('not-ready', 'The hub stops.');
    return Buffer.concat(parts);
  }
}

function lengthOf(files: readonly StoredSegment[], from: Instant, to: Instant): number {
  return files.reduce((sum, file) => sum + Math.max(0, Math.min(file.to, to) - Math.max(file.from, from)), 0);
}
function byInit(chosen: readonly Chosen[]): readonly (readonly Chosen[])[] {
  const groups: { readonly init: Uint8Array; readonly of: Chosen[] }[] = [];
  for (const each of chosen) {
    const known = groups.find(({ init }) => Buffer.compare(init, each.index.init) === 0);
    if (known) known.of.push(each);
    else groups.push({ init: each.index.init, of: [each] });
  }
  return groups.map(({ of }) => of);
}

/** Planes of 4:2:0, all of them middle grey. */
function greySheet(): Buffer {
  return Buffer.alloc(tileBytes * places, 128);
}
function lay(sheet: Buffer, tile: Buffer, place: number): void {
  const { width, height, columns, rows } = sheetForm;
  const [column, row] = [place % columns, Math.floor(place / columns)];
  let [from, to] = [0, 0];
  for (const share of [1, 2, 2]) {
    const [w, h] = [width / share, height / share];
    for (let line = 0; line < h; line += 1) tile.copy(sheet, to + (row * h + line) * w * columns + column * w, from + line * w, from + (line + 1) * w);
    from += w * h;
    to += w * columns * h * rows;
  }
}
