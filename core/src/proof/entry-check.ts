import { readHex, sameBytes } from './bytes.ts';
import { EntryLine } from './entry-line.ts';
import { ErasedRanges, type ErasedSaid } from './erased-ranges.ts';
import { longestLine } from './export-format.ts';
import type { LogFault, LogFaultKind } from './fault.ts';
import type { Digest } from './sha256.ts';
import { LeafTree, tileWidth, type Head } from './tree.ts';

const letter = (character: string): number => character.charCodeAt(0);
const [entryMark, bodyMark, erasedMark, leafMark, tileMark] = [letter('a'), letter('b'), letter('e'), letter('l'), letter('t')];
/** `,"salt":"`, 64 digits, `"}`; as long as a whole line `{"leaf":"..."}`. */
const saltLength = 75;
const [bodyOpens, saltOpens, leafOpens, tileOpens, erasedLine] = ['{"body":', ',"salt":"', '{"leaf":"', '{"tile":"', '{"erased":true}'].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** Whole tiles of a log that fit in themselves; whether they fit behind what came before is for whoever joins them. */
export interface LogPart {
  readonly lines: number;
  readonly own: number;
  readonly bodies: number;
  /** The hash over each 256 entries. */
  readonly tiles: readonly Uint8Array[];
  readonly counts: readonly { readonly camera: string; readonly first: number; readonly last: number }[];
  readonly erased: ErasedSaid;
}

/** Goes through the lines of an exported log and computes everything again. Holds one edge of the tree, a count for each camera, and nothing else. */
export class EntryCheck {
  readonly tree: LeafTree;
  readonly erased = new ErasedRanges();
  own = 0;
  bodies = 0;
  readonly #digest: Digest;
  readonly #size: number;
  readonly #kept: Head | undefined;
  readonly #entry = new EntryLine();
  readonly #counts = new Map<string, number>();
  /** In a part of a log nobody knows yet where its cameras' counts were: the first of each is taken as it stands. */
  readonly #firsts: Map<string, number> | undefined;
  readonly #tiles: Uint8Array[] = [];
  readonly #hash = new Uint8Array(32);
  readonly #salted = new Uint8Array(32 + longestLine);
  /** What the next line must be. */
  #due: 'entry' | 'body' | 'tile' = 'entry';

  /** @param isPart the lines are whole tiles from the middle of a log, for `part` */
  constructor(digest: Digest, size: number, kept: Head | undefined, isPart = false) {
    this.#firsts = isPart ? new Map() : undefined;
    this.#digest = digest;
    this.#size = size;
    this.#kept = kept;
    this.tree = new LeafTree(digest);
  }

  get cameras(): number { return this.#counts.size; }

  /** The byte before `from` must belong to the buffer too. */
  line(bytes: Uint8Array, from: number, to: number): LogFault | undefined {
    const mark = bytes[from + 2];
    if (this.#due === 'body') return mark === bodyMark ? this.#body(bytes, from, to) : this.#erased(bytes, from, to);
    if (this.#due === 'tile') return this.#tile(bytes, from, to);
    if (this.tree.size >= this.#size) return { what: 'too-long', seq: this.tree.size };
    if (mark === leafMark) return this.#leaf(bytes, from, to);
    return mark === entryMark ? this.#ownEntry(bytes, from, to) : this.#here('malformed', this.tree.size);
  }

  /** What was found in whole tiles that fit in themselves; undefined when they do not end with a tile. */
  part(lines: number): LogPart | undefined {
    if (this.#due !== 'entry' || this.tree.size === 0 || this.tree.size % tileWidth !== 0) return undefined;
    const counts = [...this.#counts].map(([camera, last]) => ({ camera, first: this.#firsts?.get(camera) ?? 1, last }));
    return { lines, own: this.own, bodies: this.bodies, tiles: this.#tiles, counts, erased: this.erased.said() };
  }

  /** Goes on behind a part that fits here. False, and nothing changed, when it has to be gone through line by line. */
  take({ own, bodies, tiles, counts, erased }: LogPart): boolean {
    const { size } = this.tree;
    const after = size + tiles.length * tileWidth;
    const isWithin = this.#due === 'entry' && size % tileWidth === 0 && after <= this.#size;
    const holdsKept = this.#kept !== undefined && this.#kept.size > size && this.#kept.size <= after;
    if (!isWithin || holdsKept || counts.some(({ camera, first }) => first !== (this.#counts.get(camera) ?? 0) + 1)) return false;
    for (const tile of tiles) this.tree.addTile(tile);
    for (const { camera, last } of counts) this.#counts.set(camera, last);
    this.erased.join(erased, size);
    this.own += own;
    this.bodies += bodies;
    return true;
  }

  end(root: Uint8Array): LogFault | undefined {
    if (this.tree.size < this.#size || this.#due !== 'entry') return { what: 'cut-short', seq: this.tree.size - (this.#due === 'body' ? 1 : 0) };
    if (!sameBytes(this.tree.root(), root)) return { what: 'not-as-signed' };
    const gone = this.erased.unrecorded();
    if (!gone) return undefined;
    return gone.camera === undefined ? { what: 'erased-unrecorded', seq: gone.n } : { what: 'erased-unrecorded', camera: gone.camera, cameraSeq: gone.n };
  }

  #ownEntry(bytes: Uint8Array, from: number, to: number): LogFault | undefined {
    const entry = this.#entry;
    if (!entry.read(bytes, from, to)) return { what: 'entry', seq: this.tree.size };
    if (entry.camera !== undefined) {
      const last = this.#counts.get(entry.camera);
      if (last === undefined) this.#firsts?.set(entry.camera, entry.cameraSeq);
      const next = this.#firsts && last === undefined ? entry.cameraSeq : (last ?? 0) + 1;
      if (entry.cameraSeq !== next) return { what: 'camera-count', seq: this.tree.size, camera: entry.camera, cameraSeq: next };
      this.#counts.set(entry.camera, next);
    }
    this.tree.addEntry(bytes, from, to);
    this.own += 1;
    this.#due = 'body';
    return undefined;
  }

  #leaf(bytes: Uint8Array, from: number, to: number): LogFault | undefined {
    if (!readHash(bytes, from, to, leafOpens, this.#hash)) return this.#here('malformed', this.tree.size);
    this.tree.addLeaf(this.#hash);
    return this.#added();
  }

  #body(bytes: Uint8Array, from: number, to: number): LogFault | undefined {
    const length = to - from - bodyOpens.length - saltLength;
    const salt = to - saltLength;
    const salted = this.#salted;
    if (length < 2 || !starts(bytes, from, bodyOpens) || !starts(bytes, salt, saltOpens) || !readHex(bytes, salt + saltOpens.length, salted, 0, 32) || bytes[to - 1] !== letter('}') || bytes[to - 2] !== letter('"')) return this.#here('body', this.tree.size - 1);
    salted.set(bytes.subarray(from + bodyOpens.length, salt), 32);
    this.#digest(salted, 0, 32 + length, this.#hash, 0);
    if (!sameBytes(this.#hash, this.#entry.body)) return this.#here('body', this.tree.size - 1);
    if (this.#entry.type === 'purge') this.erased.recorded(new TextDecoder().decode(salted.subarray(32, 32 + length)));
    this.bodies += 1;
    return this.#added();
  }

  #erased(bytes: Uint8Array, from: number, to: number): LogFault | undefined {
    const { camera, cameraSeq } = this.#entry;
    if (bytes[from + 2] !== erasedMark || to - from !== erasedLine.length || !starts(bytes, from, erasedLine)) return this.#here('malformed', this.tree.size - 1);
    this.erased.missing(camera, camera === undefined ? this.tree.size - 1 : cameraSeq);
    return this.#added();
  }

  #tile(bytes: Uint8Array, from: number, to: number): LogFault | undefined {
    if (bytes[from + 2] !== tileMark || !readHash(bytes, from, to, tileOpens, this.#hash)) return this.#here('malformed', this.tree.size - tileWidth);
    this.#due = 'entry';
    if (this.#firsts) this.#tiles.push(this.#hash.slice());
    return sameBytes(this.#hash, this.tree.tile) ? undefined : { what: 'tile', seq: this.tree.size - tileWidth };
  }

  /** After an entry and what belongs to it. */
  #added(): LogFault | undefined {
    const { size } = this.tree;
    this.#due = size % tileWidth === 0 ? 'tile' : 'entry';
    if (this.#kept?.size !== size || sameBytes(this.tree.root(), this.#kept.root)) return undefined;
    return { what: 'forked', seq: size - 1 };
  }

  #here(what: LogFaultKind, seq: number): LogFault {
    const { camera, cameraSeq } = this.#entry;
    return this.#due === 'body' && camera !== undefined ? { what, seq, camera, cameraSeq } : { what, seq };
  }
}

function starts(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let i = 0; i < expected.length; i += 1) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** `opens`, 64 digits, `"}`. */
function readHash(bytes: Uint8Array, from: number, to: number, opens: Uint8Array, into: Uint8Array): boolean {
  return to - from === opens.length + 66 && starts(bytes, from, opens) && readHex(bytes, from + opens.length, into, 0, 32) && bytes[to - 2] === letter('"') && bytes[to - 1] === letter('}');
}
