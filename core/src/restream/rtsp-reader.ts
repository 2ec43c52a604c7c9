/** One request, RFC 2326 §6. */
export interface RtspRequest {
  readonly method: string;
  readonly uri: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}
const longestHead = 8_192;
const longestBody = 4_096;
const mostHeaders = 40;
const nothing: Buffer = Buffer.alloc(0);

/** What is no RTSP, or more of it than any player says. */
export class NotRtsp extends Error {}

/** Requests and interleaved frames (RFC 2326 §10.12) out of a TCP stream. Keeps at most one head and one body; frames are let go as they come. */
export class RtspReader {
  readonly #request: (request: RtspRequest) => void;
  readonly #frame: (channel: number) => void;
  #bytes: Buffer = nothing;
  /** Bytes of a frame or a body that nobody wants. */
  #skip = 0;
  constructor(request: (request: RtspRequest) => void, frame: (channel: number) => void) {
    this.#request = request;
    this.#frame = frame;
  }

  /** @throws NotRtsp */
  push(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    while (this.#step());
    // A small rest must not hold a large chunk.
    if (this.#bytes.length === 0) this.#bytes = nothing;
  }

  #step(): boolean {
    if (this.#skip > 0) {
      const gone = Math.min(this.#skip, this.#bytes.length);
      this.#bytes = this.#bytes.subarray(gone);
      this.#skip -= gone;
      return this.#skip === 0 && this.#bytes.length > 0;
    }
    if (this.#bytes.length === 0) return false;
    if (this.#bytes[0] === 0x24) return this.#stepFrame();
    // Between requests some clients send empty lines (RFC 2326 §4.1).
    if (this.#bytes[0] === 0x0d || this.#bytes[0] === 0x0a) {
      this.#bytes = this.#bytes.subarray(1);
      return true;
    }
    const head = this.#bytes.indexOf('\r\n\r\n');
    if (head < 0 ? this.#bytes.length > longestHead : head > longestHead) throw new NotRtsp('The head is too long.');
    if (head < 0) return false;
    const request = parse(this.#bytes.toString('latin1', 0, head));
    this.#skip = bodyOf(request);
    this.#bytes = this.#bytes.subarray(head + 4);
    this.#request(request);
    return true;
  }
  #stepFrame(): boolean {
    if (this.#bytes.length < 4) return false;
    this.#frame(this.#bytes[1] ?? 0);
    this.#skip = this.#bytes.readUInt16BE(2);
    this.#bytes = this.#bytes.subarray(4);
    return true;
  }
}

function parse(head: string): RtspRequest {
  const [line = '', ...rows] = head.split('\r\n');
  const match = /^([A-Z_]{1,32}) (\S{1,1024}) RTSP\/1\.\d$/.exec(line);
  if (!match || rows.length > mostHeaders) throw new NotRtsp('This is no RTSP request.');
  const headers = new Map<string, string>();
  for (const row of rows) {
    const colon = row.indexOf(':');
    if (colon <= 0) throw new NotRtsp('This is no header.');
    const name = row.slice(0, colon).trim().toLowerCase();
    // Two of the same say nothing certain: the first counts, as for whoever else reads along.
    if (!headers.has(name)) headers.set(name, row.slice(colon + 1).trim());
  }
  return { method: match[1] ?? '', uri: match[2] ?? '', headers };
}
function bodyOf({ headers }: RtspRequest): number {
  const text = headers.get('content-length') ?? '0';
  const length = /^\d{1,6}$/.test(text) ? Number(text) : Infinity;
  if (length > longestBody) throw new NotRtsp('The body is too long.');
  return length;
}
