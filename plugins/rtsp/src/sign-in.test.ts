import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '@matpho/core/sdk';
import { Authorization, chooseChallenge } from './authorization.ts';
import { behaves, certificates, Gathering, OpenRules, quickTimings, startCamera, type Heard, type Script } from './fake-camera.fixture.ts';
import { RtspOpener } from './rtsp-opener.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const lan: Credentials = { username: 'lan', password: 'hoa "sen"' };
const timings = { ...quickTimings, stall: 60_000, pictureless: 60_000, reply: 5_000 };

const digest = (nonce: string, extra = ''): string => `WWW-Authenticate: Digest realm="IP Camera", nonce="${nonce}", qop="auth"${extra}`;
/** Whether a request is signed rightly for a nonce, worked out here on its own. */
function isSigned({ method, uri, headers }: Heard, nonce: string): boolean {
  const given = headers.get('authorization') ?? '';
  const field = (name: string): string => new RegExp(`\\b${name}="?([^",]*)`).exec(given)?.[1] ?? '';
  const response = md5(`${md5(`${lan.username}:IP Camera:${lan.password}`)}:${nonce}:${field('nc')}:${field('cnonce')}:auth:${md5(`${method}:${uri}`)}`);
  return field('nonce') === nonce && field('uri') === uri && field('response') === response;
}
async function openAt(port: number, credentials: Credentials | undefined, path = '/'): Promise<void> {
  const stop = new AbortController();
  const opener = new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, timings);
  await opener.open({ uri: `rtsp://lan:secret@camera.lan:${port}${path}`, ...(credentials ? { credentials } : {}) }, new Gathering(), stop.signal);
  stop.abort();
}
/** Lets a request through when `check` says so, else challenges. */
const guarded = (check: (heard: Heard) => boolean, challenge: () => string[], after?: Script): Script =>
  behaves((heard, say) => {
    if (!check(heard)) say.answer(401, challenge());
    else if (after) after(heard, say);
    return !check(heard) || (after !== undefined && heard.method === 'DESCRIBE');
  });

describe('signing in', () => {
  it('prefers Digest to Basic and signs every request', async () => {
    await using camera = await startCamera(guarded((heard) => isSigned(heard, 'n1'), () => ['WWW-Authenticate: Basic realm="IP Camera"', digest('n1')]));
    await openAt(camera.port, lan);
    expect(camera.heard.map((heard) => [heard.method, isSigned(heard, 'n1')])).toEqual([['OPTIONS', false], ['OPTIONS', true], ['DESCRIBE', true], ['SETUP', true], ['PLAY', true]]);
  });
  it('takes a new nonce when the camera calls its own stale', async () => {
    const nonces = new Set<string>();
    let asked = '';
    await using camera = await startCamera(guarded((heard) => {
      asked = heard.method === 'SETUP' || heard.method === 'PLAY' ? 'n2' : 'n1';
      nonces.add(asked);
      return isSigned(heard, asked);
    }, () => [digest(asked, ', stale=true')]));
    await openAt(camera.port, lan);
    expect([...nonces]).toEqual(['n1', 'n2']);
  });
  it('tries a wrong password once, so that no camera locks the account', async () => {
    await using camera = await startCamera(guarded(() => false, () => [digest('n1')]));
    await expect(openAt(camera.port, lan)).rejects.toMatchObject({ code: 'camera-wrong-password' });
    expect(camera.heard).toHaveLength(2);
  });
  it('says so when there is no password to give', async () => {
    await using camera = await startCamera(guarded(() => false, () => [digest('n1')]));
    await expect(openAt(camera.port, undefined)).rejects.toMatchObject({ code: 'camera-wrong-password' });
  });
  it('gives up on endless stale nonces', async () => {
    await using camera = await startCamera(guarded(() => false, () => [digest('n1', ', stale=true')]));
    await expect(openAt(camera.port, lan)).rejects.toMatchObject({ code: 'camera-wrong-password' });
    expect(camera.heard).toHaveLength(3);
  });
  it('never writes what stands before the host into a request', async () => {
    await using camera = await startCamera(behaves());
    await openAt(camera.port, undefined);
    expect(camera.heard.filter(({ uri, headers }) => uri.includes('secret') || headers.has('authorization'))).toEqual([]);
  });
});

describe('redirects', () => {
  const moved = (to: () => string): Script => guarded((heard) => isSigned(heard, 'n1'), () => [digest('n1')], ({ method }, say) => {
    if (method === 'DESCRIBE') say.answer(302, [`Location: ${to()}`]);
  });
  it('are followed on the same host with the credentials', async () => {
    await using target = await startCamera(guarded((heard) => isSigned(heard, 'n1'), () => [digest('n1')]));
    await using camera = await startCamera(moved(() => `rtsp://camera.lan:${target.port}/other`));
    await openAt(camera.port, lan);
    expect(target.heard.some((heard) => isSigned(heard, 'n1'))).toBe(true);
  });
  it('never carry credentials to another host', async () => {
    await using target = await startCamera(guarded((heard) => isSigned(heard, 'n1'), () => [digest('n1')]));
    await using camera = await startCamera(moved(() => `rtsp://other.lan:${target.port}/other`));
    await expect(openAt(camera.port, lan)).rejects.toMatchObject({ code: 'camera-wrong-password' });
    expect(target.heard.filter(({ headers }) => headers.has('authorization'))).toEqual([]);
  });
  it('go through the address rules again', async () => {
    await using camera = await startCamera(moved(() => 'rtsp://refused.example:554/'));
    await expect(openAt(camera.port, lan)).rejects.toMatchObject({ code: 'address-refused' });
  });
  it('to something else than RTSP are refused', async () => {
    await using camera = await startCamera(moved(() => 'http://camera.lan/'));
    await expect(openAt(camera.port, lan)).rejects.toMatchObject({ code: 'address-refused' });
  });
  it('end after three', async () => {
    let port = 0;
    await using camera = await startCamera(moved(() => `rtsp://camera.lan:${port}/again`));
    port = camera.port;
    await expect(openAt(port, lan)).rejects.toMatchObject({ code: 'camera-broken-answer' });
    expect(camera.heard.filter(({ method }) => method === 'DESCRIBE')).toHaveLength(4);
  });
});

describe('the answer to a challenge', () => {
  it('is that of RFC 7616 §3.9.1, for SHA-256 and MD5', () => {
    const rest = 'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
    const headers = [`Digest ${rest}, algorithm=MD5`, `Digest ${rest}, algorithm=SHA-256`];
    const mufasa = { username: 'Mufasa', password: 'Circle of Life' };
    const answer = (offered: string[]): string => {
      const challenge = chooseChallenge(offered);
      return challenge ? new Authorization(challenge, mufasa).header('GET', '/dir/index.html', 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ') : '';
    };
    expect(answer(headers)).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
    expect(answer(headers.slice(0, 1))).toContain('response="8ca523f5e9506fed4657c9700eebdbec"');
  });
  it('cannot add a header', () => {
    const challenge = chooseChallenge(['Digest realm="a\r\nX: y", nonce="1"']);
    expect(challenge && new Authorization(challenge, { username: 'a"b\r\nc', password: '' }).header('A', 'u')).not.toMatch(/[\r\n]/);
  });
  it('is none for ways the hub does not know', () => {
    expect([chooseChallenge(['Bearer x']), chooseChallenge(['Digest realm="x", nonce="y", algorithm=WHIRL']), chooseChallenge([])]).toEqual([undefined, undefined, undefined]);
  });
});
