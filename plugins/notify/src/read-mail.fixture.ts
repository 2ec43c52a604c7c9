export interface ReadMail {
  /** Names in lower case, values decoded (RFC 2047). A name that comes twice is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly parts: readonly { readonly type: string; readonly content: string }[];
}

/** Reads a mail independently of what wrote it (RFC 5322, RFC 2045 to 2047), as far as tests need. */
export function readMail(raw: string): ReadMail {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)/.exec(String(headers['content-type']))?.[1];
  const pieces = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1).map((piece) => piece.replace(/^\r\n/, ''));
  return { headers, parts: pieces.map(split).map((part) => ({ type: String(part.headers['content-type']).replace(/;.*/, ''), content: decode(part.body, String(part.headers['content-transfer-encoding'] ?? '7bit')) })) };
}

function split(raw: string): { readonly headers: Record<string, string | string[]>; readonly body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const headers: Record<string, string | string[]> = {};
  for (const line of raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = words(line.slice(colon + 1).trim());
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return { headers, body: raw.slice(end + 4) };
}

function words(value: string): string {
  return value.replaceAll(/\?=\s+=\?/g, '?==?').replaceAll(/(?:=\?utf-8\?[qb]\?[^?]*\?=)+/gi, (run) => {
    const bytes = [...run.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi)].map(([, kind, text]) => (kind?.toLowerCase() === 'b' ? Buffer.from(text ?? '', 'base64') : quoted((text ?? '').replaceAll('_', ' '))));
    return Buffer.concat(bytes).toString('utf8');
  });
}
function quoted(text: string): Buffer {
  return Buffer.from(text.replaceAll(/=\r\n/g, '').replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
}
function decode(body: string, encoding: string): string {
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : encoding === 'quoted-printable' ? quoted(body) : Buffer.from(body, 'latin1');
  return bytes.toString('utf8').replaceAll('\r\n', '\n').trimEnd();
}
