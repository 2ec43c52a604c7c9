/** What a camera's loudspeaker was sent. */
export interface Heard {
  readonly codec: 'pcma' | 'pcmu';
  readonly packets: number;
  readonly bytes: number;
  /** Sequence numbers left out. */
  readonly lost: number;
  /** Packets that were no RTP of the agreed payload type. */
  readonly strange: number;
  /** RTP ticks (8 kHz) from the first packet's beginning to the last one's end, of the last call. */
  readonly ticks: number;
}

const MOST_KEPT = 1_048_576;

/** The far end of an ONVIF audio backchannel (ONVIF Streaming §5.3): counts and keeps what comes. */
export class TalkEar {
  readonly codec: 'pcma' | 'pcmu';
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #packets = 0;
  #bytes = 0;
  #lost = 0;
  #strange = 0;
  #source: number | undefined;
  #next: number | undefined;
  #firstTick: number | undefined;
  #ticks = 0;

  constructor(codec: 'pcma' | 'pcmu') {
    this.codec = codec;
  }
  /** RFC 3551 §6. */
  get payloadType(): number {
    return this.codec === 'pcma' ? 8 : 0;
  }
  get heard(): Heard {
    return { codec: this.codec, packets: this.#packets, bytes: this.#bytes, lost: this.#lost, strange: this.#strange, ticks: this.#ticks };
  }
  /** G.711 as it came, the first mebibyte. */
  get sound(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** One RTP packet (RFC 3550 §5.1). */
  take(packet: Buffer): void {
    const head = 12 + ((packet[0] ?? 0) & 15) * 4;
    if (packet.length <= head || (packet[0] ?? 0) >> 6 !== 2 || ((packet[1] ?? 0) & 127) !== this.payloadType) {
      this.#strange += 1;
      return;
    }
    const source = packet.readUInt32BE(8);
    // Another call: its numbers begin anew.
    if (source !== this.#source) this.#next = this.#firstTick = undefined;
    this.#source = source;
    const sequence = packet.readUInt16BE(2);
    if (this.#next !== undefined) this.#lost += (sequence - this.#next) & 0xffff;
    this.#next = (sequence + 1) & 0xffff;
    const tick = packet.readUInt32BE(4);
    this.#firstTick ??= tick;
    const payload = packet.subarray(head);
    this.#ticks = ((tick - this.#firstTick) >>> 0) + payload.length;
    this.#packets += 1;
    this.#bytes += payload.length;
    if (this.#kept + payload.length > MOST_KEPT) return;
    this.#chunks.push(Buffer.from(payload));
    this.#kept += payload.length;
  }
}
