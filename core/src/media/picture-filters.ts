import { createRequire } from 'node:module';
import type { CoverSpan, MaskCover } from '../domain/mask.ts';
import { hours, type Instant } from '../domain/time.ts';

/** Times in the picture are those of Asia/Ho_Chi_Minh, which has no summer time. */
const zoneOffset = hours(7);
/** A command line holds more; beyond this the cover is made of coarser bands, which hide more and never less. */
const mostBoxes = 600;

interface Box extends CoverSpan {
  readonly top: number;
  /** Exclusive. */
  readonly bottom: number;
}

/**
 * ffmpeg filters that paint a cover over a picture: plain boxes, one after another, on every single picture. Nothing has to be lined up in time as
 * an overlay's second input has, so there is no first picture without it. Places are shares of the picture, so they hold when its size changes.
 */
export function maskFilters(cover: MaskCover): readonly string[] {
  const bands = cover.length;
  const boxes = boxesOf(cover);
  if (boxes.length > mostBoxes && bands > 12) return maskFilters(coarser(cover));
  return boxes.map(({ from, to, top, bottom }) => {
    const [left, right, y, end] = [`floor(iw*${share(from)})-2`, `ceil(iw*${share(to)})+2`, `floor(ih*${top}/${bands})-1`, `ceil(ih*${bottom}/${bands})+1`];
    return `drawbox=x=${left}:y=${y}:w=${right}-${left.replace('-2', '+2')}:h=${end}-${y.replace('-1', '+1')}:color=black:t=fill`;
  });
}

/** Not higher than this, and never larger than it came; even, as 4:2:0 wants it. */
export function heightFilter(maxHeight: number): string {
  return `scale=w=-2:h=2*floor(min(${Math.floor(maxHeight)}\\,ih)/2)`;
}
/** So many pictures a second. */
export function rateFilter(fps: number): string {
  return `fps=${fps}`;
}

/** When the picture was taken: from the start of its file on, or as it passes. */
export type MarkTime = { readonly from: Instant } | 'now';

/** Who watches and the time on the wall, at the bottom of the picture. ffmpeg must run with the zone UTC+7 for `now`. */
export function markFilter(mark: string, time: MarkTime): string {
  const plain = mark.normalize('NFC').replaceAll(/[^\p{L}\p{N} .,/·-]/gu, ' ').slice(0, 120);
  const format = '%Y-%m-%d %H\\:%M\\:%S';
  const clock = time === 'now' ? `%{localtime:${format}}` : `%{pts:gmtime:${Math.floor((time.from + zoneOffset) / 1_000)}:${format}}`;
  return `drawtext=${fontOption()}text=${escaped(`${plain}  ${clock} +07`)}:fontcolor=white:fontsize=h/24:box=1:boxcolor=black@0.6:boxborderw=6:x=8:y=h-th-12`;
}

function boxesOf(cover: MaskCover): Box[] {
  const open = new Map<string, Box & { bottom: number }>();
  const boxes: Box[] = [];
  for (const [band, spans] of cover.entries()) {
    for (const span of spans) {
      const key = `${share(span.from)} ${share(span.to)}`;
      const above = open.get(key);
      if (above && above.bottom === band) above.bottom = band + 1;
      else {
        const box = { from: span.from, to: span.to, top: band, bottom: band + 1 };
        open.set(key, box);
        boxes.push(box);
      }
    }
  }
  return boxes;
}
/** Half as many bands: each covers what either of its two did. */
function coarser(cover: MaskCover): MaskCover {
  return Array.from({ length: Math.ceil(cover.length / 2) }, (_, band) => hull([...(cover[band * 2] ?? []), ...(cover[band * 2 + 1] ?? [])]));
}
function hull(spans: readonly CoverSpan[]): CoverSpan[] {
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && from <= last.to + 1e-6) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}
/** Four digits: less than a pixel of any picture there is, made up for by the two that each box is wider. */
const share = (part: number): string => part.toFixed(4);

/** The hub's own typeface: the system's may have no Vietnamese, or there is none. */
function fontOption(): string {
  try {
    return `fontfile=${escaped(createRequire(import.meta.url).resolve('@expo-google-fonts/be-vietnam-pro/500Medium/BeVietnamPro_500Medium.ttf'))}:`;
  } catch {
    return '';
  }
}
/** Once for the option's value and once for the filter graph (ffmpeg-utils, "Quoting and escaping"). */
function escaped(text: string): string {
  return text.replaceAll(/[\\':]/g, '\\$&').replaceAll(/[\\'[\],;]/g, '\\$&');
}
