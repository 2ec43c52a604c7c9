import type { Permit } from '../domain/consent.ts';
import type { VideoCodec } from '../domain/media.ts';
import type { Instant } from '../domain/time.ts';
import { seconds } from '../domain/time.ts';
import { withoutSound } from '../media/cut-footage.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { unreadable, type ClipRemaking, type Footage, type PartReading } from '../recordings/footage.ts';
import { groupsWithin, type FileIndex, type GroupIndex, type PictureGroup } from '../recordings/group-index.ts';
import type { StoredSegment } from '../recordings/segment-table.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import type { Vouching } from '../streams/view.ts';
import { FewAtOnce } from './few-at-once.ts';
import { initFacts, type InitFacts } from './init-facts.ts';
import { MadePieces } from './made-pieces.ts';

/** Some groups of pictures of one file, as this viewing may have them. */
export interface Piece {
  readonly init: Uint8Array;
  readonly facts: InitFacts;
  /** Fragments, with the file's own times. */
  readonly data: Uint8Array;
  /** When its first key picture was taken, and where what comes after it begins. */
  readonly at: Instant;
  readonly to: Instant;
  /** It is the last of its file. */
  readonly closes: boolean;
  readonly sound: boolean;
  /** Its pictures were made anew. */
  readonly made: boolean;
  /** Already only key pictures. */
  readonly keys: boolean;
}
export interface PieceWish {
  readonly from: Instant;
  readonly to: Instant;
  readonly keys: boolean;
}
export interface ViewedFootageParts {
  readonly footage: Pick<Footage, 'clip' | 'asRecorded' | 'segmentsIn'>;
  readonly groups: Pick<GroupIndex, 'of'>;
  readonly gate: Vouching;
  readonly ffmpeg: Ffmpeg;
  readonly masks: ClipRemaking['masks'];
  /** Of the whole hub: what makes pictures anew for those who look back. */
  readonly making: FewAtOnce;
}
interface Made {
  readonly init: Uint8Array;
  readonly data: Uint8Array;
  readonly at: Instant;
  readonly made: boolean;
  readonly bytes: number;
}
/** What is made anew at once: long enough that starting ffmpeg is little of it, short enough to be seen soon. */
const madeAtOnce = seconds(4);
/** A picture each second or two costs less. */
const keysAtOnce = seconds(30);
const keptBytes = 16 * 2 ** 20;
const keptIndexes = 256;
/** Most that lies of one file beyond its row: pictures end by the camera's clock. */
const overhang = seconds(3);
/** Enough for most key pictures. */
const keyBytes = 192 * 1024;
const largestRead = 48 * 2 ** 20;

/** What one permit for playback covers, group of pictures by group: as it was recorded where it may be, else made anew under the conditions and kept for a while. */
export class ViewedFootage {
  readonly #parts: ViewedFootageParts;
  readonly #permit: Permit<'playback'>;
  readonly #about: { readonly role: 'main' | 'sub'; readonly plays: readonly VideoCodec[]; readonly mark: string };
  readonly #made = new MadePieces<Made>(keptBytes);
  readonly #oneByOne = new FewAtOnce(1);
  readonly #indexes = new Map<number, FileIndex>();
  #reading: Promise<PartReading | undefined> | undefined;
  constructor(parts: ViewedFootageParts, permit: Permit<'playback'>, about: { readonly role: 'main' | 'sub'; readonly plays: readonly VideoCodec[]; readonly mark: string }) {
    this.#parts = parts;
    this.#permit = permit;
    this.#about = about;
  }

  /** Whole groups that touch [from, to), never beyond the permit. @throws HubError `consent-ended`, `footage-damaged`, `obligation-unmet`, `renditions-busy`; the signal's reason */
  async* pieces(wish: PieceWish, signal: AbortSignal): AsyncGenerator<Piece> {
    for (const stored of await this.#files(wish)) {
      const index = await this.#indexOf(stored);
      const facts = index && initFacts(index.init);
      if (!index || !facts) continue;
      const groups = this.#permitted(stored, groupsWithin(index.groups, wish.from - stored.from, wish.to - stored.from));
      const reading = await this.#rawReading();
      const isPlayed = facts.codec !== undefined && this.#about.plays.includes(facts.codec);
      const file = { stored, index, facts };
      if (reading && isPlayed) yield* this.#asRecorded(file, groups, reading, wish.keys, signal);
      else yield* this.#anew(file, groups, isPlayed, wish.keys, signal);
    }
  }

  /** The sub stream's files, and where there are none the main ones. */
  async #files({ from, to }: PieceWish): Promise<readonly StoredSegment[]> {
    const { footage } = this.#parts;
    const { camera } = this.#permit.ask;
    const found = await footage.segmentsIn(camera, from, to, this.#about.role);
    return found.length > 0 || this.#about.role === 'main' ? found : footage.segmentsIn(camera, from, to, 'main');
  }
  /** Anybody but the house begins at a key picture within her interval; what comes before it is not hers to see, not even to decode by. */
  #permitted(stored: StoredSegment, groups: readonly PictureGroup[]): readonly PictureGroup[] {
    const { ask: { footage }, route } = this.#permit;
    if (route === 'R0' || !footage) return groups;
    return groups.filter(({ atMs }) => stored.from + atMs >= footage[0] && stored.from + atMs < footage[1]);
  }
  async #rawReading(): Promise<PartReading | undefined> {
    return this.#reading ??= this.#parts.footage.asRecorded(this.#permit, this.#parts.gate);
  }
  async #indexOf(stored: StoredSegment): Promise<FileIndex | undefined> {
    const known = this.#indexes.get(stored.id);
    if (known) return known;
    const found = await this.#parts.groups.of(stored).catch((cause: unknown) => {
      throw unreadable(cause);
    });
    if (!found) return undefined;
    for (const [oldest] of this.#indexes) {
      if (this.#indexes.size < keptIndexes) break;
      this.#indexes.delete(oldest);
    }
    this.#indexes.set(stored.id, found);
    return found;
  }

  async* #asRecorded({ stored, index, facts }: OpenFile, groups: readonly PictureGroup[], reading: PartReading, keys: boolean, signal: AbortSignal): AsyncGenerator<Piece> {
    const sound = this.#permit.obligations.audio && !keys && facts.audio !== undefined;
    const init = sound || facts.audioScale === undefined ? index.init : withoutSound(index.init);
    for (const group of groups) {
      signal.throwIfAborted();
      const data = await readGroup(reading, stored, group, keys);
      yield { init, facts: sound ? facts : { ...facts, audio: undefined }, data, at: stored.from + group.atMs, ...ends(stored, index, group), sound, made: false, keys: false };
    }
  }

  async* #anew({ stored, index }: OpenFile, groups: readonly PictureGroup[], isPlayed: boolean, keys: boolean, signal: AbortSignal): AsyncGenerator<Piece> {
    // By the places of groups in the file, not by what was asked for: the same piece is asked for again and again.
    const units = unitsOf(this.#permitted(stored, index.groups), keys ? keysAtOnce : madeAtOnce);
    for (const unit of units) {
      const [first, last] = [unit[0], unit.at(-1)];
      if (!first || !last || !unit.some((group) => groups.includes(group))) continue;
      signal.throwIfAborted();
      const name = `${stored.id} ${first.offset} ${keys ? 'keys' : 'all'}`;
      const { closes, to } = ends(stored, index, last);
      const made = this.#made.get(name) ?? await this.#make(stored, { from: stored.from + first.atMs, to: closes ? to + overhang : to, keys }, !isPlayed, signal);
      if (!made) continue;
      this.#made.keep(name, made);
      const facts = initFacts(made.init);
      if (!facts) continue;
      const sound = this.#permit.obligations.audio && !keys && facts.audio !== undefined;
      const until = Math.min(to, this.#permit.route === 'R0' ? Infinity : this.#permit.ask.footage?.[1] ?? Infinity);
      yield { init: sound || facts.audioScale === undefined ? made.init : withoutSound(made.init), facts: sound ? facts : { ...facts, audio: undefined }, data: made.data, at: made.at, to: until, closes, sound, made: made.made, keys };
    }
  }

  async #make(stored: StoredSegment, only: PieceWish, always: boolean, signal: AbortSignal): Promise<Made | undefined> {
    const { footage, gate, ffmpeg, masks, making } = this.#parts;
    const work = async (): Promise<Made | undefined> => {
      const clip = await footage.clip(this.#permit, gate, { ffmpeg: endedBy(ffmpeg, signal), masks, mark: this.#about.mark, always }, { ...only, role: roleOf(stored) });
      for await (const { segment, bytes } of clip.segments) {
        if (segment.sha256 !== stored.sha256) break;
        const parts: Uint8Array[] = [];
        for await (const part of bytes) parts.push(part);
        const film = Buffer.concat(parts);
        const { init } = mapFmp4(film);
        if (!init) return undefined;
        const head = init.offset + init.size;
        return { init: film.subarray(init.offset, head), data: film.subarray(head), at: segment.from, made: clip.changed === true, bytes: film.length };
      }
      return undefined;
    };
    return this.#oneByOne.run(() => making.run(work, signal), signal);
  }
}
interface OpenFile {
  readonly stored: StoredSegment;
  readonly index: FileIndex;
  readonly facts: InitFacts;
}

function ends(stored: StoredSegment, { groups }: FileIndex, group: PictureGroup): { readonly to: Instant; readonly closes: boolean } {
  const next = groups[groups.indexOf(group) + 1];
  return next ? { to: stored.from + next.atMs, closes: false } : { to: Math.max(stored.to, stored.from + group.atMs + 1), closes: true };
}
/** Groups that follow each other, so many that they are at least so long. Pure. */
export function unitsOf(groups: readonly PictureGroup[], least: number): readonly (readonly PictureGroup[])[] {
  const units: PictureGroup[][] = [];
  for (const group of groups) {
    const open = units.at(-1);
    if (open?.[0] && group.atMs - open[0].atMs < least) open.push(group);
    else units.push([group]);
  }
  return units;
}
/** Of a group of which only the key picture is wanted, its first bytes. */
async function readGroup(reading: PartReading, stored: StoredSegment, { offset, bytes }: PictureGroup, keys: boolean): Promise<Buffer> {
  if (bytes > largestRead) throw new HubError('footage-damaged', 'A group of pictures is larger than a player can take.');
  if (keys && bytes > keyBytes) {
    const head = await reading(stored, { offset, bytes: keyBytes });
    if (mapFmp4(head).fragments.some(({ runs }) => runs.some(({ key, trackId }) => key && trackId === 1))) return head;
  }
  return reading(stored, { offset, bytes });
}
function roleOf({ path }: StoredSegment): 'main' | 'sub' {
  return path.endsWith('-sub.mp4') ? 'sub' : 'main';
}
/** Also ended when what it makes is not wanted any more. */
function endedBy(ffmpeg: Ffmpeg, signal: AbortSignal): Ffmpeg {
  return {
    path: () => ffmpeg.path(),
    run: (args, options) => {
      const either = new AbortController();
      const end = (): void => either.abort();
      for (const each of [signal, options.signal]) {
        if (each.aborted) end();
        each.addEventListener('abort', end, { once: true });
      }
      const run = ffmpeg.run(args, { ...options, signal: either.signal });
      const over = (): void => { for (const each of [signal, options.signal]) each.removeEventListener('abort', end); };
      run.exit.then(over, over);
      return run;
    },
  };
}
