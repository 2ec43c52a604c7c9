import { brokenAnswer } from './broken-answer.ts';

export interface SdpPayload {
  readonly type: number;
  /** Upper case, `H264`. */
  readonly encoding: string;
  readonly clockRate: number;
  readonly channels: number;
  /** `a=fmtp` by lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
}
export interface SdpMedia {
  readonly kind: string;
  readonly payloads: readonly SdpPayload[];
  readonly control: string;
  /** `a=framesize` or `a=x-dimensions`: what a JPEG stream above 2,040 pixels says nowhere else. */
  readonly size?: { readonly width: number; readonly height: number };
}
export interface SessionDescription {
  readonly control: string;
  readonly media: readonly SdpMedia[];
}

const longestText = 64 * 1024;
const mostLines = 1_000;
const mostMedia = 16;
const mostPayloads = 16;
/** Payload types with a fixed meaning, RFC 3551 §6. */
const fixed: Readonly<Record<number, readonly [encoding: string, clockRate: number]>> = { 0: ['PCMU', 8_000], 8: ['PCMA', 8_000], 26: ['JPEG', 90_000] };

/** Reads what RFC 8866 and RFC 2326 appendix C say about streams, and forgives the rest. @throws HubError `camera-broken-answer` */
export function parseSdp(text: string): SessionDescription {
  const lines = text.length > longestText ? [] : text.split(/[\r\n]+/).map((line) => line.trim().replace(/^([a-z])\s*=\s*/i, (_, letter: string) => `${letter.toLowerCase()}=`));
  if (lines.length === 0 || lines.length > mostLines) throw brokenAnswer('The camera described too many streams.');
  const sections: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  const [session = [], ...media] = sections;
  if (media.length > mostMedia) throw brokenAnswer('The camera described too many streams.');
  return { control: attribute(session, 'control') ?? '*', media: media.map(parseMedia) };
}

function parseMedia(lines: readonly string[]): SdpMedia {
  const [kind = '', , , ...types] = (lines[0] ?? '').slice(2).trim().split(/\s+/);
  const payloads = types.filter((type) => /^\d{1,3}$/.test(type)).slice(0, mostPayloads).map((type) => parsePayload(Number(type), lines));
  const size = /(\d{2,5})\s*[-x,]\s*(\d{2,5})\s*$/i.exec(attribute(lines, 'framesize') ?? attribute(lines, 'x-dimensions') ?? '');
  return { kind: kind.toLowerCase(), payloads, control: attribute(lines, 'control') ?? '', ...(size ? { size: { width: Number(size[1]), height: Number(size[2]) } } : {}) };
}

function parsePayload(type: number, lines: readonly string[]): SdpPayload {
  const map = /^\d+\s+([^\s/]+)\/(\d{1,9})(?:\/(\d{1,2}))?/.exec(attribute(lines, 'rtpmap', type) ?? '');
  const [encoding = '', clockRate = 0] = map ? [map[1], Number(map[2])] : (fixed[type] ?? []);
  const format = (attribute(lines, 'fmtp', type) ?? '').replace(/^\d+\s*/, '');
  const parameters = new Map(format.split(';').map((pair) => pair.trim()).filter((pair) => pair.includes('=')).map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals).trim().toLowerCase(), pair.slice(equals + 1).trim()];
  }));
  return { type, encoding: encoding.toUpperCase(), clockRate, channels: Number(map?.[3] ?? 1), parameters };
}

/** The value of `a=<name>:`; with a payload type, of the line that begins with it. */
function attribute(lines: readonly string[], name: string, type?: number): string | undefined {
  const prefix = `a=${name}:`;
  for (const line of lines) {
    if (line.slice(0, prefix.length).toLowerCase() !== prefix) continue;
    const value = line.slice(prefix.length).trim();
    if (type === undefined || Number.parseInt(value, 10) === type) return value;
  }
  return undefined;
}
