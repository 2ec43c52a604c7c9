import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCamera } from '../simulated-camera.ts';
import type { SimulatedCamera } from '../simulated-camera.ts';
import { RawClient, digest, gear, pull, small, watch } from '../testing.fixture.ts';

describe('a camera that asks for nothing', () => {
  let camera: SimulatedCamera;
  beforeAll(async () => { camera = await openCamera(small('open', { audio: 'aac' }), gear); });
  afterAll(() => camera.close());

  it('says what it can, describes both mounts and knows no others', async () => {
    const client = new RawClient(camera.rtspUri());
    expect((await client.ask('OPTIONS')).headers.get('public')).toEqual(['OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER']);
    const main = await client.ask('DESCRIBE');
    expect([main.status, main.headers.get('content-base')]).toEqual([200, [`${camera.rtspUri()}/`]]);
    expect(main.body).toMatch(/a=rtpmap:96 H264\/90000\r\na=fmtp:96 packetization-mode=1; profile-level-id=42c0[0-9a-f]{2}; sprop-parameter-sets=Z0LA\S+,aM\S+\r\n/);
    expect(main.body).toMatch(/m=audio 0 RTP\/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC\/16000\/1\r\na=fmtp:97 .*mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=1408\r\n/);
    expect((await client.ask('DESCRIBE', camera.rtspUri('sub'))).status).toBe(200);
    expect((await client.ask('DESCRIBE', camera.rtspUri().replace('main', 'other'))).status).toBe(404);
    expect((await client.ask('RECORD')).status).toBe(501);
    client.socket.destroy();
  });

  it('plays over TCP from a key picture, with a sender report, and stops on TEARDOWN', async () => {
    const client = new RawClient(camera.rtspUri());
    expect((await client.setUp('video')).headers.get('transport')?.[0]).toMatch(/^RTP\/AVP\/TCP;unicast;interleaved=0-1;ssrc=[0-9A-F]{8}$/);
    await client.setUp('audio', 'RTP/AVP/TCP;unicast;interleaved=6-7');
    const answer = await client.ask('PLAY');
    expect(answer.headers.get('rtp-info')?.[0]).toMatch(/^url=.*\/main\/video;seq=\d+;rtptime=\d+,url=.*\/main\/audio;seq=\d+;rtptime=\d+$/);
    await client.until(() => [0, 1, 6, 7].every((channel) => client.frames.some((frame) => frame.channel === channel)));
    const first = client.frames.find(({ channel }) => channel === 0)?.bytes;
    expect([first?.readUInt8(12), answer.headers.get('rtp-info')?.[0]?.includes(`seq=${first?.readUInt16BE(2)};`)]).toEqual([0x78, true]);
    expect(camera.stats.watching).toEqual({ main: 1, sub: 0 });
    expect((await client.ask('GET_PARAMETER')).status).toBe(200);
    expect((await client.ask('PAUSE')).status).toBe(200);
    expect(camera.stats.watching.main).toBe(0);
    expect((await client.ask('PLAY')).status).toBe(200);
    expect((await client.ask('TEARDOWN')).status).toBe(200);
    expect((await client.ask('PLAY')).status).toBe(454);
    client.socket.destroy();
  });

  it('plays over UDP, from an even port and its odd neighbour', async () => {
    const [rtp, rtcp] = [createSocket('udp4'), createSocket('udp4')];
    await Promise.all([rtp, rtcp].map((socket) => new Promise<void>((resolve) => { socket.bind(0, '127.0.0.1', resolve); })));
    const client = new RawClient(camera.rtspUri());
    const answer = await client.setUp('video', `RTP/AVP;unicast;client_port=${rtp.address().port}-${rtcp.address().port}`);
    const ports = /server_port=(\d+)-(\d+)/.exec(answer.headers.get('transport')?.[0] ?? '')?.slice(1).map(Number) ?? [];
    expect([(ports[0] ?? 1) % 2, (ports[1] ?? 0) - (ports[0] ?? 0)]).toEqual([0, 1]);
    const packets = Promise.all([rtp, rtcp].map((socket) => new Promise<[number, number]>((resolve) => { socket.once('message', (bytes, from) => resolve([bytes[1] ?? 0, from.port])); })));
    await client.ask('PLAY');
    const [[media, mediaPort], [report, reportPort]] = (await packets) as [[number, number], [number, number]];
    expect([media & 0x7f, mediaPort, report, reportPort]).toEqual([96, ports[0], 200, ports[1]]);
    client.socket.destroy();
    rtp.close();
    rtcp.close();
  });

  it('refuses multicast and a foreign session, and cuts off what is not RTSP', async () => {
    const client = new RawClient(camera.rtspUri());
    expect((await client.ask('SETUP', `${camera.rtspUri()}/video`, { Transport: 'RTP/AVP;multicast' })).status).toBe(461);
    expect((await client.ask('SETUP', `${camera.rtspUri()}/video`, { Session: 'none', Transport: 'RTP/AVP/TCP' })).status).toBe(454);
    client.socket.write('x'.repeat(20_000));
    await client.end();
    expect(client.closed).toBe(true);
  });

  it('goes on for one client while another does not read', async () => {
    const deaf = await watch(camera.rtspUri());
    deaf.socket.pause();
    const other = await watch(camera.rtspUri());
    const seen = other.frames.length;
    await other.until(() => other.frames.length > seen + 10);
    deaf.socket.destroy();
    other.socket.destroy();
  });

  it.each(['tcp', 'udp'] as const)('gives ffmpeg a second of picture and sound over %s', async (transport) => {
    const packets = await pull(camera.rtspUri(), transport);
    expect([...packets.keys()]).toEqual(['h264', 'aac']);
    expect(packets.get('h264')).toBeGreaterThan(5);
    expect(packets.get('aac')).toBeGreaterThan(5);
  });
});

describe('a camera with a lock', () => {
  it.each(['digest', 'sha256'] as const)('asks for %s and takes the right answer', async (rtspAuth) => {
    await using camera = await openCamera(small('locked', { rtspAuth, user: 'admin', password: 'đúng' }), gear);
    const client = new RawClient(camera.rtspUri());
    const refused = await client.ask('DESCRIBE');
    const challenge = refused.headers.get('www-authenticate')?.[0] ?? '';
    expect([refused.status, challenge.includes(rtspAuth === 'digest' ? 'algorithm=MD5' : 'algorithm=SHA-256')]).toEqual([401, true]);
    const give = (password: string): Record<string, string> => ({ Authorization: digest(challenge, 'DESCRIBE', camera.rtspUri(), 'admin', password) });
    expect((await client.ask('DESCRIBE', camera.rtspUri(), give('sai'))).status).toBe(401);
    expect((await client.ask('DESCRIBE', camera.rtspUri(), give('đúng'))).status).toBe(200);
    client.socket.destroy();
  });

  it('says stale when the nonce is old', async () => {
    await using camera = await openCamera(small('stale', { rtspAuth: 'digest', password: 'p', nonceSeconds: -1 }), gear);
    const client = new RawClient(camera.rtspUri());
    const challenge = (await client.ask('DESCRIBE')).headers.get('www-authenticate')?.[0] ?? '';
    const again = await client.ask('DESCRIBE', camera.rtspUri(), { Authorization: digest(challenge, 'DESCRIBE', camera.rtspUri(), 'admin', 'p') });
    expect([challenge.includes('stale'), again.status, again.headers.get('www-authenticate')?.[0]?.endsWith('stale=true')]).toEqual([false, 401, true]);
    client.socket.destroy();
  });

  it('offers Basic beside Digest, and takes either', async () => {
    await using camera = await openCamera(small('basic', { rtspAuth: 'both', password: 'p' }), gear);
    const client = new RawClient(camera.rtspUri());
    expect((await client.ask('DESCRIBE')).headers.get('www-authenticate')?.map((value) => value.split(' ')[0])).toEqual(['Digest', 'Basic']);
    expect((await client.ask('DESCRIBE', camera.rtspUri(), { Authorization: `Basic ${Buffer.from('admin:p').toString('base64')}` })).status).toBe(200);
    client.socket.destroy();
    expect((await pull(camera.rtspUri().replace('//', '//admin:p@'), 'tcp')).get('h264')).toBeGreaterThan(5);
  });

  it('ends a session nobody keeps alive', async () => {
    await using camera = await openCamera(small('short', { sessionSeconds: 1 }), gear);
    const client = await watch(camera.rtspUri());
    await client.end();
    await expect.poll(() => camera.stats.rtspClients).toBe(0);
  });

  it('can be one that speaks TCP only, or paces every packet', async () => {
    await using camera = await openCamera(small('paced', { transports: 'tcp', pacing: 'paced' }), gear);
    const client = new RawClient(camera.rtspUri());
    expect((await client.setUp('video', 'RTP/AVP;unicast;client_port=5000-5001')).status).toBe(461);
    client.socket.destroy();
    const paced = await watch(camera.rtspUri());
    await paced.until(() => paced.frames.length > 20);
    const numbers = paced.frames.filter(({ channel }) => channel === 0).map(({ bytes }) => bytes.readUInt16BE(2));
    expect(numbers.every((number, i) => i === 0 || number === (((numbers[i - 1] ?? 0) + 1) & 0xffff))).toBe(true);
    paced.socket.destroy();
  });
});
