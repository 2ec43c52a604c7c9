import { AddressRules, Clock, definePlugin, Ffmpeg, LoopbackFeed, StreamOpener, ViewerTransport } from '@matpho/core/sdk';
import { z } from 'zod';
import { Mpeg1Transport } from './mpeg1-transport.ts';
import { RtspOpener } from './rtsp-opener.ts';

export default definePlugin({
  id: 'rtsp',
  name: { vi: 'Luồng RTSP', en: 'RTSP streams' },
  sdk: 1,
  uses: ['lan'],
  config: z.object({
    transport: z.enum(['tcp', 'udp']).default('tcp').meta({ title: 'Đường truyền / Transport', description: 'TCP cho mọi nhà; UDP chỉ khi camera cần. / TCP suits every home; UDP only where a camera needs it.' }),
    tls: z.enum(['verify', 'accept-any']).default('verify').meta({ title: 'Chứng chỉ RTSPS / RTSPS certificates', description: 'Kiểm tra, hoặc nhận mọi chứng chỉ (camera tự ký). / Verify, or accept any (self-signed cameras).' }),
  }),
  needs: { clock: Clock, addresses: AddressRules, ffmpeg: Ffmpeg, loopback: LoopbackFeed },
  provides: { opener: StreamOpener, mpeg1: ViewerTransport },
  setup: ({ clock, addresses, ffmpeg, loopback }, { config }) => ({
    opener: new RtspOpener(config, addresses, clock),
    mpeg1: new Mpeg1Transport(ffmpeg, loopback),
  }),
});
