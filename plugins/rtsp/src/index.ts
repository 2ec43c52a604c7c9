import { AddressRules, Clock, definePlugin, Ffmpeg, LoopbackFeed, ReplayOpener, StreamOpener, TalkOpener, ViewerTransport } from '@matpho/core/sdk';
import { z } from 'zod';
import { Certificates, parseFingerprints } from './certificates.ts';
import { Mpeg1Transport } from './mpeg1-transport.ts';
import { RtspOpener } from './rtsp-opener.ts';
import { RtspReplay } from './rtsp-replay.ts';
import { RtspTalk } from './rtsp-talk.ts';

export default definePlugin({
  id: 'rtsp',
  name: { vi: 'Luồng RTSP', en: 'RTSP streams' },
  sdk: 1,
  uses: ['lan'],
  config: z.object({
    transport: z.enum(['auto', 'tcp', 'udp']).default('auto').meta({ title: 'Đường truyền / Transport', description: 'Tự động: TCP, và UDP khi camera không nhận TCP. / Automatic: TCP, and UDP where a camera does not take TCP.' }),
    tls: z.enum(['remember', 'verify', 'accept-any']).default('remember').meta({ title: 'Chứng chỉ RTSPS / RTSPS certificates', description: 'Ghi nhớ chứng chỉ đầu tiên của mỗi camera, chỉ nhận chứng chỉ được chứng thực, hoặc nhận mọi chứng chỉ. / Remember each camera\'s first one, take certified ones only, or accept any.' }),
    fingerprints: z.string().max(16_384).regex(/^\s*(?:(?:[0-9a-f]{2}:?){32}(?:[\s,;]+|$))*$/i).default('').meta({ title: 'Chứng chỉ đúng (SHA-256) / Certificates that are right (SHA-256)', description: 'Dấu vân tay của chứng chỉ mà bạn đã kiểm tra, cách nhau bằng dấu phẩy. / Fingerprints of certificates you have checked, separated by commas.' }),
  }),
  needs: { clock: Clock, addresses: AddressRules, ffmpeg: Ffmpeg, loopback: LoopbackFeed },
  provides: { opener: StreamOpener, replay: ReplayOpener, talk: TalkOpener, mpeg1: ViewerTransport },
  setup: ({ clock, addresses, ffmpeg, loopback }, { config, storage }) => {
    const certificates = new Certificates(config.tls, parseFingerprints(config.fingerprints), storage);
    return {
      opener: new RtspOpener({ transport: config.transport, certificates }, addresses, clock),
      replay: new RtspReplay({ certificates }, addresses, clock),
      talk: new RtspTalk({ certificates }, addresses),
      mpeg1: new Mpeg1Transport(ffmpeg, loopback),
    };
  },
});
