import { createHash } from 'node:crypto';
import type { Permit } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Clip, Segment } from '../domain/recording.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import type { Instant } from '../domain/time.ts';
import { cutFootage, footageFacts, keyPictures, pictureTimes } from '../media/cut-footage.ts';
import { touches } from '../redaction/shape-at.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import type { Vouching } from '../streams/view.ts';
import { conditioned, type GivenPart, type Remaking } from './conditioned-clip.ts';
import type { Disk } from './disk.ts';
import { footageSpans } from './footage-spans.ts';
import { SegmentRows, stretches, type StoredSegment } from './segment-table.ts';

/** A clip whose pictures are known before they are read. */
export interface FootageClip extends Clip {
  /** As the rows say; bytes of whole files. */
  readonly listed: readonly (Segment & Partial<Pick<StoredSegment, 'origin'>>)[];
}
/** What an owner covered before she said yes. Everything that leaves asks here, so no path can forget it. */
export interface RedactionsOf {
  of(permit: Permit): Promise<readonly RedactionRegion[]>;
}
/** How pictures are made anew, and what else is to be covered: on a copy somebody makes of her own footage. */
export type ClipRemaking = Omit<Remaking, 'remade'> & { readonly regions?: readonly RedactionRegion[] };
/** A part of what a permit for playback covers, for whoever plays it piece by piece: cut there for the house too. */
export interface FootagePart {
  readonly from: Instant;
  readonly to: Instant;
  readonly role: 'main' | 'sub';
  /** Only pictures that stand for themselves. */
  readonly keys: boolean;
}
/** Bytes of one recorded file. */
export type PartReading = (stored: StoredSegment, part: { readonly offset: number; readonly bytes: number }) => Promise<Buffer>;
const nothingCovered: RedactionsOf = { of: async () => [] };
interface InUse {
  readonly camera: CameraId;
  readonly from: Instant;
  readonly to: Instant;
}
const chunkBytes = 256 * 1024;
/** Of a group of pictures, so much before and after the instant that is looked at. */
const glimpseBack = 2_000;
const glimpseOn = 4_000;

/** What was recorded, for whoever may have it. */
export class Footage {
  readonly #store: Store;
  readonly #rows: SegmentRows;
  readonly #disk: Disk;
  readonly #inUse = new Set<InUse>();
  readonly #redactions: RedactionsOf;
  constructor(store: Store, disk: Disk, redactions: RedactionsOf = nothingCovered) {
    this.#redactions = redactions;
    this.#store = store;
    this.#rows = new SegmentRows(store);
    this.#disk = disk;
  }

  /** Stretches without a gap that touch [from, to), in order and cut to it. */
  async spans(camera: CameraId, from: Instant, to: Instant): Promise<{ readonly from: Instant; readonly to: Instant }[]> {
    return stretches(await footageSpans(this.#store, camera, 'main', from, to), from, to);
  }
  async summary(camera: CameraId): Promise<{ readonly bytes: number; readonly oldest: Instant | undefined }> {
    const [[oldest], bytes] = await Promise.all([this.#rows.oldest(camera, 1), this.#rows.bytesOf(camera)]);
    return { bytes, oldest: oldest?.from };
  }
  async segmentsIn(camera: CameraId, from: Instant, to: Instant, role: 'main' | 'sub' = 'main'): Promise<readonly StoredSegment[]> {
    return this.#rows.touching(camera, from, to, role);
  }
  /** Being read: not to be deleted now. */
  isHeld({ camera, from, to }: Segment): boolean {
    return [...this.#inUse].some((use) => use.camera === camera && from < use.to && to > use.from);
  }

  /**
   * The footage the permit is for, and nothing else of the camera's. The house (R0) gets whole files as they were written; anyone else only what lies
   * within the interval, without sound unless sound is permitted. Every file is compared with its hash before a byte of it is given.
   * The owner's conditions are met before a byte is given: pictures are masked, covered, made smaller, slower or marked where they ask for it.
   * With `only`, that part of it and no more, also of the house's own: what is asked for piece by piece is cut piece by piece.
   * A clip for anyone but the house begins at the very picture: where that is none that stands for itself, the file it is in is made anew from there.
   * Reading throws HubError `consent-ended` when the permit ends, `footage-damaged`, `obligation-unmet`.
   * @param remaking without it, conditions that need pictures made anew are not met
   * @throws HubError `consent-refused` for a permit the gate does not stand for, `obligation-unmet`, `no-footage`
   */
  async clip(permit: Permit<'clip'> | Permit<'playback'>, gate: Vouching, remaking?: ClipRemaking, only?: FootagePart): Promise<FootageClip> {
    const { camera, footage } = permit.ask;
    const { masks, store, watermark } = permit.obligations;
    if (!gate.vouches(permit) || !footage) throw new HubError('consent-refused', 'This permit is not from the gate, has ended, or is for no footage.');
    if (permit.ask.action === 'clip' && store === 'none') throw new HubError('obligation-unmet', 'The owner does not allow that footage is kept.');
    const [from, to] = [Math.max(footage[0], only?.from ?? -Infinity), Math.min(footage[1], only?.to ?? Infinity)];
    const listed = await this.#rows.touching(camera, from, to, only?.role);
    if (listed.length === 0) throw new HubError('no-footage', 'Nothing was recorded in this interval.');
    const regions = [...(await this.#redactions.of(permit)), ...(remaking?.regions ?? [])];
    const isOwn = permit.route === 'R0' && regions.length === 0;
    const isWhole = isOwn && only === undefined;
    const parts = this.#read(permit, listed, { camera, from, to }, { isWhole, isExact: !isWhole && permit.ask.action === 'clip' && (!isOwn || masks.length > 0 || remaking?.always === true) && remaking !== undefined && isThere(remaking), keys: only?.keys === true });
    // The house gets what was recorded, as it was; its staff where she laid no mask before them.
    if (isOwn && masks.length === 0 && remaking?.always !== true) return { camera, from, to, listed, segments: parts };
    if (!remaking || (watermark && !remaking.mark)) throw new HubError('obligation-unmet', 'Nothing here can mark or reduce pictures.');
    let isChanged = false;
    const made = conditioned(parts, permit.obligations, await remaking.masks.coverOf(camera, masks), { ...remaking, regions, remade: () => { isChanged = true; } }, permit.signal);
    return { camera, from, to, listed, get changed() { return isChanged; }, segments: made };
  }

  /**
   * One group of pictures near an instant, without sound, for the house's own preview: never outside the interval of the permit.
   * Undefined where nothing was recorded. @throws as `clip`
   */
  async glimpse(permit: Permit<'playback'>, gate: Vouching, at: Instant, remaking: Pick<Remaking, 'ffmpeg' | 'masks'>): Promise<Uint8Array | undefined> {
    const { camera, footage } = permit.ask;
    if (!gate.vouches(permit) || !footage || permit.route !== 'R0' || at < footage[0] || at >= footage[1]) throw new HubError('consent-refused', 'This permit is not for this instant of the house\'s own footage.');
    const [stored] = await this.#rows.touching(camera, at, at + 1);
    if (!stored) return undefined;
    const use: InUse = { camera, from: at, to: at + 1 };
    this.#inUse.add(use);
    try {
      const cut = cutFootage(await this.#verified(permit, stored), { fromMs: Math.max(footage[0], at - glimpseBack) - stored.from, toMs: Math.min(footage[1], at + glimpseOn) - stored.from, audio: false });
      if (!cut) return undefined;
      const piece = Buffer.concat([cut.init, ...cut.fragments]);
      const { masks } = permit.obligations;
      const regions = await this.#redactions.of(permit);
      if (masks.length === 0 && !touches(regions, stored.from, stored.to)) return piece;
      const segment: Segment = { camera, from: stored.from + Math.round(cut.fromMs), to: stored.from + Math.round(cut.toMs), bytes: piece.length, sha256: stored.sha256 };
      const made = conditioned(onePiece(segment, piece), permit.obligations, await remaking.masks.coverOf(camera, masks), { ffmpeg: remaking.ffmpeg, mark: '', remade: () => {}, regions }, permit.signal);
      const parts: Uint8Array[] = [];
      for await (const { bytes } of made) for await (const chunk of bytes) parts.push(chunk);
      return Buffer.concat(parts);
    } finally {
      this.#inUse.delete(use);
    }
  }

  /**
   * The house's own footage as it lies on the disk, for looking at it: read in parts, so not compared with its hash (docs/decisions/0026-playback.md).
   * Undefined where any of it has to be changed first. Reading throws HubError `consent-ended`, `consent-refused`, `footage-damaged`.
   * @throws HubError `consent-refused` for a permit the gate does not stand for
   */
  async asRecorded(permit: Permit<'playback'>, gate: Vouching): Promise<PartReading | undefined> {
    const { camera, footage } = permit.ask;
    if (!gate.vouches(permit) || !footage) throw new HubError('consent-refused', 'This permit is not from the gate, has ended, or is for no footage.');
    if (permit.route !== 'R0' || permit.obligations.masks.length > 0 || (await this.#redactions.of(permit)).length > 0) return undefined;
    return async (stored, wanted) => {
      requireConsent(permit);
      if (stored.camera !== camera || stored.from >= footage[1] || stored.to <= footage[0]) throw new HubError('consent-refused', 'This file is not what the permit is for.');
      const use: InUse = { camera, from: stored.from, to: stored.to };
      this.#inUse.add(use);
      try {
        const bytes = await this.#disk.read(stored.path, wanted);
        if (bytes.length < wanted.bytes) throw new Error('The file is shorter than its index says.');
        return bytes;
      } catch (cause) {
        throw unreadable(cause);
      } finally {
        this.#inUse.delete(use);
      }
    };
  }

  async* #read(permit: Permit<'clip'> | Permit<'playback'>, listed: readonly StoredSegment[], use: InUse, how: Manner): AsyncGenerator<GivenPart> {
    this.#inUse.add(use);
    try {
      for (const stored of listed) {
        const given = part(permit, stored, await this.#verified(permit, stored), use, how);
        if (given) yield { ...given, bytes: inChunks(given.bytes, permit) };
      }
    } finally {
      this.#inUse.delete(use);
    }
  }

  async #verified(permit: Permit, { path, sha256 }: StoredSegment): Promise<Buffer> {
    requireConsent(permit);
    const bytes = await this.#disk.read(path).catch((cause: unknown) => {
      throw unreadable(cause);
    });
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new HubError('footage-damaged', `The file ${path} is not the one that was recorded.`);
    return bytes;
  }
}

/** What a file that cannot be read is called: of a disk that is not there nothing is damaged. */
export function unreadable(cause: unknown): HubError {
  return cause instanceof HubError && cause.code === 'not-ready' ? cause : new HubError('footage-damaged', 'A recorded file cannot be read.', { cause });
}

interface Manner {
  /** Whole files, as the house has them. */
  readonly isWhole: boolean;
  /** From the very picture on, hidden ones before it so that it can be decoded. */
  readonly isExact: boolean;
  readonly keys: boolean;
}

/** What of one file this permit covers; the times are those of what is given, the hash that of the file. */
function part(permit: Permit, stored: StoredSegment, file: Buffer, { from, to }: InUse, { isWhole, isExact, keys }: Manner): Pick<GivenPart, 'segment' | 'begins'> & { readonly bytes: readonly Uint8Array[] } | undefined {
  const segment: Segment = { camera: stored.camera, from: stored.from, to: stored.to, bytes: stored.bytes, sha256: stored.sha256 };
  if (isWhole && permit.obligations.audio) return { segment, bytes: [file] };
  const facts = footageFacts(file);
  if (!facts) return undefined;
  // Half a millisecond: times in files are finer than those of rows.
  const fromMs = isWhole ? -Infinity : from - stored.from - 0.5;
  const pictures = isExact && fromMs > 0 ? pictureTimes(file) : [];
  const first = pictures.find((picture) => picture.fromMs >= fromMs);
  const lead = first && !first.key ? pictures.findLast(({ key, fromMs: at }) => key && at < fromMs) : undefined;
  const cut = cutFootage(file, { fromMs: lead?.fromMs ?? fromMs, toMs: isWhole ? Infinity : to - stored.from + 0.5, audio: permit.obligations.audio && !keys });
  if (!cut || (lead && first && cut.toMs <= first.fromMs)) return undefined;
  return { segment: { ...segment, from: stored.from + Math.round(cut.fromMs), to: stored.from + Math.round(cut.toMs) }, bytes: [cut.init, ...(keys ? keyPictures(cut) : cut.fragments)], ...(lead && first ? { begins: stored.from + Math.round(first.fromMs) } : {}) };
}

/** Without ffmpeg a clip begins at the next picture that stands for itself, and what changes pictures is refused where it is needed. */
function isThere({ ffmpeg }: Pick<Remaking, 'ffmpeg'>): boolean {
  try {
    ffmpeg.path();
    return true;
  } catch {
    return false;
  }
}

async function* inChunks(pieces: readonly Uint8Array[], permit: Permit): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += chunkBytes) {
      requireConsent(permit);
      yield piece.subarray(at, at + chunkBytes);
    }
  }
}

function requireConsent({ signal }: Permit): void {
  if (signal.aborted) throw new HubError('consent-ended', 'The permission ended while the footage was read.');
}

async function* onePiece(segment: Segment, piece: Uint8Array): Clip['segments'] {
  async function* bytes(): AsyncGenerator<Uint8Array> { yield piece; }
  yield { segment, bytes: bytes() };
}
