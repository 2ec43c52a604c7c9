/** What the kinds of NAL units mean in one codec. */
export interface NalKinds {
  kindOf(firstByte: number): number;
  readonly headerSize: number;
  /** Kinds of parameter sets, in the order a format lists them. */
  readonly sets: readonly number[];
  isPicture(kind: number): boolean;
  isKey(kind: number): boolean;
  /** Delimiters and filler: of no use behind the depacketiser. */
  isDropped(kind: number): boolean;
}
export interface PictureSink {
  /** Before the first picture, and when parameter sets changed. */
  format(parameterSets: readonly Uint8Array[]): void;
  /** NAL units, each after its length in 4 bytes. `bytes` is valid during the call only: a copy for each picture of each camera is what garbage collection then spends its time on. */
  picture(ticks: number, key: boolean, bytes: Buffer): void;
}

const longestNal = 4 * 1024 * 1024;
const longestUnit = 8 * 1024 * 1024;
const longestSet = 4_096;
const mostSets = 16;
const usualScratch = 64 * 1024;
const keptScratch = 1024 * 1024;

/**
 * Gathers NAL units into pictures: one ends by the marker or by a new time (RFC 6184 §5.1, RFC 7798 §4.1).
 * A picture with a hole is dropped, and so is everything after it up to the next key picture.
 */
export class VideoAssembler {
  readonly #kinds: NalKinds;
  readonly #sink: PictureSink;
  #sets: ReadonlyMap<number, readonly Buffer[]>;
  #seenSets: { readonly kind: number; readonly bytes: Buffer; readonly isNew: boolean }[] = [];
  #announced = false;
  #scratch = Buffer.allocUnsafe(usualScratch);
  #size = 0;
  #nalStart = -1;
  #ticks = Number.NaN;
  #lastSent = Number.NaN;
  #hasPicture = false;
  #key = false;
  #isBroken = false;
  #waitsForKey = true;
  #trustsMarker = true;

  constructor(kinds: NalKinds, announcedSets: readonly Uint8Array[], sink: PictureSink) {
    this.#kinds = kinds;
    this.#sink = sink;
    this.#sets = new Map(kinds.sets.map((kind) => [kind, announcedSets.filter((nal) => kinds.kindOf(nal[0] ?? 0) === kind).map((nal) => Buffer.from(nal))]));
  }

  /** To be called with each packet's time, before its NAL units. */
  at(ticks: number): void {
    if (ticks === this.#ticks) return;
    this.#end();
    this.#ticks = ticks;
  }
  marker(): void {
    // Some cameras mark every NAL unit: parameter sets alone are no picture.
    if (this.#trustsMarker && (this.#hasPicture || this.#isBroken) && this.#nalStart < 0) this.#end();
  }
  /** A packet is missing or makes no sense. */
  damage(): void {
    this.#isBroken = true;
    this.#waitsForKey = true;
  }

  whole(bytes: Buffer, start: number, end: number): void {
    if (this.#nalStart >= 0) this.damage();
    this.begin();
    this.append(bytes, start, end);
    this.finish();
  }
  get isOpen(): boolean {
    return this.#nalStart >= 0;
  }
  begin(): void {
    if (this.#isBroken) this.#size = 0;
    this.#nalStart = this.#size;
    this.#reserve(4);
    this.#size += 4;
  }
  append(bytes: Buffer, start: number, end: number): void {
    const size = end - start;
    if (this.#isBroken) return;
    if (this.#size - this.#nalStart + size > longestNal || this.#size + size > longestUnit) return this.damage();
    this.#reserve(size);
    bytes.copy(this.#scratch, this.#size, start, end);
    this.#size += size;
  }
  appendByte(byte: number): void {
    this.#reserve(1);
    this.#scratch[this.#size++] = byte;
  }
  finish(): void {
    const start = this.#nalStart;
    this.#nalStart = -1;
    if (this.#isBroken || start < 0) return;
    const length = this.#size - start - 4;
    const kind = this.#kinds.kindOf(this.#scratch[start + 4] ?? 0);
    const isSet = this.#kinds.sets.includes(kind);
    if (isSet) this.#seeSet(kind, start + 4);
    if (isSet || length < this.#kinds.headerSize || this.#kinds.isDropped(kind)) {
      this.#size = start;
      return;
    }
    this.#scratch.writeUInt32BE(length, start);
    if (!this.#kinds.isPicture(kind)) return;
    if (!this.#hasPicture) this.#checkFirst(start + 4);
    this.#hasPicture = true;
    this.#key ||= this.#kinds.isKey(kind);
  }

  /** first_mb_in_slice is 0, or first_slice_segment_in_pic_flag is 1: in both codecs the first bit after the header is set. */
  #checkFirst(nal: number): void {
    if ((this.#scratch[nal + this.#kinds.headerSize] ?? 0) & 0x80) return;
    // Without a loss between: the marker came in the middle of this picture.
    if (this.#ticks === this.#lastSent && !this.#waitsForKey) this.#trustsMarker = false;
    this.damage();
  }

  #seeSet(kind: number, start: number): void {
    const size = this.#size - start;
    if (size > longestSet || this.#seenSets.length >= mostSets) return;
    const known = this.#sets.get(kind)?.find((set) => set.length === size && set.compare(this.#scratch, start, this.#size) === 0);
    this.#seenSets.push({ kind, bytes: known ?? Buffer.from(this.#scratch.subarray(start, this.#size)), isNew: known === undefined });
  }

  /** Parameter sets that differ replace those of their kind. */
  #takeSets(): void {
    const changed = this.#seenSets.filter((set) => set.isNew).map((set) => set.kind);
    if (changed.length > 0) {
      this.#sets = new Map([...this.#sets].map(([kind, sets]) => [kind, changed.includes(kind) ? this.#seenSets.filter((set) => set.kind === kind).map((set) => set.bytes) : sets]));
      this.#announced = false;
    }
    this.#seenSets = [];
  }

  #end(): void {
    if (this.#nalStart >= 0) this.damage();
    this.#nalStart = -1;
    const whole = this.#hasPicture && !this.#isBroken;
    if (whole && this.#seenSets.length > 0) this.#takeSets();
    if (whole && (this.#key || !this.#waitsForKey) && [...this.#sets.values()].every((sets) => sets.length > 0)) this.#send();
    else if (this.#hasPicture) this.#waitsForKey = true;
    if (this.#isBroken) this.#seenSets = [];
    // What came before the first picture of a time (messages, parameter sets) belongs to the next when the time changes.
    if (this.#hasPicture || this.#isBroken) this.#size = 0;
    if (this.#scratch.length > keptScratch) this.#scratch = Buffer.allocUnsafe(usualScratch);
    this.#hasPicture = false;
    this.#key = false;
    this.#isBroken = false;
  }
  #send(): void {
    if (!this.#announced) {
      this.#announced = true;
      this.#sink.format([...this.#sets.values()].flat());
    }
    this.#waitsForKey = false;
    this.#lastSent = this.#ticks;
    this.#sink.picture(this.#ticks, this.#key, this.#scratch.subarray(0, this.#size));
  }
  #reserve(more: number): void {
    if (this.#size + more <= this.#scratch.length) return;
    const larger = Buffer.allocUnsafe(Math.min(longestUnit + 8, Math.max(this.#scratch.length * 2, this.#size + more)));
    this.#scratch.copy(larger, 0, 0, this.#size);
    this.#scratch = larger;
  }
}
