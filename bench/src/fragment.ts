/** Is this a `moof` and `mdat` whose pictures begin with one a decoder can start from? H.264 with four-byte lengths, as the hub sends it. */
export function isKeyFragment(bytes: Buffer): boolean {
  if (boxType(bytes, 0) !== 'moof') return false;
  const mdat = bytes.readUInt32BE(0);
  if (boxType(bytes, mdat) !== 'mdat') return false;
  const end = Math.min(bytes.length, mdat + bytes.readUInt32BE(mdat));
  for (let at = mdat + 8; at + 4 < end; at += 4 + bytes.readUInt32BE(at)) {
    // ITU-T H.264 table 7-1: 1 is a slice of any other picture, 5 one of an IDR picture.
    const type = (bytes[at + 4] ?? 0) & 31;
    if (type === 5) return true;
    if (type === 1) return false;
  }
  return false;
}

export function isInit(bytes: Buffer): boolean {
  return boxType(bytes, 0) === 'ftyp';
}

function boxType(bytes: Buffer, at: number): string {
  return at >= 0 && at + 8 <= bytes.length ? bytes.toString('latin1', at + 4, at + 8) : '';
}
