import { createHash } from 'node:crypto';
import type { Gate } from '../consent/gate.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { Permit } from '../domain/consent.ts';
import type { Clip } from '../domain/recording.ts';
import type { Instant } from '../domain/time.ts';
import { bagFolders } from '../proof/bag/bag-files.ts';
import type { BagFile } from '../proof/bag/records.ts';
import type { Footage, FootageClip } from '../recordings/footage.ts';
import { HubError } from '../sdk/errors.ts';
import type { ClipExporter, ExportTarget } from '../sdk/ports.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import type { BagPart } from './bag-folder.ts';
import { codingOf, initOf, type Coding } from './coding.ts';

export interface PictureParts {
  readonly gate: Pick<Gate, 'vouches'>;
  readonly footage: Footage;
  readonly ffmpeg: Ffmpeg;
  readonly masks: MaskCovers;
  readonly write: ClipExporter['write'];
}
/** What is to be made of one permit. */
export interface PictureWish {
  readonly permit: Permit<'clip'>;
  /** Asked for: the permit may cover a file before and one after. */
  readonly from: Instant;
  readonly to: Instant;
  /** Of the camera, in the bag's folders. */
  readonly folder: string;
  /** Unit and number, for a visible mark. */
  readonly mark: string;
  readonly counted: (seconds: number, bytes: number) => void;
}
export interface MadePictures {
  readonly files: readonly BagFile[];
  readonly listed: FootageClip['listed'];
  /** Where the untouched file of a segment lies, by its beginning. */
  readonly originals: ReadonlyMap<Instant, string>;
  readonly delivered: { readonly from: Instant; readonly to: Instant } | null;
}

/** Whole files as they were recorded go only to the house itself, and where it sees everything (docs/decisions/0023-originals.md). */
export function hasOriginals({ route, obligations }: Permit<'clip'>): boolean {
  return route === 'R0' && obligations.masks.length === 0 && obligations.audio;
}

/**
 * Writes the pictures of one permit into the bag: for the house its files untouched and a film packed from them; for anyone else the film alone,
 * of exactly what is permitted. Each file is read once. Nothing is made where nothing was recorded in [from, to).
 * @throws what the footage, the plugin or the disk throws
 */
export async function makePictures({ gate, footage, ffmpeg, masks, write }: PictureParts, part: BagPart, { permit, from, to, folder, mark, counted }: PictureWish, signal: AbortSignal): Promise<MadePictures> {
  const nothing: MadePictures = { files: [], listed: [], originals: new Map(), delivered: null };
  const clip = await footage.clip(permit, gate, { ffmpeg, masks, mark }).catch((failure: unknown) => {
    if (failure instanceof HubError && failure.code === 'no-footage') return undefined;
    throw failure;
  });
  if (!clip?.listed.some((each) => each.from < to && each.to > from)) return nothing;
  const files: BagFile[] = [];
  const originals = new Map<Instant, string>();
  const isWhole = hasOriginals(permit);
  let coding: Coding | null = null;
  let delivered: MadePictures['delivered'] = null;
  const used: string[] = [];
  const codings = new Map<string, Coding | null>();

  async function* given(of: FootageClip): Clip['segments'] {
    for await (const { segment, bytes } of of.segments) {
      const file = await gather(bytes);
      signal.throwIfAborted();
      const init = initOf(file);
      if (!init) throw new HubError('footage-damaged', 'A recorded file does not begin as one.');
      // Read once for each way of coding: a file is long.
      const name = createHash('sha256').update(init).digest('hex');
      const own = codings.get(name) ?? codingOf(file);
      codings.set(name, own);
      coding ??= own;
      if (isWhole) await keep(segment, file, init, name, own);
      counted(Math.max(0, segment.to - segment.from) / 1_000, file.length);
      if (segment.from >= to || segment.to <= from) continue;
      used.push(segment.sha256);
      delivered = { from: Math.max(from, Math.min(segment.from, delivered?.from ?? Infinity)), to: Math.min(to, Math.max(segment.to, delivered?.to ?? -Infinity)) };
      yield { segment, bytes: once(file) };
    }
  }
  async function keep(segment: FootageClip['listed'][number], file: Buffer, init: Buffer, initHash: string, own: Coding | null): Promise<void> {
    if (file.length !== segment.bytes || clip?.changed === true) throw new HubError('footage-damaged', 'A recorded file is not as it was recorded.');
    const path = `${bagFolders.original}${folder}/${stamp(segment.from)}.mp4`;
    originals.set(segment.from, path);
    // Two pieces may meet in one file.
    if (part.has(path)) return;
    const kept = await part.write(path, file, { sha256: segment.sha256 });
    files.push({ path, kind: 'original', bytes: kept.bytes, sha256: kept.sha256, derivative: 'no', madeFrom: [], coding: own });
    await keepInit(init, initHash, segment.sha256, own);
  }
  async function keepInit(init: Buffer, sha256: string, madeFrom: string, own: Coding | null): Promise<void> {
    const ofFolder = part.files.filter(({ path }) => path.startsWith(`${bagFolders.original}${folder}/init`));
    if (ofFolder.some((each) => each.sha256 === sha256)) return;
    const path = `${bagFolders.original}${folder}/init${ofFolder.length === 0 ? '' : `-${ofFolder.length + 1}`}.mp4`;
    const kept = await part.write(path, init);
    files.push({ path, kind: 'init', bytes: kept.bytes, sha256, derivative: 'init', madeFrom: [madeFrom], coding: own && { ...own, fps: null } });
  }

  const films: string[] = [];
  const target: ExportTarget = {
    write: async (name, bytes) => {
      // The plugin's own list and description: the bag has its own.
      if (!name.endsWith('.mp4')) return hashed(bytes);
      const path = freePath(part, `${bagFolders.playable}${folder}`);
      films.push(path);
      return part.write(path, bytes);
    },
  };
  await write({ camera: clip.camera, from, to, get changed() { return clip.changed ?? false; }, segments: given(clip) }, target, signal).catch((failure: unknown) => {
    if (!(failure instanceof HubError && failure.code === 'no-footage')) throw failure;
  });
  signal.throwIfAborted();
  if (isWhole && clip.listed.some((each) => !originals.has(each.from))) throw new HubError('internal', 'The exporter did not read everything.');
  const isRemade = clip.changed === true;
  for (const film of films) {
    const listed = isRemade ? await part.move(film, freePath(part, `${bagFolders.redacted}${folder}`)) : part.files.find(({ path }) => path === film);
    if (listed) files.push({ path: listed.path, kind: isRemade ? 'redacted' : 'playable', bytes: listed.bytes, sha256: listed.sha256, derivative: isRemade ? 'remade' : isWhole ? 'remux' : 'cut', madeFrom: [...new Set(used)], coding });
  }
  return { files, listed: clip.listed, originals, delivered: films.length === 0 ? null : delivered };
}

/** `<base>.mp4`, or with the next number that is free. */
function freePath(part: BagPart, base: string): string {
  for (let n = 1; ; n += 1) {
    const path = `${base}${n === 1 ? '' : `-${n}`}.mp4`;
    if (!part.has(path)) return path;
  }
}
/** `20260131T070512-345Z` */
export function stamp(at: Instant): string {
  return new Date(at).toISOString().replaceAll(/[-:]/g, '').replace('.', '-');
}
async function gather(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  // Most files come as one piece of memory cut in parts: joined once.
  return Buffer.concat(chunks);
}
async function hashed(bytes: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { bytes: size, sha256: hash.digest('hex') };
}
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
