import { describe, expect, it } from 'vitest';
import { matchMessage } from './fake-responder.fixture.ts';
import { chooseAddress, parseProbeMatches, parseScopes, probeMessage } from './probe-message.ts';

const parse = (text: string): unknown => parseProbeMatches(Buffer.from(text), '192.168.1.20').map(({ deviceUri, ...rest }) => ({ ...rest, uri: deviceUri.href }));

describe('the address a device gives of itself', () => {
  it.each([
    ['http://192.168.1.20/onvif/device_service', 'http://192.168.1.20/onvif/device_service'],
    ['http://[fe80::1]/onvif http://192.168.1.20:8000/onvif', 'http://192.168.1.20:8000/onvif'],
    ['http://169.254.169.254/latest/meta-data', 'http://192.168.1.20/latest/meta-data'],
    ['http://10.9.9.9:8899/onvif http://evil.example/', 'http://192.168.1.20:8899/onvif'],
    ['http://u:p@192.168.1.20/onvif#x', 'http://192.168.1.20/onvif'],
    ['https://192.168.1.20/onvif http://192.168.1.20:2020/onvif', 'http://192.168.1.20:2020/onvif'],
    ['file:///etc/passwd', undefined], ['https://192.168.1.20/', undefined], ['garbage ://', undefined], ['', undefined],
    [`http://192.168.1.20/${'a'.repeat(2_000)}`, undefined],
  ])('%s leads to %s', (addresses, expected) => {
    expect(chooseAddress(addresses, '192.168.1.20')?.href).toBe(expected);
  });
  it('works for IPv6', () => {
    expect(chooseAddress('http://[fd12::9]:8000/onvif', 'fd12::20')?.href).toBe('http://[fd12::20]:8000/onvif');
  });
});

describe('scopes', () => {
  it('give name, maker and model', () => {
    expect(parseScopes('onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/name/C%E1%BB%95ng%20nh%C3%A0 onvif://www.onvif.org/hardware/HS-1 onvif://www.onvif.org/mfr/Hoa_Sen')).toEqual({ name: 'Cổng nhà', maker: 'Hoa_Sen', model: 'HS-1' });
  });
  it('fall back to the place, and bear broken escapes', () => {
    expect(parseScopes('onvif://www.onvif.org/location/Ng%C3%B5 onvif://www.onvif.org/hardware/%E0%A4%A')).toEqual({ name: 'Ngõ', model: '%E0%A4%A' });
  });
  it('carry no control or direction marks and no long text to people', () => {
    expect(parseScopes(`onvif://www.onvif.org/name/${encodeURIComponent(`a\u0000\u202Eb\n${'x'.repeat(200)}`)}`).name).toBe(`a b ${'x'.repeat(76)}`);
  });
  it('make nothing of garbage', () => {
    expect(parseScopes('%%% http://x/name/y onvif://www.onvif.org/name/')).toEqual({});
  });
});

describe('a datagram', () => {
  it('gives its matches', () => {
    expect(parse(matchMessage('urn:uuid:1', 'http://192.168.1.20/onvif', 'onvif://www.onvif.org/name/A'))).toEqual([{ id: 'urn:uuid:1', name: 'A', uri: 'http://192.168.1.20/onvif' }]);
  });
  it.each([
    ['garbage', '\u0000\u0001garbage'], ['an empty one', ''], ['other XML', '<a/>'], ['our own probe', probeMessage('camera', 'urn:uuid:x')],
    ['no endpoint', matchMessage('', 'http://192.168.1.20/')], ['an endless endpoint', matchMessage('u'.repeat(300), 'http://192.168.1.20/')], ['no address', matchMessage('urn:uuid:1', '')],
    ['another hub\'s', matchMessage('urn:uuid:1', 'http://192.168.1.20/onvif', 'onvif://www.onvif.org/name/A onvif://www.onvif.org/matpho/hub')],
    ['an entity bomb', `<!DOCTYPE x [<!ENTITY a "b">]>${matchMessage('&a;', 'http://192.168.1.20/')}`],
    ['a prototype', '<Envelope><Body><__proto__><x/></__proto__></Body></Envelope>'],
  ])('gives nothing when it is %s', (_, text) => {
    expect(parse(text)).toEqual([]);
  });
});
