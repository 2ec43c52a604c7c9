const mostDeep = 40;

/**
 * Whether these bytes are exactly one value of BER (X.690 §8.1), each part filling the part around it to the byte.
 * The parser that follows is lenient about lengths; OpenSSL is not, and neither may a bag be.
 */
export function isWellFormed(bytes: Uint8Array): boolean {
  return valueEnd(bytes, 0, bytes.length, 0) === bytes.length;
}

/** Where the value at `from` ends; undefined when it does not fit before `to`. */
function valueEnd(bytes: Uint8Array, from: number, to: number, depth: number): number | undefined {
  let p = from + 1;
  const tag = bytes[from];
  if (tag === undefined || depth > mostDeep) return undefined;
  if ((tag & 0x1f) === 0x1f) do p += 1; while (p < to && ((bytes[p - 1] ?? 0) & 0x80) !== 0);
  const first = bytes[p];
  if (first === undefined || p >= to) return undefined;
  p += 1;
  const isConstructed = (tag & 0x20) !== 0;
  if (first === 0x80) {
    // §8.1.3.6: of no stated length, up to two zero bytes.
    if (!isConstructed) return undefined;
    while (!(bytes[p] === 0 && bytes[p + 1] === 0)) {
      const end = valueEnd(bytes, p, to, depth + 1);
      if (end === undefined) return undefined;
      p = end;
    }
    return p + 2 <= to ? p + 2 : undefined;
  }
  let length = first;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4 || p + count > to) return undefined;
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[p + i] ?? 0);
    p += count;
  }
  const end = p + length;
  if (end > to) return undefined;
  if (!isConstructed) return fits(tag, bytes.subarray(p, end)) ? end : undefined;
  while (p < end) {
    const next = valueEnd(bytes, p, end, depth + 1);
    if (next === undefined) return undefined;
    p = next;
  }
  return end;
}

/** §8.2, §8.3, §8.8, §8.19: how long a boolean, an integer, a null and an object identifier may be; §8.23.10: text is UTF-8. */
function fits(tag: number, content: Uint8Array): boolean {
  if (tag === 0x01) return content.length === 1;
  if (tag === 0x05) return content.length === 0;
  if (tag === 0x0c) return isUtf8(content);
  return (tag !== 0x02 && tag !== 0x06) || content.length > 0;
}
function isUtf8(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
