import { HubError } from '@matpho/core/sdk';
import { describe, expect, it } from 'vitest';
import { requireTalkTrack, talkTrack } from './talk-track.ts';

const session = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\n';
const video = 'm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=recvonly\r\na=control:track1\r\n';
const listening = 'm=audio 0 RTP/AVP 0\r\na=recvonly\r\na=control:track2\r\n';
const talk = (types: string, lines = '', direction = 'a=sendonly\r\n'): string => `m=audio 0 RTP/AVP ${types}\r\n${lines}${direction}a=control:track3\r\n`;

describe('the track to a loudspeaker', () => {
  it.each([
    ['named by its fixed type', talk('8'), { codec: 'pcma', payloadType: 8, control: 'track3' }],
    ['mu-law', talk('0'), { codec: 'pcmu', payloadType: 0, control: 'track3' }],
    ['with a number of its own', talk('97', 'a=rtpmap:97 PCMA/8000/1\r\n'), { codec: 'pcma', payloadType: 97, control: 'track3' }],
    ['the first it takes of several', talk('98 0', 'a=rtpmap:98 G726-32/8000\r\n'), { codec: 'pcmu', payloadType: 0, control: 'track3' }],
    ['at another rate', talk('97', 'a=rtpmap:97 PCMA/16000\r\n'), undefined],
    ['stereo', talk('97', 'a=rtpmap:97 PCMA/8000/2\r\n'), undefined],
    ['of AAC only', talk('97', 'a=rtpmap:97 MPEG4-GENERIC/16000\r\n'), undefined],
    ['that the camera sends itself', talk('8', '', 'a=recvonly\r\n'), undefined],
    ['without a direction', talk('8', '', ''), undefined],
    ['none at all', '', undefined],
  ])('%s', (_, section, expected) => {
    expect(talkTrack(`${session}${video}${listening}${section}`)).toEqual(expected);
  });
  it('says so when there is none', () => {
    expect(() => requireTalkTrack(session + video)).toThrow(expect.objectContaining({ code: 'control-unsupported' }));
  });
  it('bears what is no description', () => {
    for (const text of ['m=audio\r\na=sendonly', 'm=audio 0 RTP/AVP 999 8\na=sendonly\n', '\0', 'a=sendonly', session + 'm=audio 0 RTP/AVP 8\r\n'.repeat(900)]) {
      try {
        talkTrack(text);
      } catch (error) {
        expect(error).toBeInstanceOf(HubError);
      }
    }
    expect(talkTrack('m=audio 0 RTP/AVP 999 8\na=sendonly\n')).toEqual({ codec: 'pcma', payloadType: 8, control: '' });
  });
});
