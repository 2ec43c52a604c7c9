import { brokenAnswer } from './broken-answer.ts';
import { longestHead, parseHead, toMessage, type RtspHead, type RtspMessage } from './rtsp-message.ts';

export interface WireReader {
  /** One interleaved packet: `bytes` from `start` to `end`, valid during the call only. */
  packet(channel: number, bytes: Buffer, start: number, end: number): void;
  message(message: RtspMessage): void;
}

const dollar = 0x24;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Splits what an RTSP socket receives into messages and interleaved packets (RFC 2326 §10.12). Holds at most one message or packet. */
export class RtspWire {
  readonly #reader: WireReader;
  #rest: Buffer | undefined;
  #head: RtspHead | undefined;

  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  /** @throws HubError `camera-broken-answer`; the connection is of no more use then. */
  push(chunk: Buffer): void {
    let bytes = chunk;
    let at = 0;
    if (this.#rest) {
      const taken = this.#completePacket(this.#rest, chunk);
      if (taken === undefined) bytes = Buffer.concat([this.#rest, chunk]);
      else at = taken;
    }
    this.#rest = undefined;
    while (at < bytes.length) {
      const next = this.#head ? this.#body(bytes, at, this.#head) : bytes[at] === dollar ? this.#packet(bytes, at) : this.#start(bytes, at);
      if (next === undefined) break;
      at = next;
    }
    // Copied: the chunk is the reader's to use again.
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at));
  }

  /** The usual case: a packet lies across two reads. Only that packet is put together, not all that came with its end. */
  #completePacket(rest: Buffer, chunk: Buffer): number | undefined {
    if (this.#head || rest[0] !== dollar || rest.length < 4) return undefined;
    const missing = 4 + rest.readUInt16BE(2) - rest.length;
    if (missing > chunk.length) return undefined;
    const whole = Buffer.concat([rest, chunk.subarray(0, missing)]);
    this.#packet(whole, 0);
    return missing;
  }

  #packet(bytes: Buffer, at: number): number | undefined {
    if (bytes.length - at < 4) return undefined;
    const start = at + 4;
    const end = start + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return undefined;
    this.#reader.packet(bytes[at + 1] ?? 0, bytes, start, end);
    return end;
  }

  #start(bytes: Buffer, at: number): number | undefined {
    const first = bytes[at] ?? 0;
    // Stray line ends between messages are common, RFC 2326 §4.1.
    if (first === carriageReturn || first === lineFeed) return at + 1;
    if ((first & 0xdf) < 0x41 || (first & 0xdf) > 0x5a) throw brokenAnswer('The camera sent bytes that are not RTSP.');
    const end = endOfHead(bytes, at);
    if (end === undefined) {
      if (bytes.length - at > longestHead) throw brokenAnswer('The camera sent a head that is too long.');
      return undefined;
    }
    const head = parseHead(bytes.toString('latin1', at, end).trimEnd());
    if (head.bodySize > 0) this.#head = head;
    else this.#reader.message(toMessage(head, ''));
    return end;
  }

  #body(bytes: Buffer, at: number, head: RtspHead): number | undefined {
    const end = at + head.bodySize;
    if (end > bytes.length) return undefined;
    this.#head = undefined;
    this.#reader.message(toMessage(head, bytes.toString('utf8', at, end)));
    return end;
  }
}

/** After the empty line. Plain line feeds are taken too: some cameras send them. */
function endOfHead(bytes: Buffer, from: number): number | undefined {
  const limit = Math.min(bytes.length, from + longestHead);
  for (let at = bytes.indexOf(lineFeed, from); at >= 0 && at + 1 < limit; at = bytes.indexOf(lineFeed, at + 1)) {
    if (bytes[at + 1] === lineFeed) return at + 2;
    if (bytes[at + 1] === carriageReturn && bytes[at + 2] === lineFeed) return at + 3;
  }
  return undefined;
}
