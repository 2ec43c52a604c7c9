import { normalizeIP } from '@fastify/rate-limit';

/** The part of an address one household or machine holds: IPv4 whole, of IPv6 the /64. */
export function addressKey(ip: string): string {
  return normalizeIP(ip, 64);
}
