import { afterEach, describe, expect, it } from 'vitest';
import { behaves, certificates, Gathering, interleaved, keyPicture, OpenRules, quickTimings, rtp, sdp, startCamera, type Heard, type Say, type Script } from './fake-camera.fixture.ts';
import { RtspOpener } from './rtsp-opener.ts';
import type { TransportRule } from './set-up-tracks.ts';

const patient = { ...quickTimings, stall: 60_000, pictureless: 60_000, reply: 5_000 };
const lan = { username: 'lan', password: 'hoa' };
let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

function openAt(port: number, options: { transport?: TransportRule; timings?: typeof patient; opener?: RtspOpener } = {}) {
  const sink = new Gathering();
  const opener = options.opener ?? new RtspOpener({ transport: options.transport ?? 'auto', certificates }, new OpenRules(), { now: () => 0 }, options.timings ?? patient);
  const feed = opener.open({ uri: `rtsp://camera.lan:${port}/live?x=1`, credentials: lan }, sink, stop.signal);
  feed.catch(() => {});
  return { sink, feed, opener };
}
type Reaction = (heard: Heard, say: Say) => void;
const at = (method: string, react: Reaction, description = sdp): Script => behaves((heard, say) => (heard.method === method ? (react(heard, say), true) : false), description);
const described = (text: string, headers: readonly string[] = ['Content-Type: application/sdp']): Reaction => (_, say) => say.answer(200, headers, text);
const lines = (say: Say, heard: Heard, ...text: string[]): void => say.bytes(text.join('\n').replace('#', heard.headers.get('cseq') ?? ''));
const pictureFrom = (bytes: Buffer): Reaction => (_, say) => {
  say.answer(200);
  say.bytes(bytes);
};

describe('a server that is odd in this way still gives its picture', () => {
  const cases: [name: string, script: Script, asked?: RegExp][] = [
    ['no Content-Base', at('DESCRIBE', described(sdp)), /SETUP rtsp:\/\/camera\.lan:\d+\/live\?x=1\/track1/],
    ['a Content-Base that is no address', at('DESCRIBE', described(sdp, ['Content-Base: /live/'])), /SETUP rtsp:\/\/camera\.lan:\d+\/live\?x=1\/track1/],
    ['an absolute control', at('DESCRIBE', described(sdp.replace('control:track1', 'control:rtsp://camera.lan/live/1'))), /SETUP rtsp:\/\/camera\.lan\/live\/1 /],
    ['a control of * for the picture', at('DESCRIBE', described(sdp.replace('control:track1', 'control:*')))],
    ['no control at all', at('DESCRIBE', described(sdp.replace(/a=control.*\r\n/g, '')))],
    ['spaces and capitals in the description', at('DESCRIBE', described(sdp.replace('a=rtpmap:96 H264/90000', ' A=RtpMap: 96  h264/90000 ').replace('m=video 0', 'm = video  0')))],
    ['line feeds only in the description', at('DESCRIBE', described(sdp.replaceAll('\r\n', '\n')))],
    ['another Content-Type', at('DESCRIBE', described(sdp, ['Content-Type: text/plain; charset=utf-8']))],
    ['no name of the coding', at('DESCRIBE', described(sdp.replace(/a=rtpmap.*\r\n/, '')))],
    ['another payload type than it says', at('PLAY', pictureFrom(Buffer.concat(Array.from({ length: 12 }, (_, n) => interleaved(0, rtp(n, n * 3_600, true, Buffer.from([0x65, 0x88, 1]), 103))))))],
    ['other channels than it was asked for', at('SETUP', (_, say) => say.answer(200, ['Session: 1', 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=12;mode="PLAY"']))],
    ['no Transport in its answer', at('SETUP', (_, say) => say.answer(200, ['Session: 1']))],
    ['an OPTIONS it does not know', at('OPTIONS', (_, say) => say.answer(501))],
    ['answers without numbers', at('DESCRIBE', (_, say) => say.bytes(`RTSP/1.0 200 OK\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`))],
    ['answers with line feeds, lower case and spaces', at('SETUP', (heard, say) => lines(say, heard, 'rtsp/1.0  200  ok', 'cseq : #', 'session :  abc ; Timeout = 30', 'transport:RTP/AVP/TCP; interleaved = 0 - 1', '', ''))],
    ['a status without words', at('SETUP', (heard, say) => lines(say, heard, 'RTSP/1.0 200', 'CSeq: #', 'Session: 1', '', ''))],
    ['headers over two lines of Public', at('OPTIONS', (_, say) => say.answer(200, ['Public: OPTIONS, DESCRIBE', 'Public: SETUP, PLAY, GET_PARAMETER']))],
    ['an informational answer first', at('PLAY', (heard, say) => {
      say.bytes(`RTSP/1.0 100 Continue\r\nCSeq: ${heard.headers.get('cseq')}\r\n\r\n`);
      pictureFrom(keyPicture(1, 0))(heard, say);
    })],
    ['packets before the answer to PLAY', at('PLAY', (_, say) => {
      say.bytes(keyPicture(1, 0));
      say.answer(200);
    })],
    ['a range it does not take', at('PLAY', (heard, say) => {
      if (heard.headers.has('range')) return say.answer(457);
      pictureFrom(keyPicture(1, 0))(heard, say);
    })],
    ['a PLAY for every track', at('PLAY', (heard, say) => {
      if (!heard.uri.endsWith('track1')) return say.answer(459);
      pictureFrom(keyPicture(1, 0))(heard, say);
    }), /PLAY \S+track1/],
    ['stray line ends between answers', at('SETUP', (heard, say) => {
      say.bytes('\r\n\r\n');
      say.answer(200, ['Session: 1', `Transport: ${heard.headers.get('transport')}`]);
    })],
    ['its sound refused', behaves(({ method, uri }, say) => {
      if (method !== 'SETUP' || !uri.endsWith('track2')) return false;
      say.answer(454);
      return true;
    }, `${sdp}m=audio 0 RTP/AVP 8\r\na=control:track2\r\n`)],
  ];
  it.each(cases)('%s', async (_, script, asked) => {
    await using camera = await startCamera(script);
    const { sink, feed } = openAt(camera.port);
    await feed;
    await sink.gathered(1);
    expect([sink.units[0]?.track, sink.formats[0]?.audio]).toEqual(['video', undefined]);
    if (asked) expect(camera.heard.map(({ method, uri }) => `${method} ${uri} `).join('\n')).toMatch(asked);
  });

  it('a connection for the challenge, and another for the answer to it', async () => {
    await using camera = await startCamera(behaves((heard, say) => {
      if (heard.headers.has('authorization')) return false;
      say.socket.end(`RTSP/1.0 401 No\r\nCSeq: ${heard.headers.get('cseq')}\r\nWWW-Authenticate: Digest realm="x", nonce="n"\r\nConnection: close\r\n\r\n`);
      return true;
    }));
    const { sink, feed } = openAt(camera.port);
    await feed;
    await sink.gathered(1);
    expect(camera.heard.filter(({ headers }) => !headers.has('authorization')).map(({ method }) => method)).toEqual(['OPTIONS']);
  });
});

describe('a server that takes one transport only', () => {
  const only = (wanted: string): Script => at('SETUP', ({ headers }, say) => {
    if (headers.get('transport')?.startsWith(wanted) !== true) return say.answer(461);
    say.answer(200, ['Session: 1', `Transport: ${headers.get('transport')}`]);
  });
  it.each<[TransportRule, string, string]>([
    ['auto', 'RTP/AVP;', 'udp'], ['auto', 'RTP/AVP/TCP;', 'tcp'], ['udp', 'RTP/AVP/TCP;', 'tcp'], ['udp', 'RTP/AVP;', 'udp'],
    ['tcp', 'RTP/AVP;', 'camera-broken-answer'], ['auto', 'RTP/SAVP;', 'camera-broken-answer'],
  ])('with the setting %s, where the server takes %s: %s', async (transport, wanted, result) => {
    await using camera = await startCamera(only(wanted));
    const { feed } = openAt(camera.port, { transport });
    expect(await feed.then((each) => each.stats().transport, (error: { code: string }) => error.code)).toBe(result);
  });
  it('answers with UDP although TCP was asked for: UDP it is', async () => {
    await using camera = await startCamera(at('SETUP', ({ headers }, say) => {
      say.answer(200, ['Session: 1', headers.get('transport')?.includes('client_port') ? `Transport: ${headers.get('transport')};server_port=9-10` : 'Transport: RTP/AVP;unicast;server_port=9-10']);
    }));
    expect((await openAt(camera.port).feed).stats().transport).toBe('udp');
  });
});

describe('a server that changes its mind', () => {
  it('asks the hub to go elsewhere while it plays: the next try begins there, by the same rules', async () => {
    await using target = await startCamera(behaves());
    await using camera = await startCamera(at('PLAY', (heard, say) => {
      pictureFrom(keyPicture(1, 0))(heard, say);
      say.bytes(`REDIRECT ${heard.uri} RTSP/1.0\r\nCSeq: 5\r\nLocation: rtsp://camera.lan:${target.port}/there\r\n\r\n`);
    }));
    const first = openAt(camera.port);
    await first.feed.catch(() => {});
    const ended = await Promise.race([first.sink.end, first.feed.then(() => first.sink.end, (error: unknown) => error)]);
    expect(ended).toMatchObject({ code: 'camera-offline' });
    const second = openAt(camera.port, { opener: first.opener });
    await second.feed;
    await second.sink.gathered(1);
    expect(target.heard.map(({ method, uri }) => `${method} ${uri}`)[1]).toBe(`DESCRIBE rtsp://camera.lan:${target.port}/there`);
  });
  it('never sends the hub from an encrypted connection to a plain one', async () => {
    const { describeStream } = await import('./describe-stream.ts');
    const rules = { addresses: new OpenRules(), certificates, timings: patient, readInto: Buffer.alloc(1_024) };
    await expect(describeStream('rtsps://camera.lan/', lan, rules, stop.signal, 'rtsp://camera.lan/')).rejects.toMatchObject({ code: 'address-refused' });
    expect(rules.addresses.asked).toEqual([]);
  });
  it('forgot the session when it is asked to go on: a stall, and the next try opens it anew', async () => {
    await using camera = await startCamera(behaves(({ method }, say) => {
      if (method === 'SETUP') say.answer(200, ['Session: 1;timeout=2']);
      if (method === 'GET_PARAMETER') say.answer(454);
      return method === 'SETUP' || method === 'GET_PARAMETER';
    }));
    const { sink } = openAt(camera.port, { timings: { ...patient, tick: 100 } });
    expect(await sink.end).toMatchObject({ code: 'camera-stalled' });
  });
  it('says it knows GET_PARAMETER and does not: the next way keeps the session alive', async () => {
    let heardOptions: (() => void) | undefined;
    const keptAlive = new Promise<void>((resolve) => (heardOptions = resolve));
    let plays = false;
    await using camera = await startCamera(behaves(({ method }, say) => {
      if (method === 'SETUP') say.answer(200, ['Session: 1;timeout=2']);
      if (method === 'GET_PARAMETER') say.answer(501);
      if (method === 'OPTIONS' && plays) heardOptions?.();
      plays ||= method === 'PLAY';
      return method === 'SETUP' || method === 'GET_PARAMETER';
    }));
    openAt(camera.port, { timings: { ...patient, tick: 100 } });
    await keptAlive;
    expect(camera.heard.map(({ method }) => method).slice(-2)).toEqual(['GET_PARAMETER', 'OPTIONS']);
  });
  it('sends another coding under another payload type: the stream is opened anew', async () => {
    await using camera = await startCamera(at('PLAY', pictureFrom(Buffer.concat([keyPicture(1, 0), ...Array.from({ length: 40 }, (_, n) => interleaved(0, rtp(n + 2, n * 3_600, true, Buffer.from([0x26, 1, 0x88]), 98)))]))));
    expect(await openAt(camera.port, { timings: { ...patient, tick: 20 } }).sink.end).toMatchObject({ code: 'stream-changed' });
  });
  it('sends another coding under the same payload type: the stream is opened anew', async () => {
    await using camera = await startCamera(at('PLAY', (heard, say) => {
      pictureFrom(keyPicture(1, 0))(heard, say);
      let n = 1;
      const timer = setInterval(() => say.bytes(interleaved(0, rtp(++n, n * 3_600, true, Buffer.from([0x30, 1, 0x88])))), 20);
      say.socket.on('close', () => clearInterval(timer));
    }));
    expect(await openAt(camera.port, { timings: { ...patient, tick: 20, pictureless: 400 } }).sink.end).toMatchObject({ code: 'stream-changed' });
  });
});
