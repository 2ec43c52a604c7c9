import type { BitReader } from './bit-reader.ts';

export interface Usability {
  readonly fps?: number;
  readonly reorderDepth?: number;
}

/** Video usability information, ITU-T H.264 annex E.1.1. A torn tail only says less; it breaks nothing else. */
export function readUsability(r: BitReader): Usability {
  let known: Usability = {};
  try {
    if (r.flag() && r.bits(8) === 255) r.skip(32);
    if (r.flag()) r.skip(1);
    if (r.flag()) {
      r.skip(4);
      if (r.flag()) r.skip(24);
    }
    if (r.flag()) {
      r.ue();
      r.ue();
    }
    if (r.flag()) {
      const unitsInTick = r.bits(32);
      // Two ticks (fields) make a frame.
      const fps = r.bits(32) / (2 * unitsInTick);
      r.skip(1);
      if (fps >= 0.1 && fps <= 240) known = { fps: Math.round(fps * 1_000) / 1_000 };
    }
    const withNal = r.flag();
    if (withNal) skipBuffering(r);
    const withVcl = r.flag();
    if (withVcl) skipBuffering(r);
    if (withNal || withVcl) r.skip(1);
    r.skip(1);
    if (!r.flag()) return known;
    r.skip(1);
    for (let i = 0; i < 4; i++) r.ue();
    return { ...known, reorderDepth: r.count(16) };
  } catch {
    return known;
  }
}

/** Hypothetical reference decoder parameters, annex E.1.2. */
function skipBuffering(r: BitReader): void {
  const count = r.count(31) + 1;
  r.skip(8);
  for (let i = 0; i < count; i++) {
    r.ue();
    r.ue();
    r.skip(1);
  }
  r.skip(20);
}
