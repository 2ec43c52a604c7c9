/** What a player says back (RTCP): RFC 3550 §6.4, RFC 4585 §6, RFC 5104 §4.3.1. */
export interface Feedback {
  /** Sequence numbers to be sent again. */
  readonly missing: readonly number[];
  /** It can go on only from a key picture. */
  readonly wantsKey: boolean;
  /** Share of packets lost since its last report, 0 to 1; undefined where it reports nothing. */
  readonly loss: number | undefined;
}

const mostMissing = 256;

/** Only what is about this source. Torn or foreign bytes say nothing. */
export function readFeedback(bytes: Uint8Array, ssrc: number): Feedback {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const missing: number[] = [];
  let wantsKey = false;
  let loss: number | undefined;
  for (let at = 0; at + 8 <= data.length;) {
    const head = data[at] ?? 0;
    const size = (data.readUInt16BE(at + 2) + 1) * 4;
    if (head >> 6 !== 2 || at + size > data.length) break;
    const packet = data.subarray(at, at + size);
    const type = packet[1] ?? 0;
    const count = head & 0x1f;
    if (type === 201 || type === 200) loss = lossIn(packet, type === 201 ? 8 : 28, count, ssrc) ?? loss;
    else if (size >= 12 && type === 205 && count === 1 && packet.readUInt32BE(8) === ssrc) readMissing(packet, missing);
    else if (size >= 12 && type === 206 && count === 1 && packet.readUInt32BE(8) === ssrc) wantsKey = true;
    // A full intra request names its source behind the header.
    else if (size >= 20 && type === 206 && count === 4 && packet.readUInt32BE(12) === ssrc) wantsKey = true;
    at += size;
  }
  return { missing, wantsKey, loss };
}

function lossIn(packet: Buffer, from: number, count: number, ssrc: number): number | undefined {
  for (let i = 0, at = from; i < count && at + 24 <= packet.length; i += 1, at += 24) {
    if (packet.readUInt32BE(at) === ssrc) return (packet[at + 4] ?? 0) / 256;
  }
  return undefined;
}

/** Generic NACK: one number, and a bit for each of the sixteen behind it. */
function readMissing(packet: Buffer, into: number[]): void {
  for (let at = 12; at + 4 <= packet.length; at += 4) {
    const first = packet.readUInt16BE(at);
    const mask = packet.readUInt16BE(at + 2);
    for (let bit = -1; bit < 16; bit += 1) {
      if (into.length >= mostMissing) return;
      if (bit < 0 || (mask & (1 << bit)) !== 0) into.push((first + bit + 1) & 0xffff);
    }
  }
}
