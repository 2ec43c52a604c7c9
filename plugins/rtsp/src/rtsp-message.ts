import { brokenAnswer } from './broken-answer.ts';

export type RtspHeaders = ReadonlyMap<string, readonly string[]>;
export interface RtspResponse {
  readonly kind: 'response';
  readonly status: number;
  /** By lower-case name; a header sent twice has two values. */
  readonly headers: RtspHeaders;
  readonly body: string;
}
/** Some servers ask their clients, RFC 2326 §10. */
export interface RtspRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly headers: RtspHeaders;
}
export type RtspMessage = RtspResponse | RtspRequest;

export const longestHead = 16 * 1024;
export const longestBody = 64 * 1024;
const mostHeaders = 100;

export interface RtspHead {
  readonly start: string;
  readonly headers: RtspHeaders;
  readonly bodySize: number;
}

/** @throws HubError `camera-broken-answer` */
export function parseHead(text: string): RtspHead {
  const [start = '', ...lines] = text.split(/\r?\n/);
  if (lines.length > mostHeaders) throw brokenAnswer('The camera sent too many headers.');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = headers.get(name);
    if (known) known.push(value);
    else headers.set(name, [value]);
  }
  const declared = headers.get('content-length')?.[0] ?? '0';
  if (!/^\d{1,15}$/.test(declared) || Number(declared) > longestBody) throw brokenAnswer('The camera announced an answer that is too long.');
  return { start, headers, bodySize: Number(declared) };
}

/** @throws HubError `camera-broken-answer` */
export function toMessage(head: RtspHead, body: string): RtspMessage {
  const answer = /^RTSP\/\d\.\d\s+(\d{3})(?:\s|$)/i.exec(head.start);
  if (answer) return { kind: 'response', status: Number(answer[1]), headers: head.headers, body };
  const request = /^([A-Z_]{1,32})\s+\S{1,2048}\s+RTSP\/\d\.\d\s*$/.exec(head.start);
  if (request) return { kind: 'request', method: request[1] ?? '', headers: head.headers };
  throw brokenAnswer('The camera does not speak RTSP.');
}

export function header(headers: RtspHeaders, name: string): string | undefined {
  return headers.get(name)?.[0];
}
