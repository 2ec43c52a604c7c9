import { hostname, networkInterfaces } from 'node:os';

/** What this machine is called on the home network: host name, `.local`, and its addresses. */
export function ownNames(): readonly string[] {
  const host = hostname().toLowerCase().split('.')[0] ?? '';
  const hosts = /^[a-z0-9-]{1,63}$/.test(host) && host !== 'localhost' ? [host, `${host}.local`] : [];
  // A link-local IPv6 address means nothing without its zone, which no certificate can hold.
  const addresses = Object.values(networkInterfaces()).flat().flatMap((one) => (one && !one.internal && !one.address.startsWith('fe80:') ? [one.address] : []));
  return [...new Set(['localhost', '127.0.0.1', '::1', ...hosts, ...addresses])];
}
