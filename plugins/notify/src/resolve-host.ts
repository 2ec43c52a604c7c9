import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';

export type Lookup = (host: string) => Promise<readonly string[]>;
const mostAddresses = 16;

/** As the machine itself resolves names, `hosts` file included. */
export const lookupHost: Lookup = async (host) => (await systemLookup(host, { all: true })).map(({ address }) => address);

/**
 * All addresses of a host name or literal address, at least one.
 * @throws Error when there is none or the signal aborts first
 */
export async function resolveHost(host: string, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(name) !== 0) return [name];
  const addresses = await before(lookup(name), signal);
  if (addresses.length === 0 || addresses.length > mostAddresses) throw new Error(`The name has ${addresses.length} addresses.`);
  return addresses;
}

/** For a socket: answers with addresses that were checked, so that a name cannot change between check and use. */
export function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, answer) => {
    if (options.all) answer(null, all);
    else answer(null, all[0]?.address ?? '', all[0]?.family);
  };
}

function before<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('Stopped.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
