// Captures the corpus anew: `node fuzz/dist/make-corpus.js`. Needs ffmpeg with x264 and x265, and GStreamer's rtsp-server with its Python binding. The result is checked in.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cameraGear, openCamera, type CameraSpec } from '@matpho/simulator';
import { home, joinPackets } from './corpus.ts';
import { hubFile, hubModules, smallOf } from './hub-file.ts';
import { soapTalk } from './soap-talk.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
const rtspBytes = 24_000;

function save(kind: string, name: string, bytes: Uint8Array): void {
  mkdirSync(join(home, 'corpus', kind), { recursive: true });
  writeFileSync(join(home, 'corpus', kind, name), bytes);
  process.stdout.write(`${kind}/${name} ${bytes.length}\n`);
}
/** A NAL unit ends with a bit that is set; zeros behind it belong to the next start code. */
function withoutZeros(nal: Buffer): Buffer {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end -= 1;
  return nal.subarray(0, end);
}
const run = (args: readonly string[]): Promise<unknown> => promisify(execFile)(ffmpeg, ['-v', 'error', '-y', ...args], { timeout: 30_000 }).catch(() => {});

/** A place between a client and a server that keeps what both say. */
async function tapped(port: number, use: (port: number) => Promise<unknown>): Promise<{ readonly server: Buffer; readonly client: Buffer }> {
  const said = { server: [] as Buffer[], client: [] as Buffer[] };
  const tap = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    client.on('data', (bytes: Buffer) => { said.client.push(bytes); server.write(bytes); });
    server.on('data', (bytes: Buffer) => { said.server.push(bytes); client.write(bytes); });
    for (const [one, other] of [[client, server], [server, client]] as const) one.on('error', () => {}).on('close', () => other.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { tap.once('listening', resolve); });
  await use((tap.address() as AddressInfo).port);
  tap.close();
  return { server: Buffer.concat(said.server).subarray(0, rtspBytes), client: Buffer.concat(said.client).subarray(0, 4_000) };
}

async function rtsp(name: string, uri: string, transport: 'tcp' | 'udp' = 'tcp'): Promise<void> {
  const url = new URL(uri);
  const { server, client } = await tapped(Number(url.port), (port) => {
    url.port = String(port);
    return run(['-rtsp_transport', transport, '-i', url.href, '-t', '1', '-c', 'copy', '-f', 'null', '-']);
  });
  save('rtsp', name, server);
  save('rtsp-client', name, client);
  const head = server.toString('latin1');
  const body = head.indexOf('v=0');
  if (body >= 0) save('sdp', name, Buffer.from(head.slice(body, head.indexOf('RTSP/1.0', body)), 'latin1'));
}

const gear = cameraGear(ffmpeg);
const kinds: Readonly<Record<string, Partial<CameraSpec>>> = {
  'simulator-h264-aac': { audio: 'aac' }, 'simulator-h265': { codec: 'h265', rtspAuth: 'sha256' }, 'simulator-pcma': { audio: 'pcma', rtspAuth: 'basic' },
};
for (const [name, more] of Object.entries(kinds)) {
  await using camera = await openCamera({ id: name, name: 'Cổng', onvif: true, footage: { kind: 'drawn-loop', seconds: 1, width: 160, height: 96, fps: 5 }, ...more }, gear);
  const uri = new URL(camera.rtspUri());
  uri.username = camera.user;
  uri.password = camera.password;
  await rtsp(name, uri.href);
  if (name === 'simulator-pcma') await rtsp(`${name}-udp`, uri.href, 'udp');
  if (name !== 'simulator-h264-aac') continue;
  const { answers, requests } = await soapTalk(camera);
  for (const [at, answer] of answers.entries()) save('soap-answer', `simulator-${at}.xml`, Buffer.from(answer));
  for (const [at, request] of requests.entries()) save('soap-request', `onvif-package-${at}.xml`, Buffer.from(request));
}

const folder = join(tmpdir(), `matpho-corpus-${process.pid}`);
mkdirSync(folder, { recursive: true });
const source = ['-f', 'lavfi', '-i', 'testsrc=s=160x96:r=10:d=2'];
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=1'];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '5'];
const h265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-x265-params', 'log-level=none:keyint=5:pools=1'];

// A foreign server.
for (const [codec, coding] of [['h264', h264], ['h265', h265]] as const) {
  await run([...source, ...coding, '-bf', '0', '-f', codec === 'h264' ? 'h264' : 'hevc', join(folder, `es.${codec}`)]);
  const port = codec === 'h264' ? 18_554 : 18_556;
  const tool = process.env['GST_RTSP_SERVER'] ?? '/work/shared/tools/gst-rtsp-server.py';
  const server = spawn('/usr/bin/python3', [tool, String(port), '1', '--auth', codec === 'h264' ? 'digest' : 'basic', `${join(folder, `es.${codec}`)}:10`], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => { server.stdout.once('data', resolve); server.once('close', resolve); });
  await rtsp(`gstreamer-${codec}`, `rtsp://admin:pw@127.0.0.1:${port}/cam0`);
  server.kill('SIGKILL');
}

// RTP of a foreign sender, with its description.
const senders: Readonly<Record<string, readonly string[]>> = {
  'h264': [...source, ...h264, '-bf', '0'], 'h264-b-frames': [...source, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '10', '-bf', '2'], 'h264-slices': [...source, ...h264, '-bf', '0', '-x264-params', 'slices=4'],
  'h265': [...source, ...h265], 'mjpeg': [...source, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '8', '-huffman', '0', '-force_duplicated_matrix', '1'],
  'aac': [...sound, '-c:a', 'aac', '-b:a', '32k'], 'opus': [...sound, '-c:a', 'libopus'], 'pcma': [...sound, '-ar', '8000', '-c:a', 'pcm_alaw'], 'pcmu': [...sound, '-ar', '8000', '-c:a', 'pcm_mulaw'],
};
for (const [name, args] of Object.entries(senders)) {
  const rtp = createSocket('udp4');
  const rtcp = createSocket('udp4');
  const got = { rtp: [] as Buffer[], rtcp: [] as Buffer[] };
  rtp.on('message', (packet) => got.rtp.push(packet));
  rtcp.on('message', (packet) => got.rtcp.push(packet));
  await Promise.all([[rtp, 19_000], [rtcp, 19_001]].map(([socket, port]) => new Promise<void>((resolve) => { (socket as typeof rtp).bind(port as number, '127.0.0.1', resolve); })));
  const sdp = join(folder, `${name}.sdp`);
  // An SDP of its own for JPEG says nothing of tables; the packets carry them.
  await run(['-re', ...args, '-f', 'rtp', '-sdp_file', sdp, 'rtp://127.0.0.1:19000?pkt_size=500']);
  rtp.close();
  rtcp.close();
  save('rtp', name, joinPackets(got.rtp.slice(0, 30)));
  if (got.rtcp.length > 0) save('rtcp', name, Buffer.concat(got.rtcp).subarray(0, 400));
  save('sdp', `ffmpeg-${name}`, readFileSync(sdp));
}

// Files, as recordings and conversions are read.
await run([...source, ...sound, ...h264, '-bf', '0', '-c:a', 'aac', '-b:a', '32k', '-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', join(folder, 'a.mp4')]);
save('mp4', 'ffmpeg-fragmented', readFileSync(join(folder, 'a.mp4')).subarray(0, 20_000));
await run([...source, ...h265, '-movflags', 'frag_every_frame+empty_moov', '-f', 'mp4', join(folder, 'b.mp4')]);
save('mp4', 'ffmpeg-h265', readFileSync(join(folder, 'b.mp4')).subarray(0, 16_000));
const modules = await hubModules();
const recording = hubFile(readFileSync(join(home, 'corpus', 'rtsp', 'simulator-h264-aac')), modules);
save('mp4', 'hub', recording);
save('mp4', 'hub-fragments', smallOf(recording, modules));
await run([...source, ...h264, '-bf', '0', '-f', 'flv', join(folder, 'a.flv')]);
save('flv', 'ffmpeg', readFileSync(join(folder, 'a.flv')).subarray(0, 16_000));
for (const size of ['160x96', '1920x1080', '704x576']) for (const [codec, coding] of [['h264', h264], ['h265', h265]] as const) {
  const file = join(folder, `sets.${codec}`);
  execFileSync(ffmpeg, ['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc=s=${size}:r=10:d=0.1`, ...coding, ...(size === '704x576' && codec === 'h264' ? ['-profile:v', 'high', '-x264-params', 'interlaced=1', '-preset', 'medium'] : []), '-f', codec === 'h264' ? 'h264' : 'hevc', file]);
  const stream = readFileSync(file).toString('latin1').split('\0\0\u0001').map((nal) => withoutZeros(Buffer.from(nal, 'latin1'))).filter((nal) => nal.length > 2);
  const isSet = (nal: Buffer): boolean => (codec === 'h264' ? [7, 8].includes((nal[0] ?? 0) & 31) : [32, 33, 34].includes(((nal[0] ?? 0) >> 1) & 63));
  save(codec === 'h264' ? 'h264-sets' : 'h265-sets', size, joinPackets(stream.filter(isSet)));
}
for (const [name, hex] of Object.entries({ 'lc-48000-stereo': '1190', 'lc-16000-mono': '1408', 'he-aac': '2b920800', 'explicit-rate': '17800bb808', 'ps': 'eb098800' })) save('aac-config', name, Buffer.from(hex, 'hex'));
rmSync(folder, { recursive: true, force: true });
