import { afterEach, describe, expect, it } from 'vitest';
import type { Timings } from './connection.ts';
import { behaves, certificates, Gathering, interleaved, keyPicture, OpenRules, parameterSets, quickTimings, rtp, sdp, startCamera, type Script } from './fake-camera.fixture.ts';
import { RtspOpener } from './rtsp-opener.ts';

const patient: Timings = { ...quickTimings, stall: 60_000, pictureless: 60_000, reply: 5_000 };
let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

async function openAt(script: Script, options: { timings?: Timings } = {}) {
  const camera = await startCamera(script);
  stop.signal.addEventListener('abort', () => void camera[Symbol.asyncDispose]());
  const rules = new OpenRules();
  const sink = new Gathering();
  const opener = new RtspOpener({ transport: 'tcp', certificates }, rules, { now: () => 1_700_000_000_000 }, options.timings ?? patient);
  const uri = `rtsp://camera.lan:${camera.port}/main?x=1`;
  const feed = opener.open({ uri }, sink, stop.signal);
  feed.catch(() => {});
  return { camera, rules, sink, feed, uri };
}
describe('opening a stream', () => {
  it('asks, sets up, plays, and hands over format and units', async () => {
    const { camera, rules, sink, feed, uri } = await openAt(behaves());
    expect(await feed).toBeDefined();
    await sink.gathered(1);
    expect(sink.formats).toEqual([{ video: { codec: 'h264', clockRate: 90_000, parameterSets } }]);
    expect(sink.units).toEqual([{ track: 'video', ticks: 0, at: 1_700_000_000_000, key: true, parts: [Buffer.from([0, 0, 0, 5, 0x65, 0x88, 1, 2, 3])], size: 9 }]);
    expect(camera.heard.map(({ method, uri: asked }) => `${method} ${asked}`)).toEqual([`OPTIONS ${uri}`, `DESCRIBE ${uri}`, `SETUP ${uri}/track1`, `PLAY ${uri}/`]);
    expect(camera.heard.at(-1)?.headers.get('session')).toBe('abc');
    expect((await feed).stats()).toEqual({
      packets: 1, lost: 0, bytes: 17, units: 1, reordered: 0, duplicates: 0, jitterMs: 0, pictures: 1, keys: 1, lastKeyAt: 1_700_000_000_000, transport: 'tcp', isEncrypted: false, clockSource: 'arrival', video: 'h264',
    });
    expect(rules.asked).toEqual([`camera.lan:${camera.port}`]);
  });

  it('says goodbye when the hub closes it, and ends without an error', async () => {
    let heardGoodbye: (() => void) | undefined;
    const goodbye = new Promise<void>((resolve) => (heardGoodbye = resolve));
    const closing = new AbortController();
    await using camera = await startCamera(behaves(({ method }) => void (method === 'TEARDOWN' && heardGoodbye?.())));
    const sink = new Gathering();
    await new RtspOpener({ transport: 'tcp', certificates }, new OpenRules(), { now: () => 0 }, patient).open({ uri: `rtsp://a:${camera.port}/` }, sink, closing.signal);
    closing.abort();
    expect(await sink.end).toBeUndefined();
    await goodbye;
  });

  it('rejects with the signal\'s reason when it is closed while opening', async () => {
    const { feed } = await openAt(() => {});
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(feed).rejects.toBe(reason);
  });

  it('takes the channels the camera chose instead, and skips all others', async () => {
    const { sink } = await openAt(behaves(({ method }, say) => {
      if (method === 'SETUP') say.answer(200, ['Session: 1', 'Transport: RTP/AVP/TCP;unicast;interleaved=8-9']);
      if (method === 'PLAY') {
        say.answer(200);
        say.bytes(Buffer.concat([keyPicture(7, 9, 4), interleaved(200, Buffer.from('?')), keyPicture(1, 5, 8)]));
      }
      return method === 'SETUP' || method === 'PLAY';
    }));
    await sink.gathered(1);
    expect(sink.units.map((unit) => unit.ticks)).toEqual([5]);
  });

  it('answers what the camera asks', async () => {
    let said = '';
    const { sink } = await openAt(behaves(({ method }, say) => {
      if (method !== 'PLAY') return false;
      say.answer(200);
      say.socket.prependListener('data', (chunk) => {
        said += chunk.toString();
        if (said.includes('501')) say.bytes(keyPicture(1, 0));
      });
      say.bytes('OPTIONS * RTSP/1.0\r\nCSeq: 9\r\n\r\nANNOUNCE rtsp://x/ RTSP/1.0\r\nCSeq: 10\r\nContent-Length: 3\r\n\r\nabc');
      return true;
    }));
    await sink.gathered(1);
    expect(said).toBe('RTSP/1.0 200 OK\r\nCSeq: 9\r\n\r\nRTSP/1.0 501 Not Implemented\r\nCSeq: 10\r\n\r\n');
  });

  it('reads an answer that comes a byte at a time, with plain line feeds and no CSeq', async () => {
    const { sink } = await openAt(behaves(({ method, uri }, say) => {
      if (method !== 'DESCRIBE') return false;
      const text = `RTSP/1.0 200 OK\nContent-Base: ${uri}\nContent-Length: ${sdp.length}\n\n${sdp}`;
      for (const each of text) say.bytes(each);
      return true;
    }));
    await sink.gathered(1);
    expect(sink.units).toHaveLength(1);
  });

  it('finds the parameter sets in the stream when the description has none', async () => {
    const { sink } = await openAt(behaves(({ method }, say) => {
      if (method !== 'PLAY') return false;
      say.answer(200);
      const [sps = Buffer.alloc(0), pps = Buffer.alloc(0)] = parameterSets;
      say.bytes(Buffer.concat([keyPicture(1, 0), interleaved(0, rtp(2, 3_600, false, sps)), interleaved(0, rtp(3, 3_600, false, pps)), keyPicture(4, 3_600)]));
      return true;
    }, sdp.replace(/^a=fmtp.*\r\n/m, '')));
    await sink.gathered(1);
    expect([sink.formats.length, sink.units.map((unit) => unit.ticks)]).toEqual([1, [3_600]]);
  });

  it('keeps the session alive in the way the camera knows', async () => {
    const heardFirst = (offered: string): Promise<string> => new Promise((resolve) => {
      let played = false;
      void openAt(behaves(({ method }, say) => {
        if (played) resolve(method);
        if (method === 'OPTIONS') say.answer(200, [`Public: ${offered}`]);
        if (method === 'SETUP') say.answer(200, ['Session: 1;timeout=2', 'Transport: RTP/AVP/TCP;interleaved=0-1']);
        played ||= method === 'PLAY';
        return method === 'OPTIONS' || method === 'SETUP';
      }), { timings: { ...patient, tick: 100 } });
    });
    expect(await Promise.all([heardFirst('OPTIONS, GET_PARAMETER'), heardFirst('OPTIONS, DESCRIBE')])).toEqual(['GET_PARAMETER', 'OPTIONS']);
  });
});
