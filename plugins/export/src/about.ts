import type { Clip, ExportedFile, Instant, Segment } from '@matpho/core/sdk';
import type { Span } from './joined-file.ts';

const zone = 'Asia/Ho_Chi_Minh';

interface BothTimes {
  readonly utc: string;
  /** With its offset written out. */
  readonly local: string;
}
function both(at: Instant): BothTimes {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return { utc: new Date(at).toISOString(), local: `${local} +07:00` };
}
function bothOf({ from, to }: Span): { readonly from: BothTimes; readonly to: BothTimes } {
  return { from: both(from), to: both(to) };
}

/** What is missing between `from` and `to`, in order. */
export function gapsIn({ from, to }: Span, delivered: readonly Span[]): readonly Span[] {
  const gaps: Span[] = [];
  let at = from;
  for (const span of delivered.toSorted((a, b) => a.from - b.from)) {
    if (span.from - at > 500) gaps.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  if (to - at > 500) gaps.push({ from: at, to });
  return gaps;
}

export interface Delivered extends Span {
  readonly segment: Segment;
  readonly file: string;
}

/** `about.json`: what these files are, for people and programs, without the hub. */
export function aboutText(clip: Clip, delivered: readonly Delivered[], files: readonly ExportedFile[], madeAt: Instant): string {
  const first = delivered[0];
  const requested = { from: clip.from, to: clip.to };
  const about = {
    camera: clip.camera,
    timeZone: zone,
    requested: bothOf(requested),
    delivered: first ? bothOf({ from: first.from, to: Math.max(...delivered.map(({ to }) => to)) }) : null,
    gaps: gapsIn(requested, delivered).map((gap) => ({ ...bothOf(gap), ms: gap.to - gap.from })),
    ...(clip.derived === undefined ? {} : { derivative: { kind: clip.derived, vi: 'Bản dẫn xuất: có phần hình đã được che. Bản gốc ở nhà chủ camera.', en: 'A derivative: parts of the picture are covered. The original stays with the owner.' } }),
    pictures: clip.changed ? 'made anew to meet the owner\'s conditions; the hashes below are those of the recorded originals' : 'as the camera sent them, copied without change',
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    recordedSegments: delivered.map(({ from, to, segment, file }) => ({ ...bothOf({ from, to }), bytes: segment.bytes, sha256: segment.sha256, in: file })),
    madeAt: both(madeAt),
  };
  return `${JSON.stringify(about, undefined, 2)}\n`;
}
