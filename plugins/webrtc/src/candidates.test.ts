import { expect, test } from 'vitest';
import { mostCandidates, withKnownCandidates } from './candidates.ts';

const candidate = (address: string, port = 50_000, protocol = 'UDP', component = 1): string => `a=candidate:1 ${component} ${protocol} 2122317823 ${address} ${port} typ host`;
const kept = (...lines: string[]): string[] => withKnownCandidates(['v=0', ...lines, 'a=end-of-candidates', ''].join('\r\n')).split('\r\n').slice(1, -2);

test.each(['192.168.1.20', '10.0.0.7', '203.0.113.9', '2001:db8::1', 'fd00::7'])('%s may be a player', (address) => {
  expect(kept(candidate(address))).toEqual([candidate(address)]);
});
test.each([
  ['this machine', candidate('127.0.0.1')], ['this machine by IPv6', candidate('::1')], ['this machine inside IPv6', candidate('::ffff:127.0.0.1')], ['every address', candidate('0.0.0.0')],
  ['the metadata of a cloud', candidate('169.254.169.254')], ['many at once', candidate('239.255.255.250', 3_702)], ['everybody', candidate('255.255.255.255')], ['many by IPv6', candidate('ff02::1')], ['a link', candidate('fe80::1')],
  ['a name', candidate('evil.example.vn')], ['a hidden name', candidate('7f1e.local')], ['a number that is a name', candidate('2130706433')], ['a translated address', candidate('64:ff9b::7f00:1')], ['a tunnelled one', candidate('2002:7f00:1::1')],
  ['a name server', candidate('192.0.2.53', 53)], ['TCP', candidate('192.168.1.20', 50_000, 'TCP')], ['a second component', candidate('192.168.1.20', 50_000, 'UDP', 2)], ['no port', candidate('192.168.1.20', Number.NaN)],
  ['one of another agent', 'a=remote-candidates:1 192.168.1.20 50000'], ['capitals', candidate('127.0.0.1').replace('a=candidate', 'a=Candidate')],
])('%s is not knocked at', (_, line) => {
  expect(kept(line)).toEqual([]);
});
test('a few addresses, each once', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => candidate(`192.168.${at >> 8}.${at & 255}`));
  expect(kept(...many)).toEqual(many.slice(0, mostCandidates));
  expect(kept(candidate('10.0.0.1'), candidate('10.0.0.1'))).toHaveLength(1);
});
