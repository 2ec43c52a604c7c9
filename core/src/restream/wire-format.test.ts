import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { answerText } from './rtsp-answer.ts';
import { NotRtsp, RtspReader, type RtspRequest } from './rtsp-reader.ts';
import { sdpOf } from './sdp.ts';
import { isSameTarget, readStreamUri } from './stream-uri.ts';
import { chooseOffer } from './transport-offer.ts';

describe('the reader', () => {
  const read = (chunks: readonly Buffer[]): { requests: RtspRequest[]; frames: number[] } => {
    const [requests, frames]: [RtspRequest[], number[]] = [[], []];
    const reader = new RtspReader((request) => requests.push(request), (channel) => frames.push(channel));
    for (const chunk of chunks) reader.push(chunk);
    return { requests, frames };
  };
  const talk = Buffer.from('\r\nOPTIONS rtsp://h/c/main RTSP/1.0\r\nCSeq: 1\r\nX: a\r\nX: b\r\n\r\n$\x01\x00\x04abcdGET_PARAMETER * RTSP/1.0\r\nCSeq: 2\r\nContent-Length: 3\r\n\r\nxyz$\x02\x00\x01zTEARDOWN rtsp://h/c/main RTSP/1.0\r\nCSeq: 3\r\n\r\n', 'latin1');
  const said = { requests: [{ method: 'OPTIONS', uri: 'rtsp://h/c/main', headers: new Map([['cseq', '1'], ['x', 'a']]) }, { method: 'GET_PARAMETER', uri: '*', headers: new Map([['cseq', '2'], ['content-length', '3']]) }, { method: 'TEARDOWN', uri: 'rtsp://h/c/main', headers: new Map([['cseq', '3']]) }], frames: [1, 2] };

  it('finds requests and frames however the bytes are cut', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: talk.length - 1 }), { maxLength: 20 }), (cuts) => {
      const at = [0, ...new Set(cuts.toSorted((a, b) => a - b)), talk.length];
      expect(read(at.slice(1).map((end, i) => talk.subarray(at[i], end)))).toEqual(said);
    }), { numRuns: 200 });
  });
  it.each([
    ['a head without end', `OPTIONS rtsp://h/ RTSP/1.0\r\nX: ${'a'.repeat(9_000)}`], ['another protocol', 'GET / HTTP/1.1\r\n\r\n'], ['a line that is no header', 'OPTIONS * RTSP/1.0\r\nnothing\r\n\r\n'],
    ['too many headers', `OPTIONS * RTSP/1.0\r\n${'A: b\r\n'.repeat(60)}\r\n`], ['a body that is too long', 'SET_PARAMETER * RTSP/1.0\r\nContent-Length: 5000\r\n\r\n'], ['a length that is none', 'SET_PARAMETER * RTSP/1.0\r\nContent-Length: -1\r\n\r\n'],
  ])('refuses %s', (_what, text) => {
    expect(() => read([Buffer.from(text, 'latin1')])).toThrow(NotRtsp);
  });
  it('says NotRtsp and nothing else to any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        read([Buffer.from(bytes)]);
      } catch (failure) {
        expect(failure).toBeInstanceOf(NotRtsp);
      }
    }), { numRuns: 500 });
  });
});

test.each([
  ['RTP/AVP/TCP;unicast;interleaved=0-1', true, { kind: 'tcp', rtp: 0, rtcp: 1 }],
  ['RTP/AVP/TCP;unicast', true, { kind: 'tcp', rtp: 2, rtcp: 3 }],
  ['RTP/AVP;unicast;client_port=5000-5001', true, { kind: 'udp', rtp: 5000, rtcp: 5001 }],
  ['RTP/AVP/UDP;unicast;client_port=5000;mode="PLAY"', true, { kind: 'udp', rtp: 5000, rtcp: 5001 }],
  ['RTP/AVP;unicast;client_port=5000-5001', false, undefined],
  ['RTP/AVP;multicast;client_port=5000-5001,RTP/AVP/TCP;interleaved=4-5', true, { kind: 'tcp', rtp: 4, rtcp: 5 }],
  ['RTP/AVP;unicast;destination=10.0.0.9;client_port=53-54', true, undefined],
  ['RTP/AVP;unicast;client_port=70000-70001', true, undefined],
  ['RTP/AVP/TCP;interleaved=255-256', true, undefined],
  ['RTP/AVP/TCP;interleaved=0-1;mode=record', true, undefined],
  ['RTP/SAVP;unicast;client_port=5000-5001', true, undefined],
  ['', true, undefined],
])('of the transports %j (UDP %s) it takes %j', (header, udp, chosen) => {
  expect(chooseOffer(header, 2, { udp })).toEqual(chosen);
});

test.each([
  ['rtsp://hub.local:8554/abc-1/main', { base: 'rtsp://hub.local:8554/abc-1/main', camera: 'abc-1', role: 'main', track: undefined }],
  ['rtsp://user:secret@[::1]:8554/abc/SUB/trackID=1', { base: 'rtsp://[::1]:8554/abc/sub', camera: 'abc', role: 'sub', track: 'audio' }],
  ['rtsps://h/abc/main/trackID=0/', { base: 'rtsps://h/abc/main', camera: 'abc', role: 'main', track: 'video' }],
  ['rtsp://h/abc/main/trackID=2', undefined], ['rtsp://h/abc', undefined], ['rtsp://h/../main', undefined], ['rtsp://h/a/b/main', undefined], ['*', undefined],
])('reads the address %j', (uri, found) => {
  expect(readStreamUri(uri)).toEqual(found);
});
test('what was signed may differ from what is asked by a slash and the credentials, and by nothing else', () => {
  expect([isSameTarget('rtsp://h/a/main/', 'rtsp://u:p@h/a/main'), isSameTarget('rtsp://h/a/main', 'rtsp://h/a/sub'), isSameTarget('rtsp://h/a/main', 'rtsp://h/a/main/trackID=0')]).toEqual([true, false, false]);
});
test('an answer says back of the sequence number only digits', () => {
  expect(answerText({ status: 200, headers: [['Session', 'x']], body: 'é' }, '7\r\nX: y')).toBe('RTSP/1.0 200 OK\r\nCSeq: 0\r\nSession: x\r\nContent-Length: 2\r\n\r\né');
});

describe('the description', () => {
  const h264 = { codec: 'h264' as const, clockRate: 90_000, parameterSets: [Buffer.from('6742c00c', 'hex'), Buffer.from('68ce', 'hex')] };
  it('names parameter sets and profile of H.264, and the sound as each codec wants it', () => {
    const sound = (audio: Parameters<typeof sdpOf>[0]['audio']): string => sdpOf({ video: h264, ...(audio && { audio }) }, '10.0.0.2').split('m=audio ')[1] ?? '';
    expect(sdpOf({ video: h264 }, '10.0.0.2')).toBe('v=0\r\no=- 0 0 IN IP4 10.0.0.2\r\ns=camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=range:npt=now-\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=42c00c;sprop-parameter-sets=Z0LADA==,aM4=\r\na=control:trackID=0\r\n');
    expect([
      sound({ codec: 'aac', clockRate: 16_000, channels: 1, config: Buffer.from('1408', 'hex') }), sound({ codec: 'opus', clockRate: 48_000, channels: 2 }), sound({ codec: 'pcma', clockRate: 8_000, channels: 1 }), sound({ codec: 'pcmu', clockRate: 8_000, channels: 1 }),
    ]).toEqual([
      '0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/16000/1\r\na=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=1408\r\na=control:trackID=1\r\n',
      '0 RTP/AVP 97\r\na=rtpmap:97 opus/48000/2\r\na=fmtp:97 sprop-stereo=1\r\na=control:trackID=1\r\n', '0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:trackID=1\r\n', '0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=control:trackID=1\r\n',
    ]);
  });
  it('names the three sets of H.265', () => {
    const sets = ['4001', '4201', '4401'].map((hex) => Buffer.from(hex, 'hex'));
    expect(sdpOf({ video: { codec: 'h265', clockRate: 90_000, parameterSets: sets } }, '::1')).toContain('o=- 0 0 IN IP6 ::1\r\ns=camera\r\nc=IN IP6 ::\r\nt=0 0\r\na=range:npt=now-\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\na=fmtp:96 sprop-vps=QAE=;sprop-sps=QgE=;sprop-pps=RAE=\r\n');
  });
});
