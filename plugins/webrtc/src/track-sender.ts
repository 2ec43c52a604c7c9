import { senderReport } from './sender-report.ts';

export interface TrackOptions {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly clockRate: number;
  /** Of the first packet; random (RFC 3550 §5.1). */
  readonly firstSequence: number;
  /** Added to every time; random. */
  readonly timeOffset: number;
  /** The player's number for the playout delay extension; undefined: it does not take it. */
  readonly playoutDelay: number | undefined;
}
interface Sent {
  readonly sequence: number;
  readonly time: number;
  readonly marker: boolean;
  readonly payload: Uint8Array;
}

/** A second of a busy stream; what is asked for later would come too late. Power of two. */
const remembered = 1_024;
const longestPacket = 1_500;
const headerBytes = 12;
const extensionBytes = 8;

/** Numbers one track's packets and keeps the newest, so that lost ones can be sent again. Payloads are kept as they are, never copied. */
export class TrackSender {
  readonly ssrc: number;
  readonly clockRate: number;
  readonly #options: TrackOptions;
  readonly #transmit: (packet: Buffer) => boolean;
  readonly #sent: (Sent | undefined)[] = Array.from({ length: remembered });
  /** Written anew for every packet: whoever transmits copies. */
  readonly #packet = Buffer.alloc(longestPacket);
  readonly #headerBytes: number;
  #sequence: number;
  #packets = 0;
  #bytes = 0;

  constructor(options: TrackOptions, transmit: (packet: Buffer) => boolean) {
    this.ssrc = options.ssrc;
    this.clockRate = options.clockRate;
    this.#options = options;
    this.#transmit = transmit;
    this.#sequence = options.firstSequence & 0xffff;
    this.#headerBytes = headerBytes + (options.playoutDelay === undefined ? 0 : extensionBytes);
    this.#writeFixed();
  }

  get packets(): number {
    return this.#packets;
  }
  /** @param ticks in the track's clock rate, not wrapped @param marker the last packet of a picture (RFC 6184 §5.1) */
  send(payload: Uint8Array, ticks: number, marker: boolean): void {
    const sent: Sent = { sequence: this.#sequence, time: this.#rtpTime(ticks), marker, payload };
    this.#sent[sent.sequence % remembered] = sent;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#packets += 1;
    this.#bytes += payload.length;
    this.#put(sent);
  }
  /** Sends a packet once more, if it is still known. @returns its bytes, 0 if not */
  again(sequence: number): number {
    const sent = this.#sent[sequence % remembered];
    if (sent?.sequence !== sequence) return 0;
    this.#put(sent);
    return sent.payload.length;
  }
  /** @param at ms @param ticks the track's time at that instant */
  report(at: number, ticks: number, cname: string): void {
    if (this.#packets > 0) this.#transmit(senderReport({ ssrc: this.ssrc, rtpTime: this.#rtpTime(ticks), packets: this.#packets, bytes: this.#bytes }, at, cname));
  }

  #rtpTime(ticks: number): number {
    const wrapped = Math.round(ticks) % 2 ** 32;
    return (wrapped + this.#options.timeOffset) >>> 0;
  }
  #put({ sequence, time, marker, payload }: Sent): void {
    const packet = this.#packet;
    if (this.#headerBytes + payload.length > packet.length) return;
    packet[1] = (marker ? 0x80 : 0) | this.#options.payloadType;
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(time, 4);
    packet.set(payload, this.#headerBytes);
    this.#transmit(packet.subarray(0, this.#headerBytes + payload.length));
  }
  /** RFC 3550 §5.1; the extension by RFC 8285 §4.2: show at once, hold nothing back (least and most delay are 0). */
  #writeFixed(): void {
    const { ssrc, playoutDelay } = this.#options;
    this.#packet[0] = playoutDelay === undefined ? 0x80 : 0x90;
    this.#packet.writeUInt32BE(ssrc, 8);
    if (playoutDelay === undefined) return;
    this.#packet.writeUInt16BE(0xbede, 12);
    this.#packet.writeUInt16BE(1, 14);
    this.#packet[16] = (playoutDelay << 4) | 2;
    this.#packet.fill(0, 17, 20);
  }
}
