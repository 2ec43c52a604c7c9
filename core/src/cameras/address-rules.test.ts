import { describe, expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { kindOfAddress, type AddressKind } from './address-ranges.ts';
import { CameraAddressRules, isCameraPort, type CameraAddressOptions } from './address-rules.ts';

const names: Record<string, readonly string[]> = {
  'camera.lan': ['192.168.1.20'],
  'two.lan': ['192.168.1.20', 'fd12::20'],
  'rebind.example': ['192.168.1.20', '169.254.169.254'],
  'hidden.example': ['192.168.1.20', '::ffff:7f00:1'],
  'empty.lan': [],
  'many.lan': Array.from({ length: 17 }, (_, i) => `10.0.0.${i}`),
};
const lookup = async (host: string): Promise<readonly string[]> => {
  const found = names[host] ?? (/^[\d.]+$|:/.test(host) ? [host] : undefined);
  if (found === undefined) throw new Error('ENOTFOUND');
  return found;
};
const rules = (options: Partial<CameraAddressOptions> = {}) =>
  new CameraAddressRules({ allowLoopback: false, allowPublic: false, ownPorts: () => [8443], ownAddresses: () => ['192.168.1.2'], lookup, ...options });
const outcome = (host: string, port: number, options?: Partial<CameraAddressOptions>): Promise<string> =>
  rules(options).check(host, port).catch((error: unknown) => (error instanceof HubError ? error.code : 'not a HubError'));

describe('what an address is', () => {
  const table: readonly (readonly [string, AddressKind])[] = [
    ['192.168.1.20', 'home'], ['10.255.255.255', 'home'], ['172.16.0.1', 'home'], ['172.31.255.254', 'home'], ['100.64.0.9', 'home'],
    ['fd12:3456::1', 'home'], ['fc00::1', 'home'], ['::ffff:192.168.1.20', 'home'],
    ['127.0.0.1', 'loopback'], ['127.255.255.254', 'loopback'], ['0.0.0.0', 'loopback'], ['0.1.2.3', 'loopback'], ['::1', 'loopback'], ['::', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'], ['::ffff:127.0.0.1', 'loopback'], ['::ffff:7f00:1', 'loopback'], ['::ffff:0:127.0.0.1', 'loopback'], ['::127.0.0.1', 'loopback'],
    ['8.8.8.8', 'public'], ['172.32.0.1', 'public'], ['100.128.0.1', 'public'], ['2606:4700::1', 'public'],
    ['169.254.169.254', 'never'], ['169.254.1.1', 'never'], ['::ffff:169.254.169.254', 'never'], ['::ffff:a9fe:a9fe', 'never'], ['fe80::1', 'never'], ['fe80::1%eth0', 'never'], ['febf::1', 'never'],
    ['fd00:ec2::254', 'never'], ['100.100.100.200', 'never'], ['168.63.129.16', 'never'], ['192.0.0.192', 'never'],
    ['224.0.0.1', 'never'], ['239.255.255.250', 'never'], ['ff02::1', 'never'], ['255.255.255.255', 'never'], ['240.0.0.1', 'never'],
    ['192.0.2.1', 'never'], ['198.51.100.7', 'never'], ['203.0.113.9', 'never'], ['198.18.0.1', 'never'], ['2001:db8::1', 'never'], ['3fff::1', 'never'],
    ['2002:7f00:1::', 'never'], ['64:ff9b::7f00:1', 'never'], ['2001:0:1::', 'never'], ['100::1', 'never'], ['4000::1', 'never'], ['camera.lan', 'never'], ['', 'never'],
  ];
  it.each(table)('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });
});

describe('which ports cameras use', () => {
  it.each([80, 88, 322, 443, 554, 2020, 3702, 8000, 8080, 8443, 8554, 8899, 34567, 37777])('%i is one', (port) => {
    expect(isCameraPort(port)).toBe(true);
  });
  it.each([0, -1, 65_536, 80.5, Number.NaN, 1, 21, 22, 23, 25, 53, 81, 110, 111, 135, 139, 143, 389, 445, 465, 587, 993, 995, 1023, 1433, 1521, 2049, 2375, 2376, 3306, 3389, 5432, 5900, 6379, 9200, 11211, 27017])('%d is not', (port) => {
    expect(isCameraPort(port)).toBe(false);
  });
});

describe('the address rules', () => {
  const table: readonly (readonly [string, string, number, Partial<CameraAddressOptions> | undefined, string])[] = [
    ['gives the address of a camera by name', 'camera.lan', 554, undefined, '192.168.1.20'],
    ['gives the first of several good addresses', 'two.lan', 80, undefined, '192.168.1.20'],
    ['takes an address in brackets', '[fd12::20]', 80, undefined, 'fd12::20'],
    ['refuses a name when only one of its addresses is bad', 'rebind.example', 80, undefined, 'address-refused'],
    ['sees loopback behind an IPv4-mapped address', 'hidden.example', 80, undefined, 'address-refused'],
    ['refuses loopback', '127.0.0.1', 80, undefined, 'address-refused'],
    ['allows loopback when the setting is on', '127.0.0.1', 80, { allowLoopback: true }, '127.0.0.1'],
    ['refuses the metadata service whatever the settings', '169.254.169.254', 80, { allowLoopback: true, allowPublic: true }, 'address-refused'],
    ['refuses the internet', '8.8.8.8', 80, undefined, 'address-refused'],
    ['allows the internet when the setting is on', '8.8.8.8', 80, { allowPublic: true }, '8.8.8.8'],
    ['refuses a port cameras do not use', 'camera.lan', 22, undefined, 'address-refused'],
    ['refuses the hub\'s own port on loopback', '127.0.0.1', 8443, { allowLoopback: true }, 'address-refused'],
    ['refuses the hub\'s own port on the hub\'s address', '192.168.1.2', 8443, undefined, 'address-refused'],
    ['refuses the hub\'s own port on its mapped address', '::ffff:192.168.1.2', 8443, undefined, 'address-refused'],
    ['allows another machine\'s port of the same number', '192.168.1.20', 8443, undefined, '192.168.1.20'],
    ['says unreachable when the name does not resolve', 'nobody.lan', 80, undefined, 'camera-unreachable'],
    ['says unreachable when the name has no address', 'empty.lan', 80, undefined, 'camera-unreachable'],
    ['refuses a name with a crowd of addresses', 'many.lan', 80, undefined, 'address-refused'],
    ['refuses an empty host', ' ', 80, undefined, 'address-refused'],
    ['refuses a host that is no name', 'a/b@c', 80, undefined, 'address-refused'],
    ['says unreachable when the name server stays silent', 'camera.lan', 80, { lookup: () => new Promise(() => undefined), lookupTimeout: 1 }, 'camera-unreachable'],
  ];
  it.each(table)('%s', async (_, host, port, options, expected) => {
    expect(await outcome(host, port, options)).toBe(expected);
  });

  it('sees through the spellings of loopback that the system resolver accepts', async () => {
    const own = new CameraAddressRules({ allowLoopback: false, allowPublic: true, ownPorts: () => [] });
    for (const spelling of ['127.1', '0x7f000001', '2130706433', 'localhost']) {
      await expect(own.check(spelling, 80)).rejects.toMatchObject({ code: 'address-refused' });
    }
  });
});
