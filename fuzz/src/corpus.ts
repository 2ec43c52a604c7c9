import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `fuzz/`, also from the built files. */
export const home = join(import.meta.dirname, '..');

/** What was captured for one kind of input, by name; the same order on every machine. */
export function corpusOf(folder: 'corpus' | 'regressions', kind: string): readonly { readonly name: string; readonly bytes: Buffer }[] {
  const path = join(home, folder, kind);
  if (!existsSync(path)) return [];
  return readdirSync(path).toSorted().map((name) => ({ name, bytes: readFileSync(join(path, name)) }));
}

/** A list of packets as one file: each behind its length in two bytes. */
export function joinPackets(packets: readonly Uint8Array[]): Buffer {
  return Buffer.concat(packets.flatMap((packet) => {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(Math.min(packet.length, 0xffff));
    return [size, packet.subarray(0, 0xffff)];
  }));
}
/** Total: what is torn at the end is the last packet. */
export function splitPackets(bytes: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const end = Math.min(bytes.length, at + 2 + bytes.readUInt16BE(at));
    packets.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return packets;
}
