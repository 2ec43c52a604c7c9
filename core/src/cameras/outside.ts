import { BlockList, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { kindOfAddress } from './address-ranges.ts';

export interface OutsideRule {
  /** Networks that count as the house though their addresses are public. */
  readonly home: readonly string[];
  /** Networks that count as outside though their addresses are private: a tunnel, the router of a whole building. */
  readonly outside: readonly string[];
}

/** Whether a client is outside the house: neither this machine, nor a private or link-local address, nor in a network this machine has a leg in. @param ownNetworks CIDR, asked now and then */
export function outsideBy({ home, outside }: OutsideRule, ownNetworks: () => readonly string[] = legs): (address: string) => boolean {
  const [near, far] = [listOf(home), listOf(outside)];
  return (address) => {
    const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
    if (has(far, plain, family)) return true;
    if (has(near, plain, family) || /^(?:169\.254\.|fe[89ab][0-9a-f]:)/i.test(plain)) return false;
    const kind = kindOfAddress(plain);
    if (kind === 'home' || kind === 'loopback') return false;
    // At home, IPv6 addresses are public ones too: those of the hub's own network are the house.
    return !has(listOf(ownNetworks()), plain, family);
  };
}

function legs(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => each ?? []).flatMap(({ cidr, internal }) => (cidr === null || internal ? [] : [cidr]));
}
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [net = '', bits] = network.split('/');
    const family = isIPv4(net) ? 'ipv4' : 'ipv6';
    list.addSubnet(net, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list;
}
function has(list: BlockList, address: string, family: 'ipv4' | 'ipv6'): boolean {
  try {
    return list.check(address, family);
  } catch {
    return false;
  }
}
