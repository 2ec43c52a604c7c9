import { randomBytes } from 'node:crypto';
import { FakeLog } from '@matpho/core/sdk/testing';
import { ChangeBell } from './change-bell.ts';
import { DeviceServer } from './device-server.ts';
import { FakeApps } from './fake-apps.fixture.ts';
import { PullPoints } from './pull-points.ts';

export interface Device extends AsyncDisposable {
  readonly apps: FakeApps;
  readonly bell: ChangeBell;
  readonly points: PullPoints;
  readonly log: FakeLog;
  readonly port: number;
}
/** The real server on loopback, before a hub that a test plays. */
export async function openDevice(): Promise<Device> {
  const [apps, bell, log] = [new FakeApps(), new ChangeBell(), new FakeLog()];
  const points = new PullPoints(bell, () => randomBytes(8).toString('hex'));
  const server = new DeviceServer({ apps, clock: { now: () => Date.now() }, points, log, hubName: 'Nhà <Lan>', endpointReference: 'urn:uuid:00000000-0000-4000-8000-000000000001' });
  const port = await server.listen('127.0.0.1', 0);
  return { apps, bell, points, log, port, [Symbol.asyncDispose]: () => server.close() };
}
