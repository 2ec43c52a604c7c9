import { createRequire } from 'node:module';
import type { SimulatedCamera } from '@matpho/simulator';

interface ForeignCam {
  on(event: 'rawRequest' | 'rawResponse', hear: (text: string) => void): void;
  connect(done: (error: Error | null) => void): void;
  getDeviceInformation(done: () => void): void;
  getProfiles(done: () => void): void;
  getStreamUri(options: object, done: () => void): void;
  getSnapshotUri(options: object, done: () => void): void;
  createPullPointSubscription(done: () => void): void;
}
type Cam = new (options: object, ready?: (error: Error | null) => void) => ForeignCam;

/** What the onvif package and a simulated camera say to each other. */
export async function soapTalk(camera: SimulatedCamera): Promise<{ readonly answers: readonly string[]; readonly requests: readonly string[] }> {
  const answers: string[] = [];
  const requests: string[] = [];
  // Only this script needs it; the plugin that declares it is asked for the way to it.
  const { Cam } = createRequire(new URL('../../plugins/onvif/package.json', import.meta.url))('onvif') as { readonly Cam: Cam };
  const url = new URL(camera.deviceUri ?? '');
  const cam = new Cam({ hostname: url.hostname, port: Number(url.port), path: url.pathname, username: camera.user, password: camera.password, autoconnect: false, useWSSecurity: true });
  cam.on('rawRequest', (text) => requests.push(text));
  cam.on('rawResponse', (text) => answers.push(text));
  const one = (call: (done: () => void) => void): Promise<void> => new Promise((resolve) => { call(resolve); });
  await one((done) => cam.connect(() => done()));
  await one((done) => cam.getDeviceInformation(done));
  await one((done) => cam.getProfiles(done));
  await one((done) => cam.getStreamUri({ protocol: 'RTSP' }, done));
  await one((done) => cam.getSnapshotUri({}, done));
  await one((done) => cam.createPullPointSubscription(done));
  return { answers: answers.filter((text) => text.length > 0), requests };
}
