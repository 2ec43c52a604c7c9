import type { SdpLie } from '../conduct.ts';
import type { AudioFormat, VideoFormat } from '../media/unit.ts';

export const VIDEO_PAYLOAD_TYPE = 96;
export const audioPayloadType = (format: AudioFormat): number => ({ aac: 97, opus: 98, pcma: 8, pcmu: 0 })[format.codec];

const base64 = (nals: readonly Buffer[]): string => nals.map((nal) => nal.toString('base64')).join(',');

/** RFC 8866 with the formats of RFC 6184 §8.1, RFC 7798 §7.1, RFC 2435 §4.1, RFC 3640 §4.1 and RFC 7587 §7; `lies` make it wrong on purpose. */
export const writeSdp = (title: string, host: string, video: VideoFormat, audio: AudioFormat | undefined, lies: ReadonlySet<SdpLie>, talk?: 'pcma' | 'pcmu'): string => {
  const control = (track: string): string => `a=control:${lies.has('control') ? `nowhere/${track}9` : track}`;
  const name = lies.has('payloadName') ? 'MP4V-ES' : video.codec === 'mjpeg' ? 'JPEG' : video.codec.toUpperCase();
  return [
    'v=0',
    `o=- ${Date.now()} 1 IN IP4 ${host}`,
    `s=${title.replaceAll(/[\r\n]/g, ' ')}`,
    `c=IN IP4 ${host}`,
    't=0 0',
    'a=control:*',
    'a=range:npt=now-',
    `m=video 0 RTP/AVP ${VIDEO_PAYLOAD_TYPE}`,
    `a=rtpmap:${VIDEO_PAYLOAD_TYPE} ${name}/90000`,
    ...videoParameters(video, lies),
    `a=framerate:${video.fps.toFixed(2)}`,
    `a=recvonly`,
    control('video'),
    ...(audio === undefined ? [] : [...audioLines(audio), control('audio')]),
    ...(talk === undefined ? [] : [...talkLines(talk), control('talk')]),
    '',
  ].join('\r\n');
};

const videoParameters = (video: VideoFormat, lies: ReadonlySet<SdpLie>): string[] => {
  const { vps, sps, pps } = video.sets;
  const pairs: string[] = [];
  if (video.codec === 'mjpeg') return [];
  if (video.codec === 'h264') {
    if (!lies.has('noPacketizationMode')) pairs.push('packetization-mode=1');
    pairs.push(`profile-level-id=${lies.has('profile') ? '640033' : (sps[0] ?? Buffer.alloc(4)).subarray(1, 4).toString('hex')}`);
    if (!lies.has('noParameterSets')) pairs.push(`sprop-parameter-sets=${base64([...sps, ...pps])}`);
  } else {
    if (lies.has('profile')) pairs.push('profile-id=2');
    if (!lies.has('noParameterSets')) pairs.push(`sprop-vps=${base64(vps)}`, `sprop-sps=${base64(sps)}`, `sprop-pps=${base64(pps)}`);
  }
  return pairs.length === 0 ? [] : [`a=fmtp:${VIDEO_PAYLOAD_TYPE} ${pairs.join('; ')}`];
};

const audioLines = (audio: AudioFormat): string[] => {
  const type = audioPayloadType(audio);
  if (audio.codec === 'opus') return [`m=audio 0 RTP/AVP ${type}`, `a=rtpmap:${type} opus/48000/2`];
  if (audio.codec !== 'aac') return [`m=audio 0 RTP/AVP ${type}`, `a=rtpmap:${type} ${audio.codec.toUpperCase()}/8000`];
  return [
    `m=audio 0 RTP/AVP ${type}`,
    `a=rtpmap:${type} MPEG4-GENERIC/${audio.sampleRate}/${audio.channels}`,
    `a=fmtp:${type} streamtype=5; profile-level-id=1; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=${audio.config.toString('hex')}`,
  ];
};

/** The way to the loudspeaker: `sendonly` as the client reads it (ONVIF Streaming §5.3.1). */
const talkLines = (codec: 'pcma' | 'pcmu'): string[] => {
  const type = codec === 'pcma' ? 8 : 0;
  return [`m=audio 0 RTP/AVP ${type}`, `a=rtpmap:${type} ${codec.toUpperCase()}/8000`, 'a=sendonly'];
};
