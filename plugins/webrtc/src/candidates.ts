import { isIP } from 'node:net';

/** A browser names two or three; more would make the hub knock on doors that are none of the player's. */
export const mostCandidates = 8;

/**
 * The offer with no other addresses than the hub may knock at: it sends each of them a few small STUN questions (RFC 8445 §6.1.4), whoever lives there.
 * Kept are some numbers of single machines, over UDP, on ports that programs take for themselves. Names are left out, so nothing is looked up;
 * the player that hides behind one (`….local`) reaches out to the hub, which answers where it came from (§7.3.1.3).
 */
export function withKnownCandidates(offer: string): string {
  const seen = new Set<string>();
  return offer.split(/\r?\n/).filter((line) => {
    if (/^a=remote-candidates/i.test(line)) return false;
    if (!/^a=candidate/i.test(line)) return true;
    const [, component, protocol = '', , address = '', port = ''] = line.trim().split(' ');
    const place = `${address.toLowerCase()} ${Number(port)}`;
    if (seen.size >= mostCandidates || seen.has(place) || component !== '1' || protocol.toLowerCase() !== 'udp' || !mayKnock(address, Number(port))) return false;
    seen.add(place);
    return true;
  }).join('\r\n');
}

/** Not this machine itself, not many at once (RFC 6890, RFC 4291 §2.7), and no well-known service. */
function mayKnock(address: string, port: number): boolean {
  if (!Number.isInteger(port) || port < 1_024 || port > 65_535) return false;
  const kind = isIP(address);
  if (kind === 4) return !/^(0|127|22[4-9]|2[3-5]\d)\.|^169\.254\./.test(address);
  // Global and unique local ones only; those that wrap an IPv4 address (::ffff:…, 64:ff9b::, 2002::) could mean any of the above.
  return kind === 6 && /^(?:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}):/i.test(address) && !address.startsWith('2002:');
}
