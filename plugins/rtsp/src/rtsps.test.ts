import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { HubError } from '@matpho/core/sdk';
import type { TlsRule } from './connection.ts';
import { Gathering, OpenRules, quickTimings, sdp } from './fake-camera.fixture.ts';
import { RtspOpener } from './rtsp-opener.ts';
import { selfSigned } from './self-signed.fixture.ts';

/** What an encrypted camera hears before the stream is opened, or the code of why it is not. */
async function openWith(tls: TlsRule): Promise<string> {
  const heard: string[] = [];
  const server = createServer(selfSigned, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const [method = ''] = chunk.toString().split(' ');
      heard.push(method);
      const body = method === 'DESCRIBE' ? sdp : '';
      socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${/CSeq: (\d+)/.exec(chunk.toString())?.[1]}\r\nSession: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  try {
    await new RtspOpener({ transport: 'tcp', tls }, new OpenRules(), { now: () => 0 }, { ...quickTimings, reply: 5_000, stall: 60_000 })
      .open({ uri: `rtsps://camera.lan:${(server.address() as AddressInfo).port}/` }, new Gathering(), stop.signal);
    return heard.join();
  } catch (error) {
    return error instanceof HubError ? error.code : String(error);
  } finally {
    stop.abort();
    server.close();
  }
}

describe('an encrypted stream', () => {
  it('of a self-signed camera is refused, unless the setting accepts it', async () => {
    expect(await openWith('verify')).toBe('camera-broken-answer');
    expect(await openWith('accept-any')).toBe('OPTIONS,DESCRIBE,SETUP,PLAY');
  });
});
