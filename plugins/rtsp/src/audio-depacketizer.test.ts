import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AacDepacketizer, PlainDepacketizer } from './audio-depacketizer.ts';
import { chooseTracks } from './choose-tracks.ts';
import { parseSdp } from './sdp.ts';

const layout = { sizeBits: 13, indexBits: 3, frameLength: 1_024 };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
function run(packets: readonly (string | { readonly gap: true })[]): string[] {
  const out: string[] = [];
  const depacketizer = new AacDepacketizer(layout, (ticks, bytes) => out.push(`${ticks}: ${bytes.toString('hex')}`));
  packets.forEach((packet, i) => (typeof packet === 'string' ? depacketizer.packet(hex(packet), 0, hex(packet).length, Math.floor(i / 10)) : depacketizer.gap()));
  return out;
}

describe('sound packets become frames', () => {
  it.each<[string, (string | { readonly gap: true })[], string[]]>([
    ['one frame, RFC 3640 §3.3.6', ['0010 0018 aabbcc'], ['0: aabbcc']],
    ['two frames, one frame length apart', ['0020 0010 0018 aabb ccddee'], ['0: aabb', '1024: ccddee']],
    ['a frame in three packets, §3.2.3', ['0010 0028 aabb', '0010 0028 cc', '0010 0028 ddee'], ['0: aabbccddee']],
    ['no frame with a hole', ['0010 0028 aabb', { gap: true }, '0010 0028 ddee'], []],
    ['no frame that ends too early', ['0020 0010 0048 aabb cc'], ['0: aabb']],
    ['nothing of nonsense', ['00', 'ffff 00', '0000', '0008 00'], []],
  ])('%s', (_, packets, expected) => {
    expect(run(packets)).toEqual(expected);
  });
  it('of G.711 and Opus as they are', () => {
    const out: string[] = [];
    new PlainDepacketizer((ticks, bytes) => out.push(`${ticks}: ${bytes.toString('hex')}`)).packet(hex('00 d5d5 00'), 1, 3, 160);
    expect(out).toEqual(['160: d5d5']);
  });
  it('of any bytes without throwing or growing', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 40 }), (packets) => {
      let bytes = 0;
      const depacketizer = new AacDepacketizer(layout, (_, frame) => (bytes += frame.length));
      for (const packet of packets) depacketizer.packet(Buffer.from(packet), 0, packet.length, 0);
      expect(bytes).toBeLessThanOrEqual(packets.reduce((sum, packet) => sum + packet.length, 0));
    }), { numRuns: 1_000 });
  });
});

const audioOf = (...lines: string[]): unknown => chooseTracks(parseSdp(['v=0', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H265/90000', ...lines].join('\n'))).audio;
describe('the description names the sound', () => {
  it.each<[string, string[], unknown]>([
    ['AAC', ['m=audio 0 RTP/AVP 97', 'a=rtpmap:97 mpeg4-generic/16000/1', 'a=fmtp:97 mode=AAC-hbr;config=1408;sizeLength=13;indexLength=3', 'a=control:t2'], { codec: 'aac', clockRate: 16_000, channels: 1, payloadType: 97, control: 't2', config: hex('1408'), layout }],
    ['G.711 by its fixed number', ['m=audio 0 RTP/AVP 8'], { codec: 'pcma', clockRate: 8_000, channels: 1, payloadType: 8, control: '' }],
    ['Opus', ['m=audio 0 RTP/AVP 111', 'a=rtpmap:111 opus/48000/2'], { codec: 'opus', clockRate: 48_000, channels: 2, payloadType: 111, control: '' }],
    ['nothing for AAC without its configuration', ['m=audio 0 RTP/AVP 97', 'a=rtpmap:97 mpeg4-generic/16000'], undefined],
    ['nothing for what the hub does not know', ['m=audio 0 RTP/AVP 97', 'a=rtpmap:97 G726-32/8000'], undefined],
  ])('%s', (_, lines, expected) => {
    expect(audioOf(...lines)).toEqual(expected);
  });
});
