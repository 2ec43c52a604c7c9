import { challengeText, rtspText, transportText, xmlText } from './grammars.ts';
import { never, type Load, type Target } from './target.ts';

const xmlWords = ['<s:Body>', '</s:Body>', '<![CDATA[', ']]>', '<!DOCTYPE x [<!ENTITY a "b">]>', '&amp;', '&#x41;', '&#0;', '<__proto__>', '<tt:Name>', ' token="x"', '<?xml version="1.0" encoding="utf-16"?>', 'http://10.0.0.1/', '<a/>'];

/** What the ONVIF plugin reads from cameras and the network, and what the hub's own doors for other programs read from those. */
export async function onvifTargets(load: Load): Promise<readonly Target[]> {
  const { readSoapBody, allText, elementsAt, textAt, escapeXml } = await load<typeof import('../../plugins/onvif/src/xml.js')>('plugins/onvif/src/xml');
  const { parseProbeMatches } = await load<typeof import('../../plugins/onvif/src/probe-message.js')>('plugins/onvif/src/probe-message');
  const { parseProfiles, chooseProfiles } = await load<typeof import('../../plugins/onvif/src/profiles.js')>('plugins/onvif/src/profiles');
  const { callOnvif, newOnvifCam } = await load<typeof import('../../plugins/onvif/src/onvif-cam.js')>('plugins/onvif/src/onvif-cam');
  const { answerChallenges, parseChallenges } = await load<typeof import('../../plugins/onvif/src/digest.js')>('plugins/onvif/src/digest');
  const { onDevice } = await load<typeof import('../../plugins/onvif/src/camera-url.js')>('plugins/onvif/src/camera-url');
  const { parseCall, SoapFault } = await load<typeof import('../../plugins/onvif-device/src/soap.js')>('plugins/onvif-device/src/soap');
  const { durationOf } = await load<typeof import('../../plugins/onvif-device/src/pull-points.js')>('plugins/onvif-device/src/pull-points');
  const { RtspReader, NotRtsp } = await load<typeof import('../../core/src/restream/rtsp-reader.js')>('core/src/restream/rtsp-reader');
  const { chooseOffer } = await load<typeof import('../../core/src/restream/transport-offer.js')>('core/src/restream/transport-offer');
  const { readDigest, isRightDigest } = await load<typeof import('../../core/src/apps/digest.js')>('core/src/apps/digest');
  const device = new URL('http://192.168.1.20/onvif/device_service');
  const noControl = (text: string): boolean => /[^\t\n\r\x20-\u{10ffff}]/u.test(text);

  return [
    {
      name: 'onvif xml', sources: ['plugins/onvif/src/xml', 'plugins/onvif/src/profiles'], corpus: 'soap-answer', kind: 'xml', words: xmlWords, grammar: xmlText, share: 10,
      read: (input) => {
        const body = readSoapBody(input.toString('utf8'));
        never(noControl(escapeXml(allText(body))), 'A control character came through.');
        textAt(body, 'fault', 'reason', 'text');
        const profiles = parseProfiles(elementsAt(body, 'getProfilesResponse', 'profiles'));
        never(profiles.some(({ token }) => token.length > 256), 'A token without end.');
        chooseProfiles(profiles);
        never(({} as Record<string, unknown>)['polluted'] !== undefined || Object.keys(Object.prototype).length > 0, 'The prototype of all objects was changed.');
      },
    },
    {
      name: 'onvif probe matches', sources: ['plugins/onvif/src/probe-message', 'plugins/onvif/src/xml'], corpus: 'soap-answer', kind: 'xml', words: [...xmlWords, '<d:ProbeMatches>', '<d:XAddrs>http://[::1]/</d:XAddrs>', 'onvif://www.onvif.org/name/%E0%A4%A'], grammar: xmlText, share: 6,
      read: (input) => {
        for (const { id, deviceUri } of parseProbeMatches(input, '192.168.1.20')) never(deviceUri.hostname !== '192.168.1.20' || deviceUri.protocol !== 'http:' || deviceUri.username !== '' || id.length > 256, `It leads to ${deviceUri.host}.`);
      },
    },
    {
      name: 'onvif device answers', sources: ['plugins/onvif/src/onvif-cam', 'plugins/onvif/src/xml', 'plugins/onvif/src/profiles', 'plugins/onvif/src/camera-url'], corpus: 'soap-answer', kind: 'xml', words: xmlWords, grammar: xmlText, share: 3,
      // The package's own errors are turned into answers one floor up.
      allows: (error) => error instanceof Error && !(error instanceof RangeError && /call stack/.test(error.message)) && !/does not settle/.test(error.message),
      read: async (input, random) => {
        const text = input.toString('utf8');
        const cam = newOnvifCam(device, { username: 'a', password: 'b' }, () => 0);
        const calls = ['getSystemDateAndTime', 'getCapabilities', 'getDeviceInformation', 'getProfiles'] as const;
        // The operation it answers, most of the time.
        const answers = [...calls, 'GetServices', 'GetStreamUri', 'GetSnapshotUri'].findIndex((name) => new RegExp(`${name}Response`, 'i').test(text));
        const call = answers >= 0 && random.chance(3, 4) ? answers : random.below(7);
        const value = await callOnvif(cam, async () => readSoapBody(text), (one, done) => {
          const name = calls[call];
          if (name) one[name](done);
          else if (call === 4) one.getServices(true, done);
          else if (call === 5) one.getStreamUri({ protocol: 'RTSP', profileToken: 'x' }, done);
          else one.getSnapshotUri({ profileToken: 'x' }, done);
        });
        if (call === 3) chooseProfiles(parseProfiles(value));
        for (const named of Object.values(cam.uri ?? {})) if (named) never(onDevice(named, device).hostname !== device.hostname, 'A service moved to another host.');
      },
    },
    {
      name: 'http challenges', sources: ['plugins/onvif/src/digest'], corpus: 'challenges', kind: 'bytes', words: ['Digest ', 'Basic ', 'realm="', 'nonce="', 'qop="auth"', ', '], grammar: challengeText, share: 5,
      read: (input) => {
        const answer = answerChallenges(parseChallenges(input.toString('latin1').split('\n')), { method: 'POST', uri: '/' }, { username: 'lan', password: 'p' }, { basic: true });
        never(answer !== undefined && /[\r\n]/.test(answer.header), 'A header with a line break.');
      },
    },
    {
      name: 'facade soap and token', sources: ['plugins/onvif-device/src/soap', 'plugins/onvif-device/src/pull-points'], corpus: 'soap-request', kind: 'xml', words: [...xmlWords, '<wsse:UsernameToken>', '<wsse:Nonce>', 'PT5S', '#PasswordDigest'], grammar: xmlText, share: 8,
      allows: (error) => error instanceof SoapFault,
      read: (input) => {
        const { operation, body, header } = parseCall(input.toString('utf8'));
        never(operation.length === 0, 'An operation without a name.');
        // What `callerOf` reads of it.
        const token = header?.at('Security', 'UsernameToken');
        for (const name of ['Username', 'Nonce', 'Created', 'Password']) Buffer.from(token?.text(name) ?? '', 'base64');
        token?.at('Password')?.text('@Type').endsWith('#PasswordDigest');
        const life = durationOf(body.text('InitialTerminationTime'));
        never(life !== undefined && !Number.isFinite(life), 'A time without end.');
      },
    },
    {
      name: 'rtsp server requests', sources: ['core/src/restream/rtsp-reader', 'core/src/restream/transport-offer', 'core/src/apps/digest'], corpus: 'rtsp-client', kind: 'bytes', words: ['DESCRIBE rtsp://h/x RTSP/1.0\r\n', 'CSeq: 1\r\n', '\r\n\r\n', 'Transport: ', 'Authorization: Digest ', 'realm="matpho"', 'username="a", nonce="b", uri="/", response="d41d8cd98f00b204e9800998ecf8427e"', 'Content-Length: 4096\r\n', '$\u0001\0\u0008'], grammar: rtspText, share: 9,
      allows: (error) => error instanceof NotRtsp,
      read: (input, random) => {
        const reader = new RtspReader(({ headers, uri }) => {
          never(uri.length > 1_024, 'An address without end.');
          chooseOffer(headers.get('transport') ?? '', random.below(256), { udp: random.chance(1, 2) });
          const claim = readDigest(headers.get('authorization'));
          if (claim) isRightDigest(claim, 'DESCRIBE', 'p');
        }, () => {});
        for (let at = 0; at < input.length;) {
          const end = at + 1 + random.below(random.chance(1, 4) ? 8 : 2_048);
          reader.push(input.subarray(at, end));
          at = end;
        }
      },
    },
    {
      name: 'offers and claims', sources: ['core/src/restream/transport-offer', 'core/src/apps/digest'], corpus: 'transport', kind: 'bytes', words: ['interleaved=', 'client_port=', ',', ';', 'mode=', 'Digest username="', 'realm="matpho"', 'nc=00000001'], grammar: transportText, share: 4,
      read: (input) => {
        const text = input.toString('latin1');
        const offer = chooseOffer(text, 250, { udp: true });
        never(offer !== undefined && (offer.rtp === offer.rtcp || offer.rtcp > (offer.kind === 'tcp' ? 255 : 65_535) || (offer.kind === 'udp' && offer.rtp < 1_024)), 'An offer that cannot be.');
        readDigest(`Digest ${text}`);
      },
    },
  ];
}
