import { HubError, type VideoCodec } from '@matpho/core/sdk';

/** One codec a player takes, by the payload type it gave it. */
export interface OfferedCodec {
  readonly type: number;
  /** `h264`, `opus`: lower case. */
  readonly name: string;
  readonly clockRate: number;
  /** As offered; to be given back unchanged. */
  readonly parameters: string | undefined;
}
/** One `m=` section of an offer. */
export interface OfferedSection {
  readonly kind: string;
  readonly mid: string;
  /** The player takes media here. */
  readonly takes: boolean;
  readonly codecs: readonly OfferedCodec[];
  /** By URI, the number it has in packets (RFC 8285 §5). */
  readonly extensions: ReadonlyMap<string, number>;
}
export interface Offer {
  readonly sections: readonly OfferedSection[];
}

export const longestOffer = 20_000;
const mostSections = 16;
const midForm = /^[A-Za-z0-9._~!#$%&'*+^`{|}-]{1,32}$/;
/** RFC 8839 §5.4; RFC 8122 §5. */
const forms = {
  'ice-ufrag': /^[A-Za-z0-9+/]{4,256}$/, 'ice-pwd': /^[A-Za-z0-9+/]{22,256}$/,
  'fingerprint': /^sha-(1 ([0-9a-f]{2}:){19}|224 ([0-9a-f]{2}:){27}|256 ([0-9a-f]{2}:){31}|384 ([0-9a-f]{2}:){47}|512 ([0-9a-f]{2}:){63})[0-9a-f]{2}$/i,
};
/** Without `a=rtpmap` (RFC 3551 §6). */
const fixed: Readonly<Record<number, string>> = { 0: 'PCMU/8000', 8: 'PCMA/8000' };
const refused = (why: string): HubError => new HubError('bad-request', `The offer ${why}.`);

/** Reads an SDP offer as browsers write it (RFC 8829 §5.2). @throws HubError `bad-request` */
export function readOffer(sdp: string): Offer {
  if (sdp.length > longestOffer) throw refused('is too long');
  if (!sdp.startsWith('v=0')) throw refused('is not SDP');
  // A zero byte would end the text for the library written in C++, not for us.
  if (/[^\t\r\n\x20-\x7e]/.test(sdp)) throw refused('has bytes that SDP does not have here');
  const blocks = sdp.split(/\r?\n(?=m=)/).map((block) => block.split(/\r?\n/));
  const [session = [], ...media] = blocks;
  if (media.length === 0 || media.length > mostSections) throw refused('has no media, or too much of it');
  for (const name of ['ice-ufrag', 'ice-pwd', 'fingerprint'] as const) {
    const values = [session, ...media].flatMap((lines) => valueOf(lines, name) ?? []);
    if (values.length === 0) throw refused(`has no a=${name}`);
    // Here, not by the library: by then a yes that is good once would be spent.
    if (values.some((value) => !forms[name].test(value))) throw refused(`has an a=${name} that is none`);
  }
  const sections = media.map((lines) => readSection(lines));
  if (new Set(sections.map(({ mid }) => mid)).size < sections.length) throw refused('names two sections alike');
  // All media goes over one connection (RFC 8843); a player that cannot is none of today's.
  const bundle = new Set(session.filter((line) => line.startsWith('a=group:BUNDLE')).flatMap((line) => line.split(' ').slice(1)));
  if (sections.length > 1 && sections.some(({ mid }) => !bundle.has(mid))) throw refused('does not bundle its media');
  return { sections };
}

function readSection(lines: readonly string[]): OfferedSection {
  const [, kind = '', , protocol = '', formats = ''] = /^m=(\w+) (\d+)(?:\/\d+)? (\S+) (.+)$/.exec(lines[0] ?? '') ?? [];
  const mid = valueOf(lines, 'mid') ?? '';
  if (!midForm.test(mid)) throw refused('has a section without a name');
  const isMedia = /^(UDP|TCP)\/TLS\/RTP\/SAVPF?$/.test(protocol);
  if (!isMedia && !protocol.endsWith('/DTLS/SCTP')) throw refused('is not for an encrypted connection');
  const direction = lines.find((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line))?.slice(2) ?? 'sendrecv';
  const takes = isMedia && (direction === 'sendrecv' || direction === 'recvonly');
  return { kind, mid, takes, codecs: isMedia ? codecsOf(lines, formats) : [], extensions: extensionsOf(lines) };
}

function codecsOf(lines: readonly string[], formats: string): OfferedCodec[] {
  return formats.trim().split(' ').slice(0, 100).flatMap((text) => {
    const type = Number(text);
    if (!/^\d{1,3}$/.test(text) || type > 127) throw refused('has a payload type that is none');
    const [name = '', rate = ''] = (valueOf(lines, `rtpmap:${type}`, ' ') ?? fixed[type] ?? '').split('/');
    const clockRate = Number(rate);
    if (name === '' || !Number.isInteger(clockRate) || clockRate <= 0) return [];
    return [{ type, name: name.toLowerCase(), clockRate, parameters: valueOf(lines, `fmtp:${type}`, ' ') }];
  });
}

/** One-byte headers know the numbers 1 to 14 (RFC 8285 §4.2). */
function extensionsOf(lines: readonly string[]): ReadonlyMap<string, number> {
  return new Map(lines.flatMap((line) => {
    const [, number = '', uri = ''] = /^a=extmap:(\d{1,2})(?:\/\w+)? (\S+)/.exec(line) ?? [];
    return uri !== '' && Number(number) >= 1 && Number(number) <= 14 ? [[uri, Number(number)] as const] : [];
  }));
}

function valueOf(lines: readonly string[], name: string, separator = ':'): string | undefined {
  const start = `a=${name}${separator}`;
  return lines.find((line) => line.startsWith(start))?.slice(start.length).trim();
}

/** What its player decodes of what cameras send. */
export function codecsTaken({ sections }: Offer): readonly VideoCodec[] {
  const names = new Set(sections.filter(({ kind, takes }) => kind === 'video' && takes).flatMap(({ codecs }) => codecs.filter(isWhole).map(({ name }) => name)));
  return (['h264', 'h265'] as const).filter((codec) => names.has(codec));
}

/** Pictures come in several packets: RFC 6184 §6.3, non-interleaved mode. */
export function isWhole({ name, clockRate, parameters }: OfferedCodec): boolean {
  return clockRate === 90_000 && (name === 'h265' || (name === 'h264' && parameter(parameters, 'packetization-mode') === '1'));
}

export function parameter(parameters: string | undefined, name: string): string | undefined {
  for (const pair of (parameters ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim().toLowerCase() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
