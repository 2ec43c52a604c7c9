type Span = readonly [from: number, to: number];
/** In the hub's fMP4 video is always track 1. */
const videoTrack = 1;

/** The boxes of a kind between two offsets: where the payload of each starts and ends. */
function* boxes(view: DataView, [from, to]: Span, kind: string): Generator<Span> {
  for (let at = from; at + 8 <= to; ) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > to) return;
    if ([0, 1, 2, 3].every((i) => view.getUint8(at + 4 + i) === kind.charCodeAt(i))) yield [at + 8, at + size];
    at += size;
  }
}
const first = (view: DataView, within: Span, kind: string): Span | undefined => boxes(view, within, kind).next().value ?? undefined;
const whole = (view: DataView): Span => [0, view.byteLength];

/** Ticks a second of the video track, from an init segment (ISO/IEC 14496-12 §8.4.2); undefined where it has none. */
export function timescaleOf(init: ArrayBuffer): number | undefined {
  const view = new DataView(init);
  const movie = first(view, whole(view), 'moov');
  for (const track of movie ? boxes(view, movie, 'trak') : []) {
    const header = first(view, track, 'tkhd');
    const media = first(view, track, 'mdia');
    const clock = media && first(view, media, 'mdhd');
    if (!header || !clock || view.getUint32(header[0] + (view.getUint8(header[0]) === 1 ? 20 : 12)) !== videoTrack) continue;
    return view.getUint32(clock[0] + (view.getUint8(clock[0]) === 1 ? 20 : 12)) || undefined;
  }
  return undefined;
}

/** When each picture of a fragment is shown, ms on the media's own line, in order (§8.8). Bytes that are no fragment give none. */
export function frameTimesOf(fragment: ArrayBuffer, timescale: number): readonly number[] {
  const view = new DataView(fragment);
  const times: number[] = [];
  try {
    for (const movie of boxes(view, whole(view), 'moof')) for (const track of boxes(view, movie, 'traf')) times.push(...timesOf(view, track, timescale));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
  return times.toSorted((a, b) => a - b);
}

function timesOf(view: DataView, track: Span, timescale: number): number[] {
  const [header, decode] = [first(view, track, 'tfhd'), first(view, track, 'tfdt')];
  if (!header || !decode || view.getUint32(header[0] + 4) !== videoTrack) return [];
  const given = view.getUint32(header[0]) & 0xffffff;
  const usual = given & 0x8 ? view.getUint32(header[0] + 8 + (given & 0x1 ? 8 : 0) + (given & 0x2 ? 4 : 0)) : 0;
  let ticks = view.getUint8(decode[0]) === 1 ? Number(view.getBigUint64(decode[0] + 4)) : view.getUint32(decode[0] + 4);
  const times: number[] = [];
  for (const run of boxes(view, track, 'trun')) {
    const flags = view.getUint32(run[0]) & 0xffffff;
    const fields = [0x100, 0x200, 0x400, 0x800].map((flag) => ((flags & flag) !== 0 ? 4 : 0));
    const [duration = 0, size = 0, bits = 0, shift = 0] = fields;
    let at = run[0] + 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
    for (let left = view.getUint32(run[0] + 4); left > 0 && at + duration + size + bits + shift <= run[1]; left -= 1) {
      times.push(((ticks + (shift ? view.getInt32(at + duration + size + bits) : 0)) * 1_000) / timescale);
      ticks += duration ? view.getUint32(at) : usual;
      at += duration + size + bits + shift;
    }
  }
  return times;
}
