import { expect, test } from 'vitest';
import type { MediaFormat } from '@matpho/core/sdk';
import { choosePayloads, profileOf } from './choose-payloads.ts';
import { codecsTaken, readOffer } from './offer.ts';

const session = `v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=ice-ufrag:abcd\r\na=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb\r\na=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}\r\n`;
const h264 = (type: number, profile: string, mode = 1): string => `a=rtpmap:${type} H264/90000\r\na=fmtp:${type} level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}\r\n`;
const video = (lines: string, types: string, direction = 'recvonly'): string => `m=video 9 UDP/TLS/RTP/SAVPF ${types}\r\na=mid:0\r\na=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\na=${direction}\r\n${lines}`;
const audio = 'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 8\r\na=mid:1\r\na=recvonly\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n';
const chrome = `${session}${video(`a=rtpmap:96 VP8/90000\r\n${h264(102, '42001f')}${h264(104, '42e01f', 0)}${h264(108, '42e01f')}${h264(116, '4d001f')}`, '96 102 104 108 116')}${audio}`;
const stream = (idc: number, constraints: number): MediaFormat => ({ video: { codec: 'h264', clockRate: 90_000, parameterSets: [Uint8Array.of(0x67, idc, constraints, 31)] } });
const track = (codec: 'aac' | 'pcma' | 'pcmu' | 'opus', clockRate: number): MediaFormat => ({ ...stream(0x42, 0xc0), audio: { codec, clockRate, channels: 1 } });

test.each([
  ['constrained baseline as it is', 0x42, 0xe0, 108], ['baseline as it is', 0x42, 0x00, 102], ['main as it is', 0x4d, 0x00, 116],
  ['high as constrained baseline, which was offered', 0x64, 0x00, 108], ['main that keeps to constrained baseline', 0x4d, 0x80, 108],
])('%s', (_, idc, constraints, type) => {
  expect(choosePayloads(readOffer(chrome), stream(idc, constraints)).video).toMatchObject({ mid: '0', codec: { type }, playoutDelay: 5 });
});
test.each([['opus', 48_000, 111], ['pcma', 8_000, 8], ['pcmu', 8_000, 0], ['aac', 16_000, undefined], ['pcma', 16_000, undefined]] as const)('%s at %i Hz goes as %s', (codec, rate, type) => {
  const { audio: chosen, silent } = choosePayloads(readOffer(chrome), track(codec, rate));
  expect([chosen?.codec.type, silent.map(({ mid }) => mid)]).toEqual([type, type === undefined ? ['1'] : []]);
});
test('what it decodes is told before anything is opened', () => {
  expect(codecsTaken(readOffer(chrome))).toEqual(['h264']);
  expect(codecsTaken(readOffer(session.replace(' 1', '') + video('a=rtpmap:49 H265/90000\r\n', '49')))).toEqual(['h265']);
  expect(codecsTaken(readOffer(session + video(h264(104, '42e01f', 0), '104') + audio))).toEqual([]);
  expect(codecsTaken(readOffer(session + video(h264(104, '42e01f'), '104', 'sendonly') + audio))).toEqual([]);
});
test('a player without H.265 is refused an H.265 stream', () => {
  expect(() => choosePayloads(readOffer(chrome), { video: { codec: 'h265', clockRate: 90_000, parameterSets: [] } })).toThrow(expect.objectContaining({ code: 'stream-unsupported' }));
});
test.each([
  ['a fingerprint that is none', chrome.replace(/sha-256 AB/, 'sha-256 zz')], ['a short password', chrome.replace(/a=ice-pwd:b+/, 'a=ice-pwd:b')], ['a zero byte', `${chrome}a=x:\0\r\n`], ['sections of one name', `${session}${video(h264(102, '42e01f'), '102')}${audio.replace('mid:1', 'mid:0')}`], ['a name that breaks lines', chrome.replace('a=mid:0', 'a=mid:0 x')],
  ['media that is not bundled', chrome.replace('a=group:BUNDLE 0 1', 'a=group:BUNDLE 0')], ['no password', chrome.replace(/a=ice-pwd.*\r\n/, '')], ['plain RTP', chrome.replace('UDP/TLS/RTP/SAVPF 111', 'RTP/AVP 111')],
  ['a payload type of 128', chrome.replace('96 102', '128 102')], ['more than any browser says', chrome + 'a=x\r\n'.repeat(5_000)], ['too many sections', session + 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n'.repeat(17)],
])('an offer with %s is refused', (_, offer) => {
  expect(() => readOffer(offer)).toThrow(expect.objectContaining({ code: 'bad-request' }));
});
test('profiles by RFC 6184, table 5', () => {
  expect([[0x42, 0x40], [0x42, 0xa0], [0x58, 0xc0], [0x58, 0x80], [0x64, 0], [0xf4, 0]].map(([idc = 0, iop = 0]) => profileOf(idc, iop))).toEqual(['constrained-baseline', 'baseline', 'constrained-baseline', 'baseline', 'high', 'other-244']);
});
