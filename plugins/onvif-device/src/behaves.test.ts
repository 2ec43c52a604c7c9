import { behavesLikeAPlugin } from '@matpho/core/sdk/testing';
import { expect, test } from 'vitest';
import { FakeApps } from './fake-apps.fixture.ts';
import device from './index.ts';

test('keeps what the hub expects of every plugin', async () => {
  await expect(behavesLikeAPlugin(device, { services: { apps: new FakeApps() }, config: { port: 0, discoveryPort: 47_702 } })).resolves.toBeUndefined();
});
