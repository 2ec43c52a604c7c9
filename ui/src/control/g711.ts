/** ITU-T G.711, a byte for each sample. */
export type Law = 'pcma' | 'pcmu';

const highest = 32_767;
/** The segment a magnitude lies in: how many bits it needs above the first five (A-law) or six (mu-law). */
const segment = (magnitude: number, firstBits: number): number => Math.max(0, 32 - Math.clz32(magnitude) - firstBits);

/** Table 1/G.711: 13 bits, every second bit turned round. */
export function aLaw(sample: number): number {
  const scaled = sample >> 3;
  const mask = scaled >= 0 ? 0xd5 : 0x55;
  const magnitude = Math.min(0xfff, scaled >= 0 ? scaled : -scaled - 1);
  const seg = segment(magnitude, 5);
  return ((seg << 4) | ((magnitude >> (seg < 2 ? 1 : seg)) & 0x0f)) ^ mask;
}
/** Table 2/G.711: 14 bits, biased by 33, all bits turned round. */
export function muLaw(sample: number): number {
  const scaled = sample >> 2;
  const mask = scaled >= 0 ? 0xff : 0x7f;
  const magnitude = Math.min(0x1fff, Math.abs(scaled) + 33);
  const seg = segment(magnitude, 6);
  return ((seg << 4) | ((magnitude >> (seg + 1)) & 0x0f)) ^ mask;
}

/** @param samples -1..1; what is louder is cut */
export function encodeG711(law: Law, samples: Float32Array): Uint8Array<ArrayBuffer> {
  const encode = law === 'pcma' ? aLaw : muLaw;
  const coded = new Uint8Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at] ?? 0;
    coded[at] = encode(Math.round(Math.max(-1, Math.min(1, Number.isFinite(sample) ? sample : 0)) * highest));
  }
  return coded;
}
