import { AddressRules, CameraControl, CameraEvents, CameraProvider, Clock, definePlugin, FootageArchive } from '@matpho/core/sdk';
import { z } from 'zod';
import { OnvifArchive } from './onvif-archive.ts';
import { OnvifControl } from './onvif-control.ts';
import { OnvifEvents } from './onvif-events.ts';
import { OnvifProvider } from './onvif-provider.ts';

const port = z.int().min(1).max(65_535);

export default definePlugin({
  id: 'onvif',
  name: { vi: 'Camera ONVIF', en: 'ONVIF cameras' },
  sdk: 1,
  uses: ['lan'],
  config: z.object({
    intervalSeconds: z.int().min(1).max(3_600).default(30).meta({ title: 'Tìm camera mới mỗi … giây / Look for new cameras every … seconds' }),
    loopback: z.boolean().default(false).meta({ title: 'Tìm cả camera giả lập trên máy này / Also look for simulated cameras on this machine' }),
    discoveryPort: port.default(3702).meta({ title: 'Cổng tìm kiếm (WS-Discovery) / Discovery port (WS-Discovery)' }),
    ports: z.array(port).min(1).max(16).default([80, 8080, 8000, 8899, 2020]).meta({ title: 'Các cổng ONVIF thử khi gõ địa chỉ / ONVIF ports tried for a typed address' }),
  }),
  needs: { clock: Clock, addresses: AddressRules },
  provides: { cameras: CameraProvider, control: CameraControl, events: CameraEvents, archive: FootageArchive },
  setup: ({ clock, addresses }, context) => {
    const { config, log } = context;
    const settings = {
      discovery: { interval: config.intervalSeconds * 1_000, loopback: config.loopback, port: config.discoveryPort },
      typed: { ports: config.ports, discoveryPort: config.discoveryPort, patience: 1_500 },
    };
    const reached = (networks: number): void => context.report(networks > 0 ? { status: 'ok' } : {
      status: 'degraded',
      because: { vi: 'Máy này không có mạng nào để tìm camera.', en: 'This machine has no network to look for cameras on.' },
    });
    return { cameras: new OnvifProvider(settings, { clock, addresses }, { addresses, log, reached }), control: new OnvifControl({ clock, addresses }), events: new OnvifEvents({ clock, addresses }), archive: new OnvifArchive({ clock, addresses }) };
  },
});
