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

/** Reads RTP (RFC 3550 §5.1): order, losses and time of one stream. */
export class RtpReceiver {
  packets = 0;
  bytes = 0;
  lost = 0;
  /** Of the sender; 0 before the first packet. */
  source = 0;
  readonly #payloadType: number;
  readonly #depacketizer: Depacketizer;
  #next = -1;
  #suspect = -1;
  #cycles = 0;
  #time = 0;
  #ticks = 0;

  constructor(payloadType: number, depacketizer: Depacketizer) {
    this.#payloadType = payloadType;
    this.#depacketizer = depacketizer;
  }

  packet(bytes: Buffer, start: number, end: number): void {
    if (end - start < headerSize || end > bytes.length) return;
    const first = bytes[start] ?? 0;
    const second = bytes[start + 1] ?? 0;
    if (first >> 6 !== 2 || (second & 0x7f) !== this.#payloadType) return;
    let from = start + headerSize + (first & 15) * 4;
    if (first & 0x10) from += from + 4 > end ? 4 : 4 + bytes.readUInt16BE(from + 2) * 4;
    const to = first & 0x20 ? end - (bytes[end - 1] ?? 0) : end;
    if (from > to) return;
    const source = bytes.readUInt32BE(start + 8);
    if (source !== this.source) this.#restart(source);
    if (!this.#accept(bytes.readUInt16BE(start + 2))) return;
    this.packets++;
    this.bytes += end - start;
    const time = bytes.readUInt32BE(start + 4);
    this.#ticks = this.packets === 1 ? time : this.#ticks + ((time - this.#time) | 0);
    this.#time = time;
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

  #restart(source: number): void {
    if (this.packets > 0) this.#depacketizer.gap();
    this.source = source;
    this.#next = -1;
  }
  #accept(sequence: number): boolean {
    const ahead = this.#next < 0 ? 0 : (sequence - this.#next) & 0xffff;
    if (ahead >= 0x10000 - mostBehind) return false;
    if (ahead !== 0) {
      if (ahead > longestGap) {
        const restarted = sequence === this.#suspect;
        this.#suspect = (sequence + 1) & 0xffff;
        if (!restarted) return false;
      } else this.lost += ahead;
      this.#depacketizer.gap();
    }
    this.#suspect = -1;
    if (sequence === 0xffff) this.#cycles++;
    this.#next = (sequence + 1) & 0xffff;
    return true;
  }
}
