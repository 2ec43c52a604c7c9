import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { id } from '../domain/ids.ts';
import { RtpUnitsCache } from '../media/rtp-units.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import type { UdpOutlet } from './outlets.ts';
import { RtspSession } from './rtsp-session.ts';

test('with one track over UDP and the other over the connection, what waits in both is counted', () => {
  const lane = { rtp: () => {}, rtcp: () => {} };
  const video = { codec: 'h264' as const, clockRate: 90_000, parameterSets: [] };
  const session = new RtspSession(id('c'), 'main', { video, audio: { codec: 'pcma', clockRate: 8_000, channels: 1 } }, { socket: { writableLength: 7_000 } as Socket, units: new RtpUnitsCache(), clock: new FakeClock() });
  session.setUp('video', lane);
  session.setUp('audio', lane, { outlet: { pending: 500, clear: () => {} } as unknown as UdpOutlet, rtcpPort: 6_001 });
  expect(session.sink(session.begin(), () => {}).pending()).toBe(7_500);
});
