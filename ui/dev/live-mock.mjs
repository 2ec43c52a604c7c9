// A hub's live socket made of one ffmpeg picture, for trying the player without a hub. Development only.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';

const ffmpeg = process.env['FFMPEG_BIN'] ?? 'ffmpeg';
const still = (name) => join(tmpdir(), `matpho-dev-${name}`);
const run = (args) => new Promise((done, failed) => spawn(ffmpeg, ['-v', 'error', '-y', ...args], { stdio: 'inherit' }).once('exit', (code) => (code === 0 ? done() : failed(new Error(`ffmpeg ${code}`)))));
const street = ['-f', 'lavfi', '-i', 'mandelbrot=size=1280x720:rate=25:start_scale=2.5', '-t', '8'];

/** Files the mock serves, made once. */
export async function makePictures() {
  if (!existsSync(still('street.mp4'))) await run([...street, '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-g', '50', '-bf', '0', '-b:v', '1300k', still('street.mp4')]);
  if (!existsSync(still('street.ts'))) await run(['-i', still('street.mp4'), '-c:v', 'mpeg1video', '-s', '640x360', '-b:v', '800k', '-bf', '0', '-f', 'mpegts', still('street.ts')]);
  if (!existsSync(still('street.jpg'))) await run(['-ss', '4', '-i', still('street.mp4'), '-frames:v', '1', still('street.jpg')]);
  return still('street.jpg');
}

/** Splits an fMP4 byte stream into its init segment and fragments (ISO/IEC 14496-12 §4.2). */
function* units(state, bytes) {
  state.rest = Buffer.concat([state.rest, bytes]);
  while (state.rest.length >= 8) {
    const size = state.rest.readUInt32BE(0);
    if (state.rest.length < size) return;
    const kind = state.rest.toString('latin1', 4, 8);
    const box = state.rest.subarray(0, size);
    state.rest = state.rest.subarray(size);
    if (kind === 'mfra') continue;
    state.held.push(box);
    if (kind === 'moov' || kind === 'mdat') yield Buffer.concat(state.held.splice(0));
  }
}

/**
 * Answers `/api/live` on an http server. `script(hello)` may return `{ watermark, until, own, endAfterMs, reason, waiting, refuse }`.
 * @returns what closes it
 */
export function liveMock(server, script = () => ({})) {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/api/live') return;
    sockets.handleUpgrade(request, socket, head, (client) => client.once('message', (text) => play(client, JSON.parse(String(text)), script)));
  });
  return () => sockets.close();
}

function play(client, hello, script) {
  const say = (event) => client.readyState === 1 && client.send(JSON.stringify(event));
  const part = script(hello);
  const problem = { code: 'consent-ended', message: 'Sự cho phép đã kết thúc.' };
  if (part.refuse) return say({ type: 'ended', reason: 'refused', problem: { code: 'consent-refused', message: 'Chủ camera không cho phép việc này.' } });
  say({ type: 'opened', viewing: 'v1', until: part.until ?? null, watermark: part.watermark ?? null, own: part.own ?? !hello.unit });
  if (part.waiting) return say({ type: 'waiting', problem: { code: 'camera-stalled', message: 'Camera ngừng gửi hình.' } });
  const mpeg = hello.transport === 'mpeg1';
  say({ type: 'format', mime: mpeg ? 'video/mp2t' : 'video/mp4; codecs="avc1.64001f"', width: 1280, height: 720 });
  const args = mpeg ? ['-re', '-stream_loop', '-1', '-i', still('street.ts'), '-c', 'copy', '-f', 'mpegts', '-'] : ['-re', '-stream_loop', '-1', '-i', still('street.mp4'), '-c', 'copy', '-f', 'mp4', '-movflags', 'empty_moov+default_base_moof+frag_every_frame', '-'];
  const child = spawn(ffmpeg, ['-v', 'error', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const state = { rest: Buffer.alloc(0), held: [] };
  child.stdout.on('data', (bytes) => {
    if (client.readyState !== 1) return;
    if (mpeg) client.send(bytes);
    else for (const unit of units(state, bytes)) client.send(unit);
  });
  client.once('close', () => child.kill('SIGKILL'));
  if (part.endAfterMs) setTimeout(() => (say({ type: 'ended', reason: part.reason ?? 'revoked', problem }), client.close()), part.endAfterMs);
  if (part.dropAfterMs) setTimeout(() => client.terminate(), part.dropAfterMs);
}
