const MAX_HEAD = 16_384;
const MAX_BODY = 65_536;

export interface RtspRequest {
  readonly method: string;
  readonly uri: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Reads requests and interleaved frames (RFC 2326 §10.12) out of a TCP stream, within bounds. */
export class RequestReader {
  #bytes: Buffer = Buffer.alloc(0);
  readonly #onRequest: (request: RtspRequest) => void;
  readonly #onFrame: (channel: number, packet: Buffer) => void;

  constructor(onRequest: (request: RtspRequest) => void, onFrame: (channel: number, packet: Buffer) => void) {
    this.#onRequest = onRequest;
    this.#onFrame = onFrame;
  }

  /** @throws Error when the peer does not speak RTSP or sends more than a request can hold. */
  push(bytes: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length > 0 && (this.#bytes[0] === 0x24 ? this.#readFrame() : this.#readRequest()));
  }

  #readFrame(): boolean {
    if (this.#bytes.length < 4) return false;
    const end = 4 + this.#bytes.readUInt16BE(2);
    if (this.#bytes.length < end) return false;
    this.#onFrame(this.#bytes[1] ?? 0, this.#bytes.subarray(4, end));
    this.#bytes = this.#bytes.subarray(end);
    return true;
  }

  #readRequest(): boolean {
    const head = this.#bytes.indexOf('\r\n\r\n');
    if (head < 0 && this.#bytes.length > MAX_HEAD) throw new Error('The request head is too long');
    if (head < 0) return false;
    const [line = '', ...rows] = this.#bytes.toString('utf8', 0, head).split('\r\n');
    const match = /^([A-Z_]{1,32}) (\S{1,2048}) RTSP\/1\.0$/.exec(line);
    if (match === null) throw new Error('Not an RTSP request');
    const headers = new Map(rows.map((row) => {
      const colon = row.indexOf(':');
      return [row.slice(0, colon).trim().toLowerCase(), row.slice(colon + 1).trim()] as const;
    }));
    const length = Number(headers.get('content-length') ?? 0);
    if (!(length >= 0 && length <= MAX_BODY)) throw new Error('The request body is too long');
    if (this.#bytes.length < head + 4 + length) return false;
    this.#bytes = this.#bytes.subarray(head + 4 + length);
    this.#onRequest({ method: match[1] ?? '', uri: match[2] ?? '', headers });
    return true;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 404: 'Not Found', 454: 'Session Not Found', 455: 'Method Not Valid in This State',
  459: 'Aggregate Operation Not Allowed', 461: 'Unsupported Transport', 500: 'Internal Server Error', 501: 'Not Implemented', 551: 'Option not supported',
};

export interface RtspAnswer {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

export const formatAnswer = (answer: RtspAnswer, cseq: string): string => {
  const rows = (answer.headers ?? []).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = answer.body === undefined ? '' : `Content-Length: ${Buffer.byteLength(answer.body)}\r\n`;
  return `RTSP/1.0 ${answer.status} ${REASONS[answer.status] ?? 'Error'}\r\nCSeq: ${cseq}\r\nServer: Street/1.0\r\n${rows}${length}\r\n${answer.body ?? ''}`;
};
