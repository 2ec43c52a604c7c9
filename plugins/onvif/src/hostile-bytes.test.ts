import { HubError } from '@matpho/core/sdk';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onDevice, streamOnDevice } from './camera-url.ts';
import { answerChallenges, parseChallenges } from './digest.ts';
import { envelope } from './fake-device.fixture.ts';
import { matchMessage } from './fake-responder.fixture.ts';
import { parseProbeMatches } from './probe-message.ts';
import { parseTyped } from './typed-address.ts';
import { escapeXml, readSoapBody, textAt } from './xml.ts';

/** Runs it: a HubError is an answer, anything else thrown fails the property. */
function calm(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(HubError);
  }
}
const tags = fc.array(fc.constantFrom('<a>', '</a>', '<s:Body>', '<Envelope>', '<![CDATA[', ']]>', '<!--', '-->', '<?x', '?>', '&amp;', '&#x110000;', '&#0;', '"', '=', ' xmlns:s="', '<__proto__>', '<constructor/>', '<a b=', '/>', '\u0000', '\ufffd'), { maxLength: 60 }).map((parts) => parts.join(''));
/** A good message with a piece cut out and junk put in. */
const broken = (good: string): fc.Arbitrary<string> => fc.tuple(fc.nat(good.length), fc.nat(40), fc.oneof(tags, fc.string())).map(([at, cut, junk]) => good.slice(0, at) + junk + good.slice(at + cut));
const device = new URL('http://192.168.1.20:8000/onvif/device_service');

describe('hostile bytes', () => {
  it('give a coded error or an answer when read as SOAP', () => {
    fc.assert(fc.property(fc.oneof(tags, broken(envelope('<a b="c">d</a>')), fc.string()), (text) => calm(() => readSoapBody(text))), { numRuns: 2_000 });
  });
  it('never name another host in a probe match', () => {
    const good = matchMessage('urn:uuid:1', 'http://192.168.1.20/onvif/device_service http://10.0.0.1/', 'onvif://www.onvif.org/name/A');
    fc.assert(fc.property(broken(good), (text) => parseProbeMatches(Buffer.from(text), '192.168.1.20').every((one) => one.deviceUri.hostname === '192.168.1.20' && one.deviceUri.protocol === 'http:')), { numRuns: 2_000 });
  });
  it('never move a service or a stream to another host', () => {
    fc.assert(fc.property(fc.option(fc.webUrl()), fc.option(fc.string()), fc.option(fc.string({ unit: 'binary' })), (hostname, port, path) => onDevice({ hostname, port, path }, device).hostname === '192.168.1.20'), { numRuns: 1_000 });
    fc.assert(fc.property(fc.string(), fc.domain(), (rest, host) => calm(() => expect(streamOnDevice(`rtsp://u:p@${host}/${rest}`, device)).toMatchObject({ hostname: '192.168.1.20', username: '' }))), { numRuns: 1_000 });
  });
  it('make a header with no line break of a challenge', () => {
    const field = fc.array(fc.constantFrom('Digest ', 'Basic ', 'realm=', 'nonce=', 'qop=', 'algorithm=', '"', '\\', ',', ' ', 'auth', 'MD5', 'SHA-256-sess', 'x', '='), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(fc.property(fc.array(field, { maxLength: 4 }), fc.string({ unit: 'binary' }), (fields, name) => {
      const answer = answerChallenges(parseChallenges(fields), { method: 'GET', uri: '/' }, { username: name, password: 'p' }, { basic: true });
      return answer === undefined || /^[\x20-\x7e]*$/.test(answer.header);
    }), { numRuns: 2_000 });
  });
  it('survive the way into XML and back', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }).filter((text) => /^[\x21-\x7e]+$/.test(text)), (text) => textAt(readSoapBody(envelope(`<a>${escapeXml(text)}</a>`)), 'a') === text), { numRuns: 500 });
  });
  it('typed by a person are a host or refused', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.ipV6()), (typed) => calm(() => expect(parseTyped(typed).host).toMatch(/^[\w.:[\]-]+$/))), { numRuns: 1_000 });
  });
});
