import { joinPackets, splitPackets } from './corpus.ts';
import type { Random } from './random.ts';

const nothing = Buffer.alloc(0);
const mostBytes = 64 * 1024;
const edges = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 512, 1_023, 4_095, 4_096, 32_767, 32_768, 65_535, 65_536, 0x7fffffff, 0x80000000, 0xffffffff];
type Change = (bytes: Buffer, random: Random, others: readonly Buffer[], words: readonly string[]) => Buffer;

const changes: readonly Change[] = [
  (bytes, random) => set(bytes, random.below(bytes.length), (at) => at ^ (1 << random.below(8))),
  (bytes, random) => set(bytes, random.below(bytes.length), () => random.below(256)),
  (bytes, random) => set(bytes, random.below(bytes.length), (at) => at + (random.chance(1, 2) ? 1 : -1) * (1 + random.below(16))),
  // A number of an edge kind, in one, two or four bytes.
  (bytes, random) => {
    const size = random.pick([1, 2, 4]) ?? 1;
    if (bytes.length < size) return bytes;
    const out = Buffer.from(bytes);
    const value = random.pick(edges) ?? 0;
    out.writeUIntBE(value % 256 ** size, random.below(bytes.length - size + 1), size);
    return out;
  },
  (bytes, random) => {
    const at = random.below(bytes.length);
    return cut(bytes, at, random.below(Math.min(bytes.length - at, 1 + random.below(256))) + 1, nothing);
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(bytes.length)),
  (bytes, random) => cut(bytes, random.below(bytes.length + 1), 0, Buffer.from(Array.from({ length: 1 + random.below(16) }, () => random.below(256)))),
  // A piece twice, somewhere else, or often.
  (bytes, random) => {
    const from = random.below(bytes.length);
    const piece = bytes.subarray(from, from + 1 + random.below(64));
    return cut(bytes, random.below(bytes.length + 1), 0, Buffer.concat(Array.from({ length: random.chance(1, 16) ? 1 + random.below(200) : 1 }, () => piece)));
  },
  (bytes, random, others) => {
    const other = random.pick(others) ?? nothing;
    const from = random.below(other.length);
    return cut(bytes, random.below(bytes.length + 1), random.below(64), other.subarray(from, from + 1 + random.below(512)));
  },
  (bytes, random, others) => {
    const other = random.pick(others) ?? nothing;
    return Buffer.concat([bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1))]);
  },
  (bytes, random, _, words) => cut(bytes, random.below(bytes.length + 1), random.chance(1, 2) ? random.below(12) : 0, Buffer.from(random.pick(words) ?? '', 'latin1')),
  // A number written in digits.
  (bytes, random) => {
    const text = bytes.toString('latin1');
    const numbers = [...text.slice(0, 8_192).matchAll(/\d{1,12}/g)];
    const found = random.pick(numbers);
    return found === undefined ? bytes : cut(bytes, found.index, found[0].length, Buffer.from(String(random.pick([...edges, -1, 1e15, 0.5, Number.NaN]))));
  },
];

/** One to eight changes of what was captured. */
export function mutate(bytes: Buffer, random: Random, others: readonly Buffer[], words: readonly string[]): Buffer {
  let out = bytes;
  for (let left = 1 + (random.chance(1, 3) ? random.below(8) : random.below(2)); left > 0; left -= 1) out = (random.pick(changes) ?? ((same: Buffer) => same))(out, random, others, words);
  return out.length > mostBytes ? out.subarray(0, mostBytes) : out;
}

/** What happens to packets on their way, and what a hostile sender does to them. */
export function mutatePackets(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  let packets = splitPackets(bytes);
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const at = random.below(packets.length);
    const packet = packets[at] ?? nothing;
    const swap = (by: readonly Buffer[], removed = 1): void => { packets = [...packets.slice(0, at), ...by, ...packets.slice(at + removed)]; };
    switch (random.below(10)) {
      case 0: swap([]); break;
      case 1: swap([packet, packet]); break;
      case 2: swap([packets[at + 1] ?? packet, packet], 2); break;
      case 3: swap([packet.subarray(0, random.below(packet.length + 1))]); break;
      // Its head: version, padding, extension, sources; marker and type; number; time; source.
      case 4: swap([set(packet, random.below(Math.min(12, packet.length)), (byte) => byte ^ (1 << random.below(8)))]); break;
      case 5: swap([set(packet, 12 + random.below(8), () => random.below(256))]); break;
      case 6: swap([...splitPackets(random.pick(others) ?? nothing).slice(0, 4), packet]); break;
      // From here on another count, time or source.
      case 7: {
        const [field, size] = random.pick([[2, 2], [4, 4], [8, 4]] as const) ?? [2, 2];
        const by = random.pick(edges) ?? 0;
        packets = packets.map((each, n) => {
          if (n < at || each.length < 12) return each;
          const out = Buffer.from(each);
          out.writeUIntBE((out.readUIntBE(field, size) + by) % 256 ** size, field, size);
          return out;
        });
        break;
      }
      default: swap([mutate(packet, random, [packet], [])]);
    }
  }
  return joinPackets(packets.slice(0, 200));
}

/** XML that stays well-formed, most of the time: other texts and values, elements lost, doubled and renamed. */
export function mutateTexts(bytes: Buffer, random: Random, words: readonly string[]): Buffer {
  let text = bytes.toString('utf8').slice(0, mostBytes);
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const value = random.pick([String(random.pick(edges)), '', '-1', 'NaN', 'x'.repeat(1 + random.below(2_000)), '&amp;', '&#x41;', ' ', 'http://[::1]:99999/', 'H265', 'true', ...words]) ?? '';
    const whole = [...text.matchAll(/<([\w:.-]+)(?:\s[^<>]*)?>[^<>]*<\/\1>/g)];
    const texts = [...text.matchAll(/(?<=>)[^<>]+(?=<\/)|(?<=")[^"<>]*(?=")/g)];
    const found = random.pick(random.chance(1, 3) ? whole : texts);
    if (!found) break;
    const by = found[0].startsWith('<') ? random.pick(['', found[0] + found[0], found[0].replaceAll(found[1] ?? '', random.pick(['tt:Name', 'constructor', 'tt:Width']) ?? '')]) ?? '' : value;
    text = text.slice(0, found.index) + by + text.slice(found.index + found[0].length);
  }
  return Buffer.from(text, 'utf8');
}

function set(bytes: Buffer, at: number, to: (byte: number) => number): Buffer {
  const out = Buffer.from(bytes);
  if (at < out.length) out[at] = to(out[at] ?? 0) & 255;
  return out;
}
function cut(bytes: Buffer, at: number, removed: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + removed)]);
}
