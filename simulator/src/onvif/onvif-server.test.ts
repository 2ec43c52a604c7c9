import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCamera } from '../simulated-camera.ts';
import type { SimulatedCamera } from '../simulated-camera.ts';
import { digest, gear, small } from '../testing.fixture.ts';

interface Cam { getStreamUri(options: object, done: (error: Error | null, answer: { uri: string }) => void): void; getSnapshotUri(options: object, done: (error: Error | null, answer: { uri: string }) => void): void; getDeviceInformation(done: (error: Error | null, answer: object) => void): void }
type CamClass = new (options: object, done: (this: Cam, error: Error | null) => void) => Cam;
const { Cam } = createRequire(import.meta.url)('onvif') as { Cam: CamClass };

/** Connects as the widely used `onvif` package does. */
const connect = (camera: SimulatedCamera, more: object = {}): Promise<Cam> => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(camera.deviceUri ?? '');
  const cam = new Cam({ hostname, port: Number(port), username: camera.user, password: camera.password, timeout: 5_000, ...more }, (error) => { if (error) reject(error); else resolve(cam); });
});
const streamUri = (cam: Cam): Promise<string> => new Promise((resolve, reject) => {
  cam.getStreamUri({ protocol: 'RTSP' }, (error, answer) => { if (error) reject(error); else resolve(answer.uri); });
});

const call = async (camera: SimulatedCamera, operation: string, options: { service?: string; header?: string; inside?: string; authorization?: string } = {}): Promise<{ status: number; text: string; challenge: string | null }> => {
  const uri = (camera.deviceUri ?? '').replace('device_service', options.service ?? 'device_service');
  const body = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>${options.header ?? ''}</s:Header><s:Body><${operation}>${options.inside ?? ''}</${operation}></s:Body></s:Envelope>`;
  const answer = await fetch(uri, { method: 'POST', body, headers: options.authorization === undefined ? {} : { authorization: options.authorization } });
  return { status: answer.status, text: await answer.text(), challenge: answer.headers.get('www-authenticate') };
};

const token = (password: string, created: string, nonce = randomBytes(16)): string => {
  const digested = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return `<Security><UsernameToken><Username>admin</Username><Password Type="x#PasswordDigest">${digested}</Password><Nonce>${nonce.toString('base64')}</Nonce><Created>${created}</Created></UsernameToken></Security>`;
};

describe.each(['digest', 'wsse', 'both'] as const)('a camera that wants %s', (auth) => {
  it('lets the onvif package in and gives it the stream, even with its clock an hour behind', async () => {
    await using camera = await openCamera(small(`onvif-${auth}`, { auth, clockOffsetMs: -3_600_000 }), gear);
    expect(await streamUri(await connect(camera))).toBe(camera.rtspUri('main'));
    const wrong = await connect(camera, { password: 'sai' }).then(streamUri).catch((error: unknown) => (error instanceof Error ? 'refused' : 'odd'));
    expect(wrong).toBe('refused');
  });
});

describe('an ONVIF camera', () => {
  let camera: SimulatedCamera;
  beforeAll(async () => { camera = await openCamera(small('onvif', { name: 'Cổng <1> & "2"', maker: 'Sông Hồng', password: 'p', audio: 'aac' }), gear); });
  afterAll(() => camera.close());

  it('tells the time to anyone, and nothing that matters', async () => {
    expect((await call(camera, 'GetSystemDateAndTime')).status).toBe(200);
    const refused = await call(camera, 'GetDeviceInformation');
    expect([refused.status, refused.challenge?.split(' ')[0], refused.text.includes('ter:NotAuthorized')]).toEqual([401, 'Digest', true]);
  });

  it('takes a user name token once, while it is fresh by its own clock', async () => {
    const now = new Date().toISOString();
    const header = token('p', now);
    expect((await call(camera, 'GetDeviceInformation', { header })).text).toContain('<tds:Manufacturer>Sông Hồng</tds:Manufacturer>');
    expect((await call(camera, 'GetDeviceInformation', { header })).status).toBe(401);
    expect((await call(camera, 'GetDeviceInformation', { header: token('sai', now) })).status).toBe(401);
    const old = new Date(Date.now() - 60_000).toISOString();
    expect((await call(camera, 'GetDeviceInformation', { header: token('p', old) })).status).toBe(401);
    camera.skewClock(-60_000);
    expect((await call(camera, 'GetDeviceInformation', { header: token('p', old) })).status).toBe(200);
    camera.heal();
  });

  it('shows two profiles with sound and sends snapshots to who knows the password', async () => {
    const header = (): string => token('p', new Date().toISOString());
    const profiles = await call(camera, 'GetProfiles', { service: 'media_service', header: header() });
    expect([...profiles.text.matchAll(/<trt:Profiles token="(\w+)"/g)].map((row) => row[1])).toEqual(['profile_main', 'profile_sub']);
    expect(profiles.text).toContain('<tt:Encoding>AAC</tt:Encoding>');
    const answer = await call(camera, 'GetSnapshotUri', { service: 'media2_service', header: header(), inside: '<ProfileToken>profile_sub</ProfileToken>' });
    const uri = /<tr2:Uri>([^<]+)/.exec(answer.text)?.[1] ?? '';
    const refused = await fetch(uri);
    const challenge = refused.headers.get('www-authenticate') ?? '';
    const picture = await fetch(uri, { headers: { authorization: digest(challenge, 'GET', new URL(uri).pathname, 'admin', 'p') } });
    expect([refused.status, picture.status, picture.headers.get('content-type')]).toEqual([401, 200, 'image/jpeg']);
    expect(Buffer.from(await picture.arrayBuffer()).readUInt16BE()).toBe(0xffd8);
  });

  it('sets its clock, and escapes what it is called', async () => {
    const header = (at: number): string => token('p', new Date(at).toISOString());
    const inside = '<DateTimeType>Manual</DateTimeType><UTCDateTime><Time><Hour>1</Hour><Minute>2</Minute><Second>3</Second></Time><Date><Year>2024</Year><Month>5</Month><Day>6</Day></Date></UTCDateTime>';
    expect((await call(camera, 'SetSystemDateAndTime', { header: header(Date.now()), inside })).status).toBe(200);
    expect((await call(camera, 'GetSystemDateAndTime')).text).toMatch(/<tt:UTCDateTime><tt:Time><tt:Hour>1<\/tt:Hour><tt:Minute>2<\/tt:Minute>.*<tt:Year>2024<\/tt:Year>/);
    camera.heal();
    const scopes = await call(camera, 'GetScopes', { header: header(Date.now()) });
    expect(scopes.text).toContain(`onvif://www.onvif.org/name/${encodeURIComponent('Cổng <1> & "2"')}`);
  });

  it('answers what it does not know, and what is not XML, with faults', async () => {
    const header = (): string => token('p', new Date().toISOString());
    const unknown = await call(camera, 'toString', { header: header() });
    expect([unknown.status, unknown.text.includes('ter:ActionNotSupported')]).toEqual([400, true]);
    const profile = await call(camera, 'GetStreamUri', { service: 'media_service', header: header(), inside: '<ProfileToken>x</ProfileToken>' });
    expect(profile.text).toContain('ter:NoProfile');
    for (const body of ['', '<a', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'x'.repeat(300_000)]) {
      const status = await fetch(camera.deviceUri ?? '', { method: 'POST', body }).then((answer) => answer.status);
      expect(status).toBe(400);
    }
  });

  it('may refuse with 400, as some firmware does', async () => {
    await using odd = await openCamera(small('odd', { answers400: true, auth: 'wsse' }), gear);
    const refused = await call(odd, 'GetDeviceInformation');
    expect([refused.status, refused.text.includes('ter:NotAuthorized'), refused.challenge]).toEqual([400, true, null]);
  });

  it('shows H.265 through Media 2 alone', async () => {
    await using hevc = await openCamera(small('h265', { codec: 'h265', password: 'p' }), gear);
    const ask = async (service: string): Promise<string> => (await call(hevc, 'GetProfiles', { service, header: token('p', new Date().toISOString()) })).text;
    expect(await ask('media_service')).not.toContain('token="profile_main"');
    expect(await ask('media2_service')).toContain('<tt:Encoding>H265</tt:Encoding>');
  });
});
