import { HubError, type Credentials } from '@matpho/core/sdk';
import { describe, expect, it } from 'vitest';
import { fakeDevice, FakeRules, owner, say, type Conduct } from './fake-device.fixture.ts';
import { fetchPicture } from './picture.ts';

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xdb, 1, 2, 3, 0xff, 0xd9]);
const give: NonNullable<Conduct['scripts']>[string] = (response) => { response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(jpeg); };
const basic = `Basic ${Buffer.from(`${owner.username}:${owner.password}`, 'utf8').toString('base64')}`;
const fetchFrom = (port: number, credentials: Credentials = owner, rules = new FakeRules()): Promise<unknown> =>
  fetchPicture(`http://127.0.0.1:${port}/snap?ch=1`, credentials, rules, new AbortController().signal).catch((error: unknown) => (error instanceof HubError ? error.code : error));

describe('a picture', () => {
  it('comes from a camera that wants no proof, and none is shown', async () => {
    await using device = await fakeDevice({ scripts: { picture: give } });
    expect([await fetchFrom(device.port), device.asked]).toEqual([jpeg, ['picture?']]);
  });
  it('comes from a camera that wants Basic', async () => {
    await using device = await fakeDevice({ scripts: { picture: (response, request, body) => {
      (request.headers.authorization === basic ? give : say(401, '', { 'WWW-Authenticate': 'Basic realm="c"' }))(response, request, body);
    } } });
    expect([await fetchFrom(device.port), await fetchFrom(device.port, { username: 'admin', password: 'sai' })]).toEqual([jpeg, 'camera-wrong-password']);
  });
  it('signs once more when the nonce has aged', async () => {
    let round = 0;
    await using device = await fakeDevice({ scripts: { picture: (response, request, body) => {
      round += 1;
      const field = `Digest realm="c", nonce="n${round}", qop="auth"${round === 2 ? ', stale=true' : ''}`;
      (round === 3 && request.headers.authorization?.includes('nonce="n2"') === true ? give : say(401, '', { 'WWW-Authenticate': field }))(response, request, body);
    } } });
    expect(await fetchFrom(device.port)).toEqual(jpeg);
  });
  it('is refused with the code for a wrong password', async () => {
    await using device = await fakeDevice({ auth: ['digest'] });
    expect(await fetchFrom(device.port, { username: 'admin', password: 'sai' })).toBe('camera-wrong-password');
  });
  it.each<readonly [string, NonNullable<Conduct['scripts']>[string]]>([
    ['no JPEG', say(200, '<html>')], ['nothing', say(200, '')], ['an error', say(503, 'busy')], ['a redirect', say(302, '', { Location: 'http://169.254.169.254/' })],
    ['more than 8 MiB', (response) => { response.writeHead(200).end(Buffer.alloc(8 * 1_048_576 + 1, 0xff)); }],
  ])('is a broken answer when the camera gives %s', async (_, script) => {
    await using device = await fakeDevice({ scripts: { picture: script } });
    const rules = new FakeRules();
    expect([await fetchFrom(device.port, owner, rules), new Set(rules.asked)]).toEqual(['camera-broken-answer', new Set([`127.0.0.1:${device.port}`])]);
  });
  it('is not fetched from an address the rules refuse, nor by another scheme', async () => {
    for (const uri of ['http://169.254.169.254/snap', 'https://127.0.0.1/snap', 'file:///etc/passwd']) {
      await expect(fetchPicture(uri, owner, new FakeRules(), new AbortController().signal)).rejects.toMatchObject({ code: 'address-refused' });
    }
  });
});
