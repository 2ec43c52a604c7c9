import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createEncrypted } from 'node:tls';
import { expect, it, vi } from 'vitest';
import { FakeStorage } from '@matpho/core/sdk/testing';
import { chooseChallenge } from './authorization.ts';
import { Certificates } from './certificates.ts';
import { chooseTracks } from './choose-tracks.ts';
import { behaves, certificates, Gathering, keyPicture, OpenRules, quickTimings, sdp, startCamera } from './fake-camera.fixture.ts';
import { FeedUnits } from './feed-units.ts';
import { RtspOpener } from './rtsp-opener.ts';
import type { RtspChannel } from './rtsp-channel.ts';
import { parseSdp } from './sdp.ts';
import { selfSigned } from './self-signed.fixture.ts';
import { TrackSetup } from './set-up-tracks.ts';
import { UdpPorts } from './udp-ports.ts';

const patient = { ...quickTimings, stall: 60_000, pictureless: 60_000, reply: 5_000 };
const lan = { username: 'lan', password: 'hoa' };

it('a camera that names no UDP port of its own is played all the same', async () => {
  let port = 0;
  await using camera = await startCamera(behaves(({ method, headers }, say) => {
    if (method !== 'SETUP') return false;
    port = Number(/client_port=(\d+)/.exec(headers.get('transport') ?? '')?.[1]);
    say.answer(200, ['Session: 1', `Transport: ${headers.get('transport')};server_port=0-0`]);
    return true;
  }));
  const stop = new AbortController();
  const sink = new Gathering();
  await new RtspOpener({ transport: 'udp', certificates }, new OpenRules(), { now: () => 0 }, patient).open({ uri: `rtsp://a:${camera.port}/` }, sink, stop.signal);
  const from = createSocket('udp4');
  from.send(keyPicture(1, 0).subarray(4), port, '127.0.0.1');
  await sink.gathered(1);
  from.close();
  stop.abort();
});
it('a report to port 0, or after the end, is not sent and throws nothing', async () => {
  const ports = await UdpPorts.open('127.0.0.1', '127.0.0.1');
  expect(() => {
    ports.sendRtp(Buffer.alloc(12), 0);
    ports.sendRtcp(Buffer.alloc(12), 0);
    ports[Symbol.dispose]();
    ports.sendRtcp(Buffer.alloc(12), 9);
    ports[Symbol.dispose]();
  }).not.toThrow();
});
it('datagrams from another address are not heard', async () => {
  using ports = await UdpPorts.open('127.0.0.1', '127.0.0.1');
  const heard: string[] = [];
  const own = await new Promise<string>((resolve) => {
    ports.listen((datagram) => {
      heard.push(datagram.toString());
      if (datagram.toString() === 'own') resolve('own');
    }, () => {});
    const foreign = createSocket('udp4');
    foreign.bind(0, '127.0.0.2', () => foreign.send('foreign', ports.rtpPort, '127.0.0.1', () => {
      foreign.close();
      const camera = createSocket('udp4');
      camera.bind(0, '127.0.0.1', () => camera.send('own', ports.rtpPort, '127.0.0.1', () => camera.close()));
    }));
  });
  expect([own, heard]).toEqual(['own', ['own']]);
});

it('a session of one second is kept alive, however seldom the hub looks', async () => {
  let keptAlive: (() => void) | undefined;
  const alive = new Promise<void>((resolve) => (keptAlive = resolve));
  const stop = new AbortController();
  await using camera = await startCamera(behaves(({ method }, say) => {
    if (method === 'SETUP') say.answer(200, ['Session: 1;timeout=1']);
    if (method === 'GET_PARAMETER') keptAlive?.();
    return method === 'SETUP';
  }));
  await new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, { ...patient, tick: 60_000 }).open({ uri: `rtsp://a:${camera.port}/` }, new Gathering(), stop.signal);
  await alive;
  stop.abort();
});

it('UDP ports are closed again when the stream is closed while they open', async () => {
  const open = (): number => process.getActiveResourcesInfo().filter((name) => name === 'UDPWRAP').length;
  const before = open();
  const channel = { localAddress: '127.0.0.1', remoteAddress: '127.0.0.1', request: () => Promise.reject(new Error('closed')) } as unknown as RtspChannel;
  const setup = new TrackSetup({ channel, address: { tls: false, host: 'a', port: 1, uri: 'rtsp://a/' }, description: parseSdp(sdp), base: 'rtsp://a/', keepAlive: [] }, 'udp', new FeedUnits(new Gathering(), { now: () => 0 }));
  const run = setup.run(chooseTracks(parseSdp(sdp)), () => false);
  setup[Symbol.dispose]();
  await expect(run).rejects.toThrow();
  await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(before));
});

it('a camera that goes on sending after goodbye is hung up on', async () => {
  let isGone: (() => void) | undefined;
  const gone = new Promise<void>((resolve) => (isGone = resolve));
  const script = behaves(({ method }, say) => {
    if (method !== 'PLAY') return method === 'TEARDOWN';
    say.answer(200);
    const sending = setInterval(() => say.bytes(keyPicture(1, 0)), 50);
    say.socket.once('error', () => isGone?.());
    say.socket.once('close', () => clearInterval(sending));
    return true;
  });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (chunk) => {
      for (const text of chunk.toString('latin1').split('\r\n\r\n').slice(0, -1)) {
        const [start = '', ...lines] = text.split('\r\n');
        const [method = '', uri = ''] = start.split(' ');
        const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
        script({ method, uri, headers }, {
          socket, bytes: (data) => socket.write(data),
          answer: (status, extra = [], body = '') => socket.write([`RTSP/1.0 ${status} Said`, `CSeq: ${headers.get('cseq')}`, ...extra, `Content-Length: ${body.length}`, '', body].join('\r\n')),
        });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  const sink = new Gathering();
  await new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, patient).open({ uri: `rtsp://a:${(server.address() as AddressInfo).port}/` }, sink, stop.signal);
  await sink.gathered(1);
  stop.abort();
  await gone;
  await new Promise((resolve) => server.close(resolve));
});

it('an encrypted stream never falls back to packets in the clear', async () => {
  const asked: string[] = [];
  const server = createEncrypted(selfSigned, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const [method = ''] = chunk.toString().split(' ');
      const transport = /^Transport: (.*)\r$/m.exec(chunk.toString())?.[1];
      if (transport) asked.push(transport);
      const body = method === 'DESCRIBE' ? sdp : '';
      socket.write(`RTSP/1.0 ${transport?.startsWith('RTP/AVP/TCP') ? 461 : 200} Said\r\nCSeq: ${/CSeq: (\d+)/.exec(chunk.toString())?.[1]}\r\nSession: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const trusting = new Certificates('accept-any', new Set(), new FakeStorage());
  for (const transport of ['auto', 'udp'] as const) {
    const feed = new RtspOpener({ transport, certificates: trusting }, new OpenRules(), { now: () => 0 }, patient).open({ uri: `rtsps://camera.lan:${(server.address() as AddressInfo).port}/` }, new Gathering(), new AbortController().signal);
    await expect(feed).rejects.toMatchObject({ code: 'camera-broken-answer' });
  }
  expect(asked).toEqual(['RTP/AVP/TCP;unicast;interleaved=0-1', 'RTP/AVP/TCP;unicast;interleaved=0-1']);
  await new Promise((resolve) => server.close(resolve));
});

it('the password is not sent in the clear to a camera that knew Digest a moment ago', async () => {
  await using camera = await startCamera(behaves(({ method, headers }, say) => {
    const isSigned = headers.has('authorization');
    if (method === 'DESCRIBE') say.answer(401, ['WWW-Authenticate: Basic realm="x"']);
    else if (!isSigned) say.answer(401, ['WWW-Authenticate: Digest realm="x", nonce="n"']);
    return method === 'DESCRIBE' || !isSigned;
  }));
  const feed = new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, patient).open({ uri: `rtsp://a:${camera.port}/`, credentials: lan }, new Gathering(), new AbortController().signal);
  await expect(feed).rejects.toMatchObject({ code: 'camera-broken-answer' });
  expect(camera.heard.map(({ headers }) => headers.get('authorization') ?? '').filter((given) => given.startsWith('Basic'))).toEqual([]);
});

it('a camera that stalls is told goodbye', async () => {
  let heardGoodbye: (() => void) | undefined;
  const goodbye = new Promise<void>((resolve) => (heardGoodbye = resolve));
  await using camera = await startCamera(behaves(({ method }) => void (method === 'TEARDOWN' && heardGoodbye?.())));
  const sink = new Gathering();
  await new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, { ...patient, stall: 300 }).open({ uri: `rtsp://a:${camera.port}/` }, sink, new AbortController().signal);
  expect((await sink.end)?.code).toBe('camera-stalled');
  await goodbye;
});

it('a challenge of one long word is read once, not once for each of its letters', () => {
  // Read the slow way, this would take longer than any test may.
  expect(chooseChallenge([`Digest ${'a'.repeat(2_000_000)}`])).toBeUndefined();
});
