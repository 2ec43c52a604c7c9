/** Reads width and height from a sequence parameter set (H.264 §7.3.2.1.1, H.265 §7.3.2.2.1). */
export const pictureSize = (codec: 'h264' | 'h265', sps: Buffer): { width: number; height: number } =>
  codec === 'h264' ? h264Size(new Bits(sps.subarray(1))) : h265Size(new Bits(sps.subarray(2)));

const h264Size = (bits: Bits): { width: number; height: number } => {
  const profile = bits.take(8);
  bits.take(16);
  bits.exp();
  let chroma = 1;
  if ([100, 110, 122, 244, 44, 83, 86, 118, 128].includes(profile)) {
    chroma = bits.exp();
    if (chroma === 3) bits.take(1);
    bits.exp();
    bits.exp();
    bits.take(1);
    if (bits.take(1) === 1) throw new Error('Scaling lists in the SPS are not read');
  }
  bits.exp();
  const order = bits.exp();
  if (order === 0) bits.exp();
  if (order === 1) throw new Error('pic_order_cnt_type 1 is not read');
  bits.exp();
  bits.take(1);
  const columns = bits.exp() + 1;
  const rows = bits.exp() + 1;
  const framesOnly = bits.take(1);
  if (framesOnly === 0) bits.take(1);
  bits.take(1);
  const crop = bits.take(1) === 1 ? [bits.exp(), bits.exp(), bits.exp(), bits.exp()] : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  return { width: columns * 16 - (left + right) * unitX, height: rows * 16 * (2 - framesOnly) - (top + bottom) * unitY };
};

const h265Size = (bits: Bits): { width: number; height: number } => {
  bits.take(4);
  const subLayers = bits.take(3);
  if (subLayers > 0) throw new Error('H.265 sub-layers are not read');
  bits.take(1);
  bits.skip(96); // profile_tier_level(1, 0)
  bits.exp();
  if (bits.exp() === 3) bits.take(1);
  const width = bits.exp();
  const height = bits.exp();
  if (bits.take(1) === 0) return { width, height };
  const [left, right, top, bottom] = [bits.exp(), bits.exp(), bits.exp(), bits.exp()] as const;
  return { width: width - 2 * (left + right), height: height - 2 * (top + bottom) };
};

class Bits {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(ebsp: Buffer) {
    // emulation_prevention_three_byte, H.264 §7.4.1
    this.#bytes = Buffer.from(ebsp.filter((byte, i) => !(byte === 3 && i >= 2 && ebsp[i - 1] === 0 && ebsp[i - 2] === 0)));
  }

  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1, this.#at += 1) value = (value * 2) + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    return value;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** ue(v), H.264 §9.1 */
  exp(): number {
    let zeros = 0;
    while (zeros < 31 && this.take(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.take(zeros);
  }
}
