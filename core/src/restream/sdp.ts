import type { AudioTrack, MediaFormat, VideoTrack } from '../domain/media.ts';

export const videoType = 96;
/** RFC 3551 §6 for G.711, else dynamic. */
export const audioType = ({ codec }: AudioTrack): number => ({ pcmu: 0, pcma: 8, aac: 97, opus: 97 })[codec];
/** What a track is called behind the stream's address. */
export const trackNames = ['trackID=0', 'trackID=1'] as const;

/** The stream as RFC 4566 and the payload formats describe it. `address` is where the client reached the hub; nothing in it says whose camera it is. */
export function sdpOf({ video, audio }: MediaFormat, address: string): string {
  const family = address.includes(':') ? 'IP6' : 'IP4';
  return [
    'v=0', `o=- 0 0 IN ${family} ${address}`, 's=camera', `c=IN ${family} ${family === 'IP6' ? '::' : '0.0.0.0'}`, 't=0 0', 'a=range:npt=now-', 'a=control:*',
    `m=video 0 RTP/AVP ${videoType}`, `a=rtpmap:${videoType} ${video.codec === 'h264' ? 'H264' : 'H265'}/${video.clockRate}`, `a=fmtp:${videoType} ${videoParameters(video)}`, `a=control:${trackNames[0]}`,
    ...(audio ? [`m=audio 0 RTP/AVP ${audioType(audio)}`, ...audioLines(audio), `a=control:${trackNames[1]}`] : []),
  ].map((line) => `${line}\r\n`).join('');
}

/** RFC 6184 §8.1 and RFC 7798 §7.1. The parameter sets come in the stream as well. */
function videoParameters({ codec, parameterSets }: VideoTrack): string {
  const text = (set: Uint8Array): string => Buffer.from(set.buffer, set.byteOffset, set.length).toString('base64');
  if (codec === 'h265') {
    const named = ([[32, 'sprop-vps'], [33, 'sprop-sps'], [34, 'sprop-pps']] as const).flatMap(([type, name]) => {
      const sets = parameterSets.filter((set) => (((set[0] ?? 0) >> 1) & 0x3f) === type);
      return sets.length > 0 ? [`${name}=${sets.map(text).join(',')}`] : [];
    });
    return named.join(';');
  }
  const sps = parameterSets.find((set) => ((set[0] ?? 0) & 0x1f) === 7);
  const profile = sps && sps.length >= 4 ? [`profile-level-id=${Buffer.from(sps.subarray(1, 4)).toString('hex')}`] : [];
  return ['packetization-mode=1', ...profile, `sprop-parameter-sets=${parameterSets.map(text).join(',')}`].join(';');
}

function audioLines(track: AudioTrack): readonly string[] {
  const { codec, clockRate, channels, config } = track;
  const type = audioType(track);
  switch (codec) {
    // RFC 3640 §3.3.6: high bit-rate AAC.
    case 'aac': return [`a=rtpmap:${type} MPEG4-GENERIC/${clockRate}/${channels}`, `a=fmtp:${type} streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=${Buffer.from(config ?? []).toString('hex')}`];
    // RFC 7587 §7: always two channels at 48 kHz on the line.
    case 'opus': return [`a=rtpmap:${type} opus/48000/2`, ...(channels === 2 ? [`a=fmtp:${type} sprop-stereo=1`] : [])];
    case 'pcma': return [`a=rtpmap:${type} PCMA/${clockRate}${channels > 1 ? `/${channels}` : ''}`];
    case 'pcmu': return [`a=rtpmap:${type} PCMU/${clockRate}${channels > 1 ? `/${channels}` : ''}`];
  }
}
