import { BlockList, isIP, isIPv4 } from 'node:net';

/** What an address is to a hub that stands in a home. Nothing is ever sent to `never`. */
export type AddressKind = 'home' | 'loopback' | 'public' | 'never';
type Subnet = readonly [net: string, prefix: number];

function listOf(...subnets: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, isIPv4(net) ? 'ipv4' : 'ipv6');
  return list;
}

// RFC 6890 and the IANA special-purpose registries; cloud metadata services sit inside otherwise harmless ranges.
const never = listOf(
  ['169.254.0.0', 16], // link-local, and the metadata service of most clouds (RFC 3927)
  ['100.100.100.200', 32], // metadata, Alibaba
  ['168.63.129.16', 32], // wire server, Azure
  ['192.0.0.0', 24], // IETF protocol assignments; metadata, Oracle
  ['192.0.2.0', 24], ['198.51.100.0', 24], ['203.0.113.0', 24], // documentation (RFC 5737)
  ['192.88.99.0', 24], // 6to4 relay anycast (RFC 7526)
  ['198.18.0.0', 15], // benchmarking (RFC 2544)
  ['224.0.0.0', 4], ['240.0.0.0', 4], // multicast, reserved, the limited broadcast
  ['fe80::', 10], ['fec0::', 10], ['ff00::', 8], // link-local, site-local (RFC 3879), multicast
  ['fd00:ec2::254', 128], // metadata, Amazon
  ['fd20:ce::254', 128], // metadata, Google
  ['2001::', 23], // protocol assignments, Teredo among them
  ['2001:db8::', 32], ['3fff::', 20], // documentation
  ['2002::', 16], ['64:ff9b::', 96], ['64:ff9b:1::', 48], // carry an IPv4 address inside (6to4, NAT64)
  ['100::', 64], // discard only
);
// 0.0.0.0/8 and :: reach the machine itself on Linux.
const loopback = listOf(['127.0.0.0', 8], ['0.0.0.0', 8], ['::1', 128], ['::', 128]);
const home = listOf(['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['fc00::', 7]);
const global6 = listOf(['2000::', 3]);

/** @param address a literal IPv4 or IPv6 address; anything else is `never`. */
export function kindOfAddress(address: string): AddressKind {
  const bare = address.replace(/%.*$/, '');
  const plain = embeddedIpv4(bare) ?? bare;
  if (isIP(plain) === 0) return 'never';
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  if (never.check(plain, family)) return 'never';
  if (loopback.check(plain, family)) return 'loopback';
  if (home.check(plain, family)) return 'home';
  return family === 'ipv4' || global6.check(plain, 'ipv6') ? 'public' : 'never';
}

/** The IPv4 address inside `::ffff:a.b.c.d` (mapped) or `::a.b.c.d` (compatible), RFC 4291 §2.5.5, in any spelling. */
export function embeddedIpv4(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const halves = /^::(?:ffff:(?:0:)?)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (halves === null) return undefined;
  const high = Number.parseInt(halves[1] ?? '0', 16);
  const low = Number.parseInt(halves[2] ?? '0', 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
