const reasons = {
  200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests', 453: 'Not Enough Bandwidth', 454: 'Session Not Found', 455: 'Method Not Valid in This State',
  459: 'Aggregate Operation Not Allowed', 461: 'Unsupported Transport', 500: 'Internal Server Error', 501: 'Not Implemented', 503: 'Service Unavailable', 551: 'Option not supported',
} as const;
export type Status = keyof typeof reasons;
export interface RtspAnswer {
  readonly status: Status;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** RFC 2326 §7. The sequence number is the client's own words: only digits of it are said back. */
export function answerText({ status, headers = [], body }: RtspAnswer, cseq: string | undefined): string {
  const rows = [['CSeq', /^\d{1,10}$/.test(cseq ?? '') ? (cseq ?? '0') : '0'], ...headers, ...(body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const])];
  return `RTSP/1.0 ${status} ${reasons[status]}\r\n${rows.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`;
}
