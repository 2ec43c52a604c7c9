const box = (name: string): number => ((name.charCodeAt(0) << 24) | (name.charCodeAt(1) << 16) | (name.charCodeAt(2) << 8) | name.charCodeAt(3)) >>> 0;
const moof = box('moof');
const traf = box('traf');
const tfhd = box('tfhd');
const trun = box('trun');
const notSync = 0x00010000;
/** In the hub's fMP4 video is always track 1. */
const videoTrack = 1;

/** The first box of a kind between two offsets: where its payload starts and ends. */
function find(view: DataView, from: number, to: number, kind: number): readonly [number, number] | undefined {
  for (let at = from; at + 8 <= to; ) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > to) return undefined;
    if (view.getUint32(at + 4) === kind) return [at + 8, at + size];
    at += size;
  }
  return undefined;
}

/**
 * Whether a fragment begins with a picture that needs no other (ISO/IEC 14496-12 §8.8.8: `sample_is_non_sync_sample` is 0).
 * After a gap a decoder may only go on from such a one. Bytes that are no fragment give false.
 */
export function startsWithKey(bytes: ArrayBuffer): boolean {
  const view = new DataView(bytes);
  const fragment = find(view, 0, view.byteLength, moof);
  const track = fragment && find(view, ...fragment, traf);
  const run = track && find(view, ...track, trun);
  if (!track || !run || run[1] - run[0] < 8 || trackOf(view, track) !== videoTrack) return false;
  const flags = view.getUint32(run[0]) & 0xffffff;
  let at = run[0] + 8 + (flags & 0x1 ? 4 : 0);
  if (flags & 0x4) return at + 4 <= run[1] && (view.getUint32(at) & notSync) === 0;
  if (flags & 0x400) {
    at += (flags & 0x100 ? 4 : 0) + (flags & 0x200 ? 4 : 0);
    return at + 4 <= run[1] && (view.getUint32(at) & notSync) === 0;
  }
  return defaultIsKey(view, track);
}

function trackOf(view: DataView, track: readonly [number, number]): number | undefined {
  const header = find(view, ...track, tfhd);
  return header && header[1] - header[0] >= 8 ? view.getUint32(header[0] + 4) : undefined;
}

/** `tfhd` default_sample_flags, §8.8.7. */
function defaultIsKey(view: DataView, track: readonly [number, number]): boolean {
  const header = find(view, ...track, tfhd);
  if (!header || header[1] - header[0] < 8) return false;
  const flags = view.getUint32(header[0]) & 0xffffff;
  if (!(flags & 0x20)) return false;
  const at = header[0] + 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0) + (flags & 0x8 ? 4 : 0) + (flags & 0x10 ? 4 : 0);
  return at + 4 <= header[1] && (view.getUint32(at) & notSync) === 0;
}
