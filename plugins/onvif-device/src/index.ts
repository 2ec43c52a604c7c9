import { randomBytes, randomUUID } from 'node:crypto';
import { AppSignIn, Clock, definePlugin, type Slot } from '@matpho/core/sdk';
import { z } from 'zod';
import { Announcer } from './announcer.ts';
import { ChangeBell } from './change-bell.ts';
import { DeviceServer } from './device-server.ts';
import { PullPoints } from './pull-points.ts';

/** Programs know a device by it, also after a restart. */
const endpoint: Slot<string> = { name: 'endpoint', parse: (stored) => z.string().regex(/^urn:uuid:[\da-f-]{36}$/).parse(stored) };

export default definePlugin({
  id: 'onvif-device',
  name: { vi: 'Hub như một thiết bị ONVIF', en: 'The hub as an ONVIF device' },
  sdk: 1,
  uses: ['lan'],
  config: z.object({
    host: z.ipv4().default('127.0.0.1').meta({ title: 'Địa chỉ nhận kết nối; 0.0.0.0 là mọi mạng của máy / Address to listen on; 0.0.0.0 is every network of this machine' }),
    port: z.int().min(0).max(65_535).default(8899).meta({ title: 'Cổng ONVIF / ONVIF port' }),
    name: z.string().trim().min(1).max(60).default('Mắt Phố').meta({ title: 'Tên hiện trong phần mềm khác / Name shown in other software' }),
    announce: z.boolean().default(true).meta({ title: 'Cho phần mềm trong mạng tự tìm thấy / Let software on the network find it' }),
    discoveryPort: z.int().min(1).max(65_535).default(3702).meta({ title: 'Cổng tìm kiếm (WS-Discovery) / Discovery port (WS-Discovery)' }),
  }),
  needs: { apps: AppSignIn, clock: Clock },
  provides: {},
  setup: async ({ apps, clock }, { config, scope, storage, events, log, report }) => {
    const endpointReference = (await storage.read(endpoint)) ?? `urn:uuid:${randomUUID()}`;
    await storage.write(endpoint, endpointReference);
    const bell = new ChangeBell();
    for (const fact of ['grant.changed', 'camera.enrolled', 'camera.removed', 'camera.changed'] as const) events.on(fact, () => bell.ring());
    const server = new DeviceServer({ apps, clock, log, hubName: config.name, endpointReference, points: new PullPoints(bell, () => randomBytes(16).toString('hex')) });
    const port = await server.listen(config.host, config.port);
    scope.defer(() => server.close());
    if (!config.announce) return {};
    const announcer = new Announcer({ hubName: config.name, endpointReference, port, discoveryPort: config.discoveryPort, ...(config.host === '0.0.0.0' ? {} : { interfaces: [config.host] }) });
    try {
      await announcer.open();
      scope.defer(() => announcer.close());
    } catch {
      report({ status: 'degraded', because: { vi: 'Cổng tìm kiếm đang do phần mềm khác giữ: phần mềm trong mạng phải gõ địa chỉ.', en: 'Another program holds the discovery port: software on the network has to type the address.' } });
    }
    return {};
  },
});
