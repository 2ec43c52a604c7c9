/** Takes the payloads of one stream, in order. */
export interface Depacketizer {
  /** The payload is `bytes` from `start` to `end`, valid during the call only; `ticks` is the RTP time unwrapped. Malformed payloads are dropped, never thrown. */
  packet(bytes: Buffer, start: number, end: number, ticks: number, marker: boolean): void;
  /** Packets before the next are missing. */
  gap(): void;
}

const headerSize = 12;
/** RFC 3550 appendix A.1: a longer step is a restart, believed when the next packet follows it. */
const longestGap = 3_000;
/** What is behind by less is late or doubled. */
const mostBehind = 100;
/** So many packets of a kind the description did not name, and none that it did: the description is wrong. */
const foreignBeforeBelief = 8;
/** A sender that was left for another one is not gone back to for a few strays. */
const straysBeforeReturn = 50;

/** Reads RTP (RFC 3550 §5.1): order, losses, jitter and time of one stream. */
export class RtpReceiver {
  packets = 0;
  bytes = 0;
  lost = 0;
  /** Came after one that was sent later, too late to be used. */
  late = 0;
  duplicates = 0;
  /** In ticks, RFC 3550 §6.4.1; of the first packet of each time. */
  jitter = 0;
  /** In a row, of a payload type that is not this stream's. */
  foreign = 0;
  /** Of the sender; 0 before the first packet. */
  source = 0;
  /** Times it changed. */
  restarts = 0;
  /** Told of every header extension (RFC 3550 §5.3.1) before its packet: where its words begin and end. */
  onExtension: ((profile: number, bytes: Buffer, start: number, end: number) => void) | undefined;
  #payloadType: number;
  readonly #depacketizer: Depacketizer;
  readonly #ticksPerMs: number;
  readonly #now: () => number;
  readonly #others: readonly number[];
  #foreignType = -1;
  #former = 0;
  #strays = 0;
  #next = -1;
  /** Bit n: n before the newest was received. */
  #seen = 0;
  #suspect = -1;
  #cycles = 0;
  #time = 0;
  #ticks = 0;
  #transit = Number.NaN;

  /**
   * @param clockRate with `now` in ms for the jitter
   * @param others payload types of the camera's other streams, which may come the same way
   */
  constructor(payloadType: number, depacketizer: Depacketizer, clockRate = 90_000, now: () => number = () => 0, others: readonly number[] = []) {
    this.#payloadType = payloadType;
    this.#depacketizer = depacketizer;
    this.#ticksPerMs = clockRate / 1_000;
    this.#now = now;
    this.#others = others;
  }

  packet(bytes: Buffer, start: number, end: number): void {
    if (end - start < headerSize || end > bytes.length) return;
    const first = bytes[start] ?? 0;
    const second = bytes[start + 1] ?? 0;
    if (first >> 6 !== 2 || ((second & 0x7f) !== this.#payloadType && !this.#believe(second & 0x7f))) return;
    let from = start + headerSize + (first & 15) * 4;
    if (first & 0x10) from += from + 4 > end ? 4 : 4 + bytes.readUInt16BE(from + 2) * 4;
    const to = first & 0x20 ? end - (bytes[end - 1] ?? 0) : end;
    if (from > to) return;
    const source = bytes.readUInt32BE(start + 8);
    if (source !== this.source) {
      if (source === this.#former && this.restarts > 1 && ++this.#strays < straysBeforeReturn) return;
      this.#restart(source);
    }
    this.#strays = 0;
    if (!this.#accept(bytes.readUInt16BE(start + 2))) return;
    this.foreign = 0;
    this.packets++;
    this.bytes += end - start;
    const time = bytes.readUInt32BE(start + 4);
    if (this.packets === 1) this.#ticks = time;
    else this.#ticks += (time - this.#time) | 0;
    if (time !== this.#time || this.packets === 1) this.#measure();
    this.#time = time;
    if (first & 0x10 && this.onExtension) this.#tellExtension(bytes, start + headerSize + (first & 15) * 4, from);
    this.#depacketizer.packet(bytes, from, to, this.#ticks, (second & 0x80) !== 0);
  }

  /** A time of a sender report on the unwrapped line. */
  unwrap(time: number): number {
    return this.#ticks + ((time - this.#time) | 0);
  }
  /** For receiver reports: the highest sequence number with its cycles. */
  get highest(): number {
    return this.#cycles * 0x10000 + ((this.#next - 1) & 0xffff);
  }

  get jitterMs(): number {
    return this.jitter / this.#ticksPerMs;
  }

  #tellExtension(bytes: Buffer, at: number, end: number): void {
    this.onExtension?.(bytes.readUInt16BE(at), bytes, at + 4, end);
  }
  #believe(type: number): boolean {
    // 72 to 76 is RTCP that came the same way (RFC 5761 §4).
    if (this.#others.includes(type) || (type >= 72 && type <= 76)) return false;
    this.foreign = type === this.#foreignType ? this.foreign + 1 : 1;
    this.#foreignType = type;
    if (this.packets > 0 || this.foreign < foreignBeforeBelief) return false;
    this.#payloadType = type;
    return true;
  }
  #measure(): void {
    const transit = this.#now() * this.#ticksPerMs - this.#ticks;
    const apart = Math.abs(transit - this.#transit);
    this.#transit = transit;
    // A jump of the camera's clock is no jitter.
    if (apart < this.#ticksPerMs * 2_000) this.jitter += (apart - this.jitter) / 16;
  }
  #restart(source: number): void {
    if (this.packets > 0) this.#depacketizer.gap();
    this.restarts++;
    this.#former = this.source;
    this.source = source;
    this.#next = -1;
    this.#cycles = 0;
    this.#seen = 0;
    this.#transit = Number.NaN;
  }
  #accept(sequence: number): boolean {
    const ahead = this.#next < 0 ? 0 : (sequence - this.#next) & 0xffff;
    if (ahead >= 0x10000 - mostBehind) {
      this.#countBehind(0x10000 - ahead - 1);
      return false;
    }
    if (ahead !== 0) {
      if (ahead > longestGap) {
        const restarted = sequence === this.#suspect;
        this.#suspect = (sequence + 1) & 0xffff;
        if (!restarted) return false;
        this.#seen = 0;
      } else this.lost += ahead;
      this.#depacketizer.gap();
    }
    this.#suspect = -1;
    if (sequence < ((this.#next - 1) & 0xffff) && this.#next >= 0 && ahead <= longestGap) this.#cycles++;
    this.#seen = ahead >= 31 ? 1 : (this.#seen << (ahead + 1)) | 1;
    this.#next = (sequence + 1) & 0xffff;
    return true;
  }
  #countBehind(back: number): void {
    const bit = back < 32 ? 1 << back : 0;
    if (this.#seen & bit) this.duplicates++;
    else this.late++;
    this.#seen |= bit;
  }
}
