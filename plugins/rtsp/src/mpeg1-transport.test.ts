import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Ffmpeg, LoopbackFeed } from '@matpho/core/sdk';
import { ChunkQueue } from './chunk-queue.ts';
import { Mpeg1Transport } from './mpeg1-transport.ts';

const ffmpegBin = [process.env['FFMPEG_BIN'], '/usr/bin/ffmpeg'].find((path) => path && existsSync(path)) ?? 'ffmpeg';
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => (server.closeAllConnections(), server.close())));

/** Serves bytes once over loopback, as the hub does. */
const loopback: LoopbackFeed = {
  async offer(bytes, signal) {
    const server = createServer(async (_, response) => {
      for await (const chunk of bytes) response.write(chunk);
      response.end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', signal }, resolve));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/internal/token.mp4`);
  },
};
const at = (path: string): Ffmpeg => ({ path: () => path, run: () => { throw new Error('not used'); } });

function clip(): Buffer {
  return execFileSync(ffmpegBin, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=320x180:r=15:d=2', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1']);
}
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
async function* endless(bytes: Uint8Array, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield bytes;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
const about = { fps: 15, height: 180 };

describe('pictures as MPEG-1', () => {
  it('are a transport stream that decodes at a rate MPEG-1 knows', async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of new Mpeg1Transport(at(ffmpegBin), loopback).convert(once(clip()), about, new AbortController().signal)) chunks.push(chunk);
    const stream = Buffer.concat(chunks);
    expect([stream[0], stream.length % 188]).toEqual([0x47, 0]);
    const listed = execFileSync(ffmpegBin, ['-v', 'error', '-xerror', '-i', 'pipe:0', '-f', 'framecrc', 'pipe:1'], { input: stream }).toString();
    expect(listed).toContain('#dimensions 0: 320x180');
    expect(listed.split('\n').filter((line) => line.startsWith('0,')).length).toBe(30);
  });
  it('end when the viewer leaves, though the camera goes on', async () => {
    const stop = new AbortController();
    let bytes = 0;
    for await (const chunk of new Mpeg1Transport(at(ffmpegBin), loopback).convert(endless(clip(), stop.signal), about, stop.signal)) {
      bytes += chunk.length;
      stop.abort();
    }
    expect(bytes).toBeGreaterThan(0);
  });
  it('without ffmpeg end in a code, not in the end of the hub', async () => {
    const stop = new AbortController();
    const convert = new Mpeg1Transport(at('/nowhere/ffmpeg'), loopback).convert(endless(clip(), stop.signal), about, stop.signal);
    await expect(convert.next()).rejects.toMatchObject({ code: 'ffmpeg-missing' });
    stop.abort();
  });
  it('that are none end in a code', async () => {
    const convert = new Mpeg1Transport(at(ffmpegBin), loopback).convert(once(Buffer.from('no video')), about, new AbortController().signal);
    await expect(convert.next()).rejects.toMatchObject({ code: 'stream-unsupported' });
  });
});

describe('chunks for a slow viewer', () => {
  it('are dropped, never kept without end', async () => {
    const queue = new ChunkQueue();
    for (let n = 0; n < 10; n++) queue.push(new Uint8Array(700_000).fill(n));
    queue.end();
    const kept: number[] = [];
    for await (const chunk of queue) kept.push(chunk[0] ?? -1);
    expect(kept).toEqual([8, 9]);
  });
});
