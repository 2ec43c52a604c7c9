import { networkInterfaces } from 'node:os';
import { HubError } from '@matpho/core/sdk';
import { embeddedIpv4, kindOfAddress } from './address-kind.ts';
import { resolveHost, type Lookup } from './resolve-host.ts';

export interface TargetRules {
  /** Whether machines at home and this machine may be reached. */
  readonly home: boolean;
  /** Of the hub's pages: the hub posts nothing to itself. */
  readonly origin: string;
  readonly lookup: Lookup;
}
export interface Target {
  readonly url: URL;
  readonly addresses: readonly string[];
}
// Where a line of HTTP does harm or means nothing: the Fetch standard's bad ports that webhooks could meet, and databases.
const otherServices: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566,
  6665, 6666, 6667, 6668, 6669, 6679, 6697, 9100, 10080, 11211, 27017,
]);

/**
 * Where a webhook goes: every address of its host is checked, and only these may be connected to.
 * @throws HubError `notice-failed` without the path or query, which often hold a token
 */
export async function webhookTarget(written: string, { home, origin, lookup }: TargetRules, signal: AbortSignal): Promise<Target> {
  if (written.length > 2_048 || !URL.canParse(written)) throw refused('The person has no valid webhook address.');
  const url = new URL(written);
  const isPlain = url.protocol === 'http:';
  if (!isPlain && url.protocol !== 'https:') throw refused('A webhook address begins with https://.');
  if (url.username !== '' || url.password !== '') throw refused('A webhook address may not hold a user name or password.');
  url.hash = '';
  const port = url.port === '' ? (isPlain ? 80 : 443) : Number(url.port);
  if (otherServices.has(port)) throw refused(`Port ${port} is not one webhooks use.`);
  const addresses = await resolveHost(url.hostname, lookup, signal).catch(() => {
    throw refused(`The name ${url.hostname} does not resolve.`);
  });
  for (const address of addresses) {
    const kind = kindOfAddress(address);
    if (kind === 'never') throw refused(`The address of ${url.hostname} is link-local, multicast, reserved or a metadata service.`);
    if (kind === 'public' && isPlain) throw refused('On the internet a webhook address begins with https://.');
    if (kind !== 'public' && !home) throw refused('The settings allow no webhook to machines at home.');
    if (port === portOf(origin) && (kind === 'loopback' || isOwn(address))) throw refused('The address is the hub itself.');
  }
  return { url, addresses };
}

function portOf(origin: string): number {
  const { port, protocol } = new URL(origin);
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}
function isOwn(address: string): boolean {
  const plain = embeddedIpv4(address) ?? address;
  return Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === plain));
}
function refused(message: string): HubError {
  return new HubError('notice-failed', message);
}
