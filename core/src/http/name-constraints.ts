import { isIP } from 'node:net';

/** Networks a home hub can have an address in: private, link-local and this machine (RFC 1918, 3927, 4193, 4291). */
const networks: readonly (readonly [string, string])[] = [
  ['0a000000', 'ff000000'], ['ac100000', 'fff00000'], ['c0a80000', 'ffff0000'], ['a9fe0000', 'ffff0000'], ['7f000000', 'ff000000'],
  [`fc${'0'.repeat(30)}`, `fe${'0'.repeat(30)}`], [`fe80${'0'.repeat(28)}`, `ffc0${'0'.repeat(28)}`], [`${'0'.repeat(31)}1`, 'f'.repeat(32)],
];
/** Names nobody can own on the internet (RFC 6762, RFC 8375, ICANN's `internal`), and what routers call the home. */
export const homeNames: readonly string[] = ['localhost', 'local', 'lan', 'home.arpa', 'internal'];

/** Whether the root may speak for a name. */
export function isPermitted(name: string, domains: readonly string[]): boolean {
  const family = isIP(name);
  if (family === 0) return domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
  const bits = toHex(name, family);
  return networks.some(([address, mask]) => address.length === bits.length && (BigInt(`0x${bits}`) & BigInt(`0x${mask}`)) === BigInt(`0x${address}`));
}

/**
 * The value of a NameConstraints extension (RFC 5280 §4.2.1.10, DER): a phone that trusts this root trusts it for the home and nothing else,
 * so a stolen key opens no bank.
 */
export function nameConstraints(domains: readonly string[]): Uint8Array {
  const subtrees = [
    ...domains.map((domain) => tlv(0x30, tlv(0x82, Buffer.from(domain, 'ascii')))),
    ...networks.map(([address, mask]) => tlv(0x30, tlv(0x87, Buffer.from(address + mask, 'hex')))),
  ];
  return tlv(0x30, tlv(0xa0, Buffer.concat(subtrees)));
}

function tlv(tag: number, value: Uint8Array): Buffer {
  const { length } = value;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), value]);
}

function toHex(address: string, family: number): string {
  if (family === 4) return address.split('.').map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  const plain = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((p) => p !== ''));
  const missing = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return [...(before ?? []), ...Array.from({ length: missing }, () => '0'), ...(after ?? [])].map((part) => part.padStart(4, '0')).join('');
}
