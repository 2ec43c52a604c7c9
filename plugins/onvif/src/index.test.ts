import { Clock, AddressRules, CameraControl, CameraEvents, CameraProvider, FootageArchive, type PluginContext } from '@matpho/core/sdk';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { fakeClock, FakeRules } from './fake-device.fixture.ts';
import onvif from './index.ts';

const nothing = (): void => undefined;

describe('the onvif plugin', () => {
  it('declares what it reaches, needs and gives', () => {
    const { id, uses, needs, provides } = onvif;
    expect({ id, uses, needs, provides }).toEqual({ id: 'onvif', uses: ['lan'], needs: { clock: Clock, addresses: AddressRules }, provides: { cameras: CameraProvider, control: CameraControl, events: CameraEvents, archive: FootageArchive } });
  });
  it('works without settings, and refuses wrong ones', () => {
    expect(onvif.config.parse({})).toEqual({ intervalSeconds: 30, loopback: false, discoveryPort: 3702, ports: [80, 8080, 8000, 8899, 2020] });
    for (const wrong of [{ intervalSeconds: 0 }, { discoveryPort: 70_000 }, { ports: [] }, { loopback: 'yes' }]) expect(onvif.config.safeParse(wrong).success).toBe(false);
  });
  it('stops looking when told to, and reports whether there was a network to ask', async () => {
    const stop = new AbortController();
    const reports: unknown[] = [];
    const context: PluginContext<z.output<typeof onvif.config>> = {
      config: onvif.config.parse({ loopback: true, discoveryPort: 9 }),
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      scope: { signal: stop.signal, use: (resource) => resource, defer: nothing },
      storage: { read: () => Promise.resolve(undefined), write: () => Promise.resolve(), remove: () => Promise.resolve() },
      events: { on: nothing },
      report: (health) => {
        reports.push(health);
        stop.abort();
      },
    };
    const { cameras } = await onvif.setup({ clock: fakeClock, addresses: new FakeRules() }, context);
    await cameras.watch({ found: nothing, lost: nothing, motion: nothing }, stop.signal);
    expect(reports).toEqual([{ status: 'ok' }]);
  });
});
