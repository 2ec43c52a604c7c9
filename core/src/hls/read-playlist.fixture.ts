/** A media playlist as RFC 8216bis reads it; throws where a rule of it is broken. */
export interface ReadPlaylist {
  readonly target: number;
  readonly partTarget: number | undefined;
  readonly mediaSequence: number;
  readonly discontinuitySequence: number;
  readonly canBlock: boolean;
  readonly segments: readonly ReadSegment[];
  /** Of the segment after the last whole one. */
  readonly openParts: readonly ReadPart[];
  readonly hint: string | undefined;
}
export interface ReadPart { readonly uri: string; readonly seconds: number; readonly independent: boolean }
export interface ReadSegment {
  readonly msn: number;
  readonly uri: string;
  readonly seconds: number;
  readonly map: string | undefined;
  readonly at: number;
  readonly gap: boolean;
  readonly discontinuity: boolean;
  readonly parts: readonly ReadPart[];
}

export function readPlaylist(text: string): ReadPlaylist {
  const lines = text.split('\n');
  must(lines[0] === '#EXTM3U', '§4.4.1.1: begins with EXTM3U');
  must(text.endsWith('\n') && !text.includes('\r'), 'lines end');
  const single = (tag: string): string | undefined => {
    const found = lines.filter((line) => line.startsWith(`#${tag}:`));
    must(found.length <= 1, `one ${tag}`);
    return found[0]?.slice(tag.length + 2);
  };
  const target = Number(single('EXT-X-TARGETDURATION'));
  must(Number.isInteger(target) && target > 0, '§4.4.3.1: a decimal-integer target duration');
  const control = attributes(single('EXT-X-SERVER-CONTROL') ?? '');
  const info = single('EXT-X-PART-INF');
  const partTarget = info === undefined ? undefined : Number(attributes(info).get('PART-TARGET'));
  const version = Number(single('EXT-X-VERSION'));
  if (partTarget !== undefined) must(Number(control.get('PART-HOLD-BACK')) >= partTarget * 2, '§4.4.3.8: at least twice the part target');
  if (control.has('HOLD-BACK')) must(Number(control.get('HOLD-BACK')) >= target * 3, '§4.4.3.8: at least three target durations');
  const mediaSequence = Number(single('EXT-X-MEDIA-SEQUENCE') ?? 0);
  const segments: ReadSegment[] = [];
  let [map, at, seconds, gap, discontinuity, parts, hint]: [string | undefined, number | undefined, number | undefined, boolean, boolean, ReadPart[], string | undefined] = [undefined, undefined, undefined, false, false, [], undefined];
  for (const line of lines.slice(1)) {
    if (line.startsWith('#EXT-X-MAP:')) map = attributes(line.slice(11)).get('URI');
    else if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) at = Date.parse(line.slice(25));
    else if (line.startsWith('#EXTINF:')) seconds = Number.parseFloat(line.slice(8));
    else if (line === '#EXT-X-GAP') gap = true;
    else if (line === '#EXT-X-DISCONTINUITY') discontinuity = true;
    else if (line.startsWith('#EXT-X-PART:')) {
      const about = attributes(line.slice(12));
      const part = { uri: about.get('URI') ?? '', seconds: Number(about.get('DURATION')), independent: about.get('INDEPENDENT') === 'YES' };
      must(partTarget !== undefined, '§4.4.3.7: PART-INF where there are parts');
      must(part.seconds <= (partTarget ?? 0) + 0.001, '§4.4.4.9: no part is longer than the part target');
      parts.push(part);
    } else if (line.startsWith('#EXT-X-PRELOAD-HINT:')) hint = attributes(line.slice(20)).get('URI');
    else if (line !== '' && !line.startsWith('#')) {
      must(seconds !== undefined && at !== undefined, '§4.4.4.1: each segment has its EXTINF');
      must(Math.round(seconds ?? 0) <= target, '§4.4.3.1: no segment rounds to more than the target');
      must(gap || map !== undefined, '§4.4.4.5: fMP4 needs its EXT-X-MAP');
      must(!gap || version >= 8, '§8: EXT-X-GAP needs version 8');
      for (const part of parts.slice(0, -1)) must(part.seconds >= (partTarget ?? 0) * 0.85 - 0.001, '§4.4.3.7: parts are at least 85 % of the part target');
      segments.push({ msn: mediaSequence + segments.length, uri: line, seconds: seconds ?? 0, map, at: at ?? 0, gap, discontinuity, parts });
      [at, seconds, gap, discontinuity, parts] = [undefined, undefined, false, false, []];
    }
  }
  return { target, partTarget, mediaSequence, discontinuitySequence: Number(single('EXT-X-DISCONTINUITY-SEQUENCE') ?? 0), canBlock: control.get('CAN-BLOCK-RELOAD') === 'YES', segments, openParts: parts, hint };
}

function attributes(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/([A-Z-]+)=("[^"]*"|[^,]*)/g)].map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]));
}
function must(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`The playlist breaks a rule: ${rule}`);
}
