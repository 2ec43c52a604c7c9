import { createServer, type AddressInfo, type Socket } from 'node:net';
import { HubError, type AccessUnit, type AddressRules, type FeedSink, type MediaFormat } from '@matpho/core/sdk';
import { FakeStorage } from '@matpho/core/sdk/testing';
import { Certificates } from './certificates.ts';
import type { Timings } from './connection.ts';

export interface Heard {
  readonly method: string;
  readonly uri: string;
  readonly headers: ReadonlyMap<string, string>;
}
/** What the camera does about one request; `say` writes bytes, `answer` an RTSP answer with its CSeq. */
export type Script = (heard: Heard, say: Say) => void;
export interface Say {
  readonly socket: Socket;
  bytes(data: string | Buffer): void;
  answer(status: number, headers?: readonly string[], body?: string): void;
}

export const certificates = new Certificates('verify', new Set(), new FakeStorage());

const sps = Buffer.from('6742c01fda014016ec0440000003004000000c83c60ca8', 'hex');
const pps = Buffer.from('68ce0fc8', 'hex');
export const parameterSets = [sps, pps];

export const sdp = [
  'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=fake', 't=0 0', 'a=control:*', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000',
  `a=fmtp:96 packetization-mode=1;profile-level-id=42c01f;sprop-parameter-sets=${sps.toString('base64')},${pps.toString('base64')}`, 'a=control:track1', '',
].join('\r\n');

/** A camera for one test, on loopback. It says only what its script says. */
export async function startCamera(script: Script): Promise<AsyncDisposable & { readonly port: number; readonly heard: Heard[] }> {
  const heard: Heard[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      // Receiver reports on interleaved channels are not requests.
      while (text.startsWith('$') && text.length >= 4) text = text.slice(4 + text.charCodeAt(2) * 256 + text.charCodeAt(3));
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const [start = '', ...lines] = text.slice(0, end).split('\r\n');
        text = text.slice(end + 4);
        const [method = '', uri = ''] = start.split(' ');
        const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
        const request = { method, uri, headers };
        heard.push(request);
        script(request, {
          socket,
          bytes: (data) => socket.write(data),
          answer: (status, extra = [], body = '') => socket.write([`RTSP/1.0 ${status} Said`, `CSeq: ${headers.get('cseq')}`, ...extra, ...(body ? [`Content-Length: ${Buffer.byteLength(body)}`] : []), '', body].join('\r\n')),
        });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port, heard,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A script of a camera that behaves; `instead` answers a request itself by returning true. */
export function behaves(instead: (heard: Heard, say: Say) => boolean | void = () => false, description = sdp): Script {
  return (heard, say) => {
    if (instead(heard, say)) return;
    if (heard.method === 'OPTIONS') say.answer(200, ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN']);
    else if (heard.method === 'DESCRIBE') say.answer(200, [`Content-Base: ${heard.uri}/`, 'Content-Type: application/sdp'], description);
    else if (heard.method === 'SETUP') say.answer(200, ['Session: abc;timeout=60', `Transport: ${heard.headers.get('transport')}`]);
    else if (heard.method === 'PLAY') {
      say.answer(200);
      say.bytes(keyPicture(1, 0));
    } else say.answer(200);
  };
}

/** One RTP packet. */
export function rtp(sequence: number, time: number, marker: boolean, payload: Buffer, payloadType = 96): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt8((marker ? 0x80 : 0) | payloadType, 1);
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(time >>> 0, 4);
  head.writeUInt32BE(0x1234, 8);
  return Buffer.concat([head, payload]);
}
export function interleaved(channel: number, packet: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]), packet]);
}
/** A key picture of one NAL unit, in one interleaved packet. */
export function keyPicture(sequence: number, time: number, channel = 0): Buffer {
  return interleaved(channel, rtp(sequence, time, true, Buffer.from([0x65, 0x88, 1, 2, 3])));
}

/** Everything on this machine is allowed; what was asked is kept. */
export class OpenRules implements AddressRules {
  readonly asked: string[] = [];
  check(host: string, port: number): Promise<string> {
    this.asked.push(`${host}:${port}`);
    return host === 'refused.example' ? Promise.reject(new HubError('address-refused', 'Not a camera.')) : Promise.resolve('127.0.0.1');
  }
}

export class Gathering implements FeedSink {
  readonly formats: MediaFormat[] = [];
  readonly units: AccessUnit[] = [];
  #settle: ((error?: HubError) => void) | undefined;
  /** How the stream ended. */
  readonly end = new Promise<HubError | undefined>((resolve) => (this.#settle = resolve));
  #onUnit: (() => void) | undefined;
  ended(error?: HubError): void {
    this.#settle?.(error);
  }
  format(format: MediaFormat): void {
    this.formats.push(format);
  }
  unit(unit: AccessUnit): void {
    this.units.push({ ...unit, parts: unit.parts.map((part) => Buffer.from(part)) });
    this.#onUnit?.();
  }
  /** Resolves when there are as many units. */
  async gathered(count: number, track?: 'video' | 'audio'): Promise<void> {
    while (this.units.filter((unit) => !track || unit.track === track).length < count) await new Promise<void>((resolve) => (this.#onUnit = resolve));
  }
}

export const quickTimings: Timings = { connect: 20_000, reply: 400, stall: 300, pictureless: 400, tick: 20 };
