import * as fc from 'fast-check';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HubError } from '@matpho/core/sdk';
import { behaves, certificates, Gathering, interleaved, keyPicture, OpenRules, quickTimings, rtp, sdp, startCamera, type Script } from './fake-camera.fixture.ts';
import { parseHead, toMessage } from './rtsp-message.ts';
import { RtspOpener } from './rtsp-opener.ts';
import { RtspWire } from './rtsp-wire.ts';
import { parseSdp } from './sdp.ts';
import { chooseTracks } from './choose-tracks.ts';

/** A camera that answers has all the time a busy machine needs. */
const answering = { ...quickTimings, connect: 20_000, reply: 20_000 };
async function open(port: number, sink = new Gathering(), host = 'camera.lan', timings = answering): Promise<HubError | undefined> {
  const opener = new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, timings);
  await opener.open({ uri: `rtsp://${host}:${port}/` }, sink, new AbortController().signal);
  return sink.end;
}
/** The code of what ends a stream, while opening or after. */
async function codeOf(script: Script): Promise<string | undefined> {
  await using camera = await startCamera(script);
  try {
    return (await open(camera.port))?.code;
  } catch (error) {
    return error instanceof HubError ? error.code : String(error);
  }
}
const at = (method: string, react: Script): Script => behaves((heard, say) => (heard.method === method ? (react(heard, say), true) : false));

describe('a camera that does wrong ends in a code', () => {
  const cases: [name: string, code: string, script: Script][] = [
    ['hangs up', 'camera-unreachable', at('DESCRIBE', (_, say) => say.socket.destroy())],
    ['speaks HTTP', 'camera-broken-answer', (_, say) => say.bytes('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['speaks gibberish', 'camera-broken-answer', (_, say) => say.bytes(Buffer.from([0, 1, 2, 3]))],
    ['announces ten gigabytes', 'camera-broken-answer', at('DESCRIBE', (_, say) => say.answer(200, ['Content-Length: 10000000000']))],
    ['announces a strange length', 'camera-broken-answer', at('DESCRIBE', (_, say) => say.answer(200, ['Content-Length: -1']))],
    ['never ends its head', 'camera-broken-answer', at('DESCRIBE', (_, say) => say.bytes(`RTSP/1.0 200 OK\r\nX: ${'x'.repeat(20_000)}`))],
    ['has no such stream', 'camera-no-video', at('DESCRIBE', (_, say) => say.answer(404))],
    ['forbids it', 'camera-wrong-password', at('DESCRIBE', (_, say) => say.answer(403))],
    ['has too many viewers', 'camera-unreachable', at('SETUP', (_, say) => say.answer(453))],
    ['fails', 'camera-broken-answer', at('PLAY', (_, say) => say.answer(500))],
    ['opens no session', 'camera-broken-answer', at('SETUP', (_, say) => say.answer(200))],
    ['has no picture', 'camera-no-video', behaves(undefined, 'v=0\r\nm=audio 0 RTP/AVP 0\r\n')],
    ['has MPEG-4 only', 'camera-no-video', behaves(undefined, 'v=0\r\nm=video 0 RTP/AVP 98\r\na=rtpmap:98 MP4V-ES/90000\r\n')],
    ['names a stream with control characters', 'camera-broken-answer', behaves(undefined, sdp.replace('track1', 'track 1\u0001'))],
    ['stalls', 'camera-stalled', behaves()],
    ['sends packets without a picture', 'camera-no-video', at('PLAY', (_, say) => {
      say.answer(200);
      let n = 0;
      const timer = setInterval(() => say.bytes(interleaved(0, rtp(++n, n * 3_600, true, Buffer.from([0x19, 1, 2])))), 20);
      say.socket.on('close', () => clearInterval(timer));
    })],
    ['turns to gibberish', 'camera-broken-answer', at('PLAY', (_, say) => {
      say.answer(200);
      say.bytes(Buffer.concat([keyPicture(1, 0), Buffer.from([0xff, 0xfe])]));
    })],
    ['hangs up while playing', 'camera-unreachable', at('PLAY', (_, say) => {
      say.answer(200);
      say.socket.end(keyPicture(1, 0));
    })],
  ];
  it.each(cases)('%s: %s', async (_, code, script) => {
    expect(await codeOf(script)).toBe(code);
  });
  it('says nothing: camera-unreachable', async () => {
    await using camera = await startCamera(() => {});
    await expect(open(camera.port, undefined, undefined, quickTimings)).rejects.toMatchObject({ code: 'camera-unreachable' });
  });
  it('is not there: camera-unreachable', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(open(port)).rejects.toMatchObject({ code: 'camera-unreachable' });
  });
  it('is not on the home network: address-refused', async () => {
    await expect(open(554, undefined, 'refused.example')).rejects.toMatchObject({ code: 'address-refused' });
  });
  it('ends at most once, and nothing follows', async () => {
    const sink = new Gathering();
    await using camera = await startCamera(at('PLAY', (_, say) => {
      say.answer(200);
      say.bytes(Buffer.concat([keyPicture(1, 0), Buffer.from('\x00'), keyPicture(2, 3_600)]));
      say.bytes(keyPicture(3, 7_200));
    }));
    expect(await open(camera.port, sink)).toMatchObject({ code: 'camera-broken-answer' });
    expect(sink.units).toHaveLength(1);
  });
});

/** Everything but a value or a HubError fails the test. */
function only(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(HubError);
  }
}

describe('bytes of any kind', () => {
  const pieces = fc.oneof(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)), fc.constantFrom('$', 'RTSP/1.0 200 OK\r\n', 'Content-Length: 5\r\n', '\r\n\r\n', 'CSeq: 1\r\n', '\n\n', 'OPTIONS * RTSP/1.0').map((text) => Buffer.from(text)));
  it('leave the wire with values or a HubError, however they are cut', () => {
    fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (parts, step) => {
      const bytes = Buffer.concat(parts);
      const read = (size: number): string => {
        const seen: string[] = [];
        const wire = new RtspWire({ packet: (channel, from, start, end) => seen.push(`${channel}:${from.toString('hex', start, end)}`), message: (message) => seen.push(message.kind) });
        try {
          for (let from = 0; from < bytes.length; from += size) wire.push(bytes.subarray(from, from + size));
        } catch (error) {
          expect(error).toBeInstanceOf(HubError);
          seen.push('broken');
        }
        return seen.join();
      };
      expect(read(step)).toBe(read(Math.max(1, bytes.length)));
    }), { numRuns: 1_000 });
  });
  it('are a description, a head or a HubError', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(sdp.length), (text, where) => {
      only(() => chooseTracks(parseSdp(text)));
      only(() => chooseTracks(parseSdp(sdp.slice(0, where) + text + sdp.slice(where))));
      only(() => toMessage(parseHead(text), ''));
    }), { numRuns: 1_000 });
  });
});
