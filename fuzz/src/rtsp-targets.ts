import { splitPackets } from './corpus.ts';
import { challengeText, packets, reports, rtspText, sdpText, transportText } from './grammars.ts';
import type { Random } from './random.ts';
import { never, type Load, type Target } from './target.ts';

type Rtsp<M extends string> = M extends 'rtsp-wire' ? typeof import('../../plugins/rtsp/src/rtsp-wire.js')
  : M extends 'sdp' ? typeof import('../../plugins/rtsp/src/sdp.js') : M extends 'choose-tracks' ? typeof import('../../plugins/rtsp/src/choose-tracks.js')
    : M extends 'feed-units' ? typeof import('../../plugins/rtsp/src/feed-units.js') : M extends 'reorder-buffer' ? typeof import('../../plugins/rtsp/src/reorder-buffer.js')
      : M extends 'authorization' ? typeof import('../../plugins/rtsp/src/authorization.js') : M extends 'transport-header' ? typeof import('../../plugins/rtsp/src/transport-header.js') : never;

/** At most so much may come out of an input; what is more would be made from nothing. */
const mostOut = 64 * 1024 * 1024;
const rtspWords = ['RTSP/1.0 200 OK\r\n', 'CSeq: ', 'Content-Length: ', '\r\n\r\n', 'WWW-Authenticate: Digest realm="', 'nonce="', 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1', 'Session: ', '$\0\0\u0004', 'OPTIONS * RTSP/1.0\r\n'];
/** RFC 2435 §3.1: qualities with and without tables, restart markers, sizes that are told elsewhere, the second field, pieces that follow. */
const tables = 'aa'.repeat(128);
const jpegHeads = [`00000000013c0a0a`, `0000000041320a0a000800ff`, `00000000008000000000`, `0000000000ff0a0a00000080${tables}`, `0000000001ff0a0a00010080${tables}`, `0000000001c80a0a00000000`, '0200000001320a0a', '0000005a013c0a0a', '000000000132ffff', '00000000013c0000'];
const sdpWords = ['m=video 0 RTP/AVP 96\r\n', 'a=rtpmap:96 H264/90000\r\n', 'a=rtpmap:96 H265/90000\r\n', 'a=fmtp:96 ', 'sprop-parameter-sets=', 'config=', 'a=control:', 'a=framesize:', 'sizelength=', 'm=audio 0 RTP/AVP 97\r\n', 'a=rtpmap:97 MPEG4-GENERIC/16000\r\n'];

/** What the rtsp plugin reads from cameras. */
export async function rtspTargets(load: Load): Promise<readonly Target[]> {
  const of = <M extends string>(name: M): Promise<Rtsp<M>> => load<Rtsp<M>>(`plugins/rtsp/src/${name}`);
  const [{ RtspWire }, { parseSdp }, { chooseTracks }, { FeedUnits }, { ReorderBuffer }, { chooseChallenge, Authorization }, { parseTransport }] = await Promise.all([of('rtsp-wire'), of('sdp'), of('choose-tracks'), of('feed-units'), of('reorder-buffer'), of('authorization'), of('transport-header')] as const);
  const { FragmentWriter } = await load<typeof import('../../core/src/media/fragment-writer.js')>('core/src/media/fragment-writer');
  const { rtpUnitsOf } = await load<typeof import('../../core/src/media/rtp-units.js')>('core/src/media/rtp-units');
  const { HubError } = await load<typeof import('../../core/src/sdk/errors.js')>('core/src/sdk/errors');
  const descriptions: Readonly<Record<string, string>> = {
    h264: 'm=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=control:1', h265: 'm=video 0 RTP/AVP 96\na=rtpmap:96 H265/90000\na=control:1', mjpeg: 'm=video 0 RTP/AVP 26\na=framesize:26 2400-1600\na=control:1',
    aac: 'm=video 0 RTP/AVP 99\na=rtpmap:99 H264/90000\nm=audio 0 RTP/AVP 97\na=rtpmap:97 MPEG4-GENERIC/48000\na=fmtp:97 config=1190;sizelength=13;indexlength=3', sound: 'm=video 0 RTP/AVP 99\na=rtpmap:99 H264/90000\nm=audio 0 RTP/AVP 8\na=control:2',
  };
  const sets = { h264: ['6742c01edb0281ec0440000003004000000c83c58b92', '68ca83cb20'], h265: [] as string[] };

  /** Everything from the packets on: units, fragments, and what goes out again. */
  const feed = (description: string): { readonly video: ReturnType<InstanceType<typeof FeedUnits>['video']>; readonly audio: ReturnType<InstanceType<typeof FeedUnits>['audio']> | undefined; readonly check: () => void } => {
    const tracks = chooseTracks(parseSdp(description));
    let writer: InstanceType<typeof FragmentWriter> | undefined;
    let [out, now] = [0, 1_700_000_000_000];
    const units = new FeedUnits({
      format: (format) => {
        writer = undefined;
        // The stream is told so and begun anew; here the next format has its turn.
        try {
          const made = new FragmentWriter(format, ({ bytes, key, duration }) => {
            out += bytes.length;
            never(!Number.isSafeInteger(duration) || duration < 0, `A fragment lasts ${duration}.`);
            if (key) rtpUnitsOf(bytes, format);
          }, { audio: true });
          out += made.init().length;
          writer = made;
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
        }
      },
      unit: (unit) => {
        never(!Number.isSafeInteger(unit.ticks) || !Number.isSafeInteger(unit.at), `A unit at ${unit.ticks}, ${unit.at}.`);
        writer?.write(unit);
      },
      ended: () => {},
    }, { now: () => (now += 7) });
    const video = units.video(tracks.video, tracks.audio ? [tracks.audio.payloadType] : []);
    const audio = tracks.audio && units.audio(tracks.audio, [tracks.video.payloadType]);
    return { video, audio, check: () => { writer?.flush(); video.receiverReport(); audio?.receiverReport(); never(out > mostOut, `${out} bytes came out.`); } };
  };
  const readPackets = (kind: keyof typeof descriptions, input: Buffer, random: Random): void => {
    const { video, audio, check } = feed(descriptions[kind] ?? '');
    const track = audio ?? video;
    if (audio) for (const [at, hex] of [...sets.h264, '6588840021ffffff'].entries()) {
      // Sound is heard after a picture.
      const head = Buffer.from([0x80, at === 2 ? 99 | 128 : 99, 0, at, 0, 0, 0, 1, 0, 0, 0, 9]);
      const packet = Buffer.concat([head, Buffer.from(hex, 'hex')]);
      video.packet(packet, 0, packet.length);
    }
    const all = splitPackets(input);
    const deliver = (packet: Buffer): void => track.packet(packet, 0, packet.length);
    const buffer = random.chance(1, 2) ? new ReorderBuffer(deliver) : undefined;
    for (const packet of all) if (buffer) buffer.push(packet); else deliver(packet);
    buffer?.flush();
    check();
  };
  const common = ['plugins/rtsp/src/rtp-receiver', 'plugins/rtsp/src/reorder-buffer', 'plugins/rtsp/src/feed-units', 'plugins/rtsp/src/track-stream', 'plugins/rtsp/src/track-clock', 'core/src/media/fragment-writer', 'core/src/media/video-timeline', 'core/src/media/audio-timeline', 'core/src/media/rtp-units', 'core/src/media/fmp4'];
  const rtp = (name: string, kind: keyof typeof descriptions, type: number, names: RegExp, share: number, ...sources: string[]): Target => ({
    name, sources: [...common, ...sources.map((each) => `plugins/rtsp/src/${each}`)], corpus: 'rtp', names, kind: 'packets', words: [], grammar: kind === 'mjpeg' ? packets(type, ...jpegHeads) : packets(type), share, read: (input, random) => readPackets(kind, input, random),
  });
  return [
    {
      name: 'rtsp wire and messages', sources: ['plugins/rtsp/src/rtsp-wire', 'plugins/rtsp/src/rtsp-message', 'plugins/rtsp/src/transport-header'], corpus: 'rtsp', kind: 'bytes', words: rtspWords, grammar: rtspText, share: 12,
      read: (input, random) => {
        let packetBytes = 0;
        const wire = new RtspWire({
          packet: (_, bytes, start, end) => { never(start < 0 || end > bytes.length || start > end, 'A packet lies outside its bytes.'); packetBytes += end - start; },
          message: (message) => {
            if (message.kind === 'request') return;
            try {
              parseTransport(message.headers.get('transport')?.[0]);
            } catch (error) {
              if (!(error instanceof HubError)) throw error;
            }
            chooseChallenge(message.headers.get('www-authenticate') ?? []);
          },
        });
        for (let at = 0; at < input.length;) {
          const end = at + 1 + random.below(random.chance(1, 4) ? 8 : 4_096);
          wire.push(input.subarray(at, end));
          at = end;
        }
        never(packetBytes > input.length, 'More came out than went in.');
      },
    },
    {
      name: 'rtsp session to fragments', sources: [...common, 'plugins/rtsp/src/video-assembler'], corpus: 'rtsp', kind: 'bytes', words: rtspWords, grammar: rtspText, share: 3,
      read: (input, random) => {
        let session: ReturnType<typeof feed> | undefined;
        const wire = new RtspWire({
          packet: (channel, bytes, start, end) => {
            if (channel === 0) session?.video.packet(bytes, start, end);
            else if (channel === 1) session?.video.control(bytes, start, end);
            else if (channel === 2) session?.audio?.packet(bytes, start, end);
            else session?.audio?.control(bytes, start, end);
          },
          message: (message) => { if (message.kind === 'response' && message.body !== '') session = feed(message.body); },
        });
        for (let at = 0; at < input.length;) {
          const end = at + 1 + random.below(2_048);
          wire.push(input.subarray(at, end));
          at = end;
        }
        session?.check();
      },
    },
    {
      name: 'sdp', sources: ['plugins/rtsp/src/sdp', 'plugins/rtsp/src/choose-tracks'], corpus: 'sdp', kind: 'bytes', words: sdpWords, grammar: sdpText, share: 12,
      read: (input) => {
        const { video, audio } = chooseTracks(parseSdp(input.toString('utf8')));
        never(!(video.clockRate > 0) || video.parameterSets.length > 64 || (audio !== undefined && !(audio.clockRate > 0)), 'A track that cannot be.');
        feed(input.toString('utf8')).check();
      },
    },
    {
      name: 'rtsp challenges', sources: ['plugins/rtsp/src/authorization'], corpus: 'challenges', kind: 'bytes', words: ['Digest ', 'Basic ', 'realm="', 'nonce="', 'qop="auth"', 'algorithm=SHA-256', 'stale=true', ', '], grammar: challengeText, share: 6,
      read: (input) => {
        const challenge = chooseChallenge(input.toString('latin1').split('\n'));
        if (!challenge) return;
        const header = new Authorization(challenge, { username: 'admin', password: 'p' }).header('DESCRIBE', 'rtsp://a/b');
        never(/[\r\n]/.test(header), 'A header with a line break.');
      },
    },
    { name: 'transport header', sources: ['plugins/rtsp/src/transport-header'], corpus: 'transport', kind: 'bytes', words: ['interleaved=', 'server_port=', 'client_port=', ';'], grammar: transportText, share: 4, read: (input) => void parseTransport(input.toString('latin1')) },
    rtp('rtp h.264', 'h264', 96, /^h264/, 9, 'h264-depacketizer', 'video-assembler'), rtp('rtp h.265', 'h265', 96, /^h265/, 8, 'h265-depacketizer', 'video-assembler'),
    rtp('rtp mjpeg', 'mjpeg', 26, /^mjpeg/, 6, 'jpeg-depacketizer', 'jpeg-head', 'jpeg-tables'), rtp('rtp aac', 'aac', 97, /^aac/, 5, 'audio-depacketizer'), rtp('rtp sound', 'sound', 8, /^(pcm|opus)/, 3, 'audio-depacketizer'),
    {
      name: 'rtcp', sources: ['plugins/rtsp/src/rtcp', 'plugins/rtsp/src/track-stream', 'plugins/rtsp/src/track-clock'], corpus: 'rtcp', kind: 'bytes', words: [], grammar: reports, share: 8,
      read: (input, random) => {
        const { video, check } = feed(descriptions['h264'] ?? '');
        const packet = Buffer.from('80e0000100000001000000076588840021ffffff', 'hex');
        video.packet(packet, 0, packet.length);
        for (const source of [video.receiver.source, undefined]) {
          const report = Buffer.from(input);
          // And told a time near the hub's, half of the time.
          if (report.length >= 28 && random.chance(1, 2)) report.writeUInt32BE(2_208_988_800 + 1_700_000_000 + random.below(8), 8);
          // As if it came from the sender that is listened to.
          if (source !== undefined && report.length >= 8) report.writeUInt32BE(source, 4);
          video.control(report, 0, report.length);
          video.packet(packet, 0, packet.length);
          packet.writeUInt16BE((packet.readUInt16BE(2) + 1) & 0xffff, 2);
        }
        check();
      },
    },
  ];
}
