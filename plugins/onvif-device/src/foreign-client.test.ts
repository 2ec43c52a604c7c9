import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDevice, type Device } from './device.fixture.ts';
import { camera, program } from './fake-apps.fixture.ts';

/** The part of the onvif package that is used here; its own types are wrong where methods are overloaded. */
interface ForeignCam {
  media2Support?: boolean;
  connect(done: (error: Error | null) => void): void;
  getDeviceInformation(done: (error: Error | null, about: { readonly manufacturer: string }) => void): void;
  getProfiles(done: (error: Error | null, profiles: readonly { readonly $: { readonly token: string } }[]) => void): void;
  getStreamUri(options: { readonly protocol: 'RTSP'; readonly profileToken: string }, done: (error: Error | null, answer: { readonly uri: string }) => void): void;
  getSnapshotUri(options: { readonly profileToken: string }, done: (error: Error | null, answer: { readonly uri: string }) => void): void;
}
const { Cam } = createRequire(import.meta.url)('onvif') as { readonly Cam: new (options: object) => ForeignCam };
const answerOf = async <T>(ask: (done: (error: Error | null, value: T) => void) => void): Promise<T> => new Promise((resolve, reject) => { ask((error, value) => {
    if (error) reject(error);
    else resolve(value);
  }); });

let device: Device;
beforeEach(async () => { device = await openDevice(); });
afterEach(async () => { await device[Symbol.asyncDispose](); });

async function connected(password = program.password, useWSSecurity = true): Promise<ForeignCam> {
  const cam = new Cam({ hostname: '127.0.0.1', port: device.port, username: program.username, password, timeout: 20_000, autoconnect: false, useWSSecurity });
  await answerOf<undefined>((done) => cam.connect((error) => done(error, undefined)));
  return cam;
}
const tokens = async (cam: ForeignCam): Promise<readonly string[]> => (await answerOf<readonly { readonly $: { readonly token: string } }[]>((done) => cam.getProfiles(done))).map(({ $ }) => $.token);

describe('a program that speaks ONVIF (the onvif package)', () => {
  it('finds exactly the cameras it may see, with stream and still', async () => {
    device.apps.cameras = [camera('cong'), camera('san', 'h265')];
    const cam = await connected();
    expect(cam.media2Support).toBe(true);
    expect(await answerOf((done) => cam.getDeviceInformation(done))).toMatchObject({ manufacturer: 'Mat Pho' });
    expect(await tokens(cam)).toEqual(['main.0000-cong', 'sub.0000-cong', 'main.0000-san', 'sub.0000-san']);
    expect(await answerOf((done) => cam.getStreamUri({ protocol: 'RTSP', profileToken: 'main.0000-san' }, done))).toMatchObject({ uri: 'rtsp://127.0.0.1:8554/0000-san/main' });
    expect(await answerOf((done) => cam.getSnapshotUri({ profileToken: 'sub.0000-cong' }, done))).toMatchObject({ uri: 'http://127.0.0.1:8080/api/apps/snapshot/0000-cong' });
  });
  it('no longer finds a camera that was taken back, and is answered as if it never was', async () => {
    device.apps.cameras = [camera('cong'), camera('san')];
    const cam = await connected();
    device.apps.cameras = [camera('san')];
    expect(await tokens(cam)).toEqual(['main.0000-san', 'sub.0000-san']);
    const refusals = await Promise.all(['main.0000-cong', 'main.0000-never'].map((profileToken) => answerOf((done) => cam.getStreamUri({ protocol: 'RTSP', profileToken }, done)).catch((error: Error) => error.message)));
    expect(refusals).toEqual(['ONVIF SOAP Fault: There is no such profile.', 'ONVIF SOAP Fault: There is no such profile.']);
  });
  it('signs in by HTTP Digest too', async () => {
    device.apps.cameras = [camera('cong')];
    expect(await tokens(await connected(program.password, false))).toEqual(['main.0000-cong', 'sub.0000-cong']);
  });
  it('is let nowhere with another password', async () => {
    device.apps.cameras = [camera('cong')];
    await expect(connected('sai').then(tokens)).rejects.toThrow(/Sign in|401/);
  });
});
