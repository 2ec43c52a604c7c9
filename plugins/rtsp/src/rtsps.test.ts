import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { HubError } from '@matpho/core/sdk';
import { FakeStorage } from '@matpho/core/sdk/testing';
import { Certificates, parseFingerprints, type TlsRule } from './certificates.ts';
import { Gathering, OpenRules, quickTimings, sdp } from './fake-camera.fixture.ts';
import { RtspOpener } from './rtsp-opener.ts';
import { otherSelfSigned, selfSigned } from './self-signed.fixture.ts';

const lan = { username: 'lan', password: 'hoa' };

/** An encrypted camera that asks for a password, with a certificate a test can change. It keeps all it hears. */
async function startEncrypted(): Promise<AsyncDisposable & { readonly port: number; readonly heard: string[]; showOther(): void }> {
  const heard: string[] = [];
  const server = createServer(selfSigned, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const [method = ''] = chunk.toString().split(' ');
      const isSigned = /^Authorization: /m.test(chunk.toString());
      heard.push(isSigned ? `${method}+` : method);
      const number = /CSeq: (\d+)/.exec(chunk.toString())?.[1];
      if (!isSigned) return void socket.write(`RTSP/1.0 401 No\r\nCSeq: ${number}\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n`);
      const body = method === 'DESCRIBE' ? sdp : '';
      socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${number}\r\nSession: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, heard,
    showOther: () => server.setSecureContext(otherSelfSigned),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
/** `played`, or the code of why it is not. */
async function openWith(certificates: Certificates, port: number): Promise<string> {
  const stop = new AbortController();
  try {
    await new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, { ...quickTimings, reply: 5_000, stall: 60_000 })
      .open({ uri: `rtsps://camera.lan:${port}/`, credentials: lan }, new Gathering(), stop.signal);
    return 'played';
  } catch (error) {
    return error instanceof HubError ? error.code : String(error);
  } finally {
    stop.abort();
  }
}
const rule = (tls: TlsRule, storage = new FakeStorage(), trusted = ''): Certificates => new Certificates(tls, parseFingerprints(trusted), storage);

describe('an encrypted stream', () => {
  it('of a self-signed camera is refused where certificates are verified, before a word is said', async () => {
    await using camera = await startEncrypted();
    expect([await openWith(rule('verify'), camera.port), camera.heard]).toEqual(['camera-broken-answer', []]);
  });
  it('is opened with any certificate where the setting says so', async () => {
    await using camera = await startEncrypted();
    const accepting = rule('accept-any');
    const first = await openWith(accepting, camera.port);
    camera.showOther();
    expect([first, await openWith(accepting, camera.port)]).toEqual(['played', 'played']);
  });
  it('remembers the certificate of the first sign-in, also after a restart, and tells another one nothing', async () => {
    await using camera = await startEncrypted();
    const storage = new FakeStorage();
    expect([await openWith(rule('remember', storage), camera.port), camera.heard.at(-1)]).toEqual(['played', 'PLAY+']);
    expect(await openWith(rule('remember', storage), camera.port)).toBe('played');
    camera.showOther();
    camera.heard.length = 0;
    expect(await openWith(rule('remember', storage), camera.port)).toBe('camera-certificate-changed');
    // The goodbye of the connection before may still come in.
    expect(camera.heard.filter((method) => method !== 'TEARDOWN+')).toEqual([]);
  });
  it('is opened again once somebody says that the other certificate is right, and that one is remembered then', async () => {
    await using camera = await startEncrypted();
    const storage = new FakeStorage();
    await openWith(rule('remember', storage), camera.port);
    camera.showOther();
    expect(await openWith(rule('remember', storage, otherSelfSigned.fingerprint), camera.port)).toBe('played');
    expect(await openWith(rule('remember', storage), camera.port)).toBe('played');
  });
  it('of a listed certificate is opened where certificates are verified', async () => {
    await using camera = await startEncrypted();
    camera.showOther();
    expect(await openWith(rule('verify', new FakeStorage(), `aa, ${otherSelfSigned.fingerprint}`), camera.port)).toBe('played');
  });
  it('does not remember the certificate of a camera that refused to sign the hub in', async () => {
    const storage = new FakeStorage();
    await using camera = await startEncrypted();
    const stop = new AbortController();
    const opener = new RtspOpener({ transport: 'tcp', certificates: rule('remember', storage) }, new OpenRules(), { now: () => 0 }, { ...quickTimings, reply: 20_000 });
    await expect(opener.open({ uri: `rtsps://camera.lan:${camera.port}/` }, new Gathering(), stop.signal)).rejects.toMatchObject({ code: 'camera-wrong-password' });
    camera.showOther();
    expect(await openWith(rule('remember', storage), camera.port)).toBe('played');
  });
});

describe('a certificate', () => {
  it('is remembered once when two streams of a camera sign in at the same time', async () => {
    const certificates = rule('remember');
    const sign = (fingerprint: string): Promise<string> => certificates.remember('a:322', { fingerprint, doubt: 'self-signed' }).then(() => 'kept', (error: HubError) => error.code);
    expect(await Promise.all([sign('a'.repeat(64)), sign('b'.repeat(64))])).toEqual(['kept', 'camera-certificate-changed']);
  });
  it('that proves its name is taken whatever was remembered: such certificates are renewed', async () => {
    const certificates = rule('remember');
    await certificates.remember('a:322', { fingerprint: 'a'.repeat(64), doubt: 'self-signed' });
    await expect(certificates.check('a:322', { fingerprint: 'b'.repeat(64), doubt: undefined })).resolves.toBeUndefined();
    await expect(certificates.check('a:322', { fingerprint: 'b'.repeat(64), doubt: 'self-signed' })).rejects.toMatchObject({ code: 'camera-certificate-changed' });
    await expect(certificates.check('b:322', { fingerprint: 'b'.repeat(64), doubt: 'self-signed' })).resolves.toBeUndefined();
  });
});
