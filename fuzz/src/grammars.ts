import fc from 'fast-check';
import { joinPackets } from './corpus.ts';

/** What well-formed and nearly well-formed inputs are made of, where captures alone would not lead. */
type Text = fc.Arbitrary<string>;
const join = (parts: fc.Arbitrary<readonly string[]>, between = ''): Text => parts.map((all) => all.join(between));
const list = (of: Text, most: number, between = ''): Text => join(fc.array(of, { maxLength: most }), between);
const number = fc.oneof(fc.nat(70_000).map(String), fc.constantFrom('-1', '0', '65536', '4294967296', '1e9', '99999999999999999999', '', '0x10', ' 7 '));
const token = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/), fc.constantFrom('', '__proto__', 'constructor', '\0', '"', 'é', '%', '\\'));
const asBytes = (text: Text): fc.Arbitrary<Buffer> => text.map((each) => Buffer.from(each, 'utf8'));
const lineEnd = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', '\r\n\r\n');

// RFC 2326 §15.
const authenticate = list(fc.oneof(
  fc.constantFrom('Digest ', 'Basic ', 'digest ', 'Negotiate ', ', ', ',', '\\"', '"'),
  join(fc.tuple(fc.constantFrom('realm', 'nonce', 'qop', 'algorithm', 'opaque', 'stale', 'username', 'uri', 'response', 'nc', 'cnonce'), fc.constantFrom('=', ' = ', '=="'), fc.oneof(token.map((t) => `"${t}"`), token, fc.constantFrom('MD5', 'SHA-256-sess', '"auth"', '00000001', '"d41d8cd98f00b204e9800998ecf8427e"')), fc.constantFrom(', ', ',', ' ', ''))),
), 16);
const transport = list(join(fc.tuple(fc.constantFrom('RTP/AVP/TCP', 'RTP/AVP', 'RTP/AVP/UDP', 'RAW', ''), list(fc.oneof(fc.constantFrom(';unicast', ';multicast', ';mode="PLAY"', ';ssrc=1', ';destination=10.0.0.1'), join(fc.tuple(fc.constantFrom(';interleaved=', ';client_port=', ';server_port='), number, fc.constantFrom('-', ''), number))), 5))), 4, ',');
const headerLine = join(fc.tuple(fc.oneof(
  join(fc.tuple(fc.constantFrom('CSeq: ', 'Content-Length: ', 'cseq:', 'Content-length :'), number)),
  transport.map((text) => `Transport: ${text}`), authenticate.map((text) => `WWW-Authenticate: ${text}`), authenticate.map((text) => `Authorization: ${text}`),
  join(fc.tuple(fc.constant('Session: '), token, fc.constantFrom('', ';timeout='), number)), join(fc.tuple(token, fc.constantFrom(':', ': ', ''), token)), fc.constantFrom('Public: OPTIONS, DESCRIBE', 'RTP-Info: url=a;seq=1;rtptime=2', 'Location: rtsp://b/', 'Range: npt=0-'),
), lineEnd));
const startLine = join(fc.tuple(fc.oneof(join(fc.tuple(fc.constant('RTSP/1.0 '), number, fc.constantFrom(' OK', ''))), join(fc.tuple(fc.constantFrom('OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'TEARDOWN', 'ANNOUNCE', 'get'), fc.constantFrom(' rtsp://a/b ', ' * ', ' /a?b ', ' '), fc.constantFrom('RTSP/1.0', 'RTSP/2.0', 'HTTP/1.1', '')))), lineEnd));
const frame = fc.tuple(fc.nat(5), fc.nat(300), fc.uint8Array({ maxLength: 60 })).map(([channel, size, bytes]) => Buffer.concat([Buffer.from([0x24, channel, size >> 8, size & 255]), Buffer.from(bytes)]).toString('latin1'));
export const rtspText = list(fc.oneof(join(fc.tuple(startLine, list(headerLine, 8), lineEnd, fc.constantFrom('', 'v=0\r\n'))), frame), 4).map((text) => Buffer.from(text, 'latin1'));

// RFC 8866 §9.
const fmtp = list(join(fc.tuple(fc.constantFrom('packetization-mode', 'sprop-parameter-sets', 'sprop-vps', 'sprop-sps', 'sprop-pps', 'config', 'sizelength', 'indexlength', 'mode', 'streamtype'), fc.constantFrom('=', ' = ', ''), fc.oneof(number, fc.base64String({ maxLength: 60 }), fc.constantFrom('Z0LAHtkDxWhAAAADAEAAAAwDxYuS,aMuMsg==', '1190', 'AAC-hbr', '1.5', '13')))), 6, ';');
const mediaLine = fc.oneof(
  join(fc.tuple(fc.constantFrom('a=rtpmap:'), number, fc.constant(' '), fc.constantFrom('H264', 'H265', 'JPEG', 'MPEG4-GENERIC', 'OPUS', 'PCMA', 'pcmu', ''), fc.constant('/'), number, fc.constantFrom('', '/2', '/0', '/99'))),
  join(fc.tuple(fc.constant('a=fmtp:'), number, fc.constant(' '), fmtp)),
  join(fc.tuple(fc.constantFrom('a=control:', 'a=framesize:26 ', 'a=x-dimensions:'), fc.oneof(token, fc.constantFrom('*', 'trackID=1', 'rtsp://x/y', '4096-2160', '640,480')))), fc.constantFrom('a=sendonly', 'c=IN IP4 0.0.0.0', 'b=AS:500', 'a=range:npt=0-'),
);
const media = join(fc.tuple(fc.constantFrom('m=video ', 'm=audio ', 'm=application ', 'M = video '), number, fc.constant(' RTP/AVP '), list(fc.oneof(fc.constantFrom('96', '97', '0', '8', '26'), number), 4, ' '), fc.constant('\r\n'), list(mediaLine, 8, '\r\n'), fc.constant('\r\n')));
export const sdpText = asBytes(join(fc.tuple(fc.constantFrom('v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=x\r\n', '', 'v=0\n'), list(media, 4))));

/** Bits of parameter sets: numbers of every length as H.264 §9.1 writes them, between bits of all kinds, behind a head a reader believes. */
const golomb = fc.tuple(fc.nat(33), fc.nat(0xffff)).map(([zeros, value]) => '0'.repeat(zeros) + value.toString(2).slice(0, zeros + 1).padStart(zeros + 1, '1'));
const small = fc.constantFrom('1', '010', '011', '00100', '00101', '0', '1');
const bits = (most: number): fc.Arbitrary<Buffer> => fc.array(fc.oneof({ weight: 6, arbitrary: small }, { weight: 1, arbitrary: golomb }), { maxLength: most }).map((parts) => {
  const text = parts.join('');
  return Buffer.from((text.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
});
const heads = { h264: fc.constantFrom('6742c01e', '6764001f', '676e0033', '67f40033', '6758c00d'), h265: fc.constantFrom('420101016000000300900000030000030078', '42010301600000030090000003000003005d', '420d01016000000300900000030000030078') } as const;
export const sets = (codec: 'h264' | 'h265'): fc.Arbitrary<Buffer> => fc.tuple(heads[codec], bits(160), fc.uint8Array({ minLength: 3, maxLength: 12 })).map(([head, body, pps]) => joinPackets([
  ...(codec === 'h265' ? [Buffer.from('40010c01ffff016000000300900000030000030078959809', 'hex')] : []), Buffer.concat([Buffer.from(head, 'hex'), body]), Buffer.concat([Buffer.from(codec === 'h264' ? '68' : '4401', 'hex'), Buffer.from(pps)]),
]));
export const aacConfig = fc.oneof(fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes)), bits(20));

// RFC 3550 §5.1 around every kind of payload head.
const payload = (...more: string[]): fc.Arbitrary<Buffer> => fc.tuple(fc.constantFrom(...more, '7c85', '7c05', '7c45', '78', '65', '41', '67', '68', '6281', '6201', '6241', '6001', '4001', '4201', '4401', '2601', '00000000ff401414', '000000000141281e', '00000000018014140000008000', '0010', '00200c80', 'ffff', ''), fc.uint8Array({ maxLength: 90 })).map(([head, rest]) => Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(rest)]));
/** @param more heads of payloads, hex */
export const packets = (type: number, ...more: string[]): fc.Arbitrary<Buffer> => fc.array(fc.tuple(fc.constantFrom(0x80, 0x80, 0x80, 0x90, 0xa0, 0x8f, 0xb1, 0x00), fc.boolean(), fc.nat(3), fc.nat(2), payload(...more)), { maxLength: 24 }).map((all) => {
  let [sequence, time] = [65_520, 0xfffff000];
  return joinPackets(all.map(([first, marker, step, ahead, body]) => {
    sequence = (sequence + (step === 3 ? 5 : 1)) & 0xffff;
    time = (time + ahead * 3_600) >>> 0;
    const head = Buffer.from([first, type | (marker ? 128 : 0), 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    head.writeUInt16BE(sequence, 2);
    head.writeUInt32BE(time, 4);
    return Buffer.concat([head, body]);
  }));
});
export const reports = fc.array(fc.tuple(fc.constantFrom(0x80, 0x81, 0x00), fc.constantFrom(200, 201, 202, 203, 204), fc.nat(14), fc.uint8Array({ maxLength: 60 })), { maxLength: 5 }).map((all) => Buffer.concat(all.map(([first, type, words, body]) => Buffer.concat([Buffer.from([first, type, 0, words]), Buffer.from(body)]))));

// ISO/IEC 14496-12 §4.2, nested as recordings nest them.
const fourCc = fc.constantFrom('moof', 'traf', 'tfhd', 'tfdt', 'trun', 'mfhd', 'mdat', 'moov', 'trak', 'tkhd', 'mdia', 'mdhd', 'ftyp', 'mvex', 'trex', 'hdlr', 'minf', 'free');
interface Tree { readonly box: Buffer }
const { box: boxTree } = fc.letrec<Tree>((tie) => ({
  box: fc.tuple(fourCc, fc.oneof({ maxDepth: 4, depthIdentifier: 'boxes' }, fc.oneof(fc.uint8Array({ maxLength: 48 }).map((bytes) => Buffer.from(bytes)), fc.array(fc.constantFrom(0, 1, 0x701, 0xf01, 0x20000, 0x1000000, 0x10000, 0xffffffff), { maxLength: 10 }).map((words) => Buffer.concat(words.map((word) => { const out = Buffer.alloc(4); out.writeUInt32BE(word); return out; })))), fc.array(tie('box'), { maxLength: 4 }).map((all) => Buffer.concat(all as Buffer[]))), fc.constantFrom(0, 0, 0, 0, 0, 1, -8, 100)).map(([type, content, lie]) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(Math.max(0, content.length + 8 + lie), 0);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content]);
  }),
}));
export const boxes = fc.array(boxTree, { maxLength: 5 }).map((all) => Buffer.concat(all));

// XML 1.0, as SOAP uses and as nobody should.
const name = fc.constantFrom('s:Envelope', 's:Body', 's:Header', 's:Fault', 'd:ProbeMatches', 'd:ProbeMatch', 'd:XAddrs', 'd:Scopes', 'a:Address', 'a:EndpointReference', 'trt:GetProfilesResponse', 'trt:Profiles', 'tt:Name', 'tt:Resolution', 'wsse:Security', 'wsse:UsernameToken', 'wsse:Password', 'wsse:Nonce', '__proto__', 'constructor', 'hasOwnProperty', 'toString', 'a', '$', '_', '#text', '@x');
interface Element { readonly element: string }
const { element } = fc.letrec<Element>((tie) => ({
  element: fc.tuple(name, fc.constantFrom('', ' token="a"', ' xmlns:s="http://www.w3.org/2003/05/soap-envelope"', ' a=\'<\'', ' a', ' __proto__="x"', ' a="&#x41;"'), fc.array(fc.oneof({ maxDepth: 5, depthIdentifier: 'xml' }, fc.oneof(token, fc.constantFrom('&amp;', '&#x110000;', '&#0;', '&bomb;', '<![CDATA[<a>]]>', '<!-- -->', '<?x?>', 'http://192.168.1.20/onvif', 'onvif://www.onvif.org/name/%E0%A4%A', '<!DOCTYPE a>', ']]>')), tie('element')), { maxLength: 4 }), fc.boolean()).map(([tag, attributes, inside, closed]) => `<${tag}${attributes}>${inside.join('')}${closed ? `</${tag}>` : `</${tag} >`}`),
}));
export const xmlText = asBytes(fc.oneof(
  element, element.map((inner) => `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>${inner}</s:Header><s:Body>${inner}</s:Body></s:Envelope>`),
  element.map((inner) => `<s:Envelope><s:Body><d:ProbeMatches><d:ProbeMatch>${inner}</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`),
));
export const challengeText = asBytes(authenticate);
export const transportText = asBytes(transport);
